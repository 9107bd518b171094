import type { Settings } from '../config.ts';
import { type Effects, liveEffects } from '../effects.ts';
import { keepPage } from '../notebook/export/kept.ts';
import { assertVersion, keepReportVersion, refuseReport } from '../operate/report-versions.ts';
import { settleNow } from '../operate/site/now.ts';
import { readBytes } from '../store/files.ts';
import { withLock } from '../store/lock.ts';

/**
 * Keeps a report of the built site (`settings.out`) as it was said, at `/reports/<slug>/<version>/` of every later build. `version` is a
 * month or a day. Throws as `keepReportVersion`, and `InputError`: `not_built` where the site has no such report, `no_article` where its page is none.
 */
export async function archiveReport(
  settings: Settings,
  slug: string,
  version: string,
  effects: Effects = liveEffects,
): Promise<{ file: string; kept: boolean }> {
  const { data, out, base } = settings;
  assertVersion(slug, version);
  const page = await readBytes(out, `reports/${slug}/index.html`);
  if (page === null) return refuseReport(slug);
  const place = { version, assets: '../../../data/reports/assets' };
  const kept = await keepPage(settleNow(page.toString('utf8')), place, (href) =>
    readBytes(out, href.startsWith(base) ? href.slice(base.length) : href.slice(1)),
  );
  return withLock(data, 'archive report', () => keepReportVersion(data, slug, version, kept), effects);
}
