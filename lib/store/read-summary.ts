import { type TableName, tables } from '../schema/index.ts';
import type { Reads } from '../schema/reads.ts';
import { columnsOf, type TableSpec } from '../schema/table.ts';
import { listDays } from './days.ts';
import { readColumns } from './tables.ts';

/** A table as a page that was made of it names it. */
export interface TableSource {
  table: TableName;
  title: string;
  /** Rows that were read; null where a statement of SQL read them. */
  rows: number | null;
  /** First and last stored day of what was read; null for a table without days. */
  days: { first: string; last: string } | null;
  /** Columns that were asked for, in the order of the table; null for all. */
  columns: string[] | null;
  /** Accounts that were asked for; null for all. */
  accounts: string[] | null;
  /** Where the newest of the rows came from: values of `source`, sorted. */
  sources: string[];
  /** The latest observation among them; null where the table tells none. */
  observedAt: string | null;
}

/** What was read, a table each, in the order they were first read: several readings of one table are put together. */
export async function describeReads({ tables: reads }: Reads): Promise<TableSource[]> {
  const found: TableSource[] = [];
  for (const [name, of] of Map.groupBy(reads, ({ table }) => table)) {
    const spec = tables[name] as TableSpec;
    const froms = of.map(({ from }) => from ?? '');
    const tos = of.map(({ to }) => to ?? '9999');
    const range = { from: froms.toSorted()[0] ?? '', to: tos.toSorted().at(-1) ?? '9999' };
    const data = of[0]?.data ?? '';
    const days =
      spec.partition === null ? [] : (await listDays(data, name, range)).flatMap(({ day }) => day ?? []);
    const [first, last] = [days[0], days.at(-1)];
    const asked = of.some(({ columns }) => columns === null)
      ? null
      : new Set(of.flatMap(({ columns }) => columns ?? []));
    const accounts = of.some((read) => read.accounts === null)
      ? null
      : [...new Set(of.flatMap((read) => read.accounts ?? []))].sort();
    const newest = last === undefined ? {} : { from: days.at(-newestDays) ?? '', to: last };
    found.push({
      table: name,
      title: spec.title,
      rows: of.some(({ rows }) => rows === null) ? null : of.reduce((sum, { rows }) => sum + (rows ?? 0), 0),
      days: first === undefined || last === undefined ? null : { first, last },
      columns:
        asked &&
        columnsOf(spec)
          .map((column) => column.name)
          .filter((column) => asked.has(column)),
      accounts,
      ...(await originOf(name, data, { ...newest, ...(accounts ? { accounts } : {}) })),
    });
  }
  return found;
}

/** So many days at the end are looked at for sources and the latest observation: a gap at the end may be that long. */
const newestDays = 31;

async function originOf(
  table: TableName,
  data: string,
  range: { from?: string; to?: string; accounts?: string[] },
): Promise<Pick<TableSource, 'sources' | 'observedAt'>> {
  const columns = ['source', 'observed_at'].filter((name) =>
    columnsOf(tables[table] as TableSpec).some((column) => column.name === name),
  );
  if (columns.length === 0) return { sources: [], observedAt: null };
  const read = await readColumns(table, { ...range, data, columns: columns as never[] });
  const texts = (name: string) =>
    columns.includes(name)
      ? [...new Set(Array.from(read.array(name) as ArrayLike<string | null>))]
          .filter((text) => text !== null)
          .sort()
      : [];
  return { sources: texts('source'), observedAt: texts('observed_at').at(-1) ?? null };
}
