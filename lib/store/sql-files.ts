import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type TableName, tables } from '../schema/index.ts';
import { type Column, columnsOf, type TableSpec } from '../schema/table.ts';
import { annotationColumns, watchColumns } from '../schema/watchlist.ts';
import { openArchive } from './archive-file.ts';
import { formatRecord, headerOf, parseRows } from './csv.ts';
import { listDays, readDay, type StoredDay } from './days.ts';
import { readAnnotations, readWatchlist } from './lists.ts';
import { archiveFile, under } from './paths.ts';
import { noteTableRead } from './reads.ts';

type SqlColumn = Pick<Column, 'name' | 'kind'>;

/** Files of one table that are alike. */
export interface SqlSource {
  form: 'csv' | 'parquet';
  /** The names of their columns, in their order: some of the table's columns, and perhaps others. */
  header: readonly string[];
  files: string[];
}

/** A table for another program: its columns, and the files that hold its rows. */
export interface CsvTable {
  name: string;
  columns: readonly SqlColumn[];
  sources: SqlSource[];
}

export interface CsvTables {
  tables: CsvTable[];
  /** The folders that the files lie in. */
  folders: string[];
  /** One of them, of their own, where more may be laid. */
  scratch: string;
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

/**
 * Tables as CSV files: day files as they lie, grouped by their header line; archived months as Parquet. What only our own readers understand comes as a copy: days kept in
 * another form, day files with a header that is not plain, and the lists that are edited by hand. Throws as `readWatchlist`.
 */
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
          ? await list(root, name, copies)
          : await table(root, name, copies),
      );
    return { tables: found, folders: [path.resolve(root), copies], scratch: copies, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function list(root: string, name: ListName, copies: string): Promise<CsvTable> {
  const columns = lists[name].map(
    (column): SqlColumn => ({ name: column, kind: column === 'date' ? 'day' : 'text' }),
  );
  const entries: object[] = name === 'watchlist' ? await readWatchlist(root) : await readAnnotations(root);
  const copy = path.join(copies, `${name}.csv`);
  await writeFile(copy, csvOf(columns, entries as Readonly<Record<string, unknown>>[]));
  return { name, columns, sources: [{ form: 'csv', header: lists[name], files: [copy] }] };
}

/** Files whose headers are read at once. */
const atOnce = 32;

async function table(root: string, name: TableName, copies: string): Promise<CsvTable> {
  noteTableRead(name, root, {}, null);
  const columns = columnsOf(tables[name] as TableSpec);
  const sources = new Map<string, SqlSource>();
  const all = await listDays(root, name);
  // A month whose days are all in its archive is that file; where other rows belong to one of them, every day is read by itself.
  const apart = new Set(
    all.flatMap(({ day, form }) => (form === 'mixed' || form === 'older' ? [day?.slice(0, 7)] : [])),
  );
  const isWhole = ({ day, form }: StoredDay) => form === 'archived' && !apart.has(day?.slice(0, 7));
  const months = new Set(all.filter(isWhole).map(({ day }) => String(day).slice(0, 7)));
  for (const month of months) {
    const file = archiveFile(name, month);
    const header = (await openArchive(root, file, name))?.columns ?? [];
    const key = `archive ${header.join(',')}`;
    const known = sources.get(key) ?? { form: 'parquet', header, files: [] };
    sources.set(key, known);
    known.files.push(path.resolve(under(root, file)));
  }
  const days = all.filter((each) => !isWhole(each));
  for (let i = 0; i < days.length; i += atOnce)
    for (const { file, header } of await Promise.all(
      days.slice(i, i + atOnce).map(async ({ day, file, form }) => {
        const stored = path.resolve(under(root, file));
        const header = form === 'csv' ? await plainHeader(stored) : null;
        if (header !== null) return { file: stored, header };
        const copy = path.join(copies, `${name}-${day}.csv`);
        await writeFile(copy, csvOf(columns, parseRows(columns, (await readDay(root, name, day)) ?? '')));
        return { file: copy, header: headerOf(columns) };
      }),
    )) {
      const known = sources.get(header);
      if (known) known.files.push(file);
      else sources.set(header, { form: 'csv', header: header.split(','), files: [file] });
    }
  return { name, columns, sources: [...sources.values()] };
}

function csvOf(columns: readonly SqlColumn[], rows: readonly Readonly<Record<string, unknown>>[]): string {
  return `${[headerOf(columns), ...rows.map((row) => formatRecord(columns, row))].join('\n')}\n`;
}

/** The header line of a file as the ledger writes them, each name once; null where it is another, as after a spreadsheet saved the file. */
async function plainHeader(file: string): Promise<string | null> {
  const handle = await open(file, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(4096), 0, 4096, 0);
    const [line = '', rest] = buffer.toString('utf8', 0, bytesRead).split('\n', 2);
    if (rest === undefined || !/^[a-z0-9_]+(?:,[a-z0-9_]+)*$/.test(line)) return null;
    const names = line.split(',');
    return new Set(names).size === names.length ? line : null;
  } finally {
    await handle.close();
  }
}
