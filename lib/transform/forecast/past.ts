import { addDays, daysBetween } from '../../calendar.ts';
import { plural } from '../../format.ts';
import { type ForecastModel, forecastModels } from '../../schema/derived-forecast.ts';
import type { PastErrors } from '../../stats/forecast/conformal.ts';
import { type Origin, originOf } from '../../stats/forecast/rolling-origin.ts';
import { type Comparison, compareOrigins } from '../../stats/forecast/score.ts';
import { isTrusted } from './bands.ts';
import {
  type Fit,
  fitOf,
  forecastHorizon,
  judgedHorizons,
  leastHistory,
  leastOrigins,
  type Members,
  membersOf,
  mostOrigins,
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
  /** What models whose own band did not hold said then, and what came: of the others nothing is needed. */
  errors: { [M in ForecastModel]?: PastErrors[] };
  /** The models fitted to what was known on the last Sunday: the days since go on with these. */
  fit: Fit;
}

/** The last Sunday up to a day. */
export function sundayOf(day: string): string {
  return addDays(day, -new Date(day).getUTCDay());
}

/** Past forecasts on Sundays: a grid of weeks, so that an origin stays the same day after day. `series` begins on the day `first`, gaps are NaN. */
export function judgePast(series: Float64Array, first: string, lastKnown: string): PastForecasts {
  const sunday = sundayOf(lastKnown);
  const length = daysBetween(first, sunday) + 1;
  const values = series.subarray(0, length);
  const possible = Math.max(0, Math.floor((length - forecastHorizon - leastHistory) / 7) + 1);
  if (possible < leastOrigins) {
    const reason = `${plural(possible, 'past Sunday')} ${possible === 1 ? 'has' : 'have'} ${leastHistory} days before and ${forecastHorizon} after, and ${leastOrigins} are needed`;
    const fit = fitOf(values, membersOf(values));
    return { errors: {}, scores: [], first: null, last: null, until: null, reason, fit };
  }
  const places = Array.from(
    { length: Math.min(possible, mostOrigins) },
    (_, i) => length - forecastHorizon - 7 * i,
  ).reverse();
  let before: Members | undefined;
  const forecasts = places.map((known) => {
    before = membersOf(values.subarray(0, known), before);
    return { known, made: withCombination(before) };
  });
  const origins = Object.fromEntries(
    forecastModels.map((model) => [
      model,
      forecasts.map(({ known, made }) => originOf(known, made[model], values, forecastHorizon)),
    ]),
  ) as Origins;
  const scores = judgedHorizons.flatMap((horizon) =>
    compareOrigins(values, origins, { horizon }).map(
      ({ method, ...score }): ModelBacktest => ({ model: method as ForecastModel, horizon, ...score }),
    ),
  );
  const judged = scores[0]?.origins ?? 0;
  const enough = judged >= leastOrigins;
  const dayOf = (known: number | undefined) => (known === undefined ? null : addDays(first, known - 1));
  const kept = enough ? scores : [];
  return {
    errors: errorsOf(origins, kept),
    scores: kept,
    first: dayOf(places[0]),
    last: dayOf(places.at(-1)),
    until: sunday,
    reason: enough ? null : `only ${judged} past forecasts could be made, and ${leastOrigins} are needed`,
    fit: fitOf(values, membersOf(values, before)),
  };
}

function errorsOf(origins: Origins, scores: readonly ModelBacktest[]): PastForecasts['errors'] {
  const score = (model: ForecastModel) =>
    scores.find((each) => each.model === model && each.horizon === forecastHorizon);
  return Object.fromEntries(
    forecastModels
      .filter((model) => !isTrusted(score(model)))
      .map((model) => [
        model,
        origins[model].map(({ forecast: { point }, actual, errors }) => ({
          forecast: { point },
          actual,
          errors,
        })),
      ]),
  );
}
