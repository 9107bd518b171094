import { addDays, daysFrom, endOfDay, msPerHour } from '../calendar.ts';
import type { Row } from '../schema/index.ts';
import { interpolateLinear } from '../stats/interpolate.ts';
import { type Interval, roundedInterval } from '../stats/interval.ts';
import type { Observation } from './series.ts';

/** A longer stretch between two observations is a gap: nothing is drawn across it. */
export const maxBridgeHours = 48;

export type Metric = 'followers' | 'likes' | 'posts';

/** A metric's value on one day of the grid. */
export interface DayValue {
  kind: 'observed' | 'interpolated';
  /** As observed, or on the line between the neighbours and then not whole. */
  value: number;
  /** The instant the value belongs to: the observation's, or the day's end. */
  ms: number;
  /** Rounding step of the observation, or the coarser of the neighbours'; null where one is not known. */
  step: number | null;
  /** What rounding leaves open, in whole counts; null where the step is not known. */
  interval: Interval | null;
  /** The observation of an `observed` day. */
  observation: Observation | null;
  /** Instant of the latest observation that the value was made of. */
  until: string;
}

/**
 * A metric on the grid of local days (docs/methods.md#day-grid): the last observation of the day that has the
 * metric; none that day and the observations on either side at most 48 hours apart, the straight line between them at
 * the day's end; else nothing, so the day is missing from the map. Nothing before the first observation or after the last.
 *
 * `observations` are of one account, sorted by time.
 */
export function gridOf(
  observations: readonly Observation[],
  metric: Metric,
  zone: string,
): Map<string, DayValue> {
  const grid = new Map<string, DayValue>();
  let before: Observation | undefined;
  for (let index = 0; index < observations.length; index++) {
    const here = observations[index];
    if (!here || here.row[metric] === null) continue;
    // Of rows at one instant the last is the one to prefer.
    const next = nextWith(observations, index, metric);
    if (next && next.ms === here.ms) continue;
    if (before && before.day < here.day) bridge(grid, before, here, metric, zone);
    if (!next || next.day !== here.day) grid.set(here.day, observedValue(here, metric));
    before = here;
  }
  return grid;
}

function nextWith(
  observations: readonly Observation[],
  index: number,
  metric: Metric,
): Observation | undefined {
  for (let at = index + 1; at < observations.length; at++)
    if (observations[at]?.row[metric] !== null) return observations[at];
  return undefined;
}

/** Fills the days between two observations of different days where they are near enough. */
function bridge(
  grid: Map<string, DayValue>,
  before: Observation,
  after: Observation,
  metric: Metric,
  zone: string,
): void {
  if (after.ms - before.ms > maxBridgeHours * msPerHour) return;
  for (const day of daysFrom(addDays(before.day, 1), addDays(after.day, -1))) {
    const value = interpolatedValue(before, after, metric, endOfDay(zone, day));
    if (value) grid.set(day, value);
  }
}

function observedValue(observation: Observation, metric: Metric): DayValue {
  const { row, ms } = observation;
  const value = row[metric] ?? 0;
  const step = stepOf(row, metric);
  return {
    kind: 'observed',
    value,
    ms,
    step,
    interval: roundedInterval(value, step, row.rounding),
    observation,
    until: row.observed_at,
  };
}

function interpolatedValue(
  before: Observation,
  after: Observation,
  metric: Metric,
  ms: number,
): DayValue | null {
  const [from, to] = [observedValue(before, metric), observedValue(after, metric)];
  const at = (start: number, end: number) => interpolateLinear(from.ms, start, to.ms, end, ms);
  const value = at(from.value, to.value);
  if (value === null) return null;
  const step = from.step === null || to.step === null ? null : Math.max(from.step, to.step);
  let interval: Interval | null = null;
  if (step === 1) interval = { low: Math.round(value), high: Math.round(value) };
  else if (from.interval && to.interval) {
    const low = at(from.interval.low, to.interval.low) ?? value;
    const high = at(from.interval.high, to.interval.high) ?? value;
    interval = { low: Math.floor(low), high: Math.ceil(high) };
  }
  return { kind: 'interpolated', value, ms, step, interval, observation: null, until: to.until };
}

function stepOf(row: Row<'account'>, metric: Metric): number | null {
  return row[`${metric}_step`];
}
