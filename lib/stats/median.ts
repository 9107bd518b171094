import { quantileOf } from './descriptive/quantile.ts';

/**
 * The middle value, or the mean of the two middle ones where their number is even; a single value is its own median.
 * Null without values, or where one is not finite.
 */
export function medianOf(values: readonly number[]): number | null {
  return quantileOf(values, 0.5);
}
