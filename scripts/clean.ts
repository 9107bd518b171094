import { isDay } from '#lib/calendar';
import { InputError } from '#lib/errors';
import { cleanAgain } from '#lib/pipeline/clean';
import { defineCommand } from './_front.ts';

export const { help, run } = defineCommand({
  name: 'clean',
  about: 'Reads the kept raw captures again through today’s cleaning code and stores what is new.',
  options: { since: { value: '<day>', about: 'only captures from this UTC day on, YYYY-MM-DD' } },
  async run({ settings, option, progress }) {
    const since = option('since');
    if (since !== undefined && !isDay(since))
      throw new InputError('bad_day', `--since ${since} is not a day.`, { hint: 'Write it as YYYY-MM-DD.' });
    const summary = await cleanAgain(settings, since, progress);
    return {
      exitCode: summary.rejected > 0 ? 3 : 0,
      json: summary,
      text: [
        `${summary.captures} captures read: ${summary.stored} observations new, ${summary.duplicates} known, ${summary.rejected} refused.`,
        ...Object.entries(summary.rules).map(([rule, count]) => `  ${rule}  ${count}`),
      ],
    };
  },
});
