/** Whole numbers from `low` to `high`, both included. */
export interface Interval {
  low: number;
  high: number;
}

/** How a count was rounded to a multiple of its step; null and `exact` beside a step above 1 count as unknown. */
export type RoundingMode = 'exact' | 'nearest' | 'down' | 'unknown' | null;

/**
 * The counts that a source may have had when it showed `value` rounded to multiples of `step`
 * (docs/methods.md#rounded-counts): to the nearest [v − s/2, v + s/2), down [v, v + s), unknown the union of both. Never
 * below 0. Step 1 is exact. Null where nobody said the step.
 */
export function roundedInterval(value: number, step: number | null, mode: RoundingMode): Interval | null {
  if (step === null) return null;
  if (step <= 1) return { low: value, high: value };
  const below = mode === 'down' ? 0 : step / 2;
  const above = mode === 'nearest' ? step / 2 : step;
  return { low: Math.max(0, Math.ceil(value - below)), high: Math.ceil(value + above) - 1 };
}

/** What `last − first` may be when each lies in its interval; null where either is not known. */
export function differenceInterval(first: Interval | null, last: Interval | null): Interval | null {
  if (first === null || last === null) return null;
  return { low: last.low - first.high, high: last.high - first.low };
}
