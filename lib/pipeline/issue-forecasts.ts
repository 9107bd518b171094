import { dayIn } from '../calendar.ts';
import { readTable } from '../store/tables.ts';
import { LedgerWriter } from '../store/writer.ts';
import { forecastsToIssue } from '../transform/forecast/issue.ts';
import { sundayOf } from '../transform/forecast/past.ts';

/**
 * Puts the forecasts of the table `forecast` on record under the UTC day of `now`, append-only: accounts that have some of that week,
 * from Sunday on, are left alone, so that the first word of a week counts. Returns how many were added. Call with the lock held.
 */
export async function issueForecasts(data: string, now: Date): Promise<number> {
  const day = dayIn('UTC', now);
  const columns = ['account_id', 'issued_on'] as const;
  const said = await readTable('forecast_issued', { data, from: sundayOf(day), to: day, columns });
  const rows = forecastsToIssue(await readTable('forecast', { data }), said, day);
  if (rows.length === 0) return 0;
  const source = { capture_id: 'transform', file: null };
  const writer = await LedgerWriter.open(data, `forecasts-${process.pid}`, source);
  for (const row of rows) writer.add('forecast_issued', row, 0, true);
  await writer.commit();
  return rows.length;
}
