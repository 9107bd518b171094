import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { liveEffects, simulatedEffects } from '../../lib/effects.ts';
import { transform } from '../../lib/pipeline/transform.ts';
import { readTable } from '../../lib/store/tables.ts';
import { LedgerWriter } from '../../lib/store/writer.ts';
import { accountRow, temporaryFolder, treeOf } from '../helpers/ledger.ts';
import { settingsFor } from '../helpers/settings.ts';

async function add(data: string, days: number[]): Promise<void> {
  const writer = await LedgerWriter.open(data, 'test', { capture_id: 'c1', file: null });
  for (const day of days)
    writer.add(
      'account',
      accountRow({
        observed_at: `2026-11-${String(day).padStart(2, '0')}T03:00:00Z`,
        followers: 100 + day,
        followers_step: 1,
        rounding: 'exact',
      }),
    );
  await writer.commit();
}

const derivedOf = (data: string) =>
  Object.fromEntries(Object.entries(treeOf(data)).filter(([name]) => name.startsWith('derived/')));

const ledgerOf = (data: string) =>
  Object.fromEntries(Object.entries(treeOf(data)).filter(([name]) => !name.startsWith('.cache/')));

describe('transform', () => {
  test('same rows and same as_of: same bytes, whatever the clock says', async () => {
    const data = temporaryFolder();
    await add(data, [1, 2, 3]);
    const settings = settingsFor(data, { as_of: '2026-11-04T00:00:00Z' });
    const first = await transform(settings, undefined, simulatedEffects(new Date('2026-11-22T00:00:00Z')));
    expect(first).toMatchObject({ as_of: '2026-11-04T00:00:00Z', tables: { account_daily: 3, summary: 1 } });
    const before = ledgerOf(data);
    for (const cache of ['on', 'off']) {
      const again = await transform({ ...settings, cache }, undefined, liveEffects);
      expect(again).toEqual({ ...first, files_changed: 0 });
      expect(ledgerOf(data)).toEqual(before);
    }
  });

  test('the order in which rows were stored leaves no trace', async () => {
    const [a, b] = [temporaryFolder(), temporaryFolder()];
    await add(a, [1, 2, 3]);
    await add(b, [3]);
    await add(b, [1]);
    await add(b, [2]);
    for (const data of [a, b]) await transform(settingsFor(data, { as_of: '2026-11-04T00:00:00Z' }));
    expect(derivedOf(b)).toEqual(derivedOf(a));
  });

  test('the clock counts as now where nothing pins it, and a day that is not over is left out', async () => {
    const data = temporaryFolder();
    await add(data, [1, 2, 3]);
    await transform(settingsFor(data), undefined, simulatedEffects(new Date('2026-11-03T12:00:00Z')));
    expect((await readTable('account_daily', { data })).map((row) => row.day)).toEqual([
      '2026-11-01',
      '2026-11-02',
    ]);
    expect((await readTable('summary', { data }))[0]?.as_of).toBe('2026-11-03T12:00:00Z');
  });

  test('files whose rows are gone go', async () => {
    const data = temporaryFolder();
    await add(data, [1, 2, 3]);
    await transform(settingsFor(data, { as_of: '2026-11-04T00:00:00Z' }));
    expect(Object.keys(derivedOf(data))).toContain('derived/v1/account_daily/2026/11/2026-11-03.csv');
    const before = derivedOf(data);
    const summary = await transform(settingsFor(data, { as_of: '2026-11-02T12:00:00Z' }));
    const after = derivedOf(data);
    expect(Object.keys(after).filter((name) => name.includes('/account_daily/'))).toEqual([
      'derived/v1/account_daily/2026/11/2026-11-01.csv',
    ]);
    const names = new Set([...Object.keys(before), ...Object.keys(after)]);
    expect(summary.files_changed).toBe([...names].filter((name) => before[name] !== after[name]).length);
    const descriptor = readFileSync(path.join(data, 'datapackage.json'), 'utf8');
    expect(descriptor).toContain('2026-11-01.csv');
    expect(descriptor).not.toContain('account_daily/2026/11/2026-11-03.csv');
  });

  test('one table by itself leaves the other as it was', async () => {
    const data = temporaryFolder();
    await add(data, [1, 2]);
    await transform(settingsFor(data, { as_of: '2026-11-04T00:00:00Z' }), undefined, undefined, ['summary']);
    expect(Object.keys(derivedOf(data))).toEqual(['derived/v1/summary/summary.csv']);
  });

  test('an empty ledger has derived tables without rows', async () => {
    const data = temporaryFolder();
    expect(await transform(settingsFor(data, { as_of: '2026-11-04T00:00:00Z' }))).toMatchObject({
      tables: { account_daily: 0, summary: 0 },
      findings: [],
    });
    expect(await readTable('summary', { data })).toEqual([]);
  });
});
