import { type Row, type TableName, tables } from '../schema/index.ts';
import { columnsOf, type TableSpec } from '../schema/table.ts';
import { OpenTable, type Scan } from './arrow/scan.ts';
import { type ColumnOptions, chosen, type ReadOptions, rowsOf, someRowsOf } from './tables.ts';

type Query = Omit<ReadOptions, 'data' | 'cache'>;
type ColumnQuery<C extends string> = Omit<ColumnOptions<C>, 'data' | 'cache'>;

/**
 * A ledger that nobody writes, as while its lock is held. It answers as `readTable` does, but looks up once where the days of a table
 * lie and that the cache fits them: who asks for one account after the other need not wait for that each time.
 */
export class SettledLedger {
  readonly #data: string;
  readonly #cache: string;
  readonly #tables = new Map<TableName, Promise<OpenTable>>();

  /** `cache` is the setting. */
  constructor(data: string, cache: string) {
    this.#data = data;
    this.#cache = cache;
  }

  /** `readTable` of all columns. */
  async rows<T extends TableName>(name: T, query: Query = {}): Promise<Row<T>[]> {
    return rowsOf(await this.#scan(name, query)) as Row<T>[];
  }

  /** `readTable` of some columns. */
  async columns<T extends TableName, const C extends keyof Row<T> & string>(
    name: T,
    query: ColumnQuery<C>,
  ): Promise<Pick<Row<T>, C>[]> {
    return rowsOf(await this.#scan(name, query)) as Pick<Row<T>, C>[];
  }

  /** `columns` of those rows of which one of these columns has a value that `isWanted`. */
  async some<T extends TableName, const C extends keyof Row<T> & string>(
    name: T,
    query: ColumnQuery<C>,
    column: C,
    isWanted: (value: unknown) => boolean,
  ): Promise<Pick<Row<T>, C>[]> {
    return someRowsOf(await this.#scan(name, query), column, isWanted) as Pick<Row<T>, C>[];
  }

  async #scan(name: TableName, query: Query & { columns?: readonly string[] }): Promise<Scan> {
    const all = columnsOf(tables[name] as TableSpec);
    let table = this.#tables.get(name);
    if (table === undefined) {
      table = OpenTable.open(this.#data, name, all, this.#cache);
      this.#tables.set(name, table);
    }
    return (await table).scan(chosen(name, all, query.columns), query);
  }
}
