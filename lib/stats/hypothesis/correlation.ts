import tCdf from '@stdlib/stats-base-dists-t-cdf';
import { meanOf } from '../descriptive/moments.ts';
import { allFinite, finiteOrNull, requireSameLength, requireWhole, varies } from '../finite.ts';
import { rank } from './ranks.ts';

/**
 * Pearson's correlation of pairs, from −1 to 1. Null below two pairs, where one side does not vary, or where a number is
 * not finite.
 *
 * @throws RangeError where the two differ in length
 */
export function pearson(x: readonly number[], y: readonly number[]): number | null {
  requireSameLength(x, y);
  const [meanX, meanY] = [meanOf(x), meanOf(y)];
  return meanX === null || meanY === null ? null : correlate(x, y, meanX, meanY);
}

function correlate(x: ArrayLike<number>, y: ArrayLike<number>, meanX: number, meanY: number): number | null {
  if (!varies(x) || !varies(y)) return null;
  let xx = 0;
  let yy = 0;
  let xy = 0;
  for (let index = 0; index < x.length; index++) {
    const dx = (x[index] as number) - meanX;
    const dy = (y[index] as number) - meanY;
    xx += dx * dx;
    yy += dy * dy;
    xy += dx * dy;
  }
  const r = finiteOrNull(xy / (Math.sqrt(xx) * Math.sqrt(yy)));
  return r === null ? null : Math.min(1, Math.max(-1, r));
}

/**
 * Spearman's rank correlation of pairs, from −1 to 1: Pearson's correlation of the midranks (Spearman 1904), so that ties
 * are treated as they are in R. Null below two pairs, where one side does not vary, or where a number is not finite.
 *
 * @throws RangeError where the two differ in length
 */
export function spearman(x: readonly number[], y: readonly number[]): number | null {
  requireSameLength(x, y);
  if (!allFinite(x) || !allFinite(y)) return null;
  const middle = (x.length + 1) / 2;
  return correlate(rank(x).ranks, rank(y).ranks, middle, middle);
}

/**
 * The two-sided p value of a Pearson or Spearman correlation of `n` pairs, by Student's t with n − 2 degrees of freedom
 * (R's cor.test; for Spearman an approximation). Null below three pairs or where the correlation is null.
 *
 * @throws RangeError where `n` is not a whole number of at least 0
 */
export function correlationP(correlation: number | null, n: number): number | null {
  requireWhole('n', n, 0);
  if (correlation === null || n < 3) return null;
  const t = Math.abs(correlation) * Math.sqrt((n - 2) / (1 - correlation ** 2));
  return t === Infinity ? 0 : finiteOrNull(2 * tCdf(-t, n - 2));
}
