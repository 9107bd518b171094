import tCdf from '@stdlib/stats-base-dists-t-cdf';
import { qnScale } from '../descriptive/qn.ts';
import { medianOf } from '../median.ts';

/** How much a scale by Qn knows, beside a standard deviation of as many values (Rousseeuw and Croux 1993). */
const efficiency = 0.82;

/**
 * How probable it is that a further value of the same normal sample lies at least as far from the median as `value`, on either side:
 * 1 at the median, near 0 far out. The distance over Qn follows about a t distribution of 0.82·(n − 1) degrees of freedom, with the
 * variance of the median, π/2n, added: unlike a fixed bound it allows for how little is known of the scale of a few values. Of values
 * whose level moves, `spread` may be more of them than the median is taken of: the scale is then that of those. Null below two values,
 * where so many are alike that Qn is 0, or where a number is not finite.
 */
export function chanceOfDistance(
  value: number,
  reference: readonly number[],
  spread: readonly number[] = reference,
): number | null {
  const median = medianOf(reference);
  const scale = qnScale(spread);
  if (median === null || scale === null || scale === 0 || !Number.isFinite(value)) return null;
  const distance = Math.abs(value - median) / (scale * Math.sqrt(1 + Math.PI / (2 * reference.length)));
  return Math.min(1, 2 * tCdf(-distance, efficiency * (spread.length - 1)));
}
