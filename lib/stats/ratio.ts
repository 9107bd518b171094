import { finiteOrNull } from './finite.ts';
import type { Interval } from './interval.ts';

/** A ratio; null where a part is missing, or where the denominator is 0 and there is nothing to compare with. */
export function ratioOf(numerator: number | null, denominator: number | null): number | null {
  if (numerator === null || denominator === null || denominator === 0) return null;
  return finiteOrNull(numerator / denominator);
}

/**
 * What a ratio of two counts may be when each lies in its interval, for counts from 0: [low/high, high/low]. Null where one
 * is not known, or where the denominator may be 0, so that there is no upper end.
 */
export function ratioInterval(numerator: Interval | null, denominator: Interval | null): Interval | null {
  if (numerator === null || denominator === null || !(denominator.low > 0)) return null;
  return { low: numerator.low / denominator.high, high: numerator.high / denominator.low };
}
