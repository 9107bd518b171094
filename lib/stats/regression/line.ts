import tCdf from '@stdlib/stats-base-dists-t-cdf';
import tQuantile from '@stdlib/stats-base-dists-t-quantile';
import type { ConfidenceInterval } from '../confidence/interval.ts';
import { finiteOrNull, requireFraction, requireSameLength, varies } from '../finite.ts';

/** A straight line by least squares. */
export interface Line {
  /** In units of y per unit of x. */
  slope: number;
  /** In units of y: the value at x = 0. */
  intercept: number;
  /** The share of the variance of y that the line explains, 0 to 1; null where y does not vary. */
  rSquared: number | null;
  /** The standard deviation of the residuals with n − 2 degrees of freedom; null of two points. */
  residualSd: number | null;
  /** The standard error of the slope; null of two points. */
  slopeError: number | null;
  n: number;
  meanX: number;
  /** Σ(x − x̄)². */
  squaresX: number;
}

/**
 * The line y = intercept + slope·x with the smallest sum of squared residuals (ordinary least squares; Draper and Smith,
 * *Applied Regression Analysis*, 1), computed around the means, so that large x lose no digits. Null below two points, where
 * x does not vary, or where a number is not finite.
 *
 * @throws RangeError where x and y differ in length
 */
export function leastSquaresLine(x: readonly number[], y: readonly number[]): Line | null {
  requireSameLength(x, y);
  const n = x.length;
  if (!varies(x)) return null;
  let sumX = 0;
  let sumY = 0;
  for (let index = 0; index < n; index++) {
    sumX += x[index] as number;
    sumY += y[index] as number;
  }
  const meanX = sumX / n;
  const meanY = sumY / n;
  let squaresX = 0;
  let squaresY = 0;
  let products = 0;
  for (let index = 0; index < n; index++) {
    const dx = (x[index] as number) - meanX;
    const dy = (y[index] as number) - meanY;
    squaresX += dx * dx;
    squaresY += dy * dy;
    products += dx * dy;
  }
  const slope = finiteOrNull(products / squaresX);
  if (slope === null) return null;
  let residuals = 0;
  for (let index = 0; index < n; index++)
    residuals += ((y[index] as number) - meanY - slope * ((x[index] as number) - meanX)) ** 2;
  const residualSd = n > 2 ? Math.sqrt(residuals / (n - 2)) : null;
  const slopeError = residualSd === null ? null : residualSd / Math.sqrt(squaresX);
  return {
    slope,
    intercept: meanY - slope * meanX,
    rSquared: varies(y) ? Math.max(0, 1 - residuals / squaresY) : null,
    residualSd,
    slopeError,
    n,
    meanX,
    squaresX,
  };
}

/**
 * The two-sided p value of the slope against 0, by Student's t with n − 2 degrees of freedom. Null where the line goes through
 * two points only, or where all points lie on it and it is level.
 */
export function slopeP({ slope, slopeError, n }: Line): number | null {
  return slopeError === null ? null : finiteOrNull(2 * tCdf(-Math.abs(slope / slopeError), n - 2));
}

/** The value of a line somewhere, with the interval for a new observation there. */
export interface LinePrediction {
  value: number;
  /** Null where the line goes through two points only. */
  interval: ConfidenceInterval | null;
}

/**
 * The value of the line at `x`, and where a new observation would lie: value ± t·s·√(1 + 1/n + (x − x̄)²/Σ(x − x̄)²), in the
 * unit of y (R's predict.lm with interval = "prediction"). Nothing keeps `x` within the data.
 *
 * @throws RangeError where `level` is not between 0 and 1, or `x` is not finite
 */
export function predictAt(line: Line, x: number, level = 0.95): LinePrediction {
  requireFraction('level', level);
  if (!Number.isFinite(x)) throw new RangeError(`A line has a value at finite places, but not at ${x}.`);
  const value = line.intercept + line.slope * x;
  if (line.residualSd === null) return { value, interval: null };
  const spread = line.residualSd * Math.sqrt(1 + 1 / line.n + (x - line.meanX) ** 2 / line.squaresX);
  const reach = tQuantile(0.5 + level / 2, line.n - 2) * spread;
  return { value, interval: { low: value - reach, high: value + reach, level } };
}
