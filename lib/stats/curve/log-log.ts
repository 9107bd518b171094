import { quantilesOf } from '../descriptive/quantile.ts';
import { requireFraction } from '../finite.ts';
import { leastSquaresLine } from '../regression/line.ts';

/** The fewest pairs that a forecast from early counts is made of. */
export const logLogPairs = 15;

/** A later count as an earlier one foretells it. */
export interface LogLogForecast {
  /** Median of the later count, in its unit. */
  point: number;
  lower: number;
  upper: number;
  /** Of the band: a fraction, 0.8 for 80 %. */
  level: number;
  /** Pairs that it rests on. */
  n: number;
  /** ln(later) = intercept + slope · ln(earlier). */
  intercept: number;
  slope: number;
  /** Fraction of the variance of ln(later) that the line explains; null where that does not vary. */
  rSquared: number | null;
  /** True where the early count lies outside those of the pairs. */
  extrapolated: boolean;
  reason: null;
}

/** No forecast, and why, in a sentence. */
export interface NoLogLogForecast {
  point: null;
  reason: string;
}

/**
 * Forecasts a later count from an early one, by the line of ln(later) on ln(earlier) through pairs of which both are known; the band
 * by quantiles of the errors that each pair has from the line of all others. Pairs with a count that is not above 0
 * are left out. No forecast with fewer than 15 pairs, where all early counts are alike, or where the early count is
 * not above 0. `level` from 0 to 1, both excluded, else RangeError. Counts are medians, as the line is of logarithms.
 * Szabo and Huberman (2010), arXiv 0811.0405.
 */
export function logLogForecast(
  pairs: readonly { early: number; late: number }[],
  early: number,
  level = 0.8,
): LogLogForecast | NoLogLogForecast {
  requireFraction('level', level);
  const logs = pairs
    .filter((pair) => pair.early > 0 && pair.late > 0 && Number.isFinite(pair.early + pair.late))
    .map((pair) => [Math.log(pair.early), Math.log(pair.late)] as const);
  const n = logs.length;
  if (n < logLogPairs)
    return { point: null, reason: `It takes ${logLogPairs} pairs of counts above 0, and there are ${n}.` };
  if (!(early > 0 && Number.isFinite(early)))
    return { point: null, reason: 'The early count is not above 0.' };
  const line = leastSquaresLine(
    logs.map(([x]) => x),
    logs.map(([, y]) => y),
  );
  if (line === null) return { point: null, reason: 'All early counts are alike.' };
  const { slope, intercept, meanX, squaresX } = line;
  // The error from the line without a point is its residual over 1 − leverage: no need to fit again.
  const errors = logs.map(
    ([x, y]) => (y - intercept - slope * x) / (1 - 1 / n - (x - meanX) ** 2 / squaresX),
  );
  const expected = intercept + slope * Math.log(early);
  const [low = 0, high = 0] = quantilesOf(errors, [(1 - level) / 2, (1 + level) / 2]) ?? [];
  const earlies = logs.map(([x]) => x);
  return {
    point: Math.exp(expected),
    lower: Math.exp(expected + low),
    upper: Math.exp(expected + high),
    level,
    n,
    intercept,
    slope,
    rSquared: line.rSquared,
    extrapolated: Math.log(early) < Math.min(...earlies) || Math.log(early) > Math.max(...earlies),
    reason: null,
  };
}
