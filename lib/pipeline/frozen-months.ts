import { instantOf } from '../calendar.ts';
import type { Settings } from '../config.ts';
import { type Effects, liveEffects } from '../effects.ts';
import { type FrozenReport, readFrozenReports } from '../notebook/frozen.ts';
import { readReportVersions } from '../operate/report-versions.ts';
import { asOfOf } from './as-of.ts';

/** A month at which a report says it is frozen. */
export interface FrozenMonth {
  report: string;
  month: string;
}

/** The months at which reports of the project in `root` say they are frozen, that are over, and of which no version is kept yet. */
export async function listUnkept(
  settings: Settings,
  root: string,
  effects: Effects = liveEffects,
): Promise<FrozenMonth[]> {
  const frozen = await readFrozenReports(root);
  if (frozen.length === 0) return [];
  const kept = new Set(
    (await readReportVersions(settings.data)).map(({ slug, version }) => `${slug} ${version}`),
  );
  const now = instantOf(asOfOf(settings, effects));
  return frozen.flatMap(({ slug, months }: FrozenReport) =>
    months
      .filter((month) => endOfMonth(month) <= now && !kept.has(`${slug} ${month}`))
      .map((month) => ({ report: slug, month })),
  );
}

/** The instant at which a month is over in UTC. */
export function endOfMonth(month: string): string {
  const [year = 0, number = 0] = month.split('-').map(Number);
  return instantOf(new Date(Date.UTC(year, number, 1)));
}
