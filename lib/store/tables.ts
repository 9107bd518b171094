import { readSettings } from '../config.ts';
import { InputError } from '../errors.ts';
import { isTableName, type Row, type TableName, tableNames, tables } from '../schema/index.ts';
import { type Column, columnsOf, type TableSpec } from '../schema/table.ts';
import { type Scan, scanTable } from './arrow/scan.ts';
import { noteTableRead } from './reads.ts';

export interface ReadOptions {
  /** The data root. @default the setting `data` (environment, configuration file, `./data`) */
  data?: string;
  /** First day, `YYYY-MM-DD`: UTC day of `observed_at` in clean tables, the `day` column in tables by day. */
  from?: string;
  /** Last day, included. */
  to?: string;
  /** Only rows whose `account_id` is one of these. Tables without that column ignore it. */
  accounts?: readonly string[];
  /** `on`, `off` or a folder. @default the setting `cache`. It changes how fast the answer comes, never the answer. */
  cache?: string;
}

/** Only these columns, in this order; nothing else is read. @default every column of the schema, in its order */
export interface ColumnOptions<C extends string> extends ReadOptions {
  columns: readonly C[];
}

/**
 * The rows of a table, typed by its schema: plain objects, null where a cell is empty (not observed), ids as
 * strings, instants as ISO text. Sorted by day file, then by key. Empty where nothing is stored. With `columns` rows have
 * these only, in their type too. Throws `InputError`: `unknown_table` for a name that is no table, `unknown_column` for a
 * column that the table does not have.
 * @example const daily = await readTable('account_daily', { from: '2026-10-01', columns: ['day', 'followers'] })
 */
export function readTable<T extends TableName>(name: T, options?: ReadOptions): Promise<Row<T>[]>;
export function readTable<T extends TableName, const C extends keyof Row<T> & string>(
  name: T,
  options: ColumnOptions<C>,
): Promise<Pick<Row<T>, C>[]>;
export async function readTable<T extends TableName>(
  name: T,
  options: ReadOptions & { columns?: readonly string[] } = {},
): Promise<Row<T>[]> {
  return rowsOf(await scan(name, options)) as Row<T>[];
}

/** The rows of a scan as objects. */
export function rowsOf({ rows, columns }: Scan): object[] {
  // Every row begins as a copy of one object: rows that share a shape take half the memory of rows that grow.
  const empty = Object.fromEntries([...columns.keys()].map((column) => [column, null as unknown]));
  const found = Array.from({ length: rows }, () => ({ ...empty }));
  for (const [column, values] of columns)
    for (let i = 0; i < rows; i++) (found[i] as Record<string, unknown>)[column] = values.at(i);
  return found;
}

/** Those rows of a scan of which a column has a value that `isWanted`; of the others no object is made. */
export function someRowsOf(
  { rows, columns }: Scan,
  column: string,
  isWanted: (value: unknown) => boolean,
): object[] {
  const empty = Object.fromEntries([...columns.keys()].map((each) => [each, null as unknown]));
  const keys = columns.get(column);
  const found: Record<string, unknown>[] = [];
  const places: number[] = [];
  for (let i = 0; i < rows; i++) {
    if (!isWanted(keys?.at(i))) continue;
    places.push(i);
    found.push({ ...empty });
  }
  for (const [each, values] of columns)
    for (let i = 0; i < places.length; i++)
      (found[i] as Record<string, unknown>)[each] = values.at(places[i] as number);
  return found;
}

async function scan(
  name: TableName,
  options: ReadOptions & { columns?: readonly string[] },
  lazily = false,
): Promise<Scan> {
  if (!isTableName(name))
    throw new InputError('unknown_table', `There is no table "${String(name)}".`, {
      hint: `The tables are: ${tableNames.join(', ')}.`,
    });
  const { data, cache } = { ...readSettings(), ...options };
  const all = columnsOf(tables[name] as TableSpec);
  const wanted = chosen(name, all, options.columns);
  const found = await scanTable(data, name, all, wanted, { ...options, lazily }, cache);
  noteTableRead(name, data, options, found.rows);
  return found;
}

/** The columns of these names, all of the table where none are given. Throws `InputError` (`unknown_column`). */
export function chosen(
  table: TableName,
  all: readonly Column[],
  names: readonly string[] | undefined,
): readonly Column[] {
  if (names === undefined) return all;
  return [...new Set(names)].map((name) => {
    const column = all.find((each) => each.name === name);
    if (column) return column;
    throw new InputError('unknown_column', `The table "${table}" has no column "${name}".`, {
      hint: `Its columns are: ${all.map((each) => each.name).join(', ')}.`,
    });
  });
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
 * null. Same options and errors as `readTable`; no row objects are made, and a column's values only when they are first
 * asked for. For the types of every verb ask for Arquero's own: `readColumns<ColumnTable>('account_daily')`, with
 * `ColumnTable` imported from `arquero`.
 */
export async function readColumns<T extends object = Columns, N extends TableName = TableName>(
  name: N,
  options: ReadOptions & { columns?: readonly (keyof Row<N> & string)[] } = {},
): Promise<T> {
  const { columns } = await scan(name, options, true);
  // Most commands make no such table, and would wait for its many modules.
  const { table: arqueroTable } = await import('arquero');
  const table: object = arqueroTable([...columns]);
  return table as T;
}
