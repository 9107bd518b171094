import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { dayIn } from '#lib/calendar';
import type { Settings } from '#lib/config';
import { liveEffects } from '#lib/effects';
import { InputError } from '#lib/errors';
import { readFrozenReports } from '#lib/notebook/frozen';
import { makeLedgerOf } from '#lib/pipeline/frozen-ledger';
import { listUnkept } from '#lib/pipeline/frozen-months';
import { archiveReport } from '#lib/pipeline/report-version';
import { defineCommand, type ProgressLine } from '../_front.ts';
import { buildSite, siteRoot } from '../_site.ts';

export const { help, run } = defineCommand({
  name: 'archive report',
  positionals: '<report>',
  about:
    'Keeps a report as it was said. Every later build has it at /reports/<report>/<version>/, whatever becomes of the data and the notebook. A report with "freeze" in its front matter is kept as of the end of each of these months; any other version is that of the built site.',
  options: {
    version: {
      value: '<month or day>',
      about: 'its name, as 2026-11 or 2026-11-25 (the months it is frozen at, else this month)',
    },
  },
  examples: [
    'clipbook archive report weekly-growth',
    'clipbook archive report weekly-growth --version 2026-11-30',
  ],
  async run({ settings, positionals, option, progress }) {
    const [slug, ...more] = positionals;
    if (slug === undefined || more.length > 0)
      throw new InputError('bad_usage', 'Say one report: clipbook archive report <report>.', {
        hint: 'The name of a report is the last part of its address.',
      });
    const frozen = (await readFrozenReports(siteRoot)).find((report) => report.slug === slug)?.months ?? [];
    const versions = [];
    for (const version of await wanted()) {
      const { file, kept } = frozen.includes(version)
        ? await keepFrozen(settings, slug, version, progress)
        : await archiveReport(settings, slug, version);
      versions.push({ version, file, kept, address: `/reports/${slug}/${version}/` });
    }
    return {
      exitCode: 0,
      json: { report: slug, versions },
      text:
        versions.length === 0
          ? [`Nothing to keep of ${slug}: each month that it is frozen at is kept, or not over.`]
          : versions.map(({ version, file, kept, address }) =>
              kept
                ? `Kept as ${file}; from the next build on it is at ${address}.`
                : `Version ${version} of ${slug} was kept before and says the same.`,
            ),
    };

    async function wanted(): Promise<string[]> {
      const asked = option('version');
      if (asked !== undefined) return [asked];
      if (frozen.length === 0) return [dayIn('UTC', settings.as_of ?? liveEffects.now()).slice(0, 7)];
      const unkept = await listUnkept(settings, siteRoot);
      return unkept.filter(({ report }) => report === slug).map(({ month }) => month);
    }
  },
});

/** Keeps a report of a site that is built for it, of the ledger as of the end of the month. */
async function keepFrozen(
  settings: Settings,
  slug: string,
  month: string,
  progress: ProgressLine,
): Promise<{ file: string; kept: boolean }> {
  const scratch = await mkdtemp(path.join(tmpdir(), 'clipbook-frozen-'));
  try {
    const then = await makeLedgerOf(settings, month, scratch, progress);
    await buildSite(then, progress);
    return await archiveReport({ ...settings, out: then.out }, slug, month);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
