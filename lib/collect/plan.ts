import { daysBetween, instantOf, msOf, msPerDay, msPerHour, utcDayOf } from '../calendar.ts';
import type { Row } from '../schema/index.ts';
import type { WatchEntry } from '../schema/watchlist.ts';

/**
 * What is due. Pure: the same watchlist, ledger and instant give the same plan.
 */

/** A post as the ledger knows it. */
export interface KnownPost {
  post_id: string;
  account_id: string;
  handle: string | null;
  created_at: string | null;
  last_observed_at: string | null;
  status: Row<'post_info'>['status'];
}

const unitMs: Record<string, number> = { h: msPerHour, d: msPerDay, w: 7 * msPerDay };

/**
 * Whether a thing with that cadence (`3h`, `1d`, `1w`; '' for every run) and last observation is due.
 *
 * Scheduled jobs drift, by minutes and sometimes by hours, and a job must not skip its turn because the last run came
 * late. So nine tenths of the cadence are enough. For days and weeks it is also enough that as many UTC days have begun
 * since and half the cadence has passed: a daily job that ran at 06:30 instead of 03:17 is due again at 03:17, and one
 * that runs every hour still asks once a day. Never observed, or observed in the future (a clock that jumped), is due.
 */
export function isDue(cadence: string, lastObserved: string | null, now: Date): boolean {
  if (lastObserved === null) return true;
  const [, count = '', unit = ''] = /^(\d+)([hdw])$/.exec(cadence) ?? [];
  const everyMs = Number(count) * (unitMs[unit] ?? 0);
  const elapsedMs = now.getTime() - msOf(lastObserved);
  if (elapsedMs < 0 || elapsedMs >= 0.9 * everyMs) return true;
  const daysBegun = daysBetween(utcDayOf(lastObserved), utcDayOf(instantOf(now)));
  return unit !== 'h' && daysBegun * msPerDay >= everyMs && elapsedMs >= everyMs / 2;
}

/**
 * The watchlist entries of a kind that are due, each key once, in the order of the watchlist. `lastObserved` holds the
 * last observation by key.
 */
export function planEntries(
  kind: WatchEntry['kind'],
  watchlist: readonly WatchEntry[],
  lastObserved: ReadonlyMap<string, string>,
  now: Date,
): WatchEntry[] {
  const seen = new Set<string>();
  return watchlist.filter((entry) => {
    if (entry.kind !== kind || seen.has(entry.key)) return false;
    seen.add(entry.key);
    return isDue(entry.cadence, lastObserved.get(entry.key) ?? null, now);
  });
}

/** The accounts of the watchlist that are due; `lastObserved` by handle. */
export function planAccounts(
  watchlist: readonly WatchEntry[],
  lastObserved: ReadonlyMap<string, string>,
  now: Date,
): WatchEntry[] {
  return planEntries('account', watchlist, lastObserved, now);
}

/** How often a post is asked for up to an age; counts of older posts hardly move. */
const followPlan = [
  { untilDays: 30, cadence: '1d' },
  { untilDays: Number.POSITIVE_INFINITY, cadence: '1w' },
] as const;
/** Age at which posts stop being followed where the watchlist names none. */
const defaultFollowDays = 90;

/**
 * The posts that are due, newest first: daily to an age of 30 days, weekly after that, and not at all once older than
 * `followDays` (null: 90). A post whose time is not known is asked for, which makes it known. A post that was not found
 * is not asked for again.
 */
export function planPosts<P extends KnownPost>(
  knownPosts: readonly P[],
  now: Date,
  followDays: number | null = null,
): P[] {
  return knownPosts
    .filter((post) => {
      if (post.status === 'not_found') return false;
      const ageDays = post.created_at === null ? 0 : (now.getTime() - msOf(post.created_at)) / msPerDay;
      if (ageDays > (followDays ?? defaultFollowDays)) return false;
      const step = followPlan.find(({ untilDays }) => ageDays < untilDays);
      return isDue(step?.cadence ?? '1w', post.last_observed_at, now);
    })
    .sort(
      (a, b) => compareText(b.created_at ?? '9', a.created_at ?? '9') || compareText(b.post_id, a.post_id),
    );
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
