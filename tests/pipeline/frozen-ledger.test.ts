import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { readSettings, type Settings } from '#lib/config';
import { simulatedEffects } from '#lib/effects';
import { makeLedgerOf } from '#lib/pipeline/frozen-ledger';
import { listUnkept } from '#lib/pipeline/frozen-months';
import { transform } from '#lib/pipeline/transform';
import { writeRebuilt } from '#lib/store/rebuilt';
import { readTable } from '#lib/store/tables';
import { accountRow, temporaryFolder, treeOf } from '../helpers/ledger.ts';

const effects = simulatedEffects(new Date('2026-12-03T06:15:00Z'));
let settings: Settings;

beforeEach(async () => {
  const data = temporaryFolder();
  settings = { ...readSettings(), data, as_of: null, zone: 'UTC' };
  const days = ['2026-10-31', '2026-11-29', '2026-11-30', '2026-12-01', '2026-12-02'];
  await writeRebuilt(data, {
    account: days.map((day, i) => accountRow({ observed_at: `${day}T23:30:00Z`, followers: 100 + i })),
  });
  writeFileSync(path.join(data, 'watchlist.csv'), 'kind,key,zone,cadence,follow_days,tags,note\n');
  await transform(settings, undefined, effects);
});

describe('a ledger as of the end of a month', () => {
  test('has what is known of the time until then, its last day complete, and leaves the ledger alone', async () => {
    const before = treeOf(settings.data);
    const then = await makeLedgerOf(settings, '2026-11', temporaryFolder(), undefined, effects);
    expect(then.as_of).toBe('2026-12-01T00:00:00Z');
    const read = { data: then.data, cache: 'off' };
    const observed = await readTable('account', { ...read, columns: ['observed_at'] });
    expect(observed.at(-1)).toEqual({ observed_at: '2026-11-30T23:30:00Z' });
    expect(observed).toHaveLength(3);
    const daily = await readTable('account_daily', { ...read, columns: ['day', 'followers'] });
    expect(daily.at(-1)).toEqual({ day: '2026-11-30', followers: 102 });
    const [summary] = await readTable('summary', read);
    expect(summary).toMatchObject({ as_of: '2026-12-01T00:00:00Z', followers: 102 });
    expect(treeOf(settings.data)).toEqual(before);
  });

  test('is refused where the month is not over, or nothing is known of it', async () => {
    const make = (month: string) => makeLedgerOf(settings, month, temporaryFolder(), undefined, effects);
    await expect(make('2026-12')).rejects.toMatchObject({
      code: 'month_not_over',
      hint: 'Keep it from 2027-01-01T00:00:00Z on.',
    });
    await expect(make('2026-09')).rejects.toMatchObject({ code: 'no_month' });
  });
});

test('listUnkept: months that are over, of every report that names one', async () => {
  const root = temporaryFolder();
  const write = (slug: string, freeze: string) => {
    mkdirSync(path.join(root, 'pages/reports', slug), { recursive: true });
    writeFileSync(path.join(root, 'pages/reports', slug, 'index.mdx'), `---\ntitle: A\n${freeze}---\n`);
  };
  write('months', 'freeze:\n  - 2026-10\n  - 2026-11\n  - 2026-12\n');
  write('one', 'freeze: 2026-11\n');
  write('none', '');
  expect(await listUnkept(settings, root, effects)).toEqual([
    { report: 'months', month: '2026-10' },
    { report: 'months', month: '2026-11' },
    { report: 'one', month: '2026-11' },
  ]);
  expect(await listUnkept(settings, temporaryFolder(), effects)).toEqual([]);
});
