import type { TableName } from '../../schema/index.ts';
import type { Column } from '../../schema/table.ts';
import { listDays, readDayBytes, type StoredDay } from '../days.ts';
import { onceSettled } from '../settling.ts';
import { ColumnsBuilder } from './build.ts';
import { cacheLimits, type MonthParts, TableCache } from './cache.ts';
import { LazyColumn, type Part } from './column.ts';
import { isIn } from './picks.ts';
import { cacheFolder } from './place.ts';

export interface ScanQuery {
  from?: string | undefined;
  to?: string | undefined;
  accounts?: readonly string[] | undefined;
  /** Whether the bytes of a cached column are read only when one of its values is asked for. */
  lazily?: boolean;
}

/** Columns of a table with the rows that are asked for, in the order of the days. */
export interface Scan {
  rows: number;
  columns: Map<string, LazyColumn>;
}

/** The month under which the file of a table without days is cached. */
const dateless = '0000-00';

/** A table whose files and cache were looked up: good for as long as nobody writes, as under the lock of the ledger. */
export class OpenTable {
  readonly #root: string;
  readonly #table: TableName;
  readonly #all: readonly Column[];
  readonly #months: ReadonlyMap<string, readonly StoredDay[]>;
  readonly #cache: TableCache | null;

  private constructor(
    root: string,
    table: TableName,
    all: readonly Column[],
    months: ReadonlyMap<string, readonly StoredDay[]>,
    cache: TableCache | null,
  ) {
    this.#root = root;
    this.#table = table;
    this.#all = all;
    this.#months = months;
    this.#cache = cache;
  }

  /** `all` are the table's columns. */
  static async open(
    root: string,
    table: TableName,
    all: readonly Column[],
    cacheSetting: string,
    limits = cacheLimits,
  ): Promise<OpenTable> {
    const stored = await listDays(root, table);
    const months = Map.groupBy(stored, ({ day }) => day?.slice(0, 7) ?? dateless);
    const folder = cacheFolder(root, cacheSetting);
    const cache =
      folder === null ? null : new TableCache(root, folder, table, all, new Set(months.keys()), limits);
    return new OpenTable(root, table, all, months, cache);
  }

  /**
   * Reads columns month by month: from the cache where a month is there or worth being put there, else from its day files. `wanted` are the
   * columns that are asked for.
   */
  async scan(wanted: readonly Column[], query: ScanQuery): Promise<Scan> {
    const accounts =
      query.accounts && this.#all.some(({ name }) => name === 'account_id')
        ? new Set(query.accounts)
        : undefined;
    // An empty cell is no account.
    accounts?.delete('');
    const names = wanted.map(({ name }) => name);
    const parts: MonthParts[] = [];
    for (const [month, days] of this.#months) {
      const range = month === dateless ? { accounts } : { from: query.from, to: query.to, accounts };
      const asked = days.filter(({ day }) => day === null || isIn(query, day));
      if (asked.length === 0) continue;
      const cached = (await this.#cache?.month(month, days, names, range, query.lazily === true)) ?? null;
      parts.push(cached ?? (await readDays(this.#root, this.#table, wanted, asked, accounts)));
    }
    const columns = wanted.map((column): [string, LazyColumn] => [
      column.name,
      new LazyColumn(
        column,
        parts.map(({ columns }) => columns.get(column.name) as Part),
      ),
    ]);
    return { rows: parts.reduce((sum, { rows }) => sum + rows, 0), columns: new Map(columns) };
  }
}

/** Reads columns of a table as it stands now: `OpenTable.open`, then `scan`. */
export async function scanTable(
  root: string,
  table: TableName,
  all: readonly Column[],
  wanted: readonly Column[],
  query: ScanQuery,
  cacheSetting: string,
  limits = cacheLimits,
): Promise<Scan> {
  const open = await onceSettled(`${table} ${cacheSetting} ${root}`, () =>
    OpenTable.open(root, table, all, cacheSetting, limits),
  );
  return open.scan(wanted, query);
}

async function readDays(
  root: string,
  table: TableName,
  columns: readonly Column[],
  days: readonly StoredDay[],
  accounts: ReadonlySet<string> | undefined,
): Promise<MonthParts> {
  const builder = new ColumnsBuilder(columns);
  // A few files at a time: enough to keep the disk busy, not so many that their text piles up.
  for (let i = 0; i < days.length; i += 16) {
    const some = days.slice(i, i + 16);
    for (const bytes of await Promise.all(some.map((day) => readDayBytes(root, table, day))))
      if (accounts) builder.addOf(accounts, bytes.toString('utf8'));
      else builder.addBytes(bytes);
  }
  const { rows } = builder;
  const parts = columns.map(({ name }): [string, Part] => [name, { rows, cells: () => builder.cells(name) }]);
  return { rows, columns: new Map(parts) };
}
