import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type TableName, tables } from '../schema/index.ts';
import { type Column, columnsOf, type TableSpec } from '../schema/table.ts';
import { annotationColumns, watchColumns } from '../schema/watchlist.ts';
import { listDays, readDay } from './days.ts';
import { readText } from './files.ts';
import { under } from './paths.ts';

/** A table for another program: its columns, and CSV files with exactly these. */
export interface CsvTable {
  name: string;
  columns: readonly Pick<Column, 'name' | 'kind'>[];
  files: string[];
}

export interface CsvTables {
  tables: CsvTable[];
  /** The folders that the files lie in. */
  folders: string[];
  /** Removes what was made for them. */
  close(): Promise<void>;
}

/** The names that `openCsvTables` knows besides the tables of the schema. */
export const listNames = ['watchlist', 'annotations'] as const;
export type ListName = (typeof listNames)[number];

const lists: Record<ListName, readonly string[]> = {
  watchlist: watchColumns,
  annotations: annotationColumns,
};

/** Tables as CSV files: day files as they lie, days that are kept in another form (archived, of an older version) as copies. */
export async function openCsvTables(
  root: string,
  names: readonly (TableName | ListName)[],
): Promise<CsvTables> {
  const copies = await mkdtemp(path.join(tmpdir(), 'clipbook-query-'));
  const close = () => rm(copies, { recursive: true, force: true });
  try {
    const found: CsvTable[] = [];
    for (const name of names)
      found.push(
        name === 'watchlist' || name === 'annotations'
          ? await list(root, name)
          : await table(root, name, copies),
      );
    return { tables: found, folders: [path.resolve(root), copies], close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function list(root: string, name: ListName): Promise<CsvTable> {
  const text = await readText(root, `${name}.csv`);
  return {
    name,
    columns: lists[name].map((column) => ({ name: column, kind: column === 'date' ? 'day' : 'text' })),
    files: text === null ? [] : [path.resolve(under(root, `${name}.csv`))],
  };
}

async function table(root: string, name: TableName, copies: string): Promise<CsvTable> {
  const files: string[] = [];
  for (const { day, file, form } of await listDays(root, name)) {
    if (form === 'csv') files.push(path.resolve(under(root, file)));
    else {
      const copy = path.join(copies, `${name}-${day}.csv`);
      await writeFile(copy, (await readDay(root, name, day)) ?? '');
      files.push(copy);
    }
  }
  return { name, columns: columnsOf(tables[name] as TableSpec), files };
}
