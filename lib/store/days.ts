import { type TableName, tables } from '../schema/index.ts';
import { columnsOf, type TableSpec } from '../schema/table.ts';
import { openArchive } from './archive-file.ts';
import { formatCell, headerOf, parseCells, splitRecords } from './csv.ts';
import { listFiles, listTableFiles, readBytes, readText } from './files.ts';
import { assertReadable } from './layout.ts';
import { compareText, keyOf } from './merge.ts';
import { archiveFile, olderFolders, tableFile, tableFolder } from './paths.ts';
import { onceSettled } from './settling.ts';

/**
 * The days of a table, however they are kept: as a day file, in the archive of their month, or as a file of an older version of the table.
 * Readers ask here and see CSV text in today's columns; only this file knows the forms.
 */

/** A day that is stored. */
export interface StoredDay {
  /** `YYYY-MM-DD`; null for a table of one file. */
  day: string | null;
  /** Where its day file lies, or would lie if it had one of today's version; relative to the root. */
  file: string;
  /** How it is kept: `older` where rows of an earlier version of the table belong to it, `mixed` where a day file adds to an archive. */
  form: 'csv' | 'archived' | 'mixed' | 'older';
}

export interface DayRange {
  from?: string | undefined;
  to?: string | undefined;
  /** Months whose archive is passed over, since it cannot be read. */
  withoutArchives?: ReadonlySet<string>;
}

const dayOfFile = /\/(\d{4}-\d\d-\d\d)\.csv$/;

/**
 * The stored days of a table, by day. `from` and `to` are days of the partition column, both included. Throws `LedgerError`: `ledger_newer`,
 * `archive_damaged`.
 */
export function listDays(root: string, table: TableName, range: DayRange = {}): Promise<StoredDay[]> {
  const without = [...(range.withoutArchives ?? [])];
  const key = `days of ${table} ${range.from} ${range.to} ${without} ${root}`;
  return onceSettled(key, () => lookForDays(root, table, range));
}

async function lookForDays(root: string, table: TableName, range: DayRange): Promise<StoredDay[]> {
  await assertReadable(root);
  if (tables[table].partition === null) {
    const [file] = await listTableFiles(root, table);
    return file === undefined ? [] : [{ day: null, file, form: 'csv' }];
  }
  const days = new Map<string, StoredDay>();
  const put = (day: string | undefined, form: StoredDay['form']) => {
    if (day === undefined || day < (range.from ?? '') || day > (range.to ?? '9999')) return;
    days.set(day, { day, file: tableFile(table, day), form });
  };
  const files = await listFiles(root, tableFolder(table));
  for (const file of files) {
    const day = dayOfFile.exec(file)?.[1];
    if (day !== undefined && file === tableFile(table, day)) put(day, 'csv');
  }
  for (const month of monthsArchived(table, files)) {
    if (month < (range.from ?? '').slice(0, 7) || month > (range.to ?? '9999').slice(0, 7)) continue;
    if (range.withoutArchives?.has(month)) continue;
    const archive = await openArchive(root, archiveFile(table, month), table);
    for (const { file } of archive?.days ?? []) {
      const day = file.slice(0, 10);
      put(day, days.has(day) ? 'mixed' : 'archived');
    }
  }
  for (const folder of olderFolders(table))
    for (const file of await listFiles(root, folder)) put(dayOfFile.exec(file)?.[1], 'older');
  return [...days].sort(([a], [b]) => compareText(a, b)).map(([, day]) => day);
}

/** The months of a table that are archived, of these files of it. */
export function monthsArchived(table: TableName, files: readonly string[]): string[] {
  return files.flatMap((file) => {
    const month = /\/(\d{4}-\d\d)\.parquet$/.exec(file)?.[1];
    return month !== undefined && file === archiveFile(table, month) ? [month] : [];
  });
}

/**
 * The files that the text of a stored day is made of, relative to the root; some need not be there. Where none of them has changed, neither
 * has the text.
 */
export function filesOfDay(table: TableName, { day, file, form }: StoredDay): string[] {
  if (form === 'csv' || day === null) return [file];
  return [file, archiveFile(table, day.slice(0, 7)), ...olderFiles(table, day)];
}

function olderFiles(table: TableName, day: string): string[] {
  return olderFolders(table).map((folder) => `${folder}/${day.slice(0, 4)}/${day.slice(5, 7)}/${day}.csv`);
}

/**
 * The rows of a day that are kept elsewhere than in its day file, by key, in today's columns; null where there are none. They stay where they
 * are when rows are added to the day.
 */
export async function readElsewhere(
  root: string,
  table: TableName,
  day: string,
): Promise<Map<string, string> | null> {
  const spec = tables[table] as TableSpec;
  let rows: Map<string, string> | null = null;
  for (const file of olderFiles(table, day)) {
    const text = await readText(root, file);
    if (text === null) continue;
    rows ??= new Map();
    for (const row of inTodaysColumns(table, text)) rows.set(keyOf(row, spec.key.length), row);
  }
  const archived = await readArchived(root, table, day);
  if (archived === null) return rows;
  rows ??= new Map();
  for (const row of inTodaysColumns(table, archived)) rows.set(keyOf(row, spec.key.length), row);
  return rows;
}

/** The text of a day in the archive of its month, as its day file was; null where it is not archived. */
export async function readArchived(root: string, table: TableName, day: string): Promise<string | null> {
  const archive = await openArchive(root, archiveFile(table, day.slice(0, 7)), table);
  return archive === null ? null : archive.read(day);
}

/** The records of a text of an older version or time, cell by cell: a cell that is damaged stays as it is. */
function inTodaysColumns(table: TableName, text: string): string[] {
  const columns = columnsOf(tables[table] as TableSpec);
  if (text.startsWith(`${headerOf(columns)}\n`)) return splitRecords(text);
  const { header, lines } = parseCells(text);
  const places = columns.map(({ name }) => header.indexOf(name));
  return lines.map((cells) => places.map((place) => formatCell(cells[place] ?? '')).join(','));
}

/**
 * The text of a stored day in today's columns; null where nothing is stored for it. Rows of an older version have empty cells for the
 * columns that it did not know; where a row is kept in several forms, that of the day file counts.
 */
export async function readDay(root: string, table: TableName, day: string | null): Promise<string | null> {
  const text = await readText(root, tableFile(table, day));
  if (text === null && day !== null && olderFolders(table).length === 0)
    return readArchived(root, table, day);
  const elsewhere = day === null ? null : await readElsewhere(root, table, day);
  if (elsewhere === null) return text;
  const spec = tables[table] as TableSpec;
  const records = new Map(elsewhere);
  for (const record of text === null ? [] : splitRecords(text))
    records.set(keyOf(record, spec.key.length), record);
  const sorted = [...records].sort(([a], [b]) => compareText(a, b)).map(([, record]) => record);
  return `${[headerOf(columnsOf(spec)), ...sorted].join('\n')}\n`;
}

/** `readDay` of a stored day as bytes, in UTF-8; none where it is gone. */
export async function readDayBytes(
  root: string,
  table: TableName,
  { day, file, form }: StoredDay,
): Promise<Buffer> {
  if (form === 'csv') return (await readBytes(root, file)) ?? Buffer.alloc(0);
  return Buffer.from((await readDay(root, table, day)) ?? '');
}
