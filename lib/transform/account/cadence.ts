import { instantAt, msPerDay, msPerHour } from '../../calendar.ts';
import { duration, exact, plural } from '../../format.ts';
import type { Row } from '../../schema/index.ts';
import { type Method, methodName } from '../../schema/method.ts';
import { meanOf, standardDeviation } from '../../stats/descriptive/moments.ts';
import { medianOf } from '../../stats/median.ts';
import type { AccountContext } from '../context.ts';

/** How often and how evenly posts come. */
export interface Cadence
  extends Omit<Row<'cadence'>, 'account_id' | 'window' | 'to' | 'n' | 'inputs' | 'method' | 'as_of'> {
  /** Posts within the window. */
  n: number;
}

/** Below so many days a rate per week says nothing. */
const minDays = 7;
/** Below so many gaps their variation says nothing. */
const minGaps = 3;
/** Accounts can pin three posts; one that is so many usual gaps from the next may be pinned. */
const mostPinned = 3;
const farGaps = 10;
const windows = { '28d': 28, '90d': 90, all: Number.POSITIVE_INFINITY } as const;

/**
 * How often and how evenly posts come (docs/formulas.md#cadence), from the instants at which they were published, in any
 * order. `asOf` is the instant that counts as now; later posts are not looked at. `days` is the length of the window up to then, all
 * that is known where it is left out. A window that begins before the first post begins with it, and that post is not
 * counted in the rate. Without posts everything is null but n, which is 0, and the reason. Throws `RangeError` where `days`
 * is not above 0.
 */
export function postingCadence(
  published: readonly (string | Date)[],
  { asOf, days = Number.POSITIVE_INFINITY }: { asOf: string | Date; days?: number },
): Cadence {
  if (!(days > 0)) throw new RangeError(`days is above 0, not ${days}`);
  const now = new Date(asOf).getTime();
  return cadenceOf(
    published
      .map((instant) => new Date(instant).getTime())
      .filter(Number.isFinite)
      .sort((a, b) => a - b),
    now,
    days,
  );
}

/** `postingCadence` of instants in milliseconds, sorted. */
function cadenceOf(published: readonly number[], now: number, days: number): Cadence {
  const known = published.filter((ms) => ms <= now);
  const [first, last] = [known[0], known.at(-1)];
  if (first === undefined || last === undefined) return nothing();
  const opening = now - days * msPerDay;
  const from = Math.max(opening, first);
  const inside = known.filter((ms) => ms >= from);
  const elapsed = (now - from) / msPerDay;
  const counted = first === from ? inside.length - 1 : inside.length;
  const gaps = inside.slice(1).map((ms, index) => ms - (inside[index] ?? ms));
  const longest = gaps.indexOf(Math.max(...gaps));
  const mean = meanOf(gaps);
  const spread = gaps.length < minGaps ? null : standardDeviation(gaps);
  const tooShort = elapsed < minDays;
  return {
    from: instantAt(from),
    days: round(elapsed),
    posts_per_week: tooShort ? null : round((7 * counted) / elapsed),
    gap_median_h: hoursOf(medianOf(gaps)),
    gap_cv: spread === null || mean === null || mean === 0 ? null : round(spread / mean),
    gap_longest_h: hoursOf(gaps[longest] ?? null),
    gap_longest_from: gaps.length === 0 ? null : instantAt(inside[longest] ?? from),
    last_post_at: instantAt(last),
    since_last_h: hoursOf(now - last),
    reason: tooShort ? `its posts are known for ${duration(now - from)} only` : null,
    n: inside.length,
  };
}

function nothing(): Cadence {
  return {
    from: null,
    days: null,
    posts_per_week: null,
    gap_median_h: null,
    gap_cv: null,
    gap_longest_h: null,
    gap_longest_from: null,
    last_post_at: null,
    since_last_h: null,
    reason: 'of none of its posts the time of publication is known',
    n: 0,
  };
}

function hoursOf(ms: number | null): number | null {
  return ms === null ? null : round(ms / msPerHour);
}

/** Four decimals: less than a second of an hour. */
function round(value: number): number {
  return Math.round(value * 1e4) / 1e4;
}

