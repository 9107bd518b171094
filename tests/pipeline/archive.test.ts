import { appendFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parquetReadObjects } from 'hyparquet';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { archive, undoArchive } from '../../lib/pipeline/archive.ts';
import { check } from '../../lib/pipeline/check.ts';
import { exportTables } from '../../lib/pipeline/export.ts';
import { query } from '../../lib/pipeline/query.ts';
import { isTableName, tableNames } from '../../lib/schema/index.ts';
import { listDays } from '../../lib/store/days.ts';
import { listPublishedFiles, readPublishedFile } from '../../lib/store/published.ts';
import { readTable } from '../../lib/store/tables.ts';
import { LedgerWriter } from '../../lib/store/writer.ts';
import { runHere } from '../helpers/command.ts';
import { writeFirstVersion } from '../helpers/first-version.ts';
import { accountRow, postRow, temporaryFolder, treeOf } from '../helpers/ledger.ts';
import { settingsFor } from '../helpers/settings.ts';

afterEach(() => vi.unstubAllEnvs());

const settings = (data: string) => settingsFor(data, { as_of: '2026-11-22T00:00:00Z' });

async function write(data: string, rows: readonly Parameters<typeof accountRow>[0][]): Promise<void> {
  const writer = await LedgerWriter.open(data, 'test', { capture_id: 'c1', file: null });
  for (const row of rows) writer.add('account', accountRow({ followers: 5, ...row }), 0, true);
  await writer.commit();
}

/** Two months that are over and one that is not, with every kind of cell. */
async function ledger(): Promise<string> {
  const data = temporaryFolder();
  await write(data, [
    { observed_at: '2026-09-29T03:00:00Z' },
    { observed_at: '2026-09-30T03:00:00Z', handle: 'some.one' },
    { observed_at: '2026-10-01T23:59:59Z', followers: null, likes: 0 },
    {
      observed_at: '2026-10-01T23:59:59Z',
      account_id: '92233720368547758071',
      followers: 9_007_199_254_740_991,
    },
    { observed_at: '2026-11-01T00:00:00Z' },
  ]);
  const writer = await LedgerWriter.open(data, 'test', { capture_id: 'c1', file: null });
  writer.add('post', postRow({ observed_at: '2026-10-05T03:00:00Z', likes: 0, saves_step: 100 }), 0, true);
  writer.addDraft(
    {
      table: 'post_info',
      row: {
        post_id: '7300000000000000001',
        observed_at: '2026-10-05T03:00:00Z',
        account_id: '107955',
        text: ' =1+1\n"quoted", \u2028 and 👩‍👩‍👧 ',
        hashtags: ['fyp', 'caféعرب'],
        status: 'ok',
        source: 'import',
        capture_id: 'c1',
      },
    },
    0,
  );
  await writer.commit();
  return data;
}

const everything = async (data: string) =>
  Object.fromEntries(
    await Promise.all(
      tableNames.filter(isTableName).map(async (name) => [name, await readTable(name, { data })] as const),
    ),
  );
const errorsOf = async (data: string) =>
  (await check(settings(data))).findings.filter(({ severity }) => severity === 'error');
