import { gini } from '../descriptive/concentration.ts';
import { requireFraction } from '../finite.ts';
import type { ConfidenceInterval } from './interval.ts';
import { tQuantile } from './t-quantile.ts';

/**
 * The interval of the Gini coefficient of all that the values are a sample of, by the jackknife (Efron and Stein 1981; Yitzhaki 1991 for
 * Gini, in one pass over sorted values): t interval around the estimate freed of its bias, on the logit scale so that it stays between 0
 * and 1. Its own confidence is less where few values have most: of log-normal values with σ = 1 a 95% interval holds the truth in 88 of
 * 100 samples of 30 and in 93 of 300; with σ = 1.5 in 81 and 88. Where all are alike it has no width. Null below three values, and
 * where `gini` is.
 *
 * @throws RangeError where `level` is not between 0 and 1
 */
export function giniInterval(values: readonly number[], level = 0.95): ConfidenceInterval | null {
  requireFraction('level', level);
  const whole = gini(values);
  const n = values.length;
  if (whole === null || n < 3) return null;
  if (whole === 0) return { low: 0, high: 0, level };
  const without = giniWithoutEach(values);
  const mean = without.reduce((sum, each) => sum + each, 0) / n;
  const variance = ((n - 1) / n) * without.reduce((sum, each) => sum + (each - mean) ** 2, 0);
  const unbiased = n * whole - (n - 1) * mean;
  const centre = unbiased > 0 && unbiased < 1 ? unbiased : whole;
  const reach = (tQuantile((1 + level) / 2, n - 1) * Math.sqrt(variance)) / (centre * (1 - centre));
  const at = (logit: number) => 1 / (1 + Math.exp(-logit));
  const logit = Math.log(centre / (1 - centre));
  return { low: at(logit - reach), high: at(logit + reach), level };
}

/** The coefficient without each of the values in turn; 0 where nothing is left of their sum. */
function giniWithoutEach(values: readonly number[]): number[] {
  const n = values.length;
  const sorted = Float64Array.from(values).sort();
  const sum = sorted.reduce((total, value) => total + value, 0);
  const weighted = sorted.reduce((total, value, index) => total + (2 * index + 1 - n) * value, 0);
  let above = sum;
  return Array.from(sorted, (value, index) => {
    above -= value;
    const rest = sum - value;
    // Those above it move down by a rank, and all weights rise by one.
    const left = weighted + sum - (2 * index + 2 - n) * value - 2 * above;
    return rest > 0 ? left / ((n - 1) * rest) : 0;
  });
}
