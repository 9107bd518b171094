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
  /** Of the band: a fraction, 0.8 for 80%. */
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
  return logLogForecaster(pairs, level)(early);
}

/** `logLogForecast` of many early counts from the same pairs: the line is drawn once. */
export function logLogForecaster(
  pairs: readonly { early: number; late: number }[],
  level = 0.8,
): (early: number) => LogLogForecast | NoLogLogForecast {
  requireFraction('level', level);
  const known = pairs.filter(({ early, late }) => early > 0 && late > 0 && Number.isFinite(early + late));
  const earlies = known.map(({ early }) => Math.log(early));
  const lates = known.map(({ late }) => Math.log(late));
  const n = known.length;
  if (n < logLogPairs)
    return () => ({
      point: null,
      reason: `It takes ${logLogPairs} pairs of counts above 0, and there are ${n}.`,
    });
  const line = leastSquaresLine(earlies, lates);
  const [lowest, highest] = [Math.min(...earlies), Math.max(...earlies)];
  const [low = 0, high = 0] =
    line === null
      ? []
      : (quantilesOf(errorsOf(line, earlies, lates), [(1 - level) / 2, (1 + level) / 2]) ?? []);
  return (early) => {
    if (!(early > 0 && Number.isFinite(early)))
      return { point: null, reason: 'The early count is not above 0.' };
    if (line === null) return { point: null, reason: 'All early counts are alike.' };
    const { slope, intercept, rSquared } = line;
    const along = Math.log(early);
    const expected = intercept + slope * along;
    return {
      point: Math.exp(expected),
      lower: Math.exp(expected + low),
      upper: Math.exp(expected + high),
      level,
      n,
      intercept,
      slope,
      rSquared,
      extrapolated: along < lowest || along > highest,
      reason: null,
    };
  };
}

/** The error that each point has from the line of the others is its residual over 1 − leverage: no need to fit again. */
function errorsOf(
  { slope, intercept, meanX, squaresX }: NonNullable<ReturnType<typeof leastSquaresLine>>,
  xs: readonly number[],
  ys: readonly number[],
): number[] {
  const n = xs.length;
  return xs.map(
    (x, i) => ((ys[i] as number) - intercept - slope * x) / (1 - 1 / n - (x - meanX) ** 2 / squaresX),
  );
}
