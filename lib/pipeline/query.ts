import path from 'node:path';
import { readSettings } from '../config.ts';
import { InputError } from '../errors.ts';
import { openSqlEngine, type QueryResult } from '../query/engine.ts';
import { tableNames } from '../schema/index.ts';
import { listNames, openCsvTables } from '../store/sql-files.ts';

export interface QueryOptions {
  /** The data root. @default the setting `data` */
  data?: string;
}

/**
 * Runs one SQL statement (DuckDB's dialect) over the ledger: every table by its name, and `watchlist` and `annotations`. Types are those of
 * the schema: ids text, instants `TIMESTAMP` in UTC, days `DATE`, counts `BIGINT`, lists `VARCHAR[]`; an empty cell is NULL. Only reading
 * statements run, and nothing outside the ledger can be read. Throws `InputError`: `duckdb_missing`, `sql_error`, `sql_not_reading`.
 * @example const { rows } = await query("SELECT handle, max(followers) FROM account GROUP BY handle")
 */
export async function query(sql: string, options: QueryOptions = {}): Promise<QueryResult> {
  return withEngine(sql, options, [], (engine) => engine.run(sql));
}

/** Writes what a statement gives as one Parquet file. Throws as `query`. */
export async function queryToParquet(sql: string, file: string, options: QueryOptions = {}): Promise<void> {
  const target = path.resolve(file);
  return withEngine(sql, options, [path.dirname(target)], (engine) => engine.writeParquet(sql, target));
}

async function withEngine<T>(
  sql: string,
  { data = readSettings().data }: QueryOptions,
  folders: readonly string[],
  use: (engine: Awaited<ReturnType<typeof openSqlEngine>>) => Promise<T>,
): Promise<T> {
  const all = [...tableNames, ...listNames];
  // Only what the statement can mean: a view over thousands of files takes its time.
  const words = new Set(sql.toLowerCase().match(/[a-z_]+/g));
  const files = await openCsvTables(
    data,
    all.filter((name) => words.has(name)),
  );
  try {
    const engine = await openSqlEngine(files.tables, [...files.folders, ...folders]);
    try {
      return await use(engine);
    } finally {
      engine.close();
    }
  } catch (error) {
    const unknown =
      error instanceof InputError && /^Table with name (\S+) does not exist/.exec(error.message);
    if (!unknown) throw error;
    throw new InputError('unknown_table', `There is no table "${unknown[1]}".`, {
      cause: error,
      hint: `The tables are: ${all.join(', ')}.`,
    });
  } finally {
    await files.close();
  }
}
