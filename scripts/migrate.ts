import { format } from '#lib';
import { migrate } from '#lib/pipeline/migrate';
import { defineCommand } from './_front.ts';

export const { help, run } = defineCommand({
  name: 'migrate',
  about:
    'Brings a ledger that an earlier Clipbook wrote to today’s form. What is stored stays readable without it; an interrupted migration is ended by the next run.',
  options: { 'dry-run': { about: 'tell what would change, and change nothing' } },
  examples: ['clipbook migrate --dry-run'],
  async run({ settings, flag, progress }) {
    const summary = await migrate(settings, { dryRun: flag('dry-run') }, progress);
    const lines = summary.migrations.map(({ id, about, files, rows, first_day, last_day, change }) => {
      const what = `${format.plural(files, 'file')} with ${format.plural(rows, 'row')}, ${first_day} to ${last_day}`;
      return `${id}: ${about}. ${what} ${summary.dry_run ? 'would go' : 'went'} ${change}.`;
    });
    return {
      exitCode: 0,
      json: summary,
      text: lines.length > 0 ? lines : ['Nothing to do: the ledger has today’s form.'],
    };
  },
});
