import { isDay } from '#lib/calendar';
import { InputError } from '#lib/errors';
import { type ExportFormat, exportFormats, textFormats } from '#lib/export/table-files';
import { type ExportOptions, exportAsText, exportTables } from '#lib/pipeline/export';
import { tableNames } from '#lib/schema/index';
import { defineCommand } from './_front.ts';

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
    raw: { about: 'CSV exactly as stored, nothing defused' },
    spreadsheet: { about: 'CSV for opening in a spreadsheet at once: marked as UTF-8, ids as ="7…"' },
  },
  examples: [
    'clipbook export account_daily --format csv > daily.csv',
    'clipbook export --all --format parquet --out export',
    'clipbook export post --format xlsx --out export --account @nasa --from 2026-10-01',
  ],
  async run({ settings, positionals, option, flag, json, progress }) {
    const format = readFormat(option('format') ?? 'csv');
    const options: ExportOptions = { format, raw: flag('raw'), spreadsheet: flag('spreadsheet') };
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
      const pieces = await exportAsText(settings, positionals[0] ?? '', options);
      for (let next = await pieces.next(); ; next = await pieces.next()) {
        if (next.done) return { exitCode: 0, json: {}, text: [`${next.value.toLocaleString('en-US')} rows`] };
        if (!process.stdout.write(next.value))
          await new Promise<void>((resolve) => process.stdout.once('drain', () => resolve()));
      }
    }
    const summary = await exportTables(
      settings,
      flag('all') ? tableNames : positionals,
      out,
      options,
      progress,
    );
    return {
      exitCode: 0,
      json: summary,
      text: summary.tables
        .filter(({ rows }) => rows > 0 || !flag('all'))
        .map(
          ({ table, rows, files }) =>
            `${table.padEnd(20)} ${rows.toLocaleString('en-US').padStart(12)} rows  ${files.length === 1 ? `${out}/${files[0]}` : `${files.length} files under ${out}/${table}/`}`,
        ),
    };
  },
});

function readFormat(text: string): ExportFormat {
  if ((exportFormats as readonly string[]).includes(text)) return text as ExportFormat;
  throw new InputError('bad_format', `There is no format "${text}".`, {
    hint: `The formats are: ${exportFormats.join(', ')}.`,
  });
}
