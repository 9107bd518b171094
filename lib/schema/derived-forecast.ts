import { z } from 'zod';
import { choice, count, day, dayOrNone, flag, integer, number, textOrNone, whole } from './column.ts';
import { asOf, inputs, method, sampleSize } from './derived-parts.ts';
import { accountId } from './provenance.ts';
import type { TableSpec } from './table.ts';

/** How a counter may go on. */
export const forecastModels = ['naive_drift', 'snaive', 'damped', 'theta', 'combination'] as const;
export type ForecastModel = (typeof forecastModels)[number];

const modelWords =
  '`naive_drift`: the last value and on along the line from the first. `snaive`: the value of the same weekday. `damped`: Holt’s trend that fades. `theta`: smoothing with half the slope. `combination`: the median of the four.';

export const model = () => choice(forecastModels, { title: 'Model', description: modelWords });

/** What was put on record is judged by model, and as what pages showed. */
export const judgedModels = ['default', ...forecastModels] as const;
export const judgedModel = () =>
  choice(judgedModels, {
    title: 'Model',
    description: `\`default\`: whichever pages showed at the time. ${modelWords}`,
  });
export const forecastCounter = () =>
  choice(['followers'], { title: 'Counter', description: 'What is forecast.' });

export const bound = (end: 'Lower' | 'Upper', level: 80 | 95) =>
  count({ title: `${end} end, ${level}%`, description: `${end} end of the ${level}% band.` });

/** What is forecast now. */
export const forecast = {
  name: 'forecast',
  title: 'Forecasts',
  description:
    'How followers may go on: day by day for the default model and for naive with drift, at 7 and 28 days for the others. An account that is not forecast has no rows; `backtest` says why.',
  layer: 'derived',
  key: ['account_id', 'counter', 'model', 'day'],
  partition: null,
  provenance: [],
  row: z.strictObject({
    account_id: accountId(),
    counter: forecastCounter(),
    model: model(),
    day: day({ title: 'Day', description: 'Local day of the account that is forecast.' }),
    step: whole({
      title: 'Days ahead',
      unit: 'days',
      description: 'Days after the last complete day; 1 is the day that is not over.',
    }),
    value: count({
      title: 'Value',
      description: 'What is expected; on a log scale the median: above or below are equally likely.',
    }),
    low80: bound('Lower', 80),
    high80: bound('Upper', 80),
    low95: bound('Lower', 95),
    high95: bound('Upper', 95),
    is_default: flag({
      title: 'Default',
      description: 'True for the model that pages show: the one that did best on the account’s own past.',
    }),
    scale: choice(['identity', 'log'], {
      title: 'Scale',
      description: '`log` where changes of the account are more alike as factors than as amounts.',
    }),
    bands: choice(['model', 'past_errors'], {
      title: 'Bands',
      description:
        '`past_errors`: as wide as the errors of the model on this account’s past Sundays were. `model`: by the errors that the model expects of itself, where there are fewer than 4 of these.',
    }),
    last_day: day({ title: 'Last known day', description: 'The last day that the forecast knew.' }),
    last_value: count({ title: 'Last known value', description: 'The counter on that day.' }),
    n: sampleSize('days'),
    inputs: inputs(),
    method: method(),
    as_of: asOf(),
  }),
} as const satisfies TableSpec;

export const forecastScores = {
  mae: number({ title: 'Mean absolute error', description: 'Mean of |came − said|.' }),
  mase: number({
    title: 'MASE',
    description:
      'Mean of |came − said| over the mean change from day to day known at the time. Compare models, not with 1: errors of several days ahead are larger.',
  }),
  coverage80: number({
    title: 'Coverage, 80%',
    unit: 'fraction',
    description: 'Part of what came that lay within the 80% band.',
  }),
  coverage95: number({
    title: 'Coverage, 95%',
    unit: 'fraction',
    description: 'Part of what came that lay within the 95% band.',
  }),
  interval_score80: number({
    title: 'Interval score, 80%',
    description: 'Mean width of the 80% band, plus 10 times the distance of a value outside; less is better.',
  }),
  interval_score95: number({
    title: 'Interval score, 95%',
    description: 'Mean width of the 95% band, plus 40 times the distance of a value outside; less is better.',
  }),
};

export const horizonDays = () =>
  whole({
    title: 'Horizon',
    unit: 'days',
    description: 'Days 1 to this one after the origin are judged together.',
  });

/** How each model would have done in the past. */
export const backtest = {
  name: 'backtest',
  title: 'Backtests',
  description:
    'What each model would have said on past Sundays, from what was known then, against what came: rolling origin, each origin with all 28 days after it known.',
  layer: 'derived',
  key: ['account_id', 'counter', 'model', 'horizon_days'],
  partition: null,
  provenance: [],
  row: z.strictObject({
    account_id: accountId(),
    counter: forecastCounter(),
    model: model(),
    horizon_days: horizonDays(),
    first_origin: dayOrNone({
      title: 'First origin',
      description: 'The last day that the earliest of them knew.',
    }),
    last_origin: dayOrNone({
      title: 'Last origin',
      description: 'The last day that the latest of them knew.',
    }),
    origins: integer({ title: 'Origins', description: 'Past forecasts that were judged, 8 at least.' }),
    ...forecastScores,
    smape: number({
      title: 'sMAPE',
      unit: 'percent',
      description: 'As in the M4 competition, for comparison with it alone.',
    }),
    owa: number({
      title: 'OWA',
      description: 'Mean of MASE and sMAPE, each over that of naive with drift; below 1 beats it.',
    }),
    reason: textOrNone({
      title: 'Reason',
      description: 'Why there is no score, or no forecast, in words that go after “because”.',
    }),
    n: sampleSize('values'),
    inputs: inputs(),
    method: method(),
    as_of: asOf(
      'The end of the last day that was judged: the row does not change until another week is over.',
    ),
  }),
} as const satisfies TableSpec;
