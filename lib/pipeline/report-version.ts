import type { Settings } from '../config.ts';
import { type Effects, liveEffects } from '../effects.ts';
import { keepReportVersion } from '../operate/report-versions.ts';
import { withLock } from '../store/lock.ts';

/**
 * Keeps a report of the built site (`settings.out`) as it was said, at `/reports/<slug>/<version>/` of every later build. `version` is a
 * month or a day. Throws as `keepReportVersion`.
 */
export async function archiveReport(
  settings: Settings,
  slug: string,
  version: string,
  effects: Effects = liveEffects,
): Promise<{ file: string; kept: boolean }> {
  const work = () => keepReportVersion(settings.data, settings.out, slug, version);
  return withLock(settings.data, 'archive report', work, effects);
}
