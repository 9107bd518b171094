import { drift } from './naive.ts';
import type { Forecast, Method, Series, Withheld } from './types.ts';
import { toValues } from './values.ts';

/**
 * The same method on natural logarithms: growth by a factor each step instead of by an amount, and bands that never fall below 0.
 * Points and fitted values come back by exp and so are medians; the mean lies above. `sigma`, `noise` and
 * `parameters` stay on the log scale; a small σ reads as a fraction of the value. Withheld where a value is 0 or less.
 */
export function onLogScale(method: Method): Method {
  return (series, horizon, options) => {
    const values = toValues(series);
    return fromLogs(method(logarithmsOf(values), horizon, options), values);
  };
}

/** Natural logarithms, NaN for what is missing. */
export function logarithmsOf(values: Float64Array): Float64Array {
  const logs = new Float64Array(values.length);
  for (let t = 0; t < values.length; t++) logs[t] = Math.log(values[t] as number);
  return logs;
}

/** A forecast that was made of the logarithms of `values`, as one of the values themselves; see `onLogScale`. */
export function fromLogs(forecast: Forecast | Withheld, values: Float64Array): Forecast | Withheld {
  if (!allPositive(values))
    return {
      method: forecast.method,
      point: null,
      reason: 'A logarithm takes values above 0, and there are others.',
    };
  if (forecast.point === null) return forecast;
  const fitted = forecast.fitted.map((value) => (value === null ? null : Math.exp(value)));
  return {
    ...forecast,
    point: forecast.point.map(Math.exp),
    scale: 'log',
    fitted,
    residuals: forecast.residuals.map((residual, t) =>
      residual === null ? null : (values[t] as number) - (fitted[t] as number),
    ),
  };
}

/** Whether all values that are known are above 0. */
export function allPositive(values: Float64Array): boolean {
  for (let t = 0; t < values.length; t++) if ((values[t] as number) <= 0) return false;
  return true;
}

/**
 * Whether the changes of a series are more alike as factors than as amounts: all values are above 0, and a random walk with drift
 * is likelier on the log scale, by the profile likelihood of Box and Cox (1964) at λ = 0 against λ = 1. False below
 * 3 values and where nothing tells them apart.
 */
export function isProportional(series: Series): boolean {
  const values = toValues(series);
  if (!allPositive(values)) return false;
  const plain = drift(values, 1, { history: false });
  const logs = logarithmsOf(values);
  const log = drift(logs, 1, { history: false });
  if (plain.point === null || log.point === null) return false;
  let sum = 0;
  let observed = 0;
  const first = logs.findIndex((value) => !Number.isNaN(value));
  for (let t = first + 1; t < logs.length; t++) {
    if (Number.isNaN(logs[t])) continue;
    sum += logs[t] as number;
    observed++;
  }
  const variance = (noise: { sigma: number } | undefined) => Math.log(noise?.sigma ?? 0);
  const gain = observed * (variance(plain.noise[0]) - variance(log.noise[0])) - sum;
  return gain > 0;
}

/** The method on the log scale where the series is proportional, else as it is. */
export function onFittingScale(method: Method): Method {
  const log = onLogScale(method);
  return (series, horizon, options) => (isProportional(series) ? log : method)(series, horizon, options);
}
