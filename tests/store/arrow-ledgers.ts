import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { type TableName, tables } from '../../lib/schema/index.ts';
import { type Column, columnsOf, type TableSpec } from '../../lib/schema/table.ts';
import { scanTable } from '../../lib/store/arrow/scan.ts';
import { formatCell, parseRows } from '../../lib/store/csv.ts';
import { listDays, readDay } from '../../lib/store/days.ts';

/** Invented ledgers for the tests of the cache, good and bad cells alike, and what must come out of them. */

export interface Question {
  from?: string | undefined;
  to?: string | undefined;
  accounts?: string[] | undefined;
  columns?: string[] | undefined;
}

type Plain = Record<string, unknown>;

export const days = ['2026-02-27', '2026-02-28', '2026-03-01', '2026-03-02', '2026-03-31', '2027-01-01'];

const accountIds = ['107955', '6569595380449902597', '18446744073709551615', '00107955', 'handle:some.one'];

/** Cell texts that a column may meet: what the schema allows, and what a hand may have written. */
function cellOf({ kind, choices }: Column): fc.Arbitrary<string> {
  const words = fc.constantFrom(
    '',
    'true',
    'a "b", c',
    ' left',
    'zwei\nZeilen',
    '日本語 🎉',
    'Ünïcode',
    '0',
    '\u2028',
  );
  switch (kind) {
    case 'id':
      return fc.constantFrom(...accountIds, '7300000000000000001', '9007199254740993');
    case 'integer':
    case 'number':
      return fc.oneof(
        { weight: 8, arbitrary: fc.constantFrom('', '0', '1', '127', '128', '-129', '40000', '2574556625') },
        { weight: 2, arbitrary: fc.maxSafeInteger().map(String) },
        {
          weight: 1,
          arbitrary: fc.constantFrom('-0', '0.1', '1e400', 'abc', '12.50', '0x10', '9007199254740993'),
        },
      );
    case 'instant':
      return fc.oneof(
        {
          weight: 9,
          arbitrary: fc.constantFrom('2026-02-27T03:00:00Z', '2026-03-01T23:59:59Z', '1969-12-31T23:59:59Z'),
        },
        {
          weight: 1,
          arbitrary: fc.constantFrom('', '2026-02-30T00:00:00Z', '2026-03-01', '2106-02-07T06:28:16Z'),
        },
      );
    case 'day':
      return fc.constantFrom('', '2026-02-27', 'yesterday');
    case 'flag':
      return fc.constantFrom('', 'true', 'false', 'yes');
    case 'choice':
      return fc.constantFrom('', ...(choices ?? []), 'another');
    case 'list':
      return fc.constantFrom('', 'one', 'one two', 'größe 日本語', ' ', 'a  b');
    default:
      return fc.oneof(
        words,
        fc.string({ unit: 'grapheme', maxLength: 12 }).map((text) => text.replaceAll('\r', '')),
      );
  }
}

/** The text of a day file: sometimes without a column or with one that nobody knows, as an older or newer program writes it. */
function dayText(table: TableName): fc.Arbitrary<string> {
  const columns = columnsOf(tables[table] as TableSpec);
  const record = fc.tuple(...columns.map(cellOf));
  return fc
    .record({
      records: fc.array(record, { maxLength: 25 }),
      without: fc.option(fc.nat(columns.length - 1), { freq: 9 }),
      extra: fc.boolean(),
    })
    .map(({ records, without, extra }) => {
      const lines = [columns.map(({ name }) => name), ...records].map((cells) => [
        ...cells.filter((_, i) => i !== without),
        ...(extra ? ['x'] : []),
      ]);
      return `${lines.map((cells) => cells.map(formatCell).join(',')).join('\n')}\n`;
    });
}

export type Ledger = Record<string, string>;

/** Texts by day. */
export function ledger(table: TableName): fc.Arbitrary<Ledger> {
  return fc
    .subarray(days, { minLength: 1 })
    .chain(
      (some) =>
        fc.record(Object.fromEntries(some.map((day) => [day, dayText(table)]))) as fc.Arbitrary<Ledger>,
    );
}

export function question(table: TableName): fc.Arbitrary<Question> {
  const names = columnsOf(tables[table] as TableSpec).map(({ name }) => name);
  return fc.record({
    from: fc.option(fc.constantFrom(...days, '2026-03-15'), { nil: undefined }),
    to: fc.option(fc.constantFrom(...days, '2026-12-31'), { nil: undefined }),
    accounts: fc.option(fc.subarray([...accountIds, 'nobody', '']), { nil: undefined }),
    columns: fc.option(fc.shuffledSubarray(names), { nil: undefined }),
  });
}

export function fileOf(root: string, table: TableName, day: string): string {
  const { layer, version = 1 }: TableSpec = tables[table] as TableSpec;
  return path.join(root, `${layer}/v${version}/${table}/${day.slice(0, 4)}/${day.slice(5, 7)}/${day}.csv`);
}

export function writeDay(root: string, table: TableName, day: string, text: string): void {
  const file = fileOf(root, table, day);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
}

/** What the day files say, row by row: read without the code under test. */
export async function rowsOfFiles(root: string, table: TableName, asked: Question = {}): Promise<Plain[]> {
  const columns = columnsOf(tables[table] as TableSpec);
  const rows: Plain[] = [];
  for (const { day } of await listDays(root, table, asked)) {
    for (const row of parseRows(columns, (await readDay(root, table, day)) ?? ''))
      if (!asked.accounts || !('account_id' in row) || asked.accounts.includes(row['account_id'] as string))
        rows.push(asked.columns ? Object.fromEntries(asked.columns.map((name) => [name, row[name]])) : row);
  }
  return rows;
}

/** Every month is worth it, and three rows fill a bucket. */
const small = { worthBytes: 0, rowsPerBucket: 3 };

let turn = false;

/** The same through the code under test. */
export async function rowsScanned(
  root: string,
  table: TableName,
  asked: Question = {},
  cache = 'on',
): Promise<Plain[]> {
  const all = columnsOf(tables[table] as TableSpec);
  const wanted = asked.columns
    ? asked.columns.map((name) => all.find((column) => column.name === name) as Column)
    : all;
  // Both ways of reading, turn about.
  turn = !turn;
  const { rows, columns } = await scanTable(
    root,
    table,
    all,
    wanted,
    { ...asked, lazily: turn },
    cache,
    small,
  );
  return Array.from({ length: rows }, (_, i) =>
    Object.fromEntries([...columns].map(([name, column]) => [name, column.at(i)])),
  );
}
