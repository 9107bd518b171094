import { format } from '#lib';
import { type ArchiveSummary, archive } from '#lib/pipeline/archive';
import { defineCommand, type Outcome } from '../_front.ts';

export const { help, run } = defineCommand({
  name: 'archive months',
  about:
    'Compacts the months that are over into one Parquet file per table and month, with the hashes of the day files. Everything reads as before; "clipbook archive undo" gives the day files back, byte for byte.',
  options: {
    before: { value: '<month>', about: 'the first month that stays as it is (the current one)' },
    'dry-run': { about: 'only say what would be done' },
  },
  examples: ['clipbook archive months --dry-run', 'clipbook archive months --before 2026-10'],
  async run({ option, flag, settings, progress }) {
    const before = option('before');
    const summary = await archive(
      settings,
      { dryRun: flag('dry-run'), ...(before === undefined ? {} : { before }) },
      progress,
    );
    return outcomeOf(summary, 'archived', 'No month is over that is not archived.');
  },
});

/** The summary in words, a line a month. */
export function outcomeOf(summary: ArchiveSummary, done: string, nothing: string): Outcome {
  const { months, skipped, dry_run } = summary;
  const lines = [...new Set(months.map(({ month }) => month))].map((month) => {
    const of = months.filter((each) => each.month === month);
    const sum = (count: 'files' | 'rows' | 'csv_bytes' | 'parquet_bytes') =>
      of.reduce((total, each) => total + each[count], 0);
    const what = `${format.plural(of.length, 'table')}, ${format.plural(sum('files'), 'day file')}, ${format.plural(sum('rows'), 'row')}`;
    const bytes = `${kilobytes(sum('csv_bytes'))} as day files, ${kilobytes(sum('parquet_bytes'))} as Parquet`;
    return `${month} ${dry_run ? 'would be ' : ''}${done}: ${what}; ${bytes}.`;
  });
  return {
    exitCode: skipped.length > 0 ? 3 : 0,
    json: summary,
    text: [
      ...(lines.length === 0 && skipped.length === 0 ? [nothing] : lines),
      ...skipped.map(({ table, month, why }) => `${table} of ${month} was left as it is: ${why}.`),
    ],
  };
}

function kilobytes(bytes: number): string {
  return `${Math.max(1, Math.round(bytes / 1000)).toLocaleString('en-US')} kB`;
}
