import { isDay } from '#lib/calendar';
import { InputError } from '#lib/errors';
import { csvReaders, exportFormats, textFormats } from '#lib/export/encoder';
import { type ExportOptions, exportAsPieces, exportTables, storedTables } from '#lib/pipeline/export';
import { tableNames } from '#lib/schema/index';
import { defineCommand } from './_front.ts';
import { printPieces } from './_output.ts';

export const { help, run } = defineCommand({
  name: 'export',
  positionals: '<table>',
  about:
    'Writes a table of the ledger for other programs. Text goes to standard output where no folder is said. CSV is safe to open in a spreadsheet: text that would be a formula is preceded by an apostrophe.',
  options: {
    format: { value: `<${exportFormats.join('|')}>`, about: 'the format (csv)' },
    out: { value: '<folder>', about: 'write files there; Parquet is partitioned by month' },
    all: { about: 'every table that has rows, instead of one' },
    from: { value: '<day>', about: 'first day, as 2026-11-01' },
    to: { value: '<day>', about: 'last day, included' },
    account: { value: '<@h,…>', about: 'only these accounts, by handle or id' },
    for: {
      value: `<${csvReaders.join('|')}>`,
      about:
        'whom a CSV is for (anyone): a spreadsheet gets ids as ="7…" and a mark, programs get it exactly as stored',
    },
  },
  examples: [
    'clipbook export account_daily --format csv > daily.csv',
    'clipbook export --all --format parquet --out export',
    'clipbook export post --format xlsx --out export --account @nasa --from 2026-10-01',
  ],
  async run({ settings, positionals, option, flag, json, progress }) {
    const format = oneOf(exportFormats, option('format') ?? 'csv', 'format', 'bad_format');
    const options: ExportOptions = { format };
    const reader = option('for');
    if (reader !== undefined) {
      options.for = oneOf(csvReaders, reader, 'reader', 'bad_usage');
      if (format !== 'csv')
        throw new InputError('bad_usage', `--for is for CSV; ${format} is the same for everyone.`, {
          hint: 'Leave --for out, or export with --format csv.',
        });
    }
    for (const name of ['from', 'to'] as const) {
      const day = option(name);
      if (day === undefined) continue;
      if (!isDay(day))
        throw new InputError('bad_day', `--${name} "${day}" is not a day.`, {
          hint: 'Give it as 2026-11-01.',
        });
      options[name] = day;
    }
    const account = option('account');
    if (account !== undefined) options.accounts = account.split(',').map((each) => each.trim());
    if (flag('all') ? positionals.length > 0 : positionals.length !== 1)
      throw new InputError('bad_usage', 'Say one table, or --all.', {
        hint: `The tables are: ${tableNames.join(', ')}.`,
      });
    const out = option('out');
    if (out === undefined) {
      if (flag('all') || !textFormats.includes(format) || json)
        throw new InputError('bad_usage', 'Say where to write: --out <folder>.', {
          hint: 'One table as csv, json or ndjson may go to standard output.',
        });
      const pieces = await exportAsPieces(settings, positionals[0] ?? '', options);
      const rows = await printPieces(pieces);
      return {
        exitCode: 0,
        json: {},
        text: rows === null ? [] : [`${rows.toLocaleString('en-US')} rows`],
      };
    }
    const summary = await exportTables(
      settings,
      flag('all') ? await storedTables(settings) : positionals,
      out,
      options,
      progress,
    );
    return {
      exitCode: 0,
      json: summary,
      text: summary.tables.map(
        ({ table, rows, files }) =>
          `${table.padEnd(20)} ${rows.toLocaleString('en-US').padStart(12)} rows  ${files.length === 1 ? `${out}/${files[0]}` : `${files.length} files under ${out}/${table}/`}`,
      ),
    };
  },
});

function oneOf<T extends string>(known: readonly T[], text: string, what: string, code: string): T {
  if ((known as readonly string[]).includes(text)) return text as T;
  throw new InputError(code, `There is no ${what} "${text}".`, {
    hint: `Choose one of: ${known.join(', ')}.`,
  });
}
