import { addDays, daysBetween } from '../../calendar.ts';
import { plural } from '../../format.ts';
import { type ForecastModel, forecastModels } from '../../schema/derived-forecast.ts';
import { pastErrorWidths } from '../../stats/forecast/conformal.ts';
import { type Origin, originOf } from '../../stats/forecast/rolling-origin.ts';
import { type Comparison, compareOrigins } from '../../stats/forecast/score.ts';
import {
  betterShare,
  type Fit,
  fitOf,
  forecastHorizon,
  generalModel,
  judgedHorizons,
  leastChoosing,
  leastHistory,
  leastOrigins,
  type Members,
  membersOf,
  membersSince,
  mostOrigins,
  shownModels,
  withCombination,
} from './models.ts';

/** How a model did, over days 1 to `horizon` after each past origin. */
export interface ModelBacktest extends Omit<Comparison, 'method'> {
  model: ForecastModel;
  horizon: number;
}

type Origins = { [M in ForecastModel]: Origin[] };

/** How the models would have done on past Sundays. */
export interface PastForecasts {
  scores: ModelBacktest[];
  /** The last days that the earliest and the latest origin knew, and the last day that was judged. */
  first: string | null;
  last: string | null;
  until: string | null;
  /** Why there are no scores. */
  reason: string | null;
  /** The model that pages show. */
  best: ForecastModel;
  /** Half the width of each model’s 80% band by its errors on past Sundays, on the scale of `fit`; none where these are too few. */
  widths: { [M in ForecastModel]?: number[] };
  /** The models fitted to what was known on the last Sunday: the days since go on with these. */
  fit: Fit;
}

/** The last Sunday up to a day. */
export function sundayOf(day: string): string {
  return addDays(day, -new Date(day).getUTCDay());
}

/** What is made of no past. */
export const noPast: Omit<PastForecasts, 'reason'> = {
  scores: [],
  first: null,
  last: null,
  until: null,
  best: generalModel,
  widths: {},
  fit: { from: 0, isLog: false, parameters: {} },
};

/**
 * Past forecasts on Sundays: a grid of weeks, so that an origin stays the same day after day. Those with all days after them known are
 * scored; a week of them is enough to choose a model and to tell how wide bands are. `series` begins on the day `first`, gaps are NaN.
 */
export function judgePast(series: Float64Array, first: string, lastKnown: string): PastForecasts {
  const until = sundayOf(lastKnown);
  const values = series.subarray(0, daysBetween(first, until) + 1);
  const { origins, before } = originsOf(values);
  const fit = fitOf(values, membersOf(values, before));
  const past = { ...noPast, best: bestOf(values, origins), widths: widthsOf(origins, fit.isLog), fit };
  const whole = origins.naive_drift.filter(({ known }) => known + forecastHorizon <= values.length);
  if (whole.length < leastOrigins)
    return {
      ...past,
      reason: `${plural(whole.length, 'past Sunday')} ${whole.length === 1 ? 'has' : 'have'} ${leastHistory} days before and ${forecastHorizon} after, and ${leastOrigins} are needed`,
    };
  const places = new Set(whole.slice(-mostOrigins).map(({ known }) => known));
  const scored = mapModels((model) => origins[model].filter(({ known }) => places.has(known)));
  const scores = judgedHorizons.flatMap((horizon) =>
    compareOrigins(values, scored, { horizon }).map(
      ({ method, ...score }): ModelBacktest => ({ model: method as ForecastModel, horizon, ...score }),
    ),
  );
  const judged = scores[0]?.origins ?? 0;
  const enough = judged >= leastOrigins;
  const known = [...places];
  return {
    ...past,
    scores: enough ? scores : [],
    first: addDays(first, Math.min(...known) - 1),
    last: addDays(first, Math.max(...known) - 1),
    until,
    reason: enough ? null : `only ${judged} past forecasts could be made, and ${leastOrigins} are needed`,
  };
}

/**
 * Forecasts from the last Sundays that have a week after them, oldest first, and what was fitted on the last of them. Those without all
 * days after them go on with the parameters of the last that has: a fit costs many times as much, and hardly moves within three weeks.
 */
function originsOf(values: Float64Array): { origins: Origins; before: Members | undefined } {
  const most = mostOrigins + forecastHorizon / 7 - 1;
  const places = Array.from({ length: most }, (_, i) => values.length - 7 * (most - i));
  let before: Members | undefined;
  let fit: Fit | undefined;
  const forecasts = places
    .filter((known) => known >= leastHistory)
    .map((known) => {
      const then = values.subarray(0, known);
      if (fit && known + forecastHorizon > values.length)
        return { known, made: withCombination(membersSince(then, fit)) };
      before = membersOf(then, before);
      fit = fitOf(then, before);
      return { known, made: withCombination(before) };
    });
  const origins = mapModels((model) =>
    forecasts.map(({ known, made }) => originOf(known, made[model], values, forecastHorizon)),
  );
  return { origins, before };
}

/** The general model, or one whose past errors, over the days after each origin that are known, were a tenth smaller at least. */
function bestOf(values: Float64Array, origins: Origins): ForecastModel {
  const shown = Object.fromEntries(shownModels.map((model) => [model, origins[model]]));
  const scores = compareOrigins(values, shown, { levels: [] });
  if ((scores[0]?.origins ?? 0) < leastChoosing) return generalModel;
  let best = generalModel;
  let least = Number.POSITIVE_INFINITY;
  for (const [i, model] of shownModels.entries()) {
    const mase = scores[i]?.mase ?? null;
    if (mase === null) continue;
    const weighed = model === generalModel ? mase * betterShare : mase;
    if (weighed < least) [best, least] = [model, weighed];
  }
  return best;
}

function widthsOf(origins: Origins, isLog: boolean): PastForecasts['widths'] {
  const widths: PastForecasts['widths'] = {};
  for (const model of forecastModels) {
    const own = pastErrorWidths(origins[model], { horizon: forecastHorizon, level: 0.8, isLog });
    if (own) widths[model] = own;
  }
  return widths;
}

function mapModels(make: (model: ForecastModel) => Origin[]): Origins {
  return Object.fromEntries(forecastModels.map((model) => [model, make(model)])) as Origins;
}
