import { requireWhole } from '../finite.ts';
import { noiseOf, sigmaOf } from './noise.ts';
import type { Forecast, MethodOptions, Series, Withheld } from './types.ts';
import { countObserved, emptyHistory, tooFew, toValues } from './values.ts';

/**
 * The last observation, at every step. σ(h) = σ√h with σ² the mean square of the changes between neighbouring
 * observations; a change over k steps counts as one of k times the variance. A series that ends in a gap is that much
 * further from its last observation. Null with a reason below 2 observations.
 * Hyndman and Athanasopoulos, Forecasting: Principles and Practice (2021), 5.2 and 5.5; R's forecast::naive.
 */
export function naive(series: Series, horizon: number, options: MethodOptions = {}): Forecast | Withheld {
  requireWhole('horizon', horizon, 1);
  return walk('naive', toValues(series), horizon, options);
}

/**
 * The last observation and on along the straight line from the first: slope (last − first) / steps between. With the error
 * of that slope σ(h)² = σ²h(1 + h/n) where n is the number of steps between first and last. Gaps as in `naive`. Null with a
 * reason below 3 observations.
 * Hyndman and Athanasopoulos (2021), 5.2 and 5.5; R's forecast::rwf(drift = TRUE).
 */
export function drift(series: Series, horizon: number, options: MethodOptions = {}): Forecast | Withheld {
  requireWhole('horizon', horizon, 1);
  return walk('drift', toValues(series), horizon, options);
}

function walk(
  method: 'naive' | 'drift',
  values: Float64Array,
  horizon: number,
  { history = true }: MethodOptions,
): Forecast | Withheld {
  const withDrift = method === 'drift';
  const observed = countObserved(values);
  const needed = withDrift ? 3 : 2;
  if (observed < needed) return tooFew(method, observed, needed);
  const first = values.findIndex((value) => !Number.isNaN(value));
  const last = values.findLastIndex((value) => !Number.isNaN(value));
  const slope = withDrift ? ((values[last] as number) - (values[first] as number)) / (last - first) : 0;
  const { fitted, residuals } = emptyHistory(history ? values.length : 0);
  let squares = 0;
  let before = first;
  for (let t = first + 1; t <= last; t++) {
    const value = values[t] as number;
    const steps = t - before;
    const expected = (values[before] as number) + slope * steps;
    if (history) fitted[t] = expected;
    if (Number.isNaN(value)) continue;
    const error = value - expected;
    squares += error ** 2 / steps;
    if (history && steps === 1) residuals[t] = error;
    before = t;
  }
  const sigma = Math.sqrt(squares / (observed - 1 - (withDrift ? 1 : 0)));
  const lag = values.length - 1 - last;
  const noise = [
    noiseOf({ sigma, alpha: 1, lag, slopeError: withDrift ? sigma / Math.sqrt(last - first) : 0 }),
  ];
  const level = (values[last] as number) + slope * lag;
  return {
    method,
    point: Array.from({ length: horizon }, (_, h) => level + slope * (h + 1)),
    sigma: sigmaOf(noise, horizon),
    scale: 'identity',
    fitted,
    residuals,
    parameters: withDrift ? { level, slope } : { level },
    noise,
    reason: null,
  };
}

/**
 * The last observation of the same place in the season (`period`, 7 unless said). σ(h)² = σ²k where k is the number of
 * seasons back to that observation. Null with a reason where a place of the season was never observed, or where no
 * two observations lie a season apart.
 * Hyndman and Athanasopoulos (2021), 5.2 and 5.5; R's forecast::snaive.
 */
export function seasonalNaive(
  series: Series,
  horizon: number,
  { period = 7, history = true }: MethodOptions = {},
): Forecast | Withheld {
  requireWhole('horizon', horizon, 1);
  requireWhole('period', period, 1);
  const method = 'seasonalNaive';
  const values = toValues(series);
  const withheld = (reason: string): Withheld => ({ method, point: null, reason });
  const { fitted, residuals } = emptyHistory(history ? values.length : 0);
  // Per place in the season the index of its last observation so far.
  const latest = new Int32Array(period).fill(-1);
  let squares = 0;
  let pairs = 0;
  for (let t = 0; t < values.length; t++) {
    const place = t % period;
    const before = latest[place] as number;
    if (history && before >= 0) fitted[t] = values[before] as number;
    if (Number.isNaN(values[t])) continue;
    if (before >= 0) {
      const error = (values[t] as number) - (values[before] as number);
      squares += error ** 2 / ((t - before) / period);
      pairs++;
      if (history && t - before === period) residuals[t] = error;
    }
    latest[place] = t;
  }
  if (pairs === 0) return withheld(`It takes two observations ${period} steps apart, and there are none.`);
  const sigma = Math.sqrt(squares / pairs);
  const point: number[] = [];
  const sigmas: number[] = [];
  for (let h = 0; h < horizon; h++) {
    const t = values.length + h;
    const before = latest[t % period] as number;
    if (before < 0) return withheld(`A place of the season of ${period} steps was never observed.`);
    point.push(values[before] as number);
    sigmas.push(sigma * Math.sqrt((t - before) / period));
  }
  return {
    method,
    point,
    sigma: sigmas,
    scale: 'identity',
    fitted,
    residuals,
    parameters: { season: Array.from({ length: Math.min(period, horizon) }, (_, h) => point[h] as number) },
    noise: [noiseOf({ sigma, gamma: 1, period })],
    reason: null,
  };
}
