import type { Row } from '../../schema/index.ts';
import { judgedHorizons } from './models.ts';

/**
 * What is to be put on record today of the forecasts: 7 and 28 days ahead, by the default model and by naive with drift. Accounts that
 * `issued` has rows of for that day are left out, so that a second run of a day says nothing new.
 */
export function forecastsToIssue(
  forecasts: readonly Row<'forecast'>[],
  issued: readonly Pick<Row<'forecast_issued'>, 'account_id' | 'issued_on'>[],
  issued_on: string,
): Row<'forecast_issued'>[] {
  const said = new Set(
    issued.filter((row) => row.issued_on === issued_on).map(({ account_id }) => account_id),
  );
  return forecasts
    .filter(({ account_id }) => !said.has(account_id))
    .filter(({ is_default, model }) => is_default || model === 'naive_drift')
    .filter(({ step }) => (judgedHorizons as readonly number[]).includes(step))
    .map(({ account_id, counter, model, day, step, value, low80, high80, low95, high95, ...row }) => ({
      account_id,
      counter,
      issued_on,
      model,
      target_day: day,
      horizon_days: step,
      value,
      low80,
      high80,
      low95,
      high95,
      last_day: row.last_day,
      last_value: row.last_value,
      method: row.method,
    }));
}
