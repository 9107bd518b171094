import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { tableFromIPC } from '@uwdata/flechette';
import fc from 'fast-check';
import Papa from 'papaparse';
import { describe, expect, test } from 'vitest';
import { readParquet } from '../../lib/parquet.ts';
import { exportAsPieces, exportTables, storedTables } from '../../lib/pipeline/export.ts';
import { query } from '../../lib/pipeline/query.ts';
import { type Row, tables } from '../../lib/schema/index.ts';
import { columnsOf, type TableSpec } from '../../lib/schema/table.ts';
import { readTable } from '../../lib/store/tables.ts';
import { LedgerWriter } from '../../lib/store/writer.ts';
import { accountRow, postRow, temporaryFolder } from '../helpers/ledger.ts';

const columns = columnsOf(tables.post_info as TableSpec);
type Info = Row<'post_info'>;

function infoRow(row: Partial<Info>): Info {
  return {
    ...(Object.fromEntries(
      columns.map(({ name, kind }) => [name, kind === 'list' ? [] : null]),
    ) as unknown as Info),
    post_id: '7300000000000000001',
    observed_at: '2026-11-22T03:00:00Z',
    account_id: '107955',
    status: 'ok',
    source: 'import',
    capture_id: 'c1',
    ...row,
  };
}

async function ledgerOf(rows: readonly Info[]): Promise<string> {
  const data = temporaryFolder();
  const writer = await LedgerWriter.open(data, 'test', { capture_id: 'c1', file: null });
  for (const row of rows) writer.add('post_info', row, 0, true);
  await writer.commit();
  return data;
}

async function textOf(
  data: string,
  options: Parameters<typeof exportAsPieces>[2],
  table = 'post_info',
): Promise<string> {
  let text = '';
  for await (const piece of await exportAsPieces({ data }, table, options)) text += piece.toString();
  return text;
}

const hostile = [
  '=1+1',
  '+1',
  '-2+3',
  '@SUM(A1)',
  '\tx',
  '\r=x',
  '  =cmd|x',
  '＝1+1',
  '=HYPERLINK("https://example.org")',
];

describe('CSV', () => {
  test('defuses what a spreadsheet would take for a formula, and keeps ids and numbers as they are', async () => {
    const data = await ledgerOf(
      hostile.map((text, i) => infoRow({ post_id: `${7300000000000000001n + BigInt(i)}`, text })),
    );
    const { data: rows } = Papa.parse<Record<string, string>>(await textOf(data, { format: 'csv' }), {
      header: true,
      skipEmptyLines: true,
    });
    expect(rows.map((row) => row['text'])).toEqual(hostile.map((text) => `'${text}`));
    expect(rows[0]?.['post_id']).toBe('7300000000000000001');
  });

  test('leaves a negative number a number', async () => {
    const data = temporaryFolder();
    const writer = await LedgerWriter.open(data, 'test', { capture_id: 'c1', file: null });
    writer.add('account', accountRow({ observed_at: '2026-11-22T03:00:00Z', likes_wrapped: -977433948 }));
    await writer.commit();
    expect(await textOf(data, { format: 'csv' }, 'account')).toContain(',-977433948,');
  });

  test('is exact for programs, and marked with ids as text for a spreadsheet', async () => {
    const data = await ledgerOf([infoRow({ text: '=1+1' })]);
    expect(await textOf(data, { format: 'csv', for: 'programs' })).toContain(',=1+1,');
    const text = await textOf(data, { format: 'csv', for: 'spreadsheet' });
    expect(text.startsWith('\uFEFFpost_id,')).toBe(true);
    expect(text).toContain('"=""7300000000000000001"""');
    expect(text).toContain("'=1+1");
  });
});

const innocent = ['constructor', 'toString', '__proto__', 'null', 'NaN', 'true', '007', '1e5', "'x"];

const words = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
  .filter((text) => text.trim() !== '' && !/[\p{Cc}\uFFFE\uFFFF]/u.test(text));
const someRows = fc.uniqueArray(
  fc.record({
    post_id: fc.bigInt({ min: 1n, max: 9_999_999_999_999_999_999n }).map(String),
    day: fc.integer({ min: 1, max: 28 }),
    month: fc.integer({ min: 9, max: 11 }),
    text: fc.option(fc.oneof(words, fc.constantFrom(...hostile.slice(0, 4), ...innocent))),
    hashtags: fc.array(
      fc.oneof(
        words.map((word) => word.replace(/\s/gu, '')).filter((word) => word !== ''),
        fc.constantFrom(...innocent),
      ),
      { maxLength: 3 },
    ),
    duration_s: fc.option(fc.integer({ min: 0, max: 600 })),
    ad: fc.option(fc.boolean()),
  }),
  { selector: ({ post_id }) => post_id, minLength: 1, maxLength: 12 },
);

