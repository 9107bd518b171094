import { exact } from '../../format.ts';
import type { Row } from '../../schema/index.ts';
import { type Method, methodName } from '../../schema/method.ts';
import { coverage, intervalScore, mae } from '../../stats/forecast/evaluation.ts';
import type { AccountContext } from '../context.ts';
import { inputsOf } from '../inputs.ts';
import { comparableDays } from './forecast.ts';

type Issued = Row<'forecast_issued'>;
type Daily = Row<'account_daily'>;

export const forecastScoreMethod: Method = {
  id: 'forecast-score',
  version: 2,
  title: 'Forecasts judged',
  about:
    'Forecasts are put on record once a week, from Sunday on, and never rewritten; when their day has come they are held against what was observed, by model and as what pages showed.',
  formula: [
    'error = came − said; MASE = mean |error| / mean change from day to day known when it was said',
    'coverage = part of what came within the band; interval score = width + 2/(1 − level) · distance outside',
  ],
  edges: [
    'A day that is a gap judges nothing: the forecast waits.',
    'Forecasts over 28 days overlap in time, so that n of them say less than n separate ones; those over 7 days follow each other.',
    'Over all accounts each forecast counts the same.',
    'The default of an account changes with its past: `default` is on the same days as naive with drift, the models by themselves are on days and accounts on which they were the default.',
  ],
  sources: ['Hyndman and Koehler (2006); Gneiting and Raftery (2007)'],
  example: () => ({
    given: 'said 980 and 1,050, came 1,000 and 1,000',
    result: `mean absolute error ${exact(mae([1000, 1000], [980, 1050]))}`,
  }),
};

/** A forecast and the day that judged it. */
interface Judged {
  said: Issued;
  came: Daily;
  /** Mean change from day to day known when it was said; null where nothing ever moved. */
  scale: number | null;
}

/** Table `forecast_score`: a row for each model and horizon that something was issued for. */
export function makeForecastScore({ account, asOf }: AccountContext): Row<'forecast_score'>[] {
  if (account.issued.length === 0) return [];
  const days = comparableDays(account.daily);
  const known = new Map(days.filter(({ followers }) => followers !== null).map((row) => [row.day, row]));
  const scaleAt = scalesOf(days);
  const groups = new Map([
    ...groupsOf(shownOf(account.issued), () => 'default'),
    ...groupsOf(account.issued, ({ model }) => model),
  ]);
  return [...groups].map(([group, issued]): Row<'forecast_score'> => {
    const { counter, horizon_days } = issued[0] as Issued;
    const model = group.split(' ')[0] as Row<'forecast_score'>['model'];
    const judged = issued.flatMap((said): Judged[] => {
      const came = known.get(said.target_day);
      // Where the account became another one meanwhile the forecast speaks of something else.
      return came && known.has(said.last_day) ? [{ said, came, scale: scaleAt(said.last_day) }] : [];
    });
    return {
      account_id: account.account_id,
      counter,
      model,
      horizon_days,
      ...scoresOf(judged),
      waiting: issued.length - judged.length,
      reason: judged.length === 0 ? 'no day that was forecast has been observed yet' : null,
      n: judged.length,
      inputs: inputsOf(judged.map(({ came }) => ({ kind: came.kind, step: came.followers_step }))),
      method: methodName(forecastScoreMethod),
      as_of: asOf,
    };
  });
}

function groupsOf(issued: readonly Issued[], nameOf: (row: Issued) => string): Map<string, Issued[]> {
  return Map.groupBy(issued, (row) => `${nameOf(row)} ${row.horizon_days}`);
}

/** What pages showed: beside naive with drift only the default is put on record, and it alone where it is the default. */
function shownOf(issued: readonly Issued[]): Issued[] {
  const said = Map.groupBy(issued, ({ issued_on, target_day }) => `${issued_on} ${target_day}`);
  return [...said.values()].map(
    (rows) => rows.find(({ model }) => model !== 'naive_drift') ?? (rows[0] as Issued),
  );
}

function scoresOf(judged: readonly Judged[]) {
  const came = judged.map((each) => each.came.followers);
  const of = (column: 'value' | 'low80' | 'high80' | 'low95' | 'high95') =>
    judged.map(({ said }) => said[column]);
  const errors = came.map((value, i) => (value ?? 0) - (judged[i]?.said.value ?? 0));
  const scaled = judged.flatMap(({ scale }, i) =>
    scale === null ? [] : [Math.abs(errors[i] as number) / scale],
  );
  return {
    bias: meanOf(errors),
    mae: mae(came, of('value')),
    mase: meanOf(scaled),
    coverage80: coverage(came, of('low80'), of('high80')),
    coverage95: coverage(came, of('low95'), of('high95')),
    interval_score80: intervalScore(came, of('low80'), of('high80'), 0.8),
    interval_score95: intervalScore(came, of('low95'), of('high95'), 0.95),
  };
}

/** The mean change between known days that follow each other, up to a day. */
function scalesOf(days: readonly Daily[]): (day: string) => number | null {
  const scales = new Map<string, number | null>();
  let sum = 0;
  let count = 0;
  let before: Daily | undefined;
  for (const row of days) {
    if (row.followers !== null && before?.followers != null) {
      sum += Math.abs(row.followers - before.followers);
      count++;
    }
    scales.set(row.day, sum > 0 ? sum / count : null);
    before = row;
  }
  return (day) => scales.get(day) ?? null;
}

function meanOf(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}
