import { allFinite, requireFraction } from '../finite.ts';

/** Sorted from the smallest, with their sum; null where a share of the whole has no meaning. */
function sortedShares(values: readonly number[]): { sorted: Float64Array; sum: number } | null {
  if (!allFinite(values) || values.some((value) => value < 0)) return null;
  const sorted = Float64Array.from(values).sort();
  const sum = sorted.reduce((total, value) => total + value, 0);
  return sum > 0 && Number.isFinite(sum) ? { sorted, sum } : null;
}

/**
 * The Gini coefficient, Σ(2i − n − 1)·x₍ᵢ₎ / (n·Σx): 0 where all have the same, (n − 1)/n where one has everything, so
 * always below 1 and 0 of a single value. The plain coefficient of the values at hand (Gini 1912; Sen 1973), without the
 * factor n/(n − 1). Null without values, where their sum is 0, or where one is negative or not finite.
 */
export function gini(values: readonly number[]): number | null {
  const shares = sortedShares(values);
  if (shares === null) return null;
  const { sorted, sum } = shares;
  const n = sorted.length;
  let weighted = 0;
  sorted.forEach((value, index) => {
    weighted += (2 * index + 1 - n) * value;
  });
  return Math.max(0, weighted / (n * sum));
}

/** How much of a whole its largest parts make up. */
export interface TopShare {
  /** A fraction of the sum, above 0 and at most 1. */
  share: number;
  /** Of how many values. */
  count: number;
}

/**
 * The share of the sum that the largest values have, `fraction` of them by number, rounded up to whole values: the top
 * 10% of 25 posts are 3. Null without values, where their sum is 0, or where one is negative or not finite.
 *
 * @throws RangeError where `fraction` is not above 0 and at most 1
 */
export function topShare(values: readonly number[], fraction = 0.1): TopShare | null {
  if (fraction !== 1) requireFraction('fraction', fraction);
  const shares = sortedShares(values);
  if (shares === null) return null;
  // 0.1 · 30 is 3.0000000000000004 and must not become 4.
  const count = Math.ceil(fraction * shares.sorted.length - 1e-9);
  const top = shares.sorted.subarray(shares.sorted.length - count).reduce((total, value) => total + value, 0);
  return { share: Math.min(1, top / shares.sum), count };
}
