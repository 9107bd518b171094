import { type TableName, tables } from '../schema/index.ts';
import { columnsOf, type TableSpec } from '../schema/table.ts';
import { formatCell, headerOf, parseCells, splitRecords } from './csv.ts';
import { listFiles, listTableFiles, readText } from './files.ts';
import { assertReadable } from './layout.ts';
import { compareText, keyOf } from './merge.ts';
import { olderFolders, tableFile } from './paths.ts';

/**
 * The days of a table, however they are kept: as a day file, or as one of an older version of the table. Readers ask here and see CSV
 * text in today's columns; only this file knows the forms.
 */

/** A day that is stored. */
export interface StoredDay {
  /** `YYYY-MM-DD`; null for a table of one file. */
  day: string | null;
  /** Where its day file lies, or would lie if it had one of today's version; relative to the root. */
  file: string;
  /** How it is kept: `older` where rows of an earlier version of the table belong to it. */
  form: 'csv' | 'older';
}

const dayOfFile = /\/(\d{4}-\d\d-\d\d)\.csv$/;

/**
 * The stored days of a table, by day. `from` and `to` are days of the partition column, both included. Throws `LedgerError` `ledger_newer`.
 */
export async function listDays(
  root: string,
  table: TableName,
  range: { from?: string | undefined; to?: string | undefined } = {},
): Promise<StoredDay[]> {
  await assertReadable(root);
  const days = new Map<string, StoredDay>();
  for (const file of await listTableFiles(root, table, range)) {
    const day = dayOfFile.exec(file)?.[1] ?? null;
    days.set(day ?? '', { day, file, form: 'csv' });
  }
  for (const folder of olderFolders(table))
    for (const file of await listFiles(root, folder)) {
      const day = dayOfFile.exec(file)?.[1];
      if (day === undefined || day < (range.from ?? '') || day > (range.to ?? '9999')) continue;
      days.set(day, { day, file: tableFile(table, day), form: 'older' });
    }
  return [...days].sort(([a], [b]) => compareText(a, b)).map(([, day]) => day);
}

/** A row of a day that is not kept in its day file. */
export interface KeptElsewhere {
  /** In today's columns. */
  record: string;
  /** Places of today's columns that its form does not know; their cells are empty. */
  lacks: readonly number[];
}

/**
 * The rows of a day that are kept elsewhere than in its day file, by key; null where there are none. They stay where they are when rows are
 * added to the day.
 */
export async function readElsewhere(
  root: string,
  table: TableName,
  day: string,
): Promise<Map<string, KeptElsewhere> | null> {
  const spec = tables[table] as TableSpec;
  let rows: Map<string, KeptElsewhere> | null = null;
  for (const folder of olderFolders(table)) {
    const text = await readText(root, olderFile(folder, day));
    if (text === null) continue;
    rows ??= new Map();
    for (const row of inTodaysColumns(table, text)) rows.set(keyOf(row.record, spec.key.length), row);
  }
  return rows;
}

/** The records of a file of an older version, cell by cell: a cell that is damaged stays as it is. */
function inTodaysColumns(table: TableName, text: string): KeptElsewhere[] {
  const { header, lines } = parseCells(text);
  const places = columnsOf(tables[table] as TableSpec).map(({ name }) => header.indexOf(name));
  const lacks = places.flatMap((place, i) => (place === -1 ? [i] : []));
  return lines.map((cells) => ({
    record: places.map((place) => formatCell(cells[place] ?? '')).join(','),
    lacks,
  }));
}

/**
 * The files that the text of a stored day is made of, relative to the root; some need not be there. Where none of them has
 * changed, neither has the text.
 */
export function filesOfDay(table: TableName, { day, file, form }: StoredDay): string[] {
  if (form === 'csv' || day === null) return [file];
  return [file, ...olderFolders(table).map((folder) => olderFile(folder, day))];
}

/**
 * The text of a stored day in today's columns; null where nothing is stored for it. Rows of an older version have empty cells for the
 * columns that it did not know; where a row is kept in several forms, that of the day file counts.
 */
export async function readDay(root: string, table: TableName, day: string | null): Promise<string | null> {
  const text = await readText(root, tableFile(table, day));
  const elsewhere = day === null ? null : await readElsewhere(root, table, day);
  if (elsewhere === null) return text;
  const spec = tables[table] as TableSpec;
  const records = new Map([...elsewhere].map(([key, { record }]) => [key, record]));
  for (const record of text === null ? [] : splitRecords(text))
    records.set(keyOf(record, spec.key.length), record);
  const sorted = [...records].sort(([a], [b]) => compareText(a, b)).map(([, record]) => record);
  return `${[headerOf(columnsOf(spec)), ...sorted].join('\n')}\n`;
}

function olderFile(folder: string, day: string): string {
  return `${folder}/${day.slice(0, 4)}/${day.slice(5, 7)}/${day}.csv`;
}
