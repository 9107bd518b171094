import { InputError, messageOf } from '../errors.ts';
import type { Column } from '../schema/table.ts';
import { type PlainValue, plainOf } from './values.ts';

/** SQL over CSV files by DuckDB, which is loaded only here: an optional dependency. */

/** A table that a statement may name: its columns, and the files that hold its rows. */
export interface SqlTable {
  name: string;
  columns: readonly Pick<Column, 'name' | 'kind'>[];
  /** CSV files by their header line: columns are found by name, those that a file lacks are NULL, others are passed over. */
  sources: readonly { form: 'csv'; header: readonly string[]; files: readonly string[] }[];
}

export interface QueryResult {
  columns: { name: string; type: string }[];
  /** A cell a column, in order. Counts are numbers, beyond 2^53 text; ids text; instants and days ISO text; lists arrays. */
  rows: PlainValue[][];
}

export interface SqlEngine {
  /** Runs one statement that only reads. Throws `InputError`: `sql_error`, `sql_not_reading`. */
  run(sql: string): Promise<QueryResult>;
  /** Writes what a statement gives as one Parquet file. Same errors. */
  writeParquet(sql: string, file: string): Promise<void>;
  close(): void;
}

const types: Record<Column['kind'], string> = {
  id: 'VARCHAR',
  text: 'VARCHAR',
  choice: 'VARCHAR',
  list: 'VARCHAR',
  instant: 'TIMESTAMP',
  day: 'DATE',
  integer: 'BIGINT',
  number: 'DOUBLE',
  flag: 'BOOLEAN',
};

/**
 * An engine whose tables are these, and which can read and write nothing outside `folders`. Throws `InputError` `duckdb_missing` where DuckDB
 * is not installed.
 */
export async function openSqlEngine(
  tables: readonly SqlTable[],
  folders: readonly string[],
): Promise<SqlEngine> {
  const { DuckDBInstance, StatementType } = await loadDuckDb();
  const instance = await DuckDBInstance.create(':memory:', {
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    allow_community_extensions: 'false',
    // A ratio with a denominator of zero is not known, and not infinite.
    ieee_floating_point_ops: 'false',
    preserve_insertion_order: 'true',
  });
  const connection = await instance.connect();
  for (const table of tables) await connection.run(viewOf(table));
  // Days and instants without a zone are UTC, wherever the machine stands.
  await connection.run("SET TimeZone = 'UTC'");
  await connection.run(`SET allowed_directories = [${folders.map(literal).join(', ')}]`);
  await connection.run('SET enable_external_access = false');
  await connection.run('SET lock_configuration = true');
  const readOnly = new Set([StatementType.SELECT, StatementType.EXPLAIN]);

  const assertReading = async (sql: string): Promise<void> => {
    if (sql.trim() === '')
      throw new InputError('sql_not_reading', 'The query is empty.', {
        hint: 'Give one statement, such as "FROM summary".',
      });
    const statements = await connection.extractStatements(sql);
    if (statements.count !== 1)
      throw new InputError('sql_not_reading', `The query holds ${statements.count} statements.`, {
        hint: 'Give one statement; WITH takes the place of steps before it.',
      });
    const statement = await statements.prepare(0);
    const { statementType } = statement;
    statement.destroySync();
    if (!readOnly.has(statementType))
      throw new InputError('sql_not_reading', 'The statement does more than read.', {
        hint: 'Use SELECT, WITH, FROM, DESCRIBE, SUMMARIZE or EXPLAIN; the ledger is changed by import and collect alone.',
      });
    // EXPLAIN ANALYZE carries out what it explains.
    if (statementType === StatementType.EXPLAIN) await assertReading(explained(sql));
  };
  const told = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw error instanceof InputError ? error : sqlError(error);
    }
  };
  return {
    run: (sql) =>
      told(async () => {
        await assertReading(sql);
        const reader = await connection.runAndReadAll(sql);
        const columns = reader
          .deduplicatedColumnNames()
          .map((name, i) => ({ name, type: String(reader.columnType(i)) }));
        return { columns, rows: reader.getRows().map((row) => row.map(plainOf)) };
      }),
    writeParquet: (sql, file) =>
      told(async () => {
        await assertReading(sql);
        await connection.run(
          `COPY (${sql.trim().replace(/;\s*$/, '')}\n) TO ${literal(file)} (FORMAT parquet)`,
        );
      }),
    close: () => connection.closeSync(),
  };
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

/** What an EXPLAIN explains; empty where that cannot be told. */
function explained(sql: string): string {
  return /^\s*explain\s+(?:analyze\s+)?(?:\([^)]*\)\s*)?([\s\S]*)$/i.exec(sql)?.[1] ?? '';
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

function name(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}

function viewOf({ name: table, columns, sources }: SqlTable): string {
  const parts = sources.filter(({ files }) => files.length > 0).map((source) => selectOf(columns, source));
  const empty = columns.map((column) => `NULL::${typeOf(column)} AS ${name(column.name)}`).join(', ');
  return `CREATE VIEW ${name(table)} AS ${parts.join(' UNION ALL ') || `SELECT ${empty} WHERE false`}`;
}

function typeOf({ kind }: Pick<Column, 'kind'>): string {
  return kind === 'list' ? 'VARCHAR[]' : types[kind];
}

/** Rows of files with one header, in the table's columns. */
function selectOf(columns: SqlTable['columns'], { header, files }: SqlTable['sources'][number]): string {
  const kinds = new Map(columns.map((column) => [column.name, column.kind]));
  const shape = header
    .map((column) => `${literal(column)}: ${literal(types[kinds.get(column) ?? 'text'])}`)
    .join(', ');
  const cell = ({ name: column, kind }: Pick<Column, 'name' | 'kind'>) => {
    if (!header.includes(column))
      return `${kind === 'list' ? '[]::VARCHAR[]' : `NULL::${types[kind]}`} AS ${name(column)}`;
    return kind === 'list'
      ? `CASE WHEN ${name(column)} IS NULL THEN []::VARCHAR[] ELSE string_split(${name(column)}, ' ') END AS ${name(column)}`
      : name(column);
  };
  return `SELECT ${columns.map(cell).join(', ')} FROM read_csv([${files.map(literal).join(', ')}], columns = {${shape}}, auto_detect = false, header = true, delim = ',', quote = '"', escape = '"', nullstr = '', new_line = '\\n', max_line_size = 33554432)`;
}

/** What DuckDB says, as one sentence and where it points. */
function sqlError(error: unknown): InputError {
  const lines = messageOf(error).split('\n');
  const head = (lines[0] ?? '')
    .replace(/^Failed to extract statements: /, '')
    .replace(/^(?:\w+ )*Error: /, '');
  const at = lines.findIndex((line) => /^LINE \d+:/.test(line));
  const where = at === -1 ? '' : `\n${lines.slice(at, at + 2).join('\n')}`;
  const suggestions = /(?:Did you mean|Candidate bindings:) (.*?)\??$/.exec(
    lines.find((line) => /Did you mean|Candidate bindings:/.test(line)) ?? '',
  )?.[1];
  return new InputError('sql_error', `${head}${where}`, {
    cause: error,
    hint:
      suggestions === undefined
        ? 'docs/queries.md has ten queries to begin with; "DESCRIBE account" lists the columns of a table.'
        : `Did you mean ${suggestions.replace(/, (?="[^"]+"$)/, ' or ')}?`,
  });
}
