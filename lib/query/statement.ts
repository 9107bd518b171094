import type { DuckDBConnection, DuckDBPreparedStatement } from '@duckdb/node-api';
import { InputError, messageOf } from '../errors.ts';

/** One statement that only reads, and what DuckDB says of one that is wrong. */

const hint =
  'docs/queries.md has ten queries to begin with; "DESCRIBE account" lists the columns of a table.';

/** DuckDB's numbers of the kinds of statements. */
interface Kinds {
  SELECT: number;
  EXPLAIN: number;
  CREATE: number;
}

/**
 * The one statement of a text, ready to run. Throws `InputError` `sql_not_reading` for none, several, and one that does more than read, and DuckDB's errors.
 * A PIVOT whose columns come from the data is one statement here, although DuckDB makes it several; those before the last are carried out.
 */
export async function prepareReading(
  connection: DuckDBConnection,
  sql: string,
  kinds: Kinds,
): Promise<DuckDBPreparedStatement> {
  const code = withoutWords(sql);
  const texts = code.split(';').filter((each) => each.trim() !== '');
  if (texts.length === 0)
    throw new InputError('sql_not_reading', 'The query is empty.', {
      hint: 'Give one statement, such as "FROM summary".',
    });
  if (texts.length > 1)
    throw new InputError('sql_not_reading', `The query holds ${texts.length} statements.`, {
      hint: 'Give one statement; WITH takes the place of steps before it.',
    });
  const statements = await connection.extractStatements(sql);
  for (let i = 0; i < statements.count - 1; i++) {
    const step = await statements.prepare(i);
    try {
      if (step.statementType !== kinds.CREATE || /^\s*CREATE\b/i.test(code)) throw notReading();
      await step.run();
    } finally {
      step.destroySync();
    }
  }
  const statement = await statements.prepare(statements.count - 1);
  const { statementType } = statement;
  if (statementType === kinds.SELECT) return statement;
  try {
    if (statementType !== kinds.EXPLAIN) throw notReading();
    // EXPLAIN ANALYZE carries out what it explains.
    const explained = /^\s*EXPLAIN\s+(?:ANALYZE\s+)?(?:\([^)]*\)\s*)?/i.exec(code);
    if (!explained) throw notReading();
    (await prepareReading(connection, sql.slice(explained[0].length), kinds)).destroySync();
    return statement;
  } catch (error) {
    statement.destroySync();
    throw error;
  }
}

/** The statement without what surrounds it: comments before it and the semicolon after it. */
export function bareStatement(sql: string): string {
  const code = withoutWords(sql);
  const start = Math.max(0, code.search(/[^\s;]/));
  const end = code.indexOf(';', start);
  return sql.slice(start, end === -1 ? undefined : end);
}

function notReading(): InputError {
  return new InputError('sql_not_reading', 'The statement does more than read.', {
    hint: 'Use SELECT, WITH, FROM, PIVOT, SHOW, DESCRIBE, SUMMARIZE or EXPLAIN; the ledger is changed by import and collect alone.',
  });
}

const words = /'(?:[^']|'')*'|"(?:[^"]|"")*"|\$([A-Za-z_]*)\$[\s\S]*?\$\1\$|--[^\n]*|\/\*[\s\S]*?\*\//g;

/** The text with comments and quoted words blanked out, each character in its place. */
function withoutWords(sql: string): string {
  return sql.replace(words, (found) => found.replace(/[^\n]/g, ' '));
}

/** What DuckDB says, as one sentence and where it points. */
export function sqlError(error: unknown): InputError {
  const lines = messageOf(error).split('\n');
  const head = (lines[0] ?? '')
    .replace(/^Failed to (?:extract|prepare) statements?: /, '')
    .replace(/^(?:\w+ )*Error: /, '');
  const at = lines.findIndex((line) => /^LINE \d+:/.test(line));
  const where = at === -1 ? '' : `\n${lines.slice(at, at + 2).join('\n')}`;
  const suggestions = /(?:Did you mean|Candidate bindings:) (.*?)\??$/.exec(
    lines.find((line) => /Did you mean|Candidate bindings:/.test(line)) ?? '',
  )?.[1];
  return new InputError('sql_error', `${head}${where}`, {
    cause: error,
    hint: suggestions === undefined ? hint : `Did you mean ${suggestions.replace(/, (?="[^"]+"$)/, ' or ')}?`,
  });
}
