import type { ForecastModel } from '../../schema/derived-forecast.ts';
import { combineForecasts } from '../../stats/forecast/combination.ts';
import {
  allPositive,
  fromLogs,
  isProportional,
  logarithmsOf,
  onLogScale,
} from '../../stats/forecast/log-scale.ts';
import { drift, seasonalNaive } from '../../stats/forecast/naive.ts';
import { dampedHolt } from '../../stats/forecast/smoothing.ts';
import { theta } from '../../stats/forecast/theta.ts';
import type { Forecast, Method, MethodOptions, Parameters, Withheld } from '../../stats/forecast/types.ts';

/** Days ahead that are forecast, and the horizons that are judged. */
export const forecastHorizon = 28;
/** Days ahead within which a milestone may be foreseen. */
export const longHorizon = 365;
export const judgedHorizons = [7, 28] as const;
/** The model that pages show of an account without a past of its own: what did best on recorded series (docs/forecasting.md). */
export const generalModel: ForecastModel = 'combination';
/** The models that pages may show. The seasonal naive lies a week’s growth behind where a series grows. */
export const shownModels = ['combination', 'naive_drift', 'damped', 'theta'] as const;
/** Another model takes the place of the general one where its past errors are smaller than this share of that one’s. */
export const betterShare = 0.9;

/** Fewer known days are no history. */
export const leastHistory = 28;
/** Days that are looked at; what was longer ago says little on the next month. */
export const longestHistory = 365;
/** A last known day that lies further back is no start. */
export const longestSilence = 7;
/** Fewer past forecasts with all days after them known are no test. */
export const leastOrigins = 8;
export const mostOrigins = 8;
/** Fewer past forecasts, of which a week at least is known, choose no model. */
export const leastChoosing = 2;
type Member = Exclude<ForecastModel, 'combination'>;
const members: { [M in Member]: Method } = {
  naive_drift: drift,
  snaive: seasonalNaive,
  damped: dampedHolt,
  theta,
};

/** The forecast of each member, or why it has none. */
export type Members = { [M in Member]: Forecast | Withheld };

/** How members were fitted to a series, for the days that it goes on afterwards. */
export interface Fit {
  /** The element that their window begins with. */
  from: number;
  isLog: boolean;
  parameters: { [M in Member]?: Parameters };
}

/** Each member on one series, all on the scale that fits it, starting from what was fitted a week before where that is given. */
export function membersOf(values: Float64Array, before?: Members): Members {
  const recent = latest(values);
  return eachOf(isProportional(recent), (member) => {
    const start = before?.[member];
    return { window: recent, ...(start && start.point !== null && { start: start.parameters }) };
  });
}

/** What was fitted, of members that were made of the same values. */
export function fitOf(values: Float64Array, members: Members): Fit {
  const parameters: Fit['parameters'] = {};
  for (const member of fittedMembers) {
    const made = members[member];
    if (made.point !== null) parameters[member] = made.parameters;
  }
  const isLog = Object.values(members).some((made) => made.point !== null && made.scale === 'log');
  return { from: values.length - latest(values).length, isLog, parameters };
}

/**
 * The members on a series that went on for some days since they were fitted: with these parameters and on this scale, the state as of
 * its end. A fit that has not all of them, or not the scale that the series takes now, is made anew.
 */
export function membersSince(values: Float64Array, { from, isLog, parameters }: Fit): Members {
  const since = values.subarray(from);
  if (fittedMembers.some((member) => !parameters[member]) || (isLog && !allPositive(since)))
    return membersOf(values);
  const recent = latest(values);
  return eachOf(isLog, (member) => {
    const keep = parameters[member];
    return keep ? { window: since, keep } : { window: recent };
  });
}

/** Members that have parameters to be fitted. */
const fittedMembers = ['damped', 'theta'] as const;

function latest(values: Float64Array): Float64Array {
  return values.subarray(Math.max(0, values.length - longestHistory));
}

function eachOf(
  isLog: boolean,
  optionsOf: (member: Member) => MethodOptions & { window: Float64Array },
): Members {
  const logs = new Map<Float64Array, Float64Array>();
  const logsOf = (window: Float64Array) => {
    const made = logs.get(window) ?? logarithmsOf(window);
    logs.set(window, made);
    return made;
  };
  const forecasts = Object.entries(members).map(([member, method]) => {
    const { window, ...options } = { ...optionsOf(member as Member), history: false };
    const made = method(isLog ? logsOf(window) : window, forecastHorizon, options);
    return [member, isLog ? fromLogs(made, window) : made] as const;
  });
  return Object.fromEntries(forecasts) as Members;
}

/** The members and the median of those that were made. */
export function withCombination(made: Members): { [M in ForecastModel]: Forecast | Withheld } {
  return { ...made, combination: combineForecasts('combination', Object.values(made), 'median') };
}

/**
 * Naive with drift over a year, on the scale that the models are on. The one member that goes on growing for so long: the others fade or halve the
 * slope.
 */
export function driftOverYear(values: Float64Array, isLog: boolean): Forecast | Withheld {
  const recent = latest(values);
  const method = isLog ? onLogScale(drift) : drift;
  return method(recent, longHorizon, { history: false });
}
