import { quantile } from 'simple-statistics';
import { allFinite } from '../finite.ts';

/**
 * The quantile at `p` (0 the smallest, 1 the largest) by linear interpolation at position (n − 1)·p of the sorted
 * values: type 7 of Hyndman and Fan (1996), the default of R, NumPy, d3 and Arquero. In the unit of the values; a single
 * value is every quantile of itself. Null without values, or where one is not finite.
 *
 * @throws RangeError where `p` is not within 0 to 1
 */
export function quantileOf(values: readonly number[], p: number): number | null {
  return quantilesOf(values, [p])?.[0] ?? null;
}

/**
 * Several quantiles at once, in the order of `ps`; otherwise as `quantileOf`. Null without values, or where one is not
 * finite.
 *
 * @throws RangeError where a `p` is not within 0 to 1
 */
export function quantilesOf(values: readonly number[], ps: readonly number[]): number[] | null {
  const wrong = ps.find((p) => !(p >= 0 && p <= 1));
  if (wrong !== undefined)
    throw new RangeError(`A quantile lies between 0 and 1, but ${wrong} was asked for.`);
  if (values.length === 0 || !allFinite(values)) return null;
  return quantile(values, ps);
}

/**
 * The distance between the quartiles, the quantiles at 0.25 and 0.75 (R's IQR), in the unit of the values; 0 of a
 * single value. Null without values, or where one is not finite.
 */
export function interquartileRange(values: readonly number[]): number | null {
  const [lower, upper] = quantilesOf(values, [0.25, 0.75]) ?? [];
  return lower === undefined || upper === undefined ? null : upper - lower;
}

/**
 * The median absolute deviation from the median (Hampel 1974), as it is: multiply by 1.4826 to estimate the standard
 * deviation of normal values. In the unit of the values; 0 of a single value and where most are alike. Null without
 * values, or where one is not finite.
 */
export function medianAbsoluteDeviation(values: readonly number[]): number | null {
  const median = quantileOf(values, 0.5);
  return median === null
    ? null
    : quantileOf(
        values.map((value) => Math.abs(value - median)),
        0.5,
      );
}