/** Table `cadence`: three rows an account that has posts. */
export function makeCadence({ account, asOf }: AccountContext): Row<'cadence'>[] {
  if (account.posts.length === 0) return [];
  const published = listedInFull(account.posts);
  const until = lastSeen(account) ?? Date.parse(asOf);
  return Object.entries(windows).map(([window, days]) => {
    const { n, ...numbers } = cadenceOf(published, until, days);
    const missed = postsMissed(account, numbers.from, until, n);
    return {
      account_id: account.account_id,
      window: window as keyof typeof windows,
      ...numbers,
      ...(missed === null ? {} : { ...withoutRates, reason: missed }),
      to: instantAt(until),
      n,
      inputs: n === 0 ? [] : ['observed'],
      method: methodName(cadenceMethod),
      as_of: asOf,
    };
  });
}

type Posts = AccountContext['account']['posts'];

/**
 * Instants of posts, without the oldest where they may be pinned and the rest is far away: a page lists those, but not what
 * was posted in between.
 */
function listedInFull(posts: Posts): number[] {
  const dated = posts.filter((post) => post.created_ms !== null);
  const times = dated.map(({ created_ms }) => created_ms ?? 0);
  const usual = medianOf(times.slice(1).map((ms, index) => ms - (times[index] ?? ms))) ?? 0;
  let skip = 0;
  for (let at = 0; at < mostPinned && at + 1 < times.length; at++)
    if (dated[at]?.pinned !== false && (times[at + 1] ?? 0) - (times[at] ?? 0) > farGaps * usual)
      skip = at + 1;
  return times.slice(skip);
}

/** The last instant at which the account or one of its posts was observed: later ones could not be seen. */
function lastSeen({ series, posts }: AccountContext['account']): number | null {
  let last = series.observations.at(-1)?.ms ?? null;
  for (const { facts } of posts)
    if (facts.last_ms !== null) last = Math.max(last ?? facts.last_ms, facts.last_ms);
  return last;
}

/** Says so where the account's own counter rose by more posts than were seen; one may have come between two looks. */
function postsMissed(
  { series }: AccountContext['account'],
  from: string | null,
  until: number,
  seen: number,
): string | null {
  const start = from === null ? Number.POSITIVE_INFINITY : Date.parse(from);
  const counted = series.observations.filter(
    ({ row, ms }) => row.posts !== null && row.posts_step === 1 && ms >= start && ms <= until,
  );
  const rise = (counted.at(-1)?.row.posts ?? 0) - (counted[0]?.row.posts ?? 0);
  if (rise <= seen + 1) return null;
  return `the account’s own counter rose by ${plural(rise, 'post')} and ${exact(seen)} of them were seen`;
}

const withoutRates = {
  posts_per_week: null,
  gap_median_h: null,
  gap_cv: null,
  gap_longest_h: null,
  gap_longest_from: null,
} as const;

/** How cadence is counted. */
export const cadenceMethod: Method = {
  id: 'cadence',
  version: 1,
  title: 'Cadence',
  about: 'How many posts a week, and how regular: from the times of publication alone, whatever the views.',
  formula: [
    'posts per week = 7 · posts / days',
    'gap = time between two posts that follow each other, both within the window',
    'variation = standard deviation of the gaps / their mean',
  ],
  edges: [
    'Windows of 28 and 90 days end when the account or one of its posts was last observed: of an account that cannot be seen any more nobody knows what it posts. One that would begin before the first known post begins with it; that post opens the window and is not counted in the rate, which would be too high otherwise.',
    'Of the three oldest posts those that may be pinned and are more than ten usual gaps from the next are left out: a page lists them, but not what was posted in between.',
    'Where the account’s own counter of posts rose by more than were seen, rate and gaps are empty, with the reason.',
    'Posts that were removed later count; posts that were never seen cannot.',
    'Below 7 days no rate, below 3 gaps no variation. The time since the last post is not a gap: it is not over.',
  ],
  sources: [
    'Arithmetic. The variation of gaps that come by chance (a Poisson process) is 1; the limits are our choice',
  ],
  example: () => {
    const published = [1, 4, 7, 10, 13].map((day) => `2026-11-${String(day).padStart(2, '0')}T18:00:00Z`);
    const cadence = postingCadence(published, { asOf: '2026-11-15T18:00:00Z' });
    return {
      given: 'Posts on 1, 4, 7, 10 and 13 November at 18:00, seen from 15 November, 18:00.',
      result: `${cadence.posts_per_week} posts a week (${plural(cadence.n - 1, 'post')} in ${plural(cadence.days, 'day')}), median gap ${cadence.gap_median_h} h, variation ${cadence.gap_cv}.`,
    };
  },
};
