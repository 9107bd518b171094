import { msPerHour } from '../../calendar.ts';
import type { Row } from '../../schema/index.ts';
import { interpolateLog1p } from '../../stats/interpolate-log.ts';
import { type Interval, type RoundingMode, roundedInterval } from '../../stats/interval.ts';

/** The counters of a post. */
export const postMetrics = ['views', 'likes', 'comments', 'shares', 'saves'] as const;
export type PostMetric = (typeof postMetrics)[number];

/** Counters of a post as one observation has them. One that is left out was not observed; a step, not known. */
export type PostCounts = { readonly [M in PostMetric]?: number | null } & {
  readonly [M in PostMetric as `${M}_step`]?: number | null;
} & {
  readonly observed_at: string;
  readonly rounding?: RoundingMode;
  readonly time_precision?: Row<'post'>['time_precision'];
};
export type TimedCounts = PostCounts & { readonly ms: number };

/** A counter at an instant, from one observation or from two around it. */
export interface CounterValue {
  /** A whole count. */
  value: number;
  /** What rounding leaves open; null where it is not known. */
  interval: Interval | null;
  rounded: boolean;
  /** The observation at or before the instant, and the one at or after it: the same where it was observed just then. */
  from: PostCounts;
  to: PostCounts;
}

/** Hours that a date without a time may be off: it stands at noon. */
const dayPrecisionHours = 12;

/**
 * A counter at `target` (milliseconds): as observed just then, else on the log line between the last observation before
 * and the first after that have it, each at most `reach` milliseconds away and not before `created`. `after` is the index of
 * the first observation at `target` or later. Null without them. Nothing is extrapolated.
 */
export function valueAt(
  observations: readonly TimedCounts[],
  after: number,
  metric: PostMetric,
  target: number,
  reach: number,
  created: number,
): CounterValue | null {
  const to = nearestFrom(observations, after, 1, metric, target, reach, created);
  if (to === null) return null;
  if (to.ms === target) return countOf(to, metric);
  const from = nearestFrom(observations, after - 1, -1, metric, target, reach, created);
  return from === null ? null : between(from, to, metric, target);
}

/** A counter as one observation has it; null where it was not observed. */
export function countOf(observation: PostCounts, metric: PostMetric): CounterValue | null {
  const value = observation[metric] ?? null;
  if (value === null) return null;
  const rounded = isRounded(observation, metric);
  return { value, interval: intervalOf(observation, metric), rounded, from: observation, to: observation };
}

/** Index of the first observation at `ms` or later; their number where there is none. */
export function firstFrom(observations: readonly TimedCounts[], ms: number): number {
  let low = 0;
  let high = observations.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((observations[middle]?.ms ?? Number.POSITIVE_INFINITY) < ms) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** True for an observation whose time is known well enough for what is asked within `reach` milliseconds. */
export function isTimely({ time_precision }: PostCounts, reach: number): boolean {
  return time_precision !== 'day' || reach >= dayPrecisionHours * msPerHour;
}

function nearestFrom(
  observations: readonly TimedCounts[],
  start: number,
  step: 1 | -1,
  metric: PostMetric,
  target: number,
  reach: number,
  created: number,
): TimedCounts | null {
  for (let at = start; ; at += step) {
    const observation = observations[at];
    if (observation === undefined || Math.abs(observation.ms - target) > reach || observation.ms < created)
      return null;
    if (observation[metric] != null && isTimely(observation, reach)) return observation;
  }
}

function between(from: TimedCounts, to: TimedCounts, metric: PostMetric, target: number): CounterValue {
  const value = Math.round(along(from, from[metric] ?? 0, to, to[metric] ?? 0, target));
  const rounded = isRounded(from, metric) || isRounded(to, metric);
  const [first, last] = [intervalOf(from, metric), intervalOf(to, metric)];
  let interval: Interval | null = null;
  if (first && last)
    interval = rounded
      ? {
          low: Math.floor(along(from, first.low, to, last.low, target)),
          high: Math.ceil(along(from, first.high, to, last.high, target)),
        }
      : { low: value, high: value };
  return { value, interval, rounded, from, to };
}

function along(from: TimedCounts, start: number, to: TimedCounts, end: number, target: number): number {
  return interpolateLog1p(from.ms, start, to.ms, end, target) ?? start;
}

function intervalOf(observation: PostCounts, metric: PostMetric): Interval | null {
  const [value, step] = [observation[metric] ?? 0, observation[`${metric}_step`] ?? null];
  return roundedInterval(value, step, observation.rounding ?? 'unknown');
}

function isRounded(observation: PostCounts, metric: PostMetric): boolean {
  return (observation[`${metric}_step`] ?? 1) > 1;
}
