import type { Row } from '../schema/index.ts';
import { binomialTail } from './hypothesis/binomial.ts';

type Decrease = Row<'account_daily'>['decrease'];

/** A fall of at most this fraction of the day before is a small correction. */
export const smallFraction = 0.005;
/** On a purge at least this many accounts fall by more than `smallFraction`. */
const purgeAccounts = 3;
/** And at least this fraction of those with a change that day. */
const purgeFraction = 0.1;
/** And so many fall by chance with at most this probability. */
const purgeLevel = 1e-4;
/** Before anything is known one change in a hundred is such a fall; that counts like this many changes seen. */
const priorChanges = 50;
const priorFalls = 0.5;

/** One account's change of followers from one day to the next. */
export interface DayChange {
  day: string;
  /** Followers the day before. */
  before: number;
  net: number;
  /** The most that `net` can be, rounding considered; null where rounding is not known. */
  netHigh: number | null;
  /** The coarser rounding step of the two days; null where not known. */
  step: number | null;
  postsNet: number | null;
}

/** True where followers fell by more than a small correction even if rounding is given the benefit of the doubt. */
function isMarkedFall(change: DayChange): boolean {
  return -(change.netHigh ?? change.net) > smallFraction * change.before;
}

/**
 * Days on which several accounts fell at once (docs/methods.md#purge-days): at least three fell by more than 0.5%, beyond their rounding; they
 * are a tenth or more of the accounts with a change that day; and so many would fall together by chance with a probability of at most 0.0001,
 * by the binomial distribution, at the rate of such falls on all days before. Later days change nothing. Judged over
 * the tracked accounts, so it says nothing about a lone one.
 */
export function purgeDays(changes: Iterable<DayChange>): Set<string> {
  const counts: FallCounts = new Map();
  countFalls(changes, counts);
  return daysOfManyFalls(counts);
}

/** Of each day the accounts with a change, and those with a marked fall. */
export type FallCounts = Map<string, { accounts: number; fell: number }>;

/** Adds the changes of some accounts to counts. */
export function countFalls(changes: Iterable<DayChange>, counts: FallCounts): void {
  for (const change of changes) addFalls(counts, change.day, 1, isMarkedFall(change) ? 1 : 0);
}

/** Adds to the counts of a day. */
export function addFalls(counts: FallCounts, day: string, accounts: number, fell: number): void {
  const count = counts.get(day);
  if (count === undefined) counts.set(day, { accounts, fell });
  else {
    count.accounts += accounts;
    count.fell += fell;
  }
}

/** `purgeDays` from the accounts with a change and those with a marked fall of each day. */
export function daysOfManyFalls(
  counts: Iterable<readonly [day: string, count: { accounts: number; fell: number }]>,
): Set<string> {
  const purges = new Set<string>();
  let known = priorChanges;
  let fallen = priorFalls;
  for (const [day, { accounts, fell }] of [...counts].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const isMany = fell >= purgeAccounts && fell >= purgeFraction * accounts;
    if (isMany && binomialTail(fell, accounts, fallen / known) <= purgeLevel) purges.add(day);
    known += accounts;
    fallen += fell;
  }
  return purges;
}

/**
 * Which kind of fall a change is (docs/methods.md#falls), null where followers did not fall. The mildest reading that
 * fits comes first, then what several accounts share, then what the account did itself. Zeros after a positive
 * value never get here (`zero.ts`), a change of identity is the caller's to say.
 */
export function classifyDecrease(change: DayChange, purges: ReadonlySet<string>): Decrease {
  if (change.net >= 0) return null;
  // No account loses two thousand million followers in a day: the counter overflowed.
  if (-change.net > 2 ** 31) return 'wrap';
  if (change.step !== null && change.step > 1 && -change.net <= change.step) return 'rounding_flip';
  if (-change.net <= smallFraction * change.before) return 'small_correction';
  if (purges.has(change.day) && isMarkedFall(change)) return 'purge';
  if (change.postsNet !== null && change.postsNet < 0) return 'content_removed';
  return 'unexplained';
}
