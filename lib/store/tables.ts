import { table as arqueroTable } from 'arquero';
import { readSettings } from '../config.ts';
import { InputError } from '../errors.ts';
import { isTableName, type Row, type TableName, tableNames, tables } from '../schema/index.ts';
import { columnsOf, type TableSpec } from '../schema/table.ts';
import { parseRows } from './csv.ts';
import { listDays, readDay } from './days.ts';

export interface ReadOptions {
  /** The data root. @default the setting `data` (environment, configuration file, `./data`) */
  data?: string;
  /** First day, `YYYY-MM-DD`: UTC day of `observed_at` in clean tables, the `day` column in tables by day. */
  from?: string;
  /** Last day, included. */
  to?: string;
  /** Only rows whose `account_id` is one of these. Tables without that column ignore it. */
  accounts?: readonly string[];
}

/**
 * The rows of a table, typed by its schema: plain objects, null where a cell is empty (not observed), ids as
 * strings, instants as ISO text. Sorted by day file, then by key. Empty where nothing is stored.
 * Throws `InputError` (`unknown_table`) for a name that is no table.
 * @example const daily = await readTable('account_daily', { from: '2026-10-01' })
 */
export async function readTable<T extends TableName>(name: T, options: ReadOptions = {}): Promise<Row<T>[]> {
  if (!isTableName(name))
    throw new InputError('unknown_table', `There is no table "${String(name)}".`, {
      hint: `The tables are: ${tableNames.join(', ')}.`,
    });
  const root = options.data ?? readSettings().data;
  const columns = columnsOf(tables[name] as TableSpec);
  const days = await listDays(root, name, options);
  const wanted = options.accounts && new Set(options.accounts);
  const rows: Row<T>[] = [];
  // A few files at a time: enough to keep the disk busy, not so many that their text piles up.
  for (let i = 0; i < days.length; i += 16) {
    const texts = await Promise.all(days.slice(i, i + 16).map(({ day }) => readDay(root, name, day)));
    for (const text of texts)
      for (const row of parseRows(columns, text ?? ''))
        if (!wanted || row['account_id'] === undefined || wanted.has(row['account_id'] as string))
          rows.push(row as Row<T>);
  }
  return rows;
}

/**
 * An Arquero table as the library's surface names it, without Arquero's declarations: those do not compile in a project
 * that checks its libraries (`skipLibCheck: false`). At run time it is Arquero's `ColumnTable`, with every verb.
 */
export interface Columns {
  numRows(): number;
  numCols(): number;
  columnNames(): string[];
  /** A cell; row numbers count from 0. */
  get(column: string, row?: number): unknown;
  /** The values of a column, in order. */
  array(column: string): ArrayLike<unknown>;
  objects(options?: { limit?: number; offset?: number }): object[];
  filter(criteria: unknown): Columns;
  derive(values: object): Columns;
  select(...columns: unknown[]): Columns;
  rename(...columns: unknown[]): Columns;
  orderby(...keys: unknown[]): Columns;
  groupby(...keys: unknown[]): Columns;
  rollup(values?: object): Columns;
  count(): Columns;
  slice(start?: number, end?: number): Columns;
  join(other: Columns, on?: unknown, values?: unknown): Columns;
  lookup(other: Columns, on?: unknown, ...values: unknown[]): Columns;
  fold(columns: unknown, options?: object): Columns;
  pivot(keys: unknown, values: unknown, options?: object): Columns;
}

/**
 * A table as an Arquero table, for heavy shaping: one column per column of the schema, in its order, empty cells
 * null. Same options and errors as `readTable`. For the types of every verb ask for Arquero's own:
 * `readColumns<ColumnTable>('account_daily')`, with `ColumnTable` imported from `arquero`.
 */
export async function readColumns<T extends object = Columns>(
  name: TableName,
  options: ReadOptions = {},
): Promise<T> {
  const rows: Record<string, unknown>[] = await readTable(name, options);
  const columns = columnsOf(tables[name] as TableSpec);
  const table: object = arqueroTable(
    columns.map((column) => [column.name, rows.map((row) => row[column.name] ?? null)]),
  );
  return table as T;
}
