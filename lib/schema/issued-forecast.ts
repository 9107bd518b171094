import { z } from 'zod';
import { count, day, integer, number, textOrNone } from './column.ts';
import {
  bound,
  forecastCounter,
  forecastScores,
  horizonDays,
  judgedModel,
  model,
} from './derived-forecast.ts';
import { asOf, inputs, method, sampleSize } from './derived-parts.ts';
import { accountId } from './provenance.ts';
import type { TableSpec } from './table.ts';

/** Forecasts as they were said: append-only, never recomputed, so that they can be held against what came. */
export const forecastIssued = {
  name: 'forecast_issued',
  title: 'Forecasts issued',
  description:
    'What was said once a week, with the first run from Sunday on, of followers 7 and 28 days ahead, by the default model of the account and by naive with drift, with what was known then. Never rewritten.',
  layer: 'issued',
  key: ['account_id', 'counter', 'issued_on', 'model', 'target_day'],
  partition: 'issued_on',
  provenance: [],
  row: z.strictObject({
    account_id: accountId(),
    counter: forecastCounter(),
    issued_on: day({
      title: 'Issued on',
      description: 'UTC day on which it was said, the first of its week with a run; weeks begin on Sunday.',
    }),
    model: model(),
    target_day: day({ title: 'Target', description: 'Local day of the account that it speaks of.' }),
    horizon_days: horizonDays(),
    value: count({ title: 'Value', description: 'What was expected.' }),
    low80: bound('Lower', 80),
    high80: bound('Upper', 80),
    low95: bound('Lower', 95),
    high95: bound('Upper', 95),
    last_day: day({ title: 'Last known day', description: 'The last day that was known.' }),
    last_value: count({ title: 'Last known value', description: 'The counter on that day.' }),
    method: method(),
  }),
} as const satisfies TableSpec;

const waiting = () =>
  count({
    title: 'Waiting',
    unit: 'forecasts',
    description: 'Forecasts whose day has not come, or was not observed.',
  });

/** What was said against what came, for each account. */
export const forecastScore = {
  name: 'forecast_score',
  title: 'Forecasts judged',
  description:
    'Forecasts that were issued, held against what came on their day. Days that are gaps judge nothing.',
  layer: 'derived',
  key: ['account_id', 'counter', 'model', 'horizon_days'],
  partition: null,
  provenance: [],
  row: z.strictObject({
    account_id: accountId(),
    counter: forecastCounter(),
    model: judgedModel(),
    horizon_days: horizonDays(),
    bias: number({
      title: 'Mean error',
      description: 'Mean of came − said: above 0 where forecasts were too low.',
    }),
    ...forecastScores,
    waiting: waiting(),
    reason: textOrNone({
      title: 'Reason',
      description: 'Why there is no score, in words that go after “because”.',
    }),
    n: sampleSize('forecasts'),
    inputs: inputs(),
    method: method(),
    as_of: asOf(),
  }),
} as const satisfies TableSpec;

const pooled = {
  mase: forecastScores.mase,
  coverage80: forecastScores.coverage80,
  coverage95: forecastScores.coverage95,
  accounts: count({ title: 'Accounts', unit: 'accounts', description: 'Accounts with a score.' }),
};

/** The same over all accounts. */
export const forecastScoreAll = {
  name: 'forecast_score_all',
  title: 'Forecasts judged, all accounts',
  description:
    'The public scoreboard: forecasts that were issued against what came, over all tracked accounts, each forecast counting the same.',
  layer: 'derived',
  key: ['counter', 'model', 'horizon_days'],
  partition: null,
  provenance: [],
  row: z.strictObject({
    counter: forecastCounter(),
    model: judgedModel(),
    horizon_days: horizonDays(),
    ...pooled,
    waiting: waiting(),
    reason: forecastScore.row.shape.reason,
    n: sampleSize('forecasts'),
    inputs: inputs(),
    method: method(),
    as_of: asOf(),
  }),
} as const satisfies TableSpec;

/** Backtests over all accounts: which model is the better one here. */
export const backtestAll = {
  name: 'backtest_all',
  title: 'Backtests, all accounts',
  description:
    'The models beside each other over the backtests of all accounts, each account counting the same. OWA is that of the means, as in the M4 competition.',
  layer: 'derived',
  key: ['counter', 'model', 'horizon_days'],
  partition: null,
  provenance: [],
  row: z.strictObject({
    counter: forecastCounter(),
    model: model(),
    horizon_days: horizonDays(),
    ...pooled,
    smape: number({
      title: 'sMAPE',
      unit: 'percent',
      description: 'Mean over accounts, as in the M4 competition.',
    }),
    owa: number({
      title: 'OWA',
      description: 'Mean of MASE and sMAPE, each over that of naive with drift; below 1 beats it.',
    }),
    best_of: integer({
      title: 'Best of',
      unit: 'accounts',
      description: 'Accounts for which this model has the least MASE.',
    }),
    n: sampleSize('values'),
    inputs: inputs(),
    method: method(),
    as_of: asOf(),
  }),
} as const satisfies TableSpec;
