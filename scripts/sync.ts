import { InputError } from '#lib/errors';
import { sync } from '#lib/pipeline/sync';
import { defineCommand } from './_front.ts';

export const { help, run } = defineCommand({
  name: 'sync',
  about:
    'Commits the ledger, takes in what other machines pushed, and pushes. A day that two machines wrote is merged by key: no row is lost or doubled.',
  options: {
    message: { value: '<text>', about: 'message of the commit ("Data of <day>")' },
    remote: { value: '<name>', about: 'the remote (that of the branch, else origin)' },
    attempts: { value: '<n>', about: 'how often to try where others push at the same time (8)' },
  },
  examples: ['clipbook sync', 'clipbook sync --message "Data of the night run"'],
  async run({ settings, option, progress }) {
    const attempts = Number(option('attempts') ?? 8);
    if (!Number.isInteger(attempts) || attempts < 1 || attempts > 100)
      throw new InputError('bad_usage', `--attempts "${option('attempts')}" is not a number from 1 to 100.`, {
        hint: 'Leave it out to try eight times.',
      });
    const [message, remote] = [option('message'), option('remote')];
    const summary = await sync(
      settings,
      {
        attempts,
        ...(message === undefined ? {} : { message }),
        ...(remote === undefined ? {} : { remote }),
      },
      progress,
    );
    const { committed, pulled, pushed, merged, conflicts } = summary;
    const plural = (count: number, noun: string) => `${count} ${noun}${count === 1 ? '' : 's'}`;
    return {
      exitCode: conflicts > 0 ? 3 : 0,
      json: summary,
      text: [
        `${committed ? 'Committed what was new here' : 'Nothing new here to commit'}; ${
          pulled > 0 ? `took in ${plural(pulled, 'commit')} of others` : 'nobody else had pushed'
        }; ${pushed ? 'pushed' : 'nothing to push'}.`,
        ...(merged > 0 ? [`Merged by key: ${plural(merged, 'day file')} that both sides had written.`] : []),
        ...(conflicts > 0
          ? [
              `${plural(conflicts, 'row')} had other values on the two sides: one of each stayed, the other is kept under rejected/.`,
            ]
          : []),
      ],
    };
  },
});
