import { type TableName, tables } from '../schema/index.ts';
import { columnsOf, type TableSpec } from '../schema/table.ts';
import { formatRecord, headerOf, parseRows } from './csv.ts';
import { listFiles, listTableFiles, readText } from './files.ts';
import { assertReadable } from './layout.ts';
import { compareText, keyOf } from './merge.ts';
import { tableFile, tableFolder } from './paths.ts';

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

/**
 * The text of a stored day in today's columns; null where nothing is stored for it. Rows of an older version have empty cells for the
 * columns that it did not know; where both versions have a row, today's counts.
 */
export async function readDay(root: string, table: TableName, day: string | null): Promise<string | null> {
  const text = await readText(root, tableFile(table, day));
  if (day === null) return text;
  const olderTexts: string[] = [];
  for (const folder of olderFolders(table)) {
    const older = await readText(root, `${folder}/${day.slice(0, 4)}/${day.slice(5, 7)}/${day}.csv`);
    if (older !== null) olderTexts.push(older);
  }
  if (olderTexts.length === 0) return text;
  const spec = tables[table] as TableSpec;
  const columns = columnsOf(spec);
  const records = new Map<string, string>();
  for (const each of [...olderTexts, ...(text === null ? [] : [text])])
    for (const row of parseRows(columns, each)) {
      const record = formatRecord(columns, row);
      records.set(keyOf(record, spec.key.length), record);
    }
  const sorted = [...records].sort(([a], [b]) => compareText(a, b)).map(([, record]) => record);
  return `${[headerOf(columns), ...sorted].join('\n')}\n`;
}

/** Folders of the earlier versions of a table, oldest first. */
function olderFolders(table: TableName): string[] {
  const { layer, version = 1 }: TableSpec = tables[table] as TableSpec;
  return Array.from({ length: version - 1 }, (_, i) =>
    tableFolder(table).replace(`${layer}/v${version}/`, `${layer}/v${i + 1}/`),
  );
}
