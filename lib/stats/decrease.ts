import type { Row } from '../schema/index.ts';

type Decrease = Row<'account_daily'>['decrease'];

/** A fall of at most this fraction of the day before is a small correction. */
export const smallFraction = 0.005;
/** A purge needs at least this many accounts with a change that day. */
export const purgeAccounts = 3;
/** And at least this fraction of them falling by more than `smallFraction`. */
export const purgeFraction = 0.5;

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
 * Days on which several accounts fell at once: of at least three accounts with a change that day, half or more fell by
 * more than 0.5 %, beyond their rounding. Judged over the tracked accounts, so it says nothing about a lone one.
 */
export function purgeDays(changes: Iterable<DayChange>): Set<string> {
  const counts = new Map<string, { accounts: number; fell: number }>();
  for (const change of changes) {
    let count = counts.get(change.day);
    if (!count) {
      count = { accounts: 0, fell: 0 };
      counts.set(change.day, count);
    }
    count.accounts++;
    if (isMarkedFall(change)) count.fell++;
  }
  return new Set(
    [...counts]
      .filter(([, { accounts, fell }]) => accounts >= purgeAccounts && fell >= purgeFraction * accounts)
      .map(([day]) => day),
  );
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
