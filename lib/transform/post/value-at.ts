import { msPerHour } from '../../calendar.ts';
import type { Row } from '../../schema/index.ts';
import { interpolateLog1p } from '../../stats/interpolate-log.ts';
import { type Interval, type RoundingMode, roundedInterval } from '../../stats/interval.ts';

/** The counters of a post. */
export const postMetrics = ['views', 'likes', 'comments', 'shares', 'saves'] as const;
export type PostMetric = (typeof postMetrics)[number];

// To put names together anew takes longer than to read what they name.
export const stepNames = {
  views: 'views_step',
  likes: 'likes_step',
  comments: 'comments_step',
  shares: 'shares_step',
  saves: 'saves_step',
} as const;

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
  const start = from[metric] ?? 0;
  const value = Math.round(interpolateLog1p(from.ms, start, to.ms, to[metric] ?? 0, target) ?? start);
  const rounded = isRounded(from, metric) || isRounded(to, metric);
  if (rounded) return { value, interval: roundedBetween(from, to, metric, target), rounded, from, to };
  // Steps of 1 or none: exact, or not known.
  const isKnown = from[stepNames[metric]] != null && to[stepNames[metric]] != null;
  return { value, interval: isKnown ? { low: value, high: value } : null, rounded, from, to };
}

function roundedBetween(
  from: TimedCounts,
  to: TimedCounts,
  metric: PostMetric,
  target: number,
): Interval | null {
  const first = intervalOf(from, metric);
  const last = intervalOf(to, metric);
  if (!first || !last) return null;
  const at = (start: number, end: number) => interpolateLog1p(from.ms, start, to.ms, end, target) ?? start;
  return { low: Math.floor(at(first.low, last.low)), high: Math.ceil(at(first.high, last.high)) };
}

function intervalOf(observation: PostCounts, metric: PostMetric): Interval | null {
  const value = observation[metric] ?? 0;
  const step = observation[stepNames[metric]] ?? null;
  return roundedInterval(value, step, observation.rounding ?? 'unknown');
}

function isRounded(observation: PostCounts, metric: PostMetric): boolean {
  return (observation[stepNames[metric]] ?? 1) > 1;
}
