import { InputError } from '#lib/errors';
import { status } from '#lib/pipeline/status';
import { defineCommand } from './_front.ts';

export const { help, run } = defineCommand({
  name: 'status',
  about: 'Says what the ledger holds and how the last runs went. Reads only.',
  options: { runs: { value: '<n>', about: 'how many runs, newest first; 10 where left out' } },
  examples: ['clipbook status', 'clipbook status --runs 100 --json'],
  async run({ settings, option }) {
    const runs = Number(option('runs') ?? 10);
    if (!Number.isInteger(runs) || runs < 1)
      throw new InputError('bad_number', `--runs is a whole number from 1, not "${option('runs')}".`, {
        hint: 'Example: clipbook status --runs 100.',
      });
    const summary = await status(settings, runs);
    return {
      exitCode: 0,
      json: summary,
      text: [
        `Ledger ${summary.data}: ${summary.watched} watched, ${summary.accounts.length} accounts with observations.`,
        ...summary.tables
          .filter((each) => each.days > 0)
          .map(
            (each) =>
              `  ${each.table.padEnd(14)} ${String(each.days).padStart(5)} days, ${each.first} to ${each.last}`,
          ),
        ...(summary.runs.length === 0
          ? ['No runs on record here.']
          : [
              'Last runs:',
              ...summary.runs.map(
                (each) =>
                  `  ${each.started_at}  ${each.command.padEnd(9)} exit ${each.exit_code}  ${each.seconds} s  ${Object.entries(
                    each.counts,
                  )
                    .map(([name, count]) => `${name} ${count}`)
                    .join(', ')}${each.message ? `  ${each.message}` : ''}`,
              ),
            ]),
      ],
    };
  },
});
