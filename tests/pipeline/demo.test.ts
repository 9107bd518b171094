import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { check } from '../../lib/pipeline/check.ts';
import { runDemo } from '../../lib/pipeline/demo.ts';
import { simulatedPrefix } from '../../lib/schema/provenance.ts';
import { readTable } from '../../lib/store/tables.ts';
import { temporaryFolder, treeOf } from '../helpers/ledger.ts';
import { settingsFor } from '../helpers/settings.ts';

const asOf = '2026-11-22T12:00:00Z';
const small = { days: 6, accounts: 3, seed: 2 };

describe('the demo', () => {
  test('makes a ledger that the checks find nothing wrong in, all of it marked as simulated', async () => {
    const data = path.join(temporaryFolder(), 'demo');
    const settings = settingsFor(data, { as_of: asOf });
    const summary = await runDemo(settings, small);
    expect(summary).toMatchObject({ data, accounts: 3, days: 6, as_of: '2026-11-22T06:00:00Z', rejected: 0 });
    expect((await check({ ...settings, as_of: summary.as_of })).errors).toBe(0);
    const rows = await readTable('account', { data });
    expect(rows).toHaveLength(summary.stored.account);
    for (const table of ['account', 'post', 'account_info', 'post_info'] as const)
      for (const row of await readTable(table, { data }))
        expect(row.source.startsWith(simulatedPrefix)).toBe(true);
    for (const row of await readTable('summary', { data })) expect(row.simulated).toBe(true);
  });

  test('again with the same seed and day is the same ledger', async () => {
    const ledgers: Record<string, string>[] = [];
    for (let run = 0; run < 2; run++) {
      const data = path.join(temporaryFolder(), 'demo');
      await runDemo(settingsFor(data, { as_of: asOf }), small);
      ledgers.push(
        Object.fromEntries(
          Object.entries(treeOf(data)).filter(([name]) => /^(?:clean|derived|issued|watchlist)/.test(name)),
        ),
      );
    }
    expect(Object.keys(ledgers[0] ?? {}).length).toBeGreaterThan(10);
    // By name first: two whole ledgers make no readable difference.
    const differing = Object.keys(ledgers[0] ?? {}).filter(
      (name) => ledgers[1]?.[name] !== ledgers[0]?.[name],
    );
    expect(differing).toEqual([]);
    expect(Object.keys(ledgers[1] ?? {})).toEqual(Object.keys(ledgers[0] ?? {}));
  });

  test('puts forecasts on record on its Sundays, so that the scoreboard has what was said and what came', async () => {
    const data = path.join(temporaryFolder(), 'demo');
    await runDemo(settingsFor(data, { as_of: asOf }), { days: 44, accounts: 1, seed: 2 });
    const issued = await readTable('forecast_issued', { data });
    // The demo begins on 10 October, and four weeks come first: 8 and 15 November, and the last day is a Sunday, too.
    expect([...new Set(issued.map(({ issued_on }) => issued_on))]).toEqual([
      '2026-11-08',
      '2026-11-15',
      '2026-11-22',
    ]);
    const scores = await readTable('forecast_score', { data });
    expect(scores.find(({ horizon_days }) => horizon_days === 7)?.n).toBeGreaterThan(0);
  });

  test('never writes into a folder that is not its own', async () => {
    const data = temporaryFolder();
    mkdirSync(path.join(data, 'clean'));
    writeFileSync(path.join(data, 'watchlist.csv'), 'mine');
    await expect(runDemo(settingsFor(data, { as_of: asOf }), small)).rejects.toMatchObject({
      code: 'folder_taken',
      exitCode: 2,
    });
    expect(treeOf(data)).toEqual({ 'watchlist.csv': 'mine' });
  });
});
