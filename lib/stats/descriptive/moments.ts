import { mean, sampleStandardDeviation } from 'simple-statistics';
import { allFinite, finiteOrNull, requireWhole, varies } from '../finite.ts';

/**
 * The arithmetic mean, in the unit of the values, by compensated summation (Neumaier 1974). Null without values, or
 * where one is not finite.
 */
export function meanOf(values: readonly number[]): number | null {
  return values.length === 0 ? null : finiteOrNull(mean(values));
}

/**
 * The sample standard deviation (n − 1 in the denominator), in the unit of the values, in two passes, so that values
 * which differ little beside their size lose no digits. Null below two values, or where one is not finite.
 */
export function standardDeviation(values: readonly number[]): number | null {
  return values.length < 2 ? null : finiteOrNull(sampleStandardDeviation(values));
}

/**
 * The geometric mean, exp(mean(ln x)), in the unit of the values; 0 where one of them is 0. Computed from logarithms,
 * since a product of views overflows. Null without values, or where one is negative or not finite.
 */
export function geometricMean(values: readonly number[]): number | null {
  if (values.length === 0 || !allFinite(values)) return null;
  let logs = 0;
  for (let index = 0; index < values.length; index++) {
    const value = values[index] as number;
    if (value < 0) return null;
    logs += Math.log(value);
  }
  return Math.exp(logs / values.length);
}

/**
 * The sample autocorrelation at `lag`, Σ(xₜ − x̄)(xₜ₊ₖ − x̄) / Σ(xₜ − x̄)² (Box and Jenkins 1976), from −1 to 1; 1 at lag 0.
 * Null where the values are all alike, where there are not more of them than `lag`, or where one is not finite.
 *
 * @throws RangeError where `lag` is not a whole number of at least 0
 */
export function autocorrelation(values: readonly number[], lag: number): number | null {
  requireWhole('lag', lag, 0);
  const centre = meanOf(values);
  if (centre === null || lag >= values.length || !varies(values)) return null;
  const deviations = Float64Array.from(values, (value) => value - centre);
  let products = 0;
  let squares = 0;
  deviations.forEach((deviation, index) => {
    squares += deviation * deviation;
    products += deviation * (deviations[index + lag] ?? 0);
  });
  return finiteOrNull(products / squares);
}
