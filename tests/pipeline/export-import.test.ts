import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { CsvReader, ExportFormat } from '../../lib/export/encoder.ts';
import { exportTables } from '../../lib/pipeline/export.ts';
import { importFiles } from '../../lib/pipeline/import.ts';
import type { Row } from '../../lib/schema/index.ts';
import { readTable } from '../../lib/store/tables.ts';
import { LedgerWriter } from '../../lib/store/writer.ts';
import { accountRow, postRow, temporaryFolder, treeOf } from '../helpers/ledger.ts';
import { settingsFor } from '../helpers/settings.ts';

/** What an export says comes back as it was: another ledger that imports it has the same day files. */

const info = (post_id: string, text: string | null, created_at: string): Row<'post_info'> => ({
  post_id,
  observed_at: '2026-11-22T03:00:01Z',
  account_id: '107955',
  created_at,
  created_from: 'source',
  text,
  kind: 'video',
  duration_s: 13,
  sound_id: '7300000000000000009',
  hashtags: text === null ? [] : ['moon', 'été', '"quoted"'],
  pinned: null,
  ad: true,
  status: 'ok',
  source: 'import',
  capture_id: 'c1',
});

async function ledger(): Promise<string> {
  const data = temporaryFolder();
  const writer = await LedgerWriter.open(data, 'test', { capture_id: 'c1', file: null });
  writer.add(
    'post_info',
    info('7300000000000000001', 'One, "two"\nthree | constructor', '2026-11-01T00:00:00Z'),
  );
  writer.add('post_info', info('7300000000000000002', null, '2026-11-01T23:59:59Z'));
  for (const day of ['2026-10-31', '2026-11-01']) {
    writer.add('post', postRow({ observed_at: `${day}T00:00:00Z`, views: 2 ** 40, likes: 0 }));
    writer.add(
      'account',
      accountRow({
        observed_at: `${day}T23:59:59Z`,
        followers: 999_999_999_999_999,
        likes_wrapped: -977433948,
      }),
    );
  }
  await writer.commit();
  return data;
}

/** The day files of a ledger. */
const daysOf = (data: string) =>
  Object.fromEntries(Object.entries(treeOf(data)).filter(([file]) => /^clean\/.*\.csv$/.test(file)));

const names = ['account', 'post', 'post_info'] as const;
const forms: [ExportFormat, CsvReader?][] = [
  ['csv'],
  ['csv', 'programs'],
  ['csv', 'spreadsheet'],
  ['json'],
  ['ndjson'],
  ['xlsx'],
];

describe('what is exported is imported', () => {
  test.each(forms)('as %s %s', async (format, reader) => {
    const data = await ledger();
    const out = temporaryFolder();
    await exportTables({ data }, names, out, { format, ...(reader ? { for: reader } : {}) });
    const other = temporaryFolder();
    const files = names.map((name) => path.join(out, `${name}.${format}`));
    expect(await importFiles(settingsFor(other), files)).toMatchObject({ read: 6, stored: 6, rejected: 0 });
    expect(daysOf(other)).toEqual(daysOf(data));
    expect(await importFiles(settingsFor(data), files)).toMatchObject({ read: 6, duplicates: 6 });
  });

  test('exactly for programs, also where a text looks like a formula', async () => {
    const data = temporaryFolder();
    const writer = await LedgerWriter.open(data, 'test', { capture_id: 'c1', file: null });
    writer.add('post_info', info('1', '=1+1', '2026-11-01T00:00:00Z'));
    writer.add('post_info', info('2', "'=1+1", '2026-11-01T00:00:00Z'));
    await writer.commit();
    const out = temporaryFolder();
    await exportTables({ data }, ['post_info'], out, { format: 'csv', for: 'programs' });
    const other = temporaryFolder();
    await importFiles(settingsFor(other), [path.join(out, 'post_info.csv')]);
    expect((await readTable('post_info', { data: other })).map(({ text }) => text)).toEqual([
      '=1+1',
      "'=1+1",
    ]);
  });
});
