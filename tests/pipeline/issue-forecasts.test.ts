import { expect, test } from 'vitest';
import { addDays } from '../../lib/calendar.ts';
import { simulatedEffects } from '../../lib/effects.ts';
import { transform } from '../../lib/pipeline/transform.ts';
import { readTable } from '../../lib/store/tables.ts';
import { LedgerWriter } from '../../lib/store/writer.ts';
import { accountRow, temporaryFolder, treeOf } from '../helpers/ledger.ts';
import { settingsFor } from '../helpers/settings.ts';

async function add(data: string, from: number, to: number): Promise<void> {
  const writer = await LedgerWriter.open(data, 'test', { capture_id: 'c1', file: null });
  for (let day = from; day <= to; day++)
    writer.add(
      'account',
      accountRow({
        observed_at: `${addDays('2026-10-01', day)}T03:00:00Z`,
        followers: 1000 + 10 * day,
        followers_step: 1,
        rounding: 'exact',
      }),
    );
  await writer.commit();
}

const issuedFiles = (data: string) =>
  Object.entries(treeOf(data)).filter(([name]) => name.startsWith('issued/') && name.endsWith('.csv'));

test('forecasts are put on record once a week, never rewritten, and judged when their day has come', async () => {
  const data = temporaryFolder();
  await add(data, 0, 40);
  const clock = simulatedEffects(new Date('2026-11-11T06:00:00Z'));
  const run = () => transform(settingsFor(data), undefined, clock);

  // A time that is set is no time at which anything was said.
  const pinned = await transform(settingsFor(data, { as_of: '2026-11-11T06:00:00Z' }), undefined, clock);
  expect([pinned.forecasts_issued, issuedFiles(data)]).toEqual([0, []]);

  expect((await run()).forecasts_issued).toBe(4);
  const first = issuedFiles(data);
  expect(first.map(([name]) => name)).toEqual(['issued/v1/forecast_issued/2026/11/2026-11-11.csv']);

  // Later the same week, with other rows: the first word of a week counts. The 14th is a Saturday.
  await add(data, 41, 44);
  for (const later of ['2026-11-11T20:00:00Z', '2026-11-14T23:59:00Z']) {
    clock.set(new Date(later));
    expect((await run()).forecasts_issued, later).toBe(0);
  }
  expect(issuedFiles(data)).toEqual(first);

  // Two weeks on, and the Sunday had no run. By now its own past says that the account grows along a line: naive with drift is the
  // default, and speaks once for each distance.
  await add(data, 45, 55);
  clock.set(new Date('2026-11-26T06:00:00Z'));
  expect((await run()).forecasts_issued).toBe(2);
  expect(issuedFiles(data)[0]).toEqual(first[0]);
  const scores = await readTable('forecast_score', { data });
  // Said on 10 November (known until then) for the 17th: 1,470 followers, 10 more each day.
  expect(
    scores.find(({ model, horizon_days }) => model === 'naive_drift' && horizon_days === 7),
  ).toMatchObject({
    n: 1,
    waiting: 0,
    mae: 0,
    coverage80: 1,
  });
  const monthly = scores.filter(({ horizon_days }) => horizon_days === 28);
  expect(monthly.map(({ model, n, waiting }) => [model, n, waiting])).toEqual([
    ['combination', 0, 1],
    ['default', 0, 1],
    ['naive_drift', 0, 1],
  ]);
});

test('a run for one other table says nothing', async () => {
  const data = temporaryFolder();
  await add(data, 0, 40);
  const clock = simulatedEffects(new Date('2026-11-11T06:00:00Z'));
  const summary = await transform(settingsFor(data), undefined, clock, ['summary']);
  expect([summary.forecasts_issued, issuedFiles(data)]).toEqual([0, []]);
});