describe('every format', () => {
  test('gives back the rows that went in', async () => {
    await fc.assert(
      fc.asyncProperty(someRows, async (drawn) => {
        const pad = (value: number) => String(value).padStart(2, '0');
        const data = await ledgerOf(
          drawn.map(({ day, month, ...row }) =>
            infoRow({
              ...row,
              observed_at: `2026-${pad(month)}-${pad(day)}T03:00:00Z`,
              created_at: `2026-${pad(month)}-01T00:00:00Z`,
              kind: 'video',
            }),
          ),
        );
        const rows = await readTable('post_info', { data });
        const out = path.join(data, 'out');
        for (const format of ['json', 'ndjson', 'parquet', 'arrow'] as const)
          await exportTables({ data }, ['post_info'], out, { format });
        expect(JSON.parse(readFileSync(path.join(out, 'post_info.json'), 'utf8'))).toEqual(rows);
        expect(
          readFileSync(path.join(out, 'post_info.ndjson'), 'utf8')
            .trimEnd()
            .split('\n')
            .map((line) => JSON.parse(line)),
        ).toEqual(rows);
        const parquet = [];
        for (const month of ['2026-09', '2026-10', '2026-11']) {
          const file = path.join(out, `post_info/month=${month}/part-0.parquet`);
          if (existsSync(file)) parquet.push(...(await readParquet(columns, readFileSync(file))));
        }
        expect(parquet).toEqual(rows);
        const arrow = tableFromIPC(readFileSync(path.join(out, 'post_info.arrow')), {
          useDate: true,
        }).toArray() as Record<string, unknown>[];
        const iso = (value: unknown) =>
          value instanceof Date ? `${value.toISOString().slice(0, 19)}Z` : value;
        expect(
          arrow.map((row) =>
            Object.fromEntries(
              Object.entries(row).map(([name, value]) => [
                name,
                Array.isArray(value) ? [...value] : iso(value),
              ]),
            ),
          ),
        ).toEqual(rows);
        const raw = Papa.parse<Record<string, string>>(
          await textOf(data, { format: 'csv', for: 'programs' }),
          {
            header: true,
            skipEmptyLines: true,
            newline: '\n',
          },
        );
        expect(raw.data.map(({ post_id, text, hashtags }) => ({ post_id, text, hashtags }))).toEqual(
          rows.map(({ post_id, text, hashtags }) => ({
            post_id,
            text: text ?? '',
            hashtags: hashtags.join(' '),
          })),
        );
      }),
      { numRuns: 12 },
    );
  });
});

describe('Parquet', () => {
  test('lies in Hive partitions by month that DuckDB reads with the right types', async () => {
    const data = temporaryFolder();
    const writer = await LedgerWriter.open(data, 'test', { capture_id: 'c1', file: null });
    for (const day of ['2026-10-31', '2026-11-01', '2026-11-02'])
      writer.add('post', postRow({ observed_at: `${day}T03:00:00Z`, views: 2 ** 40 }));
    await writer.commit();
    const out = path.join(data, 'export');
    const { tables: written } = await exportTables({ data }, ['post'], out, { format: 'parquet' });
    expect(written).toEqual([
      {
        table: 'post',
        rows: 3,
        files: ['post/month=2026-10/part-0.parquet', 'post/month=2026-11/part-0.parquet'],
      },
    ]);
    // Within the ledger's folder, so that the engine may read it.
    const { columns: found, rows } = await query(
      `SELECT post_id, observed_at, views, month FROM read_parquet('${out}/post/*/*.parquet', hive_partitioning = true) ORDER BY observed_at`,
      { data },
    );
    expect(found.map(({ type }) => type).slice(0, 3)).toEqual([
      'VARCHAR',
      expect.stringMatching(/^TIMESTAMP/),
      'BIGINT',
    ]);
    expect(rows.map((row) => [row[0], row[2], row[3]])).toEqual([
      ['7300000000000000001', 2 ** 40, '2026-10'],
      ['7300000000000000001', 2 ** 40, '2026-11'],
      ['7300000000000000001', 2 ** 40, '2026-11'],
    ]);
    // Of a later, smaller export nothing older is left.
    await exportTables({ data }, ['post'], out, { format: 'parquet', from: '2026-11-01' });
    expect(readdirSync(path.join(out, 'post'))).toEqual(['month=2026-11']);
    await exportTables({ data }, ['hashtag'], out, { format: 'parquet' });
    expect(readdirSync(out)).toEqual(['post']);
    expect(await storedTables({ data })).toEqual(['post']);
  });
});

describe('an export', () => {
  test('by account and range', async () => {
    const data = await ledgerOf([
      infoRow({ post_id: '1', account_id: '5' }),
      infoRow({ post_id: '2', account_id: '6' }),
      infoRow({ post_id: '3', account_id: '5', observed_at: '2026-11-23T03:00:00Z' }),
    ]);
    const ids = async (options: object) =>
      (JSON.parse(await textOf(data, { format: 'json', ...options })) as { post_id: string }[]).map(
        ({ post_id }) => post_id,
      );
    expect(await ids({ to: '2026-11-22' })).toEqual(['1', '2']);
    expect(await ids({ from: '2026-11-23' })).toEqual(['3']);
    await expect(ids({ accounts: ['@nobody'] })).rejects.toMatchObject({ code: 'unknown_account' });
  });

  test('says what is wrong, and leaves what is there', async () => {
    const data = await ledgerOf([infoRow({})]);
    await expect(exportTables({ data }, ['posts'], data, { format: 'csv' })).rejects.toMatchObject({
      code: 'unknown_table',
      exitCode: 2,
    });
    const taken = path.join(data, 'taken');
    writeFileSync(taken, 'mine');
    await expect(exportTables({ data }, ['post_info'], taken, { format: 'csv' })).rejects.toMatchObject({
      code: 'export_unwritable',
      exitCode: 2,
    });
    expect(readFileSync(taken, 'utf8')).toBe('mine');
    mkdirSync(path.join(data, 'out/post_info.csv'), { recursive: true });
    await expect(
      exportTables({ data }, ['post_info'], path.join(data, 'out'), { format: 'csv' }),
    ).rejects.toMatchObject({ code: 'export_unwritable' });
    expect(existsSync(path.join(data, 'out/post_info.csv.part'))).toBe(false);
  });
});
