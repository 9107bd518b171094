import { dayIn, daysBetween, msOf, msPerDay, msPerHour } from '../calendar.ts';
import type { Row } from '../schema/index.ts';
import type { WatchEntry } from '../schema/watchlist.ts';

/**
 * What is due. Pure: the same watchlist, ledger and instant give the same plan.
 */

/** A post as the ledger knows it. */
export interface KnownPost {
  post_id: string;
  account_id: string;
  created_at: string | null;
  last_observed_at: string | null;
  status: Row<'post_info'>['status'];
}

const unitMs: Record<string, number> = { h: msPerHour, d: msPerDay, w: 7 * msPerDay };

/**
 * Whether a thing with that cadence (`3h`, `1d`, `1w`; '' for every run) and last observation is due.
 *
 * Scheduled jobs drift, by minutes and sometimes by hours, and a job must not skip its turn because the last run came
 * late. So nine tenths of the cadence are enough. For days and weeks it is also enough that as many days of `zone` have
 * begun since and half the cadence has passed: a daily job that ran at 06:30 instead of 03:17 is due again at 03:17, and
 * one that runs every hour still asks once a day. Never observed, or observed in the future (a clock that jumped), is due.
 */
export function isDue(cadence: string, lastObserved: string | null, now: Date, zone = 'UTC'): boolean {
  if (lastObserved === null) return true;
  const [, count = '', unit = ''] = /^(\d+)([hdw])$/.exec(cadence) ?? [];
  const everyMs = Number(count) * (unitMs[unit] ?? 0);
  const elapsedMs = now.getTime() - msOf(lastObserved);
  if (elapsedMs < 0 || elapsedMs >= 0.9 * everyMs) return true;
  if (unit === 'h' || elapsedMs < everyMs / 2) return false;
  return daysBetween(dayIn(zone, new Date(msOf(lastObserved))), dayIn(zone, now)) * msPerDay >= everyMs;
}

/**
 * The watchlist entries of a kind, each key once, in the order of the watchlist, and whether each is due. `lastObserved`
 * holds the last observation by key, `defaultZone` the zone of entries that name none.
 */
export function planEntries(
  kind: WatchEntry['kind'],
  watchlist: readonly WatchEntry[],
  lastObserved: ReadonlyMap<string, string>,
  now: Date,
  defaultZone = 'UTC',
): { entry: WatchEntry; due: boolean }[] {
  const entries = new Map<string, WatchEntry>();
  for (const entry of watchlist)
    if (entry.kind === kind && !entries.has(entry.key)) entries.set(entry.key, entry);
  return [...entries.values()].map((entry) => ({
    entry,
    due: isDue(entry.cadence, lastObserved.get(entry.key) ?? null, now, entry.zone || defaultZone),
  }));
}

/** How often a post is asked for up to an age: often while its counts move fast, seldom once they hardly do. */
const followPlan = [
  { untilDays: 2, cadence: '3h' },
  { untilDays: 30, cadence: '1d' },
  { untilDays: Number.POSITIVE_INFINITY, cadence: '1w' },
] as const;
/** Age at which posts stop being followed where the watchlist names none. */
export const defaultFollowDays = 90;

/**
 * The posts that are due, newest first: every 3 hours to an age of 2 days, daily to 30, weekly after that, and not at all
 * once older than `followDays` (null: 90). A job that runs less often takes what is due. A post whose time is not known
 * is asked for, which makes it known. A post that was not found is not asked for again.
 */
export function planPosts<P extends KnownPost>(
  knownPosts: readonly P[],
  now: Date,
  followDays: number | null = null,
  zone = 'UTC',
): P[] {
  return knownPosts
    .filter((post) => {
      if (post.status === 'not_found') return false;
      const ageDays = post.created_at === null ? 0 : (now.getTime() - msOf(post.created_at)) / msPerDay;
      if (ageDays > (followDays ?? defaultFollowDays)) return false;
      const step = followPlan.find(({ untilDays }) => ageDays < untilDays);
      return isDue(step?.cadence ?? '1w', post.last_observed_at, now, zone);
    })
    .sort(
      (a, b) => compareText(b.created_at ?? '9', a.created_at ?? '9') || compareText(b.post_id, a.post_id),
    );
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
