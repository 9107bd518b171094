import path from 'node:path';
import { type TableName, tables } from '../schema/index.ts';
import type { TableSpec } from '../schema/table.ts';

/** Where things lie under the data root. Paths are relative to the root and use `/`. */

/** Folder of a table, e.g. `clean/v1/account`. */
export function tableFolder(table: TableName): string {
  const { layer, version = 1 }: TableSpec = tables[table] as TableSpec;
  return `${layer}/v${version}/${table}`;
}

/** Folders of the earlier versions of a table, oldest first. */
export function olderFolders(table: TableName): string[] {
  const { layer, version = 1 }: TableSpec = tables[table] as TableSpec;
  return Array.from({ length: version - 1 }, (_, i) => `${layer}/v${i + 1}/${table}`);
}

/** File of a table for a day, e.g. `clean/v1/account/2026/11/2026-11-22.csv`; for a table of one file, that file. */
export function tableFile(table: TableName, day: string | null): string {
  if (day === null) return `${tableFolder(table)}/${table}.csv`;
  return `${tableFolder(table)}/${day.slice(0, 4)}/${day.slice(5, 7)}/${day}.csv`;
}

/** Manifest of a table and month, beside its day files. `month` is `YYYY-MM`; `folder` that of another version of the table. */
export function manifestFile(table: TableName, month: string, folder = tableFolder(table)): string {
  return `${folder}/${month.slice(0, 4)}/${month.slice(5, 7)}/manifest.json`;
}

/** A closed month of a table in one file, beside its manifest, e.g. `clean/v1/account/2026/10/2026-10.parquet`. */
export function archiveFile(table: TableName, month: string): string {
  return `${tableFolder(table)}/${month.slice(0, 4)}/${month.slice(5, 7)}/${month}.parquet`;
}

/** File of the rejections of a day; of those without a day that can be, `rejected/undated.jsonl`. */
export function rejectedFile(day: string | null): string {
  return day === null
    ? 'rejected/undated.jsonl'
    : `rejected/${day.slice(0, 4)}/${day.slice(5, 7)}/${day}.jsonl`;
}

export const datapackageFile = 'datapackage.json';
export const stateFile = 'state.json';
export const stagingFolder = '.staging';
export const lockFile = '.lock';

/** A path under the root as the file system spells it. */
export function under(root: string, relative: string): string {
  return path.join(root, ...relative.split('/'));
}
