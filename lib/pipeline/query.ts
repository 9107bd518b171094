import path from 'node:path';
import { readSettings } from '../config.ts';
import { InputError } from '../errors.ts';
import { whole, writable, writeWhole } from '../export/whole-file.ts';
import type { RowText } from '../format/rows.ts';
import { openSqlEngine, type QueryColumn, type QueryResult, type QueryStream } from '../query/engine.ts';
import { type SavedQuery, savedQueries } from '../query/saved.ts';
import type { PlainValue } from '../query/values.ts';
import { tableNames } from '../schema/index.ts';
import { listNames, openCsvTables } from '../store/sql-files.ts';

export interface QueryOptions {
  /** The data root. @default the setting `data` */
  data?: string;
}

/**
 * Runs one SQL statement (DuckDB's dialect) over the ledger: every table by its name, and `watchlist` and `annotations`. Types are those of
 * the schema: ids text, instants `TIMESTAMP` in UTC, days `DATE`, counts `BIGINT`, lists `VARCHAR[]`; an empty cell is NULL. Only reading
 * statements run, and nothing outside the ledger can be read. Throws `InputError`: `duckdb_missing`, `sql_error`, `sql_not_reading`, `unknown_table`.
 * @example const { rows } = await query("SELECT handle, max(followers) FROM account GROUP BY handle")
 */
export async function query(sql: string, options: QueryOptions = {}): Promise<QueryResult> {
  return queryStream(
    sql,
    async ({ columns, batches }) => {
      const rows: PlainValue[][] = [];
      for await (const batch of batches) rows.push(...batch.rows());
      return { columns, rows };
    },
    options,
  );
}

/**
 * `query` for more rows than fit into memory: `use` gets the columns and the rows in batches as they come, and its value is returned. Throws as
 * `query`, also while batches are read.
 * @example await queryStream('FROM post', async ({ batches }) => { for await (const batch of batches) send(batch.rows()); })
 */
export async function queryStream<T>(
  sql: string,
  use: (stream: QueryStream) => Promise<T>,
  options: QueryOptions = {},
): Promise<T> {
  return withEngine(sql, options, [], async (engine) => use(await engine.stream(sql)));
}

/** How rows of these columns are printed as text. */
export type TextOf = (columns: readonly QueryColumn[]) => RowText;

/** What a statement gives as text, piece by piece. */
export async function* queryPieces(
  { columns, batches }: QueryStream,
  textOf: TextOf,
): AsyncGenerator<string, number> {
  const text = textOf(columns);
  let count = 0;
  yield text.begin;
  for await (const batch of batches) {
    count += batch.count;
    yield text.rows(batch.rows());
  }
  yield text.end;
  return count;
}

/**
 * Writes what a statement gives to a file, as text or as Parquet, and returns the number of rows. The file is whole or not there. Throws as `query`;
 * `LedgerError` `export_unwritable`.
 */
export async function queryToFile(
  sql: string,
  file: string,
  textOf: TextOf | 'parquet',
  options: QueryOptions = {},
): Promise<number> {
  const target = path.resolve(file);
  return writable(file, () =>
    withEngine(sql, options, textOf === 'parquet' ? [path.dirname(target)] : [], async (engine) =>
      textOf === 'parquet'
        ? whole(target, (part) => engine.writeParquet(sql, part))
        : writeWhole(target, queryPieces(await engine.stream(sql), textOf)),
    ),
  );
}

/** A saved query by its name. Throws `InputError` `unknown_query`. */
export function savedQuery(name: string): SavedQuery {
  const found = savedQueries.find((each) => each.name === name);
  if (found) return found;
  throw new InputError('unknown_query', `There is no saved query "${name}".`, {
    hint: `The saved queries are: ${savedQueries.map((each) => each.name).join(', ')}.`,
  });
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
  const named = all.filter((name) => words.has(name));
  const listing = words.has('show') || words.has('information_schema') || words.has('duckdb_views');
  const files = await openCsvTables(data, listing ? all : named);
  try {
    const engine = await openSqlEngine(files.tables, [...files.folders, ...folders], files.scratch);
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
