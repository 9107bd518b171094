import { undoArchive } from '#lib/pipeline/archive';
import { defineCommand } from '../_front.ts';
import { outcomeOf } from './months.ts';

export const { help, run } = defineCommand({
  name: 'archive undo',
  positionals: '[month…]',
  about:
    'Takes archived months back: their day files as they were, checked against their hashes, with the rows that came later.',
  options: { 'dry-run': { about: 'only say what would be done' } },
  examples: ['clipbook archive undo 2026-09', 'clipbook archive undo'],
  async run({ positionals, flag, settings, progress }) {
    const summary = await undoArchive(settings, positionals, { dryRun: flag('dry-run') }, progress);
    return outcomeOf(summary, 'taken back', 'No month is archived.');
  },
});
