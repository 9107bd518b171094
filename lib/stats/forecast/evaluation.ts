import { requireSameLength } from '../finite.ts';
import type { Series } from './types.ts';
import { toValues } from './values.ts';

/** Mean of what `loss` makes of each place where both are known; null where there is none. */
function meanLoss(
  actual: Series,
  forecast: Series,
  loss: (actual: number, forecast: number) => number,
): number | null {
  requireSameLength(actual, forecast);
  const [a, f] = [toValues(actual), toValues(forecast)];
  let sum = 0;
  let count = 0;
  for (let t = 0; t < a.length; t++) {
    if (Number.isNaN(a[t]) || Number.isNaN(f[t])) continue;
    sum += loss(a[t] as number, f[t] as number);
    count++;
  }
  return count === 0 ? null : sum / count;
}

/** Mean absolute error, in the unit of the series; null without a pair. */
export function mae(actual: Series, forecast: Series): number | null {
  return meanLoss(actual, forecast, (a, f) => Math.abs(a - f));
}

/** Root mean squared error, in the unit of the series; null without a pair. */
export function rmse(actual: Series, forecast: Series): number | null {
  const square = meanLoss(actual, forecast, (a, f) => (a - f) ** 2);
  return square === null ? null : Math.sqrt(square);
}

/**
 * Mean absolute error of naive forecasts within a series, `period` steps ahead: what errors of any series can be measured by. Null
 * where no two values lie that far apart or where none ever changed.
 */
export function naiveScale(series: Series, period = 1): number | null {
  const values = toValues(series);
  if (values.length <= period) return null;
  const scale = mae(values.subarray(period), values.subarray(0, values.length - period));
  return scale === 0 ? null : scale;
}

/**
 * Mean absolute scaled error: the mean absolute error over that of naive forecasts within the series `known` at the time, `period`
 * steps ahead (1 unless said). Below 1 beats them. Null without a pair and where the scale is null. Errors of several
 * steps ahead lie above 1 as a rule: compare methods, not with 1. Hyndman and Koehler (2006).
 */
export function mase(actual: Series, forecast: Series, known: Series, period = 1): number | null {
  const scale = naiveScale(known, period);
  const error = mae(actual, forecast);
  return scale === null || error === null ? null : error / scale;
}

/**
 * Symmetric mean absolute percentage error as in the M4 competition: the mean of 200·|a − f| / (|a| + |f|), from 0 to 200, in
 * percent; two zeros are no error. Null without a pair. Only for comparison with M4: it favours forecasts that are too high.
 * Makridakis, Spiliotis and Assimakopoulos (2020).
 */
export function smape(actual: Series, forecast: Series): number | null {
  return meanLoss(actual, forecast, symmetricError);
}

/** 200·|a − f| / (|a| + |f|), in percent; two zeros are no error. */
export function symmetricError(actual: number, forecast: number): number {
  return actual === forecast
    ? 0
    : (200 * Math.abs(actual - forecast)) / (Math.abs(actual) + Math.abs(forecast));
}

/**
 * Mean pinball loss of forecasts of the p-quantile (0 to 1), in the unit of the series: p·(a − q) where a lies above the forecast q,
 * (1 − p)·(q − a) below; smaller is better. Null without a pair. Koenker and Bassett (1978).
 */
export function pinballLoss(actual: Series, quantile: Series, p: number): number | null {
  return meanLoss(actual, quantile, (a, q) => (a >= q ? p * (a - q) : (1 - p) * (q - a)));
}

/**
 * Interval score of a band of probability `level`, at each place: its width, and 2/(1 − level) times the distance of a value
 * outside; smaller is better, in the unit of the series. Null where a value is missing.
 * Winkler (1972); Gneiting and Raftery (2007).
 */
export function intervalScores(
  actual: Series,
  lower: Series,
  upper: Series,
  level: number,
): (number | null)[] {
  requireSameLength(actual, lower);
  requireSameLength(actual, upper);
  const [values, low, high] = [toValues(actual), toValues(lower), toValues(upper)];
  return Array.from(values, (a, t) => {
    const score = intervalScoreOf(a, low[t] as number, high[t] as number, level);
    return Number.isNaN(score) ? null : score;
  });
}

/** The score of one place; NaN where a number is. */
export function intervalScoreOf(actual: number, lower: number, upper: number, level: number): number {
  return upper - lower + (2 / (1 - level)) * (Math.max(0, lower - actual) + Math.max(0, actual - upper));
}

/** Mean of the interval scores; null without one. */
export function intervalScore(actual: Series, lower: Series, upper: Series, level: number): number | null {
  const scores = intervalScores(actual, lower, upper, level).filter((score) => score !== null);
  return scores.length === 0 ? null : scores.reduce((sum, score) => sum + score, 0) / scores.length;
}

/** Fraction of values within their bounds, ends included; null without one that is known with both bounds. */
export function coverage(actual: Series, lower: Series, upper: Series): number | null {
  requireSameLength(actual, lower);
  requireSameLength(actual, upper);
  const [values, low, high] = [toValues(actual), toValues(lower), toValues(upper)];
  let inside = 0;
  let count = 0;
  for (let t = 0; t < values.length; t++) {
    const [a, l, u] = [values[t] as number, low[t] as number, high[t] as number];
    if (Number.isNaN(a + l + u)) continue;
    if (a >= l && a <= u) inside++;
    count++;
  }
  return count === 0 ? null : inside / count;
}
