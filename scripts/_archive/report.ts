import { dayIn } from '#lib/calendar';
import { liveEffects } from '#lib/effects';
import { InputError } from '#lib/errors';
import { archiveReport } from '#lib/pipeline/report-version';
import { defineCommand } from '../_front.ts';

export const { help, run } = defineCommand({
  name: 'archive report',
  positionals: '<report>',
  about:
    'Keeps a report of the built site as it was said. Every later build has it at /reports/<report>/<version>/, whatever becomes of the data and the notebook.',
  options: {
    version: { value: '<month or day>', about: 'its name, as 2026-11 or 2026-11-25 (this month)' },
  },
  examples: [
    'clipbook archive report weekly-growth',
    'clipbook archive report weekly-growth --version 2026-11-30',
  ],
  async run({ settings, positionals, option }) {
    const [slug, ...more] = positionals;
    if (slug === undefined || more.length > 0)
      throw new InputError('bad_usage', 'Say one report: clipbook archive report <report>.', {
        hint: 'The name of a report is the last part of its address.',
      });
    const now = settings.as_of === null ? liveEffects.now() : new Date(settings.as_of);
    const version = option('version') ?? dayIn('UTC', now).slice(0, 7);
    const { file, kept } = await archiveReport(settings, slug, version);
    const address = `/reports/${slug}/${version}/`;
    return {
      exitCode: 0,
      json: { report: slug, version, file, kept, address },
      text: [
        kept
          ? `Kept as ${file}; from the next build on it is at ${address}.`
          : `Version ${version} of ${slug} was kept before and says the same.`,
      ],
    };
  },
});
