import { archiveLogs } from '#lib/pipeline/archive-logs';
import { defineCommand } from '../_front.ts';

export const { help, run } = defineCommand({
  name: 'archive logs',
  about:
    'Packs the months of run logs that are over and removes those of more than three years ago. The first run of a month does the same by itself.',
  options: {},
  async run({ settings }) {
    const summary = await archiveLogs(settings);
    return {
      exitCode: 0,
      json: summary,
      text: [
        ...summary.packed.map((name) => `Packed logs/${name}.`),
        ...summary.removed.map((name) => `Removed logs/${name}.`),
        ...(summary.packed.length + summary.removed.length === 0 ? ['Nothing to do.'] : []),
      ],
    };
  },
});
