import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { simulatedEffects } from '../../lib/effects.ts';
import { storeZip } from '../../lib/import/stored-zip.ts';
import { importFiles } from '../../lib/pipeline/import.ts';
import { readTable } from '../../lib/store/tables.ts';
import { temporaryFolder, treeOf } from '../helpers/ledger.ts';
import { settingsFor } from '../helpers/settings.ts';

const effects = simulatedEffects(new Date('2026-11-22T12:00:00Z'));
const run = (data: string, files: string[], options = {}) =>
  importFiles(settingsFor(data), files, options, undefined, effects);

function folderOf(files: Record<string, string | Uint8Array>): string {
  const folder = path.join(temporaryFolder(), 'snapshots');
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  }
  return folder;
}

const table = (followers: number) => `handle,followers\nnasa,${followers}\n`;

describe('a folder of dated snapshots', () => {
  test('is imported file by file, each dated by its name or its folders', async () => {
    const data = temporaryFolder();
    const folder = folderOf({
      '2026-11-01.csv': table(1),
      'accounts_20261102T101500Z.csv': table(2),
      '2026/11/03/accounts.csv': table(3),
      '2026-11-04/accounts.csv': table(4),
      'zipped.zip': storeZip([{ name: 'x/2026-11-05.csv', bytes: Buffer.from(table(5)) }]),
      '.hidden.csv': 'x',
      'README.md': '# not data',
    });
    const summary = await run(data, [folder]);
    expect(summary).toMatchObject({ read: 5, stored: 5, passed_over: ['snapshots/README.md'] });
    expect(summary.files[0]?.file).toBe('snapshots/2026-11-01.csv');
    const rows = await readTable('account', { data });
    expect(rows.map((row) => [row.observed_at, row.followers, row.time_precision])).toEqual([
      ['2026-11-01T12:00:00Z', 1, 'day'],
      ['2026-11-02T10:15:00Z', 2, 'instant'],
      ['2026-11-03T12:00:00Z', 3, 'day'],
      ['2026-11-04T12:00:00Z', 4, 'day'],
      ['2026-11-05T12:00:00Z', 5, 'day'],
    ]);
    expect(await run(data, [folder])).toMatchObject({ read: 5, stored: 0, duplicates: 5 });
  });

  test('with a file that says no date is refused as a whole, and nothing is stored', async () => {
    const data = temporaryFolder();
    const folder = folderOf({ '2026-11-01.csv': table(1), 'latest.csv': table(2) });
    await expect(run(data, [folder])).rejects.toMatchObject({
      code: 'instant_needed',
      message: expect.stringContaining('snapshots/latest.csv'),
    });
    expect(treeOf(data)).toEqual({});
  });

  test('without data says so', async () => {
    await expect(run(temporaryFolder(), [folderOf({ 'a.md': 'x' })])).rejects.toMatchObject({
      code: 'no_rows',
      exitCode: 2,
    });
  });

  test('a date in a row comes before the file’s', async () => {
    const data = temporaryFolder();
    await run(data, [folderOf({ '2026-11-01.csv': 'date,handle,followers\n2026-10-31,nasa,1\n' })]);
    expect(await readTable('account', { data })).toMatchObject([{ observed_at: '2026-10-31T12:00:00Z' }]);
  });
});
