import { readFileSync } from 'node:fs';
import { InputError } from '#lib/errors';
import { alignedText } from '#lib/format/aligned';
import { csvText, jsonText, markdownText, ndjsonText } from '#lib/format/rows';
import { query, queryPieces, queryStream, queryToFile, savedQuery, type TextOf } from '#lib/pipeline/query';
import type { QueryColumn, QueryStream } from '#lib/query/engine';
import { savedQueries } from '#lib/query/saved';
import type { PlainValue } from '#lib/query/values';
import { defineCommand, type Outcome } from './_front.ts';
import { printPieces } from './_output.ts';

const formats = ['table', 'csv', 'json', 'ndjson', 'parquet', 'markdown'] as const;
type Format = (typeof formats)[number];
const mostShown = 1000;

export const { help, run } = defineCommand({
  name: 'query',
  positionals: '"<sql>"',
  about:
    'Runs one SQL statement (DuckDB) over every table of the ledger; "-" reads it from standard input. It only reads.',
  options: {
    format: { value: `<${formats.join('|')}>`, about: 'how to print the rows (table)' },
    out: { value: '<file>', about: 'write to a file instead of standard output; needed for parquet' },
    saved: { value: '<name>', about: 'a saved query instead of SQL' },
    list: { about: 'list the saved queries' },
  },
  examples: [
    'clipbook query "SELECT handle, followers FROM summary ORDER BY followers DESC"',
    'clipbook query "FROM account_daily WHERE handle = \'nasa\'" --format csv --out nasa.csv',
    'clipbook query "DESCRIBE post"',
    'clipbook query --saved fastest',
  ],
  async run({ settings, positionals, option, flag, json }) {
    if (flag('list')) return listed(json);
    const format = readFormat(option('format') ?? 'table');
    const sql = statementOf(positionals, option('saved'));
    const out = option('out');
    if (out !== undefined) {
      const textOf = format === 'parquet' ? 'parquet' : textsOf[format];
      const count = await queryToFile(sql, out, textOf, settings);
      return { exitCode: 0, json: { out, count }, text: [`Written to ${out}: ${rowsOf(count)}`] };
    }
    if (format === 'parquet')
      throw new InputError('bad_usage', 'Parquet is not text: say a file with --out.', {
        hint: 'For example --out rows.parquet.',
      });
    if (json) {
      const { columns, rows } = await query(sql, settings);
      const named = (row: PlainValue[]) =>
        Object.fromEntries(columns.map(({ name }, i) => [name, row[i] ?? null]));
      return { exitCode: 0, json: { columns, rows: rows.map(named), count: rows.length }, text: [] };
    }
    const text = await queryStream(
      sql,
      async (stream) => {
        if (format === 'table') return printTable(stream);
        await printPieces(queryPieces(stream, textsOf[format]));
        return [];
      },
      settings,
    );
    return { exitCode: 0, json: {}, text };
  },
});

function listed(json: boolean): Outcome {
  if (!json) {
    const width = Math.max(...savedQueries.map(({ name }) => name.length));
    for (const { name, title } of savedQueries) process.stdout.write(`${name.padEnd(width)}  ${title}\n`);
  }
  return { exitCode: 0, json: { queries: savedQueries }, text: [] };
}

function statementOf(positionals: readonly string[], saved: string | undefined): string {
  const [given, ...more] = positionals;
  if (saved === undefined ? given === undefined || more.length > 0 : given !== undefined)
    throw new InputError('bad_usage', 'Say one statement, clipbook query "<sql>", or --saved <name>.', {
      hint: 'Put the whole statement in quotes. --list shows the saved queries.',
    });
  if (saved !== undefined) return savedQuery(saved).sql;
  return given === '-' ? readFileSync(0, 'utf8') : (given ?? '');
}

function readFormat(text: string): Format {
  if ((formats as readonly string[]).includes(text)) return text as Format;
  throw new InputError('bad_format', `There is no format "${text}".`, {
    hint: `The formats are: ${formats.join(', ')}.`,
  });
}

const numbers = /^(?:U?(?:TINY|SMALL|BIG|HUGE)?INT(?:EGER)?|DOUBLE|FLOAT|DECIMAL.*)$/;

const textsOf: Record<Exclude<Format, 'parquet'>, TextOf> = {
  csv: (columns) => csvText(columns.map(({ name }) => name)),
  json: (columns) => jsonText(columns.map(({ name }) => name)),
  ndjson: (columns) => ndjsonText(columns.map(({ name }) => name)),
  markdown: (columns) =>
    markdownText(
      columns.map(({ name }) => name),
      (i) => numbers.test(columns[i]?.type ?? ''),
    ),
  // All rows are needed to know how wide its columns are.
  table: (columns) => {
    const all: PlainValue[][] = [];
    return {
      begin: '',
      rows(rows) {
        all.push(...(rows as PlainValue[][]));
        return '';
      },
      get end() {
        return tableOf(columns, all, Number.POSITIVE_INFINITY);
      },
    };
  },
};

function tableOf(columns: readonly QueryColumn[], rows: readonly PlainValue[][], width: number): string {
  const isNumber = (i: number) => numbers.test(columns[i]?.type ?? '');
  return alignedText(
    columns.map(({ name }) => name),
    rows,
    isNumber,
    width,
  );
}

/** Prints the first rows as a table for people; what is left is counted. */
async function printTable({ columns, batches }: QueryStream): Promise<string[]> {
  const rows: PlainValue[][] = [];
  let count = 0;
  for await (const batch of batches) {
    if (rows.length < mostShown) rows.push(...batch.rows().slice(0, mostShown - rows.length));
    count += batch.count;
  }
  const width = process.stdout.isTTY ? process.stdout.columns : Number.POSITIVE_INFINITY;
  await printPieces(
    (async function* () {
      yield tableOf(columns, rows, width);
    })(),
  );
  const rest = count - rows.length;
  const unshown = `, ${rest.toLocaleString('en-US')} of them not shown; --format csv prints all`;
  return [rowsOf(count) + (rest > 0 ? unshown : '')];
}

function rowsOf(count: number): string {
  return `${count.toLocaleString('en-US')} row${count === 1 ? '' : 's'}`;
}
