import { InputError } from '../errors.ts';
import { bareStatement, prepareReading, sqlError } from './statement.ts';
import { floatOf, type PlainValue, plainOf } from './values.ts';
import { literal, type SqlTable, viewOf } from './views.ts';

/** SQL over files by DuckDB, which is loaded only here: an optional dependency. */

export interface QueryColumn {
  name: string;
  /** As DuckDB names it, e.g. `BIGINT`, `VARCHAR[]`. */
  type: string;
}

export interface QueryResult {
  columns: QueryColumn[];
  /** A cell a column, in order. Counts are numbers, beyond 2^53 text; ids text; instants and days ISO text; lists arrays. */
  rows: PlainValue[][];
}

/** Some of the rows that a statement gives. */
export interface QueryBatch {
  count: number;
  rows(): PlainValue[][];
}

/** What a statement gives, as it comes: rows are not kept. */
export interface QueryStream {
  columns: QueryColumn[];
  batches: AsyncIterable<QueryBatch>;
}

export interface SqlEngine {
  /** Runs one statement that only reads. Throws `InputError`: `sql_error`, `sql_not_reading`; so does reading its batches. */
  stream(sql: string): Promise<QueryStream>;
  /** Writes what a statement gives as one Parquet file and returns the number of its rows. Same errors. */
  writeParquet(sql: string, file: string): Promise<number>;
  close(): void;
}

/**
 * An engine whose tables are these, and which can read and write nothing outside `folders`. What does not fit into memory, it lays into the folder
 * `scratch`. Throws `InputError` `duckdb_missing` where DuckDB is not installed.
 */
export async function openSqlEngine(
  tables: readonly SqlTable[],
  folders: readonly string[],
  scratch: string,
): Promise<SqlEngine> {
  const { DuckDBInstance, StatementType } = await loadDuckDb();
  const instance = await DuckDBInstance.create(':memory:', {
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    allow_community_extensions: 'false',
    // A ratio with a denominator of zero is not known, and not infinite.
    ieee_floating_point_ops: 'false',
    preserve_insertion_order: 'true',
    temp_directory: scratch,
  });
  const connection = await instance.connect();
  for (const table of tables) await connection.run(viewOf(table));
  // Days and instants without a zone are UTC, wherever the machine stands.
  await connection.run("SET TimeZone = 'UTC'");
  await connection.run(`SET allowed_directories = [${folders.map(literal).join(', ')}]`);
  await connection.run('SET enable_external_access = false');
  await connection.run('SET lock_configuration = true');

  return {
    stream: (sql) =>
      told(async () => {
        const statement = await prepareReading(connection, sql, StatementType);
        const result = await statement.stream();
        const columns = result
          .deduplicatedColumnNames()
          .map((name, i) => ({ name, type: String(result.columnType(i)) }));
        const values = columns.map(({ type }) =>
          type === 'FLOAT' ? (value: unknown) => floatOf(plainOf(value)) : plainOf,
        );
        const batches = (async function* (): AsyncGenerator<QueryBatch> {
          for (;;) {
            const chunk = await told(() => result.fetchChunk());
            if (!chunk || chunk.rowCount === 0) return;
            yield {
              count: chunk.rowCount,
              rows: () => chunk.getRows().map((row) => row.map((value, i) => (values[i] ?? plainOf)(value))),
            };
          }
        })();
        return { columns, batches };
      }),
    writeParquet: (sql, file) =>
      told(async () => {
        (await prepareReading(connection, sql, StatementType)).destroySync();
        const copied = await connection.runAndReadAll(
          `COPY (${bareStatement(sql)}\n) TO ${literal(file)} (FORMAT parquet)`,
        );
        return Number(copied.getRows()[0]?.[0]);
      }),
    close: () => connection.closeSync(),
  };
}

async function told<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof InputError ? error : sqlError(error);
  }
}

async function loadDuckDb() {
  try {
    return await import('@duckdb/node-api');
  } catch (cause) {
    throw new InputError('duckdb_missing', 'Queries are run by DuckDB, which is not installed here.', {
      cause,
      hint: 'Install it with: npm install @duckdb/node-api',
    });
  }
}
