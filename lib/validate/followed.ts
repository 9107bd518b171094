import { msPerHour } from '../calendar.ts';
import type { Row } from '../schema/index.ts';
import type { WatchEntry } from '../schema/watchlist.ts';
import { type Finding, finding } from './rules.ts';

const hoursOf = { h: 1, d: 24, w: 168 } as const;

/** Hours of a cadence such as `3h`, `1d`, `1w`; a day where none is given. */
export function cadenceHours(cadence: string): number {
  const match = /^(\d+)([hdw])$/.exec(cadence);
  return match ? Number(match[1]) * hoursOf[match[2] as keyof typeof hoursOf] : 24;
}

/**
 * What is wrong with the accounts that are followed: never observed, stale (more than two cadences old, and at least
 * two days), days not known. `asOf` counts as now. `accountIds` tells who was seen under a handle: an account that was
 * renamed is followed under the handle that the watchlist still has.
 */
export function checkSeries(
  watchlist: readonly WatchEntry[],
  summaries: readonly Row<'summary'>[],
  asOf: Date,
  accountIds: ReadonlyMap<string, string> = new Map(),
): Finding[] {
  const byHandle = new Map(summaries.map((row) => [row.handle, row]));
  const byId = new Map(summaries.map((row) => [row.account_id, row]));
  const findings: Finding[] = [];
  for (const entry of watchlist) {
    if (entry.kind !== 'account') continue;
    const row = byHandle.get(entry.key) ?? byId.get(accountIds.get(entry.key) ?? '');
    if (!row?.observed_at) {
      if (row?.status === 'ok' || row === undefined)
        findings.push(
          finding('never_observed', `@${entry.key}`, 'The watchlist asks for it, and nothing is stored yet.'),
        );
      continue;
    }
    const ageHours = (asOf.getTime() - Date.parse(row.observed_at)) / msPerHour;
    if (ageHours > Math.max(48, 2 * cadenceHours(entry.cadence)))
      findings.push(
        finding(
          'stale',
          `@${entry.key}`,
          `Last observed at ${row.observed_at}, ${Math.floor(ageHours / 24)} days ago (status: ${row.status}).`,
        ),
      );
  }
  for (const row of summaries)
    if ((row.days_gap ?? 0) > 0)
      findings.push(
        finding(
          'gap',
          `@${row.handle}`,
          `${row.days_gap} of ${(row.days_observed ?? 0) + (row.days_interpolated ?? 0) + (row.days_gap ?? 0)} days are not known.`,
        ),
      );
  return findings;
}
