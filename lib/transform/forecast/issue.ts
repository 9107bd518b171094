import type { Row } from '../../schema/index.ts';
import { judgedHorizons } from './models.ts';
import { sundayOf } from './past.ts';

/**
 * What is to be put on record today of the forecasts: 7 and 28 days ahead, by the default model and by naive with drift, once a week.
 * Accounts that `issued` has rows of since Sunday are left out, so that later runs of a week say nothing new; where Sunday had no run
 * the next one speaks.
 */
export function forecastsToIssue(
  forecasts: readonly Row<'forecast'>[],
  issued: readonly Pick<Row<'forecast_issued'>, 'account_id' | 'issued_on'>[],
  issued_on: string,
): Row<'forecast_issued'>[] {
  const said = new Set(
    issued.filter((row) => row.issued_on >= sundayOf(issued_on)).map(({ account_id }) => account_id),
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
