import { addDays, daysBetween } from '../../calendar.ts';
import { dayLong, plural } from '../../format.ts';
import { type ForecastModel, forecastModels } from '../../schema/derived-forecast.ts';
import { isCount } from '../../stats/finite.ts';
import { normalBand } from '../../stats/forecast/bands.ts';
import type { Forecast } from '../../stats/forecast/types.ts';
import { type Bands, bandsOf, widthsOf } from './bands.ts';
import {
  driftOverYear,
  forecastHorizon,
  generalModel,
  leastHistory,
  longestHistory,
  longestSilence,
  membersSince,
  mostOrigins,
  withCombination,
} from './models.ts';
import { judgePast, noPast, type PastForecasts, sundayOf } from './past.ts';

/** A day; followers null where it is not known. */
export interface FollowersDay {
  /** `YYYY-MM-DD` */
  day: string;
  followers: number | null;
}

/** What one model says. */
export interface ModelForecast extends Bands {
  model: ForecastModel;
  isDefault: boolean;
  scale: Forecast['scale'];
  /** What is expected on day 1 … 28 after `until`, and so the bands. */
  point: number[];
}

export interface FollowersForecast {
  /** The last day that is known, and its value; null without any. */
  last: { day: string; value: number } | null;
  /** The day after which forecasts begin. */
  until: string | null;
  /** Known days that the models were fitted to. */
  n: number;
  models: ModelForecast[];
  /** The first day of the history. */
  first: string | null;
  /** Naive with drift over a year, for first passages; null without a forecast. */
  long: Forecast | null;
  /** Why there are none: words that go after "because". */
  reason: string | null;
  past: PastForecasts;
}

/** Gives what was made of the same inputs before, or makes it. */
type RememberPast = (inputs: readonly (string | number | null)[], make: () => PastForecasts) => PastForecasts;

/**
 * Forecasts of a counter for the 28 days after `until` (the last known day unless said), and how each model would have
 * done on past Sundays, by which the default and the widths of bands are chosen (docs/forecasting.md). Gaps are taken as they are: nothing is filled in, and a gap gives no spike.
 *
 * No forecast, and a reason, below 28 known days in the last 365 or where the last known day lies more than 7 days before `until`; no
 * scores below 8 past Sundays with 28 known-or-not days before and after. Days may come in any order. How models did on past Sundays depends on
 * the days up to the last of these alone, and may be remembered.
 */
export function forecastFollowers(
  days: readonly FollowersDay[],
  options: { until?: string } = {},
  remember: RememberPast = (_inputs, make) => make(),
): FollowersForecast {
  const { until: end = '9999-12-31' } = options;
  const known = days
    .filter(({ day, followers }) => isCount(followers) && day <= end)
    .sort((a, b) => (a.day < b.day ? -1 : 1));
  const last = known.at(-1);
  const none = (reason: string): FollowersForecast => ({
    last: last ? { day: last.day, value: last.followers as number } : null,
    until: options.until ?? last?.day ?? null,
    n: 0,
    models: [],
    first: null,
    long: null,
    reason,
    past: { ...noPast, reason },
  });
  if (!last) return none('no value is known');
  const until = options.until ?? last.day;
  const silence = daysBetween(last.day, until);
  if (silence > longestSilence)
    return none(
      `the last known day is ${dayLong(last.day)}, ${plural(silence, 'day')} before the forecast begins`,
    );
  // Anchored on a Sunday as the origins are: what is judged does not move from day to day.
  const start = addDays(sundayOf(last.day), 1 - longestHistory - forecastHorizon - 7 * mostOrigins);
  const recent = known.filter(({ day }) => day >= start);
  const n = recent.filter(({ day }) => day > addDays(until, -longestHistory)).length;
  if (n < leastHistory)
    return none(
      `${plural(n, 'day')} of the last ${longestHistory} are known, and ${leastHistory} are needed`,
    );

  const first = recent[0]?.day as string;
  const series = seriesOf(recent, first, until);
  const judged = series.subarray(0, daysBetween(first, sundayOf(last.day)) + 1);
  const inputs = Array.from(judged, (value) => (Number.isNaN(value) ? null : value));
  const past = remember([first, ...inputs], () => judgePast(series, first, last.day));
  const models = forecastNow(series, past, silence);
  return {
    last: { day: last.day, value: last.followers as number },
    until,
    n,
    models,
    first,
    long: overYear(series, models),
    reason: models.length === 0 ? 'no model could be fitted' : null,
    past,
  };
}

function seriesOf(known: readonly FollowersDay[], first: string, until: string): Float64Array {
  const series = new Float64Array(daysBetween(first, until) + 1).fill(Number.NaN);
  for (const { day, followers } of known) series[daysBetween(first, day)] = followers ?? Number.NaN;
  return series;
}

function forecastNow(
  series: Float64Array,
  { best, widths, fit }: PastForecasts,
  silence: number,
): ModelForecast[] {
  const made = withCombination(membersSince(series, fit));
  const shown = made[best].point === null ? generalModel : best;
  return forecastModels.flatMap((model) => {
    const raw = made[model];
    if (raw.point === null) return [];
    const { point, scale } = raw;
    const own = fit.isLog === (scale === 'log') ? (widths[model] ?? null) : null;
    return [{ model, isDefault: model === shown, scale, point, ...bandsOf(raw, own, silence) }];
  });
}

/** Naive with drift over a year, its errors as large as the 80% band of 28 days says, beyond these as on the last of them. */
function overYear(series: Float64Array, models: readonly ModelForecast[]): Forecast | null {
  const month = models.find(({ model }) => model === 'naive_drift');
  if (!month) return null;
  const year = driftOverYear(series, month.scale === 'log');
  if (year.point === null) return null;
  const own = widthsOf(year, normalBand(year, month.band80.level));
  const wanted = widthsOf(month, month.band80);
  const factors = wanted.map((width, h) => ((own[h] as number) > 0 ? width / (own[h] as number) : 1));
  const last = factors.at(-1) ?? 1;
  return { ...year, sigma: year.sigma.map((sigma, h) => sigma * (factors[h] ?? last)) };
}
