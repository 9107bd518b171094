import { InputError } from '#lib/errors';
import { writeMapping } from '#lib/import/mapping';
import { readImportOptions } from '#lib/import/options';
import { type FileSummary, importFiles } from '#lib/pipeline/import';
import { defineCommand } from './_front.ts';
import { interruptible } from './_interrupt.ts';

export const { help, run } = defineCommand({
  name: 'import',
  positionals: '<file or folder…>',
  about:
    'Imports exports, series and saved pages. Detects what a file is, or says why it cannot. Every row ends as stored, as a duplicate, or refused with the rule it broke.',
  options: {
    as: { value: '<kind>', about: 'take the file for this kind instead of detecting it' },
    account: { value: '<@h>', about: 'the account, where the file does not name it' },
    year: { value: '<y>', about: 'year of the last row, for exports whose dates have none' },
    at: {
      value: '<instant>',
      about: 'when the file’s numbers were observed, where it does not say; mtime: when it was written',
    },
    'day-order': { value: '<dmy|mdy>', about: 'whether 03/04/2026 begins with the day or the month' },
    zone: { value: '<zone>', about: 'time zone of times that do not say theirs; UTC where left out' },
    metric: {
      value: '<counter>',
      about: 'what the numbers of a table with a column per date or account are',
    },
    numbers: { value: '<locale>', about: 'how numbers are written, where 1.234 may be two: en, de, fr-CH …' },
    rounding: { value: '<web|exact>', about: 'how the source rounded its counts; unknown where left out' },
    post: { value: '<id>', about: 'the post, by id or address, where a saved page does not name it' },
    map: {
      value: '<file>',
      about: 'how to read a table of no known kind: a mapping file; --dry-run proposes one',
    },
    'map-out': { value: '<file>', about: 'where --dry-run writes the mapping file that it proposes' },
    git: { about: 'each file is in a git repository: import every version of it' },
    'dry-run': { about: 'say what would be stored, and store nothing' },
  },
  examples: [
    'clipbook import series.csv',
    'clipbook import Overview.csv --account @yours --at 2026-02-28',
    'clipbook import page.html --as account-page --at 2026-09-22T15:16:46Z',
    'clipbook import --dry-run --map-out map.json numbers.csv',
    'clipbook import --git scraper/data/accounts.json',
  ],
  async run({ settings, positionals, option, flag, progress }) {
    if (positionals.length === 0)
      throw new InputError('bad_usage', 'Say which files: clipbook import <file…>.', {
        hint: '"clipbook import --help" lists the options.',
      });
    const options = readImportOptions({
      as: option('as'),
      account: option('account'),
      year: option('year'),
      at: option('at'),
      post: option('post'),
      rounding: option('rounding'),
      dayOrder: option('day-order'),
      numbers: option('numbers'),
      metric: option('metric'),
      zone: option('zone'),
      map: option('map'),
      git: flag('git'),
    });
    const mapOut = option('map-out');
    if (mapOut !== undefined && !flag('dry-run'))
      throw new InputError('bad_usage', '--map-out writes what a dry run proposes.', {
        hint: 'Give --dry-run with it.',
      });
    const dryRun = flag('dry-run');
    const summary = await interruptible((signal) =>
      importFiles(settings, positionals, { ...options, dryRun, signal }, progress),
    );
    const proposed = summary.files.find(({ proposal }) => proposal !== undefined);
    if (mapOut !== undefined && proposed?.proposal) await writeMapping(mapOut, proposed.proposal);
    const isOpen = summary.files.some(({ open }) => open !== undefined);
    const count = (value: number) => value.toLocaleString('en-US');
    return {
      exitCode: isOpen ? 2 : summary.rejected > 0 ? 3 : 0,
      json: summary,
      text: [
        ...summary.files.flatMap((file) => [
          `${file.file} (${file.kind}): ${count(file.read)} rows read = ${count(file.stored)} stored + ${count(file.duplicates)} duplicates + ${count(file.rejected)} refused`,
          ...Object.entries(file.rules).map(([rule, rows]) => `  refused by ${rule}: ${count(rows)}`),
          ...(file.filled > 0
            ? [`  rows that filled empty cells of rows known before: ${count(file.filled)}`]
            : []),
          ...(file.encoding === 'windows-1252'
            ? ['  not UTF-8, so read as Windows-1252; if names look wrong, save it as UTF-8 first']
            : []),
          ...(file.notes ?? []).map((note) => `  ${note}`),
          ...(file.details_rejected > 0
            ? [`  details refused beside stored rows: ${count(file.details_rejected)}`]
            : []),
          ...describeDryRun(file, mapOut),
        ]),
        ...(summary.passed_over
          ? [`Passed over, since they hold no data: ${shorten(summary.passed_over)}`]
          : []),
        ...(flag('dry-run') ? ['Nothing was stored (--dry-run).'] : []),
        ...(summary.rejected > 0 && !flag('dry-run')
          ? ['Refused rows are kept under rejected/ in the data folder.']
          : []),
      ],
    };
  },
});

function shorten(names: readonly string[]): string {
  const more = names.length - 5;
  return `${names.slice(0, 5).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** What a dry run found: the mapping that it proposes, and the first rows as they would be stored. */
function describeDryRun({ proposal, open = [], first_rows = [] }: FileSummary, mapOut?: string): string[] {
  const rows = first_rows.map(({ table, ...row }) => {
    const cells = Object.entries(row).map(([name, value]) => `${name}=${String(value).slice(0, 40)}`);
    return `  ${table}: ${cells.join(' ').replace(/\s+/g, ' ')}`.slice(0, 400);
  });
  const mapping = JSON.stringify(proposal ?? {}, null, 2).split('\n');
  return [
    ...(proposal === undefined
      ? []
      : [
          mapOut === undefined
            ? '  no kind that is known; it might be read by this mapping (--map-out writes it):'
            : `  no kind that is known; a mapping that might read it is in ${mapOut}:`,
          ...mapping.map((line) => `    ${line}`),
        ]),
    ...open.map((what) => `  to be settled: ${what}`),
    ...(rows.length > 0 ? ['  first rows as they would be stored:', ...rows.map((row) => `  ${row}`)] : []),
  ];
}
