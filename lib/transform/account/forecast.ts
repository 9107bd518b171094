import { addDays, dayIn, endOfDay, instantOf } from '../../calendar.ts';
import { exact } from '../../format.ts';
import { type ForecastModel, forecastModels } from '../../schema/derived-forecast.ts';
import type { Row } from '../../schema/index.ts';
import { type Method, methodName } from '../../schema/method.ts';
import type { AccountContext, AccountRecord } from '../context.ts';
import {
  type FollowersForecast,
  forecastFollowers,
  type ModelForecast,
} from '../forecast/forecast-followers.ts';
import { judgedHorizons } from '../forecast/models.ts';
import { inputsOf } from '../inputs.ts';

export const forecastMethod: Method = {
  id: 'forecast',
  version: 3,
  title: 'Forecasts',
  about:
    'How followers may go on over 28 days, by five models on the last year of daily values, on a log scale where changes are more alike as factors than as amounts. The default is the model that did best on the account’s own past, and its bands are as wide as its errors there. Parameters are estimated once a week, and every day what they follow is brought up to date. None knows of posts to come.',
  formula: [
    'naive_drift: last + h · (last − first) / (days between)',
    'snaive: the value of the same weekday of the last week',
    'damped: level + (φ + … + φʰ) · slope, with level and slope following each surprise (Holt, φ from 0.8 to 0.98)',
    'theta: smoothed level + h/2 · slope of the least-squares line',
    'combination: the median of the four',
    'scale, φ, the weights of the smoothing and its start: of least squared error over the 365 days up to the last Sunday; level and slope go on with them to the last day',
    'default: combination, or where the MASE over days 1 to 28 after the last 11 Sundays, as far as they are known, is below 0.9 of it the least of naive_drift, damped and theta',
    '80% band: point ± the (n + 1) · 0.8-th smallest of n errors at the same step after these Sundays (split conformal); a step with fewer than 4 errors in proportion to the last with 4; 95% band: stretched as the model stretches its own',
    'fewer than 4 past Sundays: point ± z · σ(h)',
  ],
  edges: [
    'Fewer than 28 known days in the last 365, or silence of more than 7 days: no forecast, and the reason in `backtest`.',
    'A gap stays a gap: it widens the band and gives no spike. Days before an overflow or a change of identity are left out.',
    'On a log scale the value is a median. Values and bands end at 0.',
  ],
  sources: [
    'Hyndman and Athanasopoulos, Forecasting: Principles and Practice (2021), 5 and 8',
    'Spiliotis and Petropoulos (2024), On the update frequency of univariate forecasting models, for parameters estimated now and then',
    'Assimakopoulos and Nikolopoulos (2000) for theta; Petropoulos and Svetunkov (2020) for the median',
    'Papadopoulos and others (2002) for bands from past errors: calibrated on them, not guaranteed',
  ],
  example: () => {
    const { models } = forecastFollowers(
      Array.from({ length: 30 }, (_, i) => ({ day: addDays('2026-01-01', i), followers: 1000 + 10 * i })),
    );
    const naive = models.find(({ model }) => model === 'naive_drift');
    return {
      given: '30 days from 1,000 followers on, 10 more each day',
      result: `${exact(Math.round(naive?.point[6] ?? 0))} seven days later by naive with drift`,
    };
  },
};

export const backtestMethod: Method = {
  id: 'backtest',
  version: 1,
  title: 'Backtests',
  about:
    'What each model would have said on past Sundays, from what was known then, against what came: the measure of a model is its past errors, not its fit.',
  formula: [
    'origins: the last 8 Sundays with 28 days of the series after them; parameters fitted anew at each',
    'MASE: mean |came − said| over the mean change from day to day known at the origin',
    'sMAPE: mean of 200 · |came − said| / (|came| + |said|); OWA: mean of both over those of naive with drift',
    'coverage: part of what came within the band; interval score: width + 2/(1 − level) · distance outside',
  ],
  variants: ['Errors over steps 1 to 7 and 1 to 28 are judged; M4 has 14 steps for daily series.'],
  edges: [
    'Fewer than 8 origins: no score, and a reason. Gaps judge nothing.',
    'Sundays are a grid: an origin of the past stays the same from day to day, and scores change once a week.',
  ],
  sources: [
    'Hyndman and Koehler (2006) for MASE; Tashman (2000) for rolling origins; Gneiting and Raftery (2007) for interval scores',
    'Makridakis, Spiliotis and Assimakopoulos (2020) for sMAPE and OWA',
  ],
  example: () => ({
    given: 'said 1,070 with 1,040 to 1,100 as 80% band; came 1,110; days before moved by 10 each',
    result: `|error| ${1110 - 1070}, MASE ${(1110 - 1070) / 10}, interval score ${1100 - 1040 + (2 / (1 - 0.8)) * (1110 - 1100)}`,
  }),
};

