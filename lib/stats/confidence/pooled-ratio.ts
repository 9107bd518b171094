import tQuantile from '@stdlib/stats-base-dists-t-quantile';
import { allFinite, finiteOrNull, requireFraction, requireSameLength } from '../finite.ts';
import type { ConfidenceInterval } from './interval.ts';

/** A ratio of sums, and how sure it is. */
export interface PooledRatio {
  /** Σ numerators / Σ denominators. */
  ratio: number;
  /** Null of a single pair. */
  interval: ConfidenceInterval | null;
  /** Pairs that went in. */
  n: number;
}

/**
 * The ratio of sums Σy/Σx with its interval by linearisation: se² = n/(n − 1) · Σ(y − Rx)² / (Σx)², Student's t with
 * n − 1 degrees of freedom (Cochran, *Sampling Techniques*, 1977, 6.4). It is the mean of the single ratios weighted by
 * their denominators, so it lies between the smallest and the largest of them. Where no numerator is negative, neither is
 * the lower end. Null without pairs, where the denominators add up to 0, or where one is negative or a number not finite.
 *
 * @throws RangeError where the two differ in length, or `level` is not between 0 and 1
 */
export function pooledRatio(
  numerators: readonly number[],
  denominators: readonly number[],
  level = 0.95,
): PooledRatio | null {
  requireSameLength(numerators, denominators);
  requireFraction('level', level);
  if (!allFinite(numerators) || denominators.some((x) => !(x >= 0))) return null;
  const n = numerators.length;
  const sumX = denominators.reduce((sum, x) => sum + x, 0);
  const ratio = finiteOrNull(numerators.reduce((sum, y) => sum + y, 0) / sumX);
  if (ratio === null) return null;
  if (n === 1) return { ratio, interval: null, n };
  const squares = numerators.reduce(
    (sum, y, index) => sum + (y - ratio * (denominators[index] ?? 0)) ** 2,
    0,
  );
  const error = Math.sqrt((n / (n - 1)) * squares) / sumX;
  const reach = tQuantile(0.5 + level / 2, n - 1) * error;
  const least = numerators.some((y) => y < 0) ? Number.NEGATIVE_INFINITY : 0;
  return { ratio, interval: { low: Math.max(least, ratio - reach), high: ratio + reach, level }, n };
}
