import type { TableName } from '../schema/index.ts';
import { listTableFiles, readText } from './files.ts';
import { tableFile } from './paths.ts';

/**
 * The days of a table, however they are kept: as a day file, within the archive of a closed month, or as a file of an older
 * version. Readers, checks and merges ask here and see CSV text in today's columns; only this file knows the forms.
 */

/** A day that is stored. */
export interface StoredDay {
  /** `YYYY-MM-DD`; null for a table of one file. */
  day: string | null;
  /** Where its day file lies, or would lie if it had one; relative to the root. */
  file: string;
  /** How it is kept. */
  form: 'csv' | 'archived' | 'older';
}

const dayOfFile = /\/(\d{4}-\d\d-\d\d)\.csv$/;

/** The stored days of a table, by day. `from` and `to` are days of the partition column, both included. */
export async function listDays(
  root: string,
  table: TableName,
  range: { from?: string | undefined; to?: string | undefined } = {},
): Promise<StoredDay[]> {
  const files = await listTableFiles(root, table, range);
  return files.map((file) => ({ day: dayOfFile.exec(file)?.[1] ?? null, file, form: 'csv' as const }));
}

/** The text of a stored day as its day file has it; null where nothing is stored for it. */
export async function readDay(root: string, table: TableName, day: string | null): Promise<string | null> {
  return readText(root, tableFile(table, day));
}