/** Fits are dear and three tables read them. */
const forecasts = new WeakMap<AccountRecord, FollowersForecast>();

/** The forecast of an account as of its last complete day; days before an overflow or a change of identity are left out. */
export function forecastOf({
  account,
  asOf,
  remember,
}: Pick<AccountContext, 'account' | 'asOf' | 'remember'>): FollowersForecast {
  let forecast = forecasts.get(account);
  if (!forecast) {
    const days = comparableDays(account.daily);
    forecast = forecastFollowers(days, { until: addDays(dayIn(account.zone, asOf), -1) }, (inputs, make) =>
      remember(forecastMethod, [methodName(backtestMethod), ...inputs], make),
    );
    forecasts.set(account, forecast);
  }
  return forecast;
}

/** Days from the last overflow or change of identity on: before it something else was counted. */
export function comparableDays(daily: readonly Row<'account_daily'>[]): readonly Row<'account_daily'>[] {
  const broken = daily.findLastIndex(({ decrease }) => decrease === 'wrap' || decrease === 'identity_change');
  return broken <= 0 ? daily : daily.slice(broken);
}

function inputsOfForecast({ account }: AccountContext): string[] {
  const known = comparableDays(account.daily).slice(-365);
  return inputsOf(known.map(({ kind, followers_step }) => ({ kind, step: followers_step })));
}

/** Table `forecast`: all days for the default model and naive with drift, days 7 and 28 for the others. */
export function makeForecast(context: AccountContext): Row<'forecast'>[] {
  const { models, until, last, n } = forecastOf(context);
  if (until === null || last === null) return [];
  const inputs = inputsOfForecast(context);
  return models.flatMap((forecast) =>
    stepsOf(forecast).map((step): Row<'forecast'> => {
      const at = (values: readonly number[]) => Math.max(0, Math.round(values[step - 1] as number));
      return {
        account_id: context.account.account_id,
        counter: 'followers',
        model: forecast.model,
        day: addDays(until, step),
        step,
        value: at(forecast.point),
        low80: at(forecast.band80.lower),
        high80: at(forecast.band80.upper),
        low95: at(forecast.band95.lower),
        high95: at(forecast.band95.upper),
        is_default: forecast.isDefault,
        scale: forecast.scale,
        bands: forecast.bands,
        last_day: last.day,
        last_value: last.value,
        n,
        inputs,
        method: methodName(forecastMethod),
        as_of: context.asOf,
      };
    }),
  );
}

function stepsOf({ model, isDefault, point }: ModelForecast): number[] {
  return isDefault || model === 'naive_drift' ? point.map((_, i) => i + 1) : [...judgedHorizons];
}

/** Table `backtest`: a row for each model and horizon; without scores they say why. None for an account without followers. */
export function makeBacktest(context: AccountContext): Row<'backtest'>[] {
  const { past, reason, last } = forecastOf(context);
  if (last === null) return [];
  const inputs = inputsOfForecast(context);
  const { zone } = context.account;
  const as_of = past.until === null ? context.asOf : instantOf(new Date(endOfDay(zone, past.until)));
  const row = (model: ForecastModel, horizon_days: number): Row<'backtest'> => {
    const score = past.scores.find((each) => each.model === model && each.horizon === horizon_days);
    const band = (level: number) => score?.bands.find((each) => each.level === level);
    return {
      account_id: context.account.account_id,
      counter: 'followers',
      model,
      horizon_days,
      first_origin: past.first,
      last_origin: past.last,
      origins: score?.origins ?? null,
      mae: score?.mae ?? null,
      mase: score?.mase ?? null,
      coverage80: band(0.8)?.coverage ?? null,
      coverage95: band(0.95)?.coverage ?? null,
      interval_score80: band(0.8)?.intervalScore ?? null,
      interval_score95: band(0.95)?.intervalScore ?? null,
      smape: score?.smape ?? null,
      owa: score?.owa ?? null,
      reason: score ? reason : (past.reason ?? reason),
      n: score?.n ?? 0,
      inputs,
      method: methodName(backtestMethod),
      as_of,
    };
  };
  return forecastModels.flatMap((model) => judgedHorizons.map((horizon) => row(model, horizon)));
}
