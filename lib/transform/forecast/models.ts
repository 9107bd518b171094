import type { ForecastModel } from '../../schema/derived-forecast.ts';
import { combineForecasts } from '../../stats/forecast/combination.ts';
import { isProportional, onLogScale } from '../../stats/forecast/log-scale.ts';
import { drift, seasonalNaive } from '../../stats/forecast/naive.ts';
import { dampedHolt } from '../../stats/forecast/smoothing.ts';
import { theta } from '../../stats/forecast/theta.ts';
import type { Forecast, Method, Withheld } from '../../stats/forecast/types.ts';

/** Days ahead that are forecast, and the horizons that are judged. */
export const forecastHorizon = 28;
/** Days ahead within which a milestone may be foreseen. */
export const longHorizon = 365;
export const judgedHorizons = [7, 28] as const;
/** The model that pages show: what did best on recorded series (docs/forecasting.md). */
export const defaultModel: ForecastModel = 'combination';

/** Fewer known days are no history. */
export const leastHistory = 28;
/** Days that are looked at; what was longer ago says little on the next month. */
export const longestHistory = 365;
/** A last known day that lies further back is no start. */
export const longestSilence = 7;
/** Fewer past forecasts are no test. */
export const leastOrigins = 8;
export const mostOrigins = 8;
type Member = Exclude<ForecastModel, 'combination'>;
const members: { [M in Member]: Method } = {
  naive_drift: drift,
  snaive: seasonalNaive,
  damped: dampedHolt,
  theta,
};

/** The forecast of each member, or why it has none. */
export type Members = { [M in Member]: Forecast | Withheld };

/**
 * Each member on one series, all on the scale that fits it, starting from what was fitted a week before where that is given. Without
 * `history` they have no fitted values.
 */
export function membersOf(values: Float64Array, before?: Members, history = true): Members {
  const recent = values.subarray(Math.max(0, values.length - longestHistory));
  const isLog = isProportional(recent);
  const forecasts = Object.entries(members).map(([member, method]) => {
    const start = before?.[member as Member];
    const options = { history, ...(start && start.point !== null && { start: start.parameters }) };
    return [member, (isLog ? onLogScale(method) : method)(recent, forecastHorizon, options)] as const;
  });
  return Object.fromEntries(forecasts) as Members;
}

/** The members and the median of those that were made. */
export function withCombination(made: Members): { [M in ForecastModel]: Forecast | Withheld } {
  return { ...made, combination: combineForecasts('combination', Object.values(made), 'median') };
}

/**
 * Naive with drift over a year, on the scale that fits. The one member that goes on growing for so long: the others fade or halve the
 * slope.
 */
export function driftOverYear(values: Float64Array): Forecast | Withheld {
  const recent = values.subarray(Math.max(0, values.length - longestHistory));
  return (isProportional(recent) ? onLogScale(drift) : drift)(recent, longHorizon);
}
