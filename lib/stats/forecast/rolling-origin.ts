import { requireWhole } from '../finite.ts';
import { combineForecasts, type Together } from './combination.ts';
import type { Forecast, Method, MethodOptions, Parameters, Series, Withheld } from './types.ts';
import { toValues } from './values.ts';

/** One forecast of the past, made from the first `known` elements of a series alone. */
export interface Origin {
  /** How many elements were known. */
  known: number;
  forecast: Forecast | Withheld;
  /** What came at each step; null where missing or beyond the end. */
  actual: (number | null)[];
  /** Actual − point at each step; null where there is no actual or no forecast. */
  errors: (number | null)[];
}

export interface RollingOptions extends Pick<MethodOptions, 'period'> {
  horizon: number;
  /** At most this many origins, the latest; all of them unless said. */
  origins?: number;
  /** Steps from one origin to the next; 1 unless said. */
  step?: number;
  /** An origin knows at least this many elements; 1 unless said. */
  minimum?: number;
  /** Also take origins whose last steps lie beyond the end of the series. */
  partial?: boolean;
}

/**
 * Forecasts that a method would have made at past origins, each from what was known then, oldest first, without `fitted` and
 * `residuals`. Each fit starts from the parameters of the one before. Empty where the series is too short for an
 * origin. Throws RangeError on options that are not whole numbers of at least 1.
 * Tashman (2000); Hyndman and Athanasopoulos (2021), 5.10; R's forecast::tsCV (with `partial`).
 */
export function rollingOrigin(series: Series, method: Method, options: RollingOptions): Origin[] {
  const { horizon, origins = Number.POSITIVE_INFINITY, step = 1, minimum = 1, partial = false } = options;
  requireWhole('horizon', horizon, 1);
  for (const [name, value] of Object.entries({ origins, step, minimum }))
    if (value !== Number.POSITIVE_INFINITY) requireWhole(name, value, 1);
  const values = toValues(series);
  const places: number[] = [];
  for (
    let known = values.length - (partial ? 1 : horizon);
    known >= minimum && places.length < origins;
    known -= step
  )
    places.unshift(known);
  let start: Parameters | undefined;
  return places.map((known) => {
    const forecast = method(values.subarray(0, known), horizon, {
      history: false,
      ...(options.period !== undefined && { period: options.period }),
      ...(start && { start }),
    });
    if (forecast.point !== null) start = forecast.parameters;
    return originOf(known, forecast, values, horizon);
  });
}

/** What a forecast made from the first `known` elements said, beside what came. */
export function originOf(
  known: number,
  forecast: Forecast | Withheld,
  values: Float64Array,
  horizon: number,
): Origin {
  const actual: (number | null)[] = [];
  const errors: (number | null)[] = [];
  for (let h = 0; h < horizon; h++) {
    const value = values[known + h] ?? Number.NaN;
    actual.push(Number.isNaN(value) ? null : value);
    errors.push(
      Number.isNaN(value) || forecast.point === null ? null : value - (forecast.point[h] as number),
    );
  }
  return { known, forecast, actual, errors };
}

/**
 * The origins of a combination from those of its members, which spares fitting them again. Throws RangeError where the members'
 * origins differ.
 */
export function combineOrigins(
  method: string,
  members: readonly (readonly Origin[])[],
  together: Together,
): Origin[] {
  return (members[0] ?? []).map(({ known, actual }, i) => {
    const same = members.map((origins) => {
      const origin = origins[i];
      if (origin?.known !== known) throw new RangeError('Members of a combination have the same origins.');
      return origin.forecast;
    });
    const forecast = combineForecasts(method, same, together);
    const errors = actual.map((value, h) =>
      value === null || forecast.point === null ? null : value - (forecast.point[h] as number),
    );
    return { known, forecast, actual, errors };
  });
}
