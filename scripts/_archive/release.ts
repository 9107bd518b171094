import path from 'node:path';
import { InputError } from '#lib/errors';
import { releaseDataset } from '#lib/pipeline/release';
import { defineCommand } from '../_front.ts';

export const { help, run } = defineCommand({
  name: 'archive release',
  positionals: '<month>',
  about:
    'Releases the ledger up to the end of a month as a dataset: CSV and Parquet by month, datapackage.json, checksums, a citation, and what changed against the release before, row by row. A release is never rewritten.',
  options: {
    to: { value: '<folder>', about: 'the folder of the releases ("releases" beside the data root)' },
    zip: { about: 'also pack it as one ZIP archive with its hash' },
  },
  examples: ['clipbook archive release 2026-11', 'clipbook archive release 2026-11.2 --zip --to ~/releases'],
  async run({ settings, positionals, option, flag, progress }) {
    const [version, ...more] = positionals;
    if (version === undefined || more.length > 0)
      throw new InputError('bad_usage', 'Say one month: clipbook archive release 2026-11.', {
        hint: 'A later edition of the same month is 2026-11.2.',
      });
    const to = option('to');
    const options = { zip: flag('zip'), ...(to === undefined ? {} : { to }) };
    const summary = await releaseDataset(settings, version, options, progress);
    const { folder, previous, made, zip, open, tables } = summary;
    const count = (value: number) => value.toLocaleString('en-US');
    return {
      exitCode: 0,
      json: summary,
      text: [
        made
          ? `Released as ${folder}${previous === null ? '' : `, against ${previous}`}:`
          : `Release ${version} was made before and is the same: ${folder}.`,
        ...(made
          ? tables.map(
              ({ table, rows, added, late, removed, changed }) =>
                `  ${table.padEnd(20)} ${count(rows).padStart(12)} rows: ${count(added)} added${late > 0 ? ` (${count(late)} late)` : ''}, ${count(removed)} removed, ${count(changed)} changed`,
            )
          : []),
        ...(zip === null ? [] : [`Packed as ${path.basename(zip)}.`]),
        ...(open
          ? [`${version.slice(0, 7)} is not over: what is still to come counts as late in the next release.`]
          : []),
      ],
    };
  },
});