const describedBy = (data: string) => JSON.parse(readFileSync(path.join(data, 'datapackage.json'), 'utf8'));
/** The ledger without what a run itself leaves: the version of the package counts up. */
const bytesOf = (data: string) =>
  Object.fromEntries(
    Object.entries(treeOf(data)).filter(([name]) => /^(?:clean|issued|rejected|schema)\//.test(name)),
  );

describe('archive', () => {
  test('puts each closed month of a table into one file, and everything reads as before', async () => {
    const data = await ledger();
    const before = await everything(data);
    const days = await listDays(data, 'account');
    const summary = await archive(settings(data));
    expect(summary.skipped).toEqual([]);
    expect(summary.months.map(({ table, month, files, rows }) => [month, table, files, rows])).toEqual([
      ['2026-09', 'account', 2, 2],
      ['2026-10', 'account', 1, 2],
      ['2026-10', 'post', 1, 1],
      ['2026-10', 'post_info', 1, 1],
    ]);
    expect(Object.keys(bytesOf(data)).filter((name) => name.startsWith('clean/v1/account/'))).toEqual([
      'clean/v1/account/2026/09/2026-09.parquet',
      'clean/v1/account/2026/09/manifest.json',
      'clean/v1/account/2026/10/2026-10.parquet',
      'clean/v1/account/2026/10/manifest.json',
      'clean/v1/account/2026/11/2026-11-01.csv',
      'clean/v1/account/2026/11/manifest.json',
    ]);
    expect(await everything(data)).toEqual(before);
    expect((await listDays(data, 'account')).map(({ day }) => day)).toEqual(days.map(({ day }) => day));
    expect(await listDays(data, 'account', { from: '2026-10-01', to: '2026-10-31' })).toEqual([
      { day: '2026-10-01', file: 'clean/v1/account/2026/10/2026-10-01.csv', form: 'archived' },
    ]);
    expect(await errorsOf(data)).toEqual([]);
    const again = treeOf(data);
    expect(await archive(settings(data))).toEqual({ dry_run: false, months: [], skipped: [] });
    expect(treeOf(data)).toEqual(again);
  });

  test('its undo gives every byte back, and the package never counts that as a break', async () => {
    const data = await ledger();
    const before = bytesOf(data);
    const { version } = describedBy(data);
    await archive(settings(data));
    expect(bytesOf(data)).not.toEqual(before);
    const undone = await undoArchive(settings(data));
    expect(undone.months.map(({ table, month }) => [month, table])).toEqual([
      ['2026-09', 'account'],
      ['2026-10', 'account'],
      ['2026-10', 'post'],
      ['2026-10', 'post_info'],
    ]);
    expect(bytesOf(data)).toEqual(before);
    expect(version).toBe('1.1.0');
    expect(describedBy(data).version).toMatch(/^1\.1\.\d+$/);
    expect(await errorsOf(data)).toEqual([]);
  });

  test('only the months asked for are archived and taken back', async () => {
    const data = await ledger();
    await archive(settings(data), { before: '2026-10' });
    expect(Object.keys(bytesOf(data)).filter((name) => name.endsWith('.parquet'))).toEqual([
      'clean/v1/account/2026/09/2026-09.parquet',
    ]);
    await archive(settings(data));
    await expect(undoArchive(settings(data), ['2026-10', '2026-08'])).rejects.toMatchObject({
      code: 'not_archived',
      message: 'Not archived: 2026-08.',
    });
    await undoArchive(settings(data), ['2026-10']);
    expect(Object.keys(bytesOf(data)).filter((name) => name.endsWith('.parquet'))).toEqual([
      'clean/v1/account/2026/09/2026-09.parquet',
    ]);
    await expect(archive(settings(data), { before: '2026-12' })).rejects.toMatchObject({ code: 'bad_month' });
    await expect(archive(settings(data), { before: '2026-13' })).rejects.toMatchObject({ code: 'bad_month' });
  });

  test('other programs read the file: ids as text, instants and counts as what they are', async () => {
    const data = await ledger();
    await archive(settings(data));
    const bytes = readFileSync(path.join(data, 'clean/v1/account/2026/10/2026-10.parquet'));
    const rows = await parquetReadObjects({ file: Uint8Array.from(bytes).buffer });
    expect(rows).toMatchObject([
      { account_id: '107955', followers: null },
      {
        account_id: '92233720368547758071',
        observed_at: new Date('2026-10-01T23:59:59Z'),
        followers: 9_007_199_254_740_991n,
      },
    ]);
    const sql =
      'SELECT observed_at::VARCHAR, handle, followers FROM account ORDER BY observed_at, account_id';
    expect((await query(sql, { data })).rows).toEqual([
      ['2026-09-29 03:00:00', 'someone', 5],
      ['2026-09-30 03:00:00', 'some.one', 5],
      ['2026-10-01 23:59:59', 'someone', null],
      ['2026-10-01 23:59:59', 'someone', 9_007_199_254_740_991],
      ['2026-11-01 00:00:00', 'someone', 5],
    ]);
    expect((await query('SELECT hashtags, typeof(observed_at) FROM post_info', { data })).rows).toEqual([
      [['fyp', 'caféعرب'], 'TIMESTAMP'],
    ]);
  });

  test('exports, downloads and the description of the data have archived months', async () => {
    const data = await ledger();
    const out = [temporaryFolder(), temporaryFolder()] as const;
    await exportTables(settings(data), ['account', 'post_info'], out[0], { format: 'ndjson' });
    await archive(settings(data));
    await exportTables(settings(data), ['account', 'post_info'], out[1], { format: 'ndjson' });
    expect(treeOf(out[1])).toEqual(treeOf(out[0]));
    const file = 'clean/v1/account/2026/10/2026-10.parquet';
    expect((await listPublishedFiles(data)).map((each) => each.path)).toContain(file);
    expect(await readPublishedFile(file, data)).toEqual(readFileSync(path.join(data, file)));
    const resources = describedBy(data).resources as Record<string, unknown>[];
    const named = (name: string) => resources.find((each) => each['name'] === name);
    expect(named('account')).toMatchObject({ path: ['clean/v1/account/2026/11/2026-11-01.csv'], rows: 1 });
    expect(named('account_archive')).toMatchObject({
      format: 'parquet',
      path: ['clean/v1/account/2026/09/2026-09.parquet', file],
      rows: 4,
    });
    expect(named('post')).toBeUndefined();
    expect(named('post_archive')).not.toHaveProperty('schema.foreignKeys');
  });

  test('rows that come later into an archived month lie beside it until the next archive takes them in', async () => {
    const data = await ledger();
    await archive(settings(data));
    const late = [
      { observed_at: '2026-10-01T06:00:00Z', followers: 6 },
      { observed_at: '2026-10-31T06:00:00Z', followers: 7 },
      // Stored already, in the archive.
      { observed_at: '2026-10-01T23:59:59Z', followers: null, likes: 0 },
    ];
    const writer = await LedgerWriter.open(data, 'test', { capture_id: 'c2', file: null });
    for (const row of late) writer.add('account', accountRow(row), 0, true);
    writer.add('account', accountRow({ observed_at: '2026-09-29T03:00:00Z', followers: 99 }), 5, true);
    expect(await writer.commit()).toMatchObject({ stored: 2, duplicates: 1, rejected: 1 });
    const day = readFileSync(path.join(data, 'clean/v1/account/2026/10/2026-10-01.csv'), 'utf8');
    expect(day.trimEnd().split('\n')).toHaveLength(2);
    expect(existsSync(path.join(data, 'clean/v1/account/2026/09/2026-09-29.csv'))).toBe(false);
    const rows = async () =>
      (await readTable('account', { data, from: '2026-10-01', to: '2026-10-31' })).map(
        (row) => `${row.account_id.slice(0, 6)} ${row.observed_at} ${row.followers}`,
      );
    const expected = [
      '107955 2026-10-01T06:00:00Z 6',
      '107955 2026-10-01T23:59:59Z null',
      '922337 2026-10-01T23:59:59Z 9007199254740991',
      '107955 2026-10-31T06:00:00Z 7',
    ];
    expect(await rows()).toEqual(expected);
    expect((await query('SELECT count(*) FROM account', { data })).rows).toEqual([[7]]);
    expect(await errorsOf(data)).toEqual([]);

    const { months } = await archive(settings(data));
    expect(months).toMatchObject([{ table: 'account', month: '2026-10', files: 2, rows: 4 }]);
    expect(existsSync(path.join(data, 'clean/v1/account/2026/10/2026-10-01.csv'))).toBe(false);
    expect(await rows()).toEqual(expected);
    await undoArchive(settings(data));
    expect(await rows()).toEqual(expected);
    expect(await errorsOf(data)).toEqual([]);
  });

  test('an archived row gets values for its empty cells beside the archive, and the next one has them', async () => {
    const data = await ledger();
    await archive(settings(data));
    const writer = await LedgerWriter.open(data, 'test', { capture_id: 'c2', file: null });
    writer.add('account', accountRow({ observed_at: '2026-10-01T23:59:59Z', followers: 6 }), 0, true);
    expect(await writer.commit()).toMatchObject({ stored: 1, filled: 1, duplicates: 0, rejected: 0 });
    const day = readFileSync(path.join(data, 'clean/v1/account/2026/10/2026-10-01.csv'), 'utf8');
    expect(day.trimEnd().split('\n').slice(1)).toEqual([
      '107955,2026-10-01T23:59:59Z,someone,6,,0,,,,,,,unknown,instant,import,c1',
    ]);
    const october = { data, from: '2026-10-01', to: '2026-10-31' };
    const expected = [
      ['107955', 6, 0],
      ['92233720368547758071', 9_007_199_254_740_991, null],
    ];
    const rows = async () =>
      (await readTable('account', october)).map((row) => [row.account_id, row.followers, row.likes]);
    expect(await rows()).toEqual(expected);
    const sql = "SELECT account_id, followers, likes FROM account WHERE observed_at::DATE = '2026-10-01'";
    expect((await query(`${sql} ORDER BY account_id`, { data })).rows).toEqual(expected);
    expect(await errorsOf(data)).toEqual([]);
    expect((await archive(settings(data))).months).toMatchObject([{ month: '2026-10', files: 1, rows: 2 }]);
    expect(await rows()).toEqual(expected);
    await undoArchive(settings(data));
    expect(await rows()).toEqual(expected);
    expect(await errorsOf(data)).toEqual([]);
  });

  test('undo puts rows that came later into the day file they belong to', async () => {
    const data = await ledger();
    await archive(settings(data));
    await write(data, [{ observed_at: '2026-10-01T06:00:00Z' }]);
    await undoArchive(settings(data));
    expect(await listDays(data, 'account', { from: '2026-10-01', to: '2026-10-31' })).toMatchObject([
      { day: '2026-10-01', form: 'csv' },
    ]);
    expect(await readTable('account', { data, from: '2026-10-01', to: '2026-10-31' })).toHaveLength(3);
    expect(await errorsOf(data)).toEqual([]);
  });

  test('a day file that was edited by hand stays, and so does its month; the others go on', async () => {
    const data = await ledger();
    const file = path.join(data, 'clean/v1/account/2026/09/2026-09-30.csv');
    appendFileSync(file, readFileSync(file, 'utf8').split('\n').slice(1).join('\n').replace('107955', '300'));
    const summary = await archive(settings(data));
    expect(summary.skipped).toEqual([
      {
        table: 'account',
        month: '2026-09',
        why: 'clean/v1/account/2026/09/2026-09-30.csv was changed outside Clipbook, so it is left as it is',
      },
    ]);
    expect(summary.months.map(({ month }) => month)).toEqual(['2026-10', '2026-10', '2026-10']);
    expect(existsSync(file)).toBe(true);
  });

  test('a day file whose bytes could not be given back is left as it is', async () => {
    const data = await ledger();
    const file = path.join(data, 'clean/v1/account/2026/09/2026-09-29.csv');
    writeFileSync(file, readFileSync(file, 'utf8').replace('someone', '"someone"'));
    const post = path.join(data, 'clean/v1/post/2026/10/2026-10-05.csv');
    writeFileSync(post, readFileSync(post, 'utf8').replace(',0,', ',0.5,'));
    await check(settings(data), { fixManifest: true });
    const before = bytesOf(data);
    await archive(settings(data), { before: '2026-10' });
    vi.stubEnv('CLIPBOOK_AS_OF', '2026-11-22T00:00:00Z');
    const done = await runHere(['archive', '--before', '2026-10', '--data', data]);
    expect(done.code).toBe(3);
    expect(done.stderr).toContain(
      'account of 2026-09 was left as it is: clean/v1/account/2026/09/2026-09-29.csv is not written as Clipbook writes it',
    );
    expect(bytesOf(data)).toEqual(before);
    expect((await archive(settings(data))).skipped.map(({ table }) => table)).toEqual(['account', 'post']);
  });

  test('a month with days of an older version waits for the migration', async () => {
    const data = await ledger();
    writeFirstVersion(data, {
      '2026-02-26': ['107955,2026-02-26,2026-02-28T12:00:00Z,10,2,1,-1,0,3,studio_csv,c1'],
    });
    const before = await readTable('owner_day', { data });
    expect((await archive(settings(data))).skipped).toMatchObject([
      { table: 'owner_day', month: '2026-02', why: expect.stringContaining('clipbook migrate') },
    ]);
    await runHere(['migrate', '--data', data]);
    expect((await archive(settings(data))).months).toMatchObject([{ table: 'owner_day', month: '2026-02' }]);
    expect(await readTable('owner_day', { data })).toEqual(before);
  });

  test('a dry run says what would be and changes nothing; the command says it in words and as JSON', async () => {
    const data = await ledger();
    const before = treeOf(data);
    vi.stubEnv('CLIPBOOK_AS_OF', '2026-11-22T00:00:00Z');
    const dry = await runHere(['archive', '--dry-run', '--before', '2026-11', '--data', data]);
    expect(dry.code, dry.stderr).toBe(0);
    expect(dry.stderr).toMatch(
      /^2026-09 would be archived: 1 table, 2 day files, 2 rows; \d+ kB as day files, \d+ kB as Parquet\.$/m,
    );
    expect(treeOf(data)).toEqual(before);
    const done = await runHere(['archive', 'months', '--before', '2026-11', '--data', data, '--json']);
    expect(JSON.parse(done.stdout)).toMatchObject({ dry_run: false, months: { length: 4 }, skipped: [] });
    const undone = await runHere(['archive', 'undo', '2026-09', '--data', data]);
    expect(undone.stderr).toContain('2026-09 taken back: 1 table, 2 day files, 2 rows;');
  });
});

describe('a damaged archive', () => {
  const file = 'clean/v1/account/2026/10/2026-10.parquet';

  async function archived(): Promise<string> {
    const data = await ledger();
    await archive(settings(data), { before: '2026-11' });
    return data;
  }

  test('with any byte flipped is told by the check, and never taken back', async () => {
    const data = temporaryFolder();
    await write(data, [{ observed_at: '2026-10-01T03:00:00Z' }, { observed_at: '2026-10-02T03:00:00Z' }]);
    await archive(settings(data));
    const bytes = readFileSync(path.join(data, file));
    for (let at = 5; at < bytes.length; at += 997) {
      const flipped = Buffer.from(bytes);
      flipped[at] = (flipped[at] as number) ^ 0x10;
      writeFileSync(path.join(data, file), flipped);
      const before = bytesOf(data);
      const errors = (await errorsOf(data)).map(({ rule, subject }) => [rule, subject]);
      expect(errors, `byte ${at}`).toEqual([
        [expect.stringMatching(/^(?:damaged_archive|edited_by_hand)$/), file],
      ]);
      const outcome = await undoArchive(settings(data)).then(
        ({ months, skipped }) => [months.length, skipped.length],
        (error: { code: string }) => error.code,
      );
      expect([[0, 1], 'archive_damaged'], `byte ${at}`).toContainEqual(outcome);
      expect(bytesOf(data)).toEqual(before);
    }
    writeFileSync(path.join(data, file), bytes);
    expect(await errorsOf(data)).toEqual([]);
    rmSync(path.join(data, file));
    expect((await errorsOf(data)).map(({ rule, subject }) => [rule, subject])).toEqual([
      ['missing_file', file],
    ]);
  });

  test('is named by whoever reads it', async () => {
    const data = await archived();
    writeFileSync(path.join(data, file), 'PAR1 is no Parquet');
    await expect(readTable('account', { data })).rejects.toMatchObject({
      code: 'archive_damaged',
      message: expect.stringContaining(file),
    });
  });
});
