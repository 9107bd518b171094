import { forecastModels } from '../../schema/derived-forecast.ts';
import type { Row } from '../../schema/index.ts';
import { methodName } from '../../schema/method.ts';
import { backtestMethod } from '../account/forecast.ts';
import { forecastScoreMethod } from '../account/forecast-score.ts';
import type { SetContext } from '../context.ts';
import { judgedHorizons } from '../forecast/models.ts';
import { inputsOfRows } from '../inputs.ts';

type Score = Row<'forecast_score'>;
type Backtest = Row<'backtest'>;

/** Table `forecast_score_all`: each model and horizon over all accounts, each judged forecast counting the same. */
export function makeForecastScoreAll({ table, asOf }: SetContext): Row<'forecast_score_all'>[] {
  const groups = Map.groupBy(
    table('forecast_score'),
    ({ model, horizon_days }) => `${model} ${horizon_days}`,
  );
  return [...groups.values()].map((rows): Row<'forecast_score_all'> => {
    const { counter, model, horizon_days } = rows[0] as Score;
    const judged = rows.filter(({ n }) => (n ?? 0) > 0);
    const mean = (pick: (row: Score) => number | null) =>
      weighted(judged.map((row) => ({ value: pick(row), weight: row.n ?? 0 })));
    return {
      counter,
      model,
      horizon_days,
      mase: mean(({ mase }) => mase),
      coverage80: mean(({ coverage80 }) => coverage80),
      coverage95: mean(({ coverage95 }) => coverage95),
      accounts: judged.length,
      waiting: rows.reduce((sum, { waiting }) => sum + (waiting ?? 0), 0),
      reason: judged.length === 0 ? 'no day that was forecast has been observed yet' : null,
      n: judged.reduce((sum, { n }) => sum + (n ?? 0), 0),
      inputs: inputsOfRows(judged),
      method: methodName(forecastScoreMethod),
      as_of: asOf,
    };
  });
}

/** Table `backtest_all`: each model and horizon over all accounts with a backtest, each account counting the same. */
export function makeBacktestAll({ table, asOf }: SetContext): Row<'backtest_all'>[] {
  const scored = table('backtest').filter(({ mase, smape }) => mase !== null && smape !== null);
  return judgedHorizons.flatMap((horizon_days) => {
    const rows = scored.filter((row) => row.horizon_days === horizon_days);
    const bestOf = bestModels(rows);
    const bar = meansOf(rows.filter(({ model }) => model === 'naive_drift'));
    return forecastModels.flatMap((model): Row<'backtest_all'>[] => {
      const own = rows.filter((row) => row.model === model);
      if (own.length === 0) return [];
      const means = meansOf(own);
      return [
        {
          counter: 'followers',
          model,
          horizon_days,
          mase: means.mase,
          coverage80: means.coverage80,
          coverage95: means.coverage95,
          accounts: own.length,
          smape: means.smape,
          owa: owaOf(means, bar),
          best_of: [...bestOf.values()].filter((best) => best === model).length,
          n: own.reduce((sum, { n }) => sum + (n ?? 0), 0),
          inputs: inputsOfRows(own),
          method: methodName(backtestMethod),
          as_of: asOf,
        },
      ];
    });
  });
}

type Means = Record<'mase' | 'smape' | 'coverage80' | 'coverage95', number | null>;

function meansOf(rows: readonly Backtest[]): Means {
  const mean = (column: keyof Means) => weighted(rows.map((row) => ({ value: row[column], weight: 1 })));
  return {
    mase: mean('mase'),
    smape: mean('smape'),
    coverage80: mean('coverage80'),
    coverage95: mean('coverage95'),
  };
}

function owaOf(own: Means, bar: Means): number | null {
  if (own.mase === null || own.smape === null || !bar.mase || !bar.smape) return null;
  return (own.mase / bar.mase + own.smape / bar.smape) / 2;
}

/** The model with the least MASE by account; of equal ones the first in the order of the models. */
function bestModels(rows: readonly Backtest[]): Map<string, Backtest['model']> {
  const best = new Map<string, Backtest>();
  const order = (row: Backtest) => forecastModels.indexOf(row.model);
  for (const row of rows.toSorted((a, b) => order(a) - order(b))) {
    const other = best.get(row.account_id);
    if (!other || (row.mase ?? 0) < (other.mase ?? 0)) best.set(row.account_id, row);
  }
  return new Map([...best].map(([account, { model }]) => [account, model]));
}

function weighted(values: readonly { value: number | null; weight: number }[]): number | null {
  let sum = 0;
  let weights = 0;
  for (const { value, weight } of values) {
    if (value === null) continue;
    sum += value * weight;
    weights += weight;
  }
  return weights === 0 ? null : sum / weights;
}
