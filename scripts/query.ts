import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { InputError } from '#lib/errors';
import { alignedText, csvText, jsonText, markdownText, ndjsonText, type RowText } from '#lib/format/rows';
import { query, queryToParquet } from '#lib/pipeline/query';
import { defineCommand } from './_front.ts';

const formats = ['table', 'csv', 'json', 'ndjson', 'parquet', 'markdown'] as const;
type Format = (typeof formats)[number];
const mostShown = 1000;

export const { help, run } = defineCommand({
  name: 'query',
  positionals: '"<sql>"',
  about:
    'Runs one SQL statement (DuckDB) over every table of the ledger; "-" reads it from standard input. It only reads. docs/queries.md has ten to begin with.',
  options: {
    format: { value: `<${formats.join('|')}>`, about: 'how to print the rows (table)' },
    out: { value: '<file>', about: 'write to a file instead of standard output; needed for parquet' },
  },
  examples: [
    'clipbook query "SELECT handle, followers FROM summary ORDER BY followers DESC"',
    'clipbook query "FROM account_daily WHERE handle = \'nasa\'" --format csv --out nasa.csv',
    'clipbook query "DESCRIBE post"',
  ],
  async run({ settings, positionals, option, json }) {
    const [given, ...more] = positionals;
    if (given === undefined || more.length > 0)
      throw new InputError('bad_usage', 'Say one statement: clipbook query "<sql>".', {
        hint: 'Put the whole statement in quotes.',
      });
    const format = readFormat(option('format') ?? 'table');
    const sql = given === '-' ? readFileSync(0, 'utf8') : given;
    const out = option('out');
    if (format === 'parquet') {
      if (out === undefined)
        throw new InputError('bad_usage', 'Parquet is not text: say a file with --out.', {
          hint: 'For example --out rows.parquet.',
        });
      await queryToParquet(sql, out, settings);
      return { exitCode: 0, json: { out }, text: [`Written to ${out}.`] };
    }
    const result = await query(sql, settings);
    const names = result.columns.map(({ name }) => name);
    const isNumber = (column: number) =>
      /^(?:U?(?:TINY|SMALL|BIG|HUGE)?INT(?:EGER)?|DOUBLE|FLOAT|DECIMAL)/.test(
        result.columns[column]?.type ?? '',
      );
    const summary = {
      columns: result.columns,
      rows: result.rows.map((row) => Object.fromEntries(names.map((name, i) => [name, row[i] ?? null]))),
      count: result.rows.length,
    };
    if (json && out === undefined) return { exitCode: 0, json: summary, text: [] };
    const shown = format === 'table' && out === undefined ? result.rows.slice(0, mostShown) : result.rows;
    const text =
      format === 'table'
        ? alignedText(
            names,
            shown,
            isNumber,
            process.stdout.isTTY ? process.stdout.columns : Number.POSITIVE_INFINITY,
          )
        : whole(textOf(format, names, isNumber), result.rows);
    if (out === undefined) process.stdout.write(text);
    else await writeFile(out, text);
    const rest = result.rows.length - shown.length;
    return {
      exitCode: 0,
      json: out === undefined ? summary : { out, count: result.rows.length },
      text: [
        ...(out === undefined ? [] : [`Written to ${out}.`]),
        ...(format === 'table' || out !== undefined
          ? [
              `${result.rows.length.toLocaleString('en-US')} row${result.rows.length === 1 ? '' : 's'}${rest > 0 ? `, ${rest.toLocaleString('en-US')} of them not shown; --format csv prints all` : ''}`,
            ]
          : []),
      ],
    };
  },
});

function readFormat(text: string): Format {
  if ((formats as readonly string[]).includes(text)) return text as Format;
  throw new InputError('bad_format', `There is no format "${text}".`, {
    hint: `The formats are: ${formats.join(', ')}.`,
  });
}

function textOf(
  format: Exclude<Format, 'table' | 'parquet'>,
  names: readonly string[],
  isNumber: (column: number) => boolean,
): RowText {
  if (format === 'csv') return csvText(names);
  if (format === 'json') return jsonText(names);
  return format === 'ndjson' ? ndjsonText(names) : markdownText(names, isNumber);
}

function whole(text: RowText, rows: readonly (readonly unknown[])[]): string {
  return text.begin + text.rows(rows) + text.end;
}
