import { addDays, dayIn, daysBetween, endOfDay, msPerDay } from '../calendar.ts';
import { dayLong, plural } from '../format.ts';
import type { Row } from '../schema/index.ts';
import { compoundPerDay } from '../stats/growth.ts';
import { differenceInterval, roundedInterval } from '../stats/interval.ts';

type Daily = Row<'account_daily'>;

/** What growth needs of a day: a row of `account_daily`, or less. */
export type DailyPoint = Pick<Daily, 'account_id' | 'day' | 'followers'> &
  Partial<Pick<Daily, 'handle' | 'zone' | 'kind' | 'followers_step' | 'rounding' | 'observed_at'>>;

/** An account's change of followers over a window of days. */
export interface WindowGrowth {
  account_id: string;
  /** The handle of the rows, or the id where they have none. */
  handle: string;
  /** First day of the window: its value is the base. */
  from: string;
  /** Last day of the window. */
  to: string;
  /** Days that really passed between the two values; null where one is missing. */
  days: number | null;
  followers_from: number | null;
  followers_to: number | null;
  gain: number | null;
  /** The least and the most that the gain can be, rounding considered; null where rounding is not known. */
  gain_low: number | null;
  gain_high: number | null;
  /** The gain as a fraction of `followers_from`; null where that is 0. */
  pct: number | null;
  /** Followers gained per day that passed. */
  per_day: number | null;
  /** Constant growth per day, as a fraction: (to/from)^(1/days) − 1. */
  cagr_day: number | null;
  kind_from: Daily['kind'];
  kind_to: Daily['kind'];
  /** Where there is no gain, why: words that go after "because". */
  reason: string | null;
}

/**
 * Change of followers over the last `days` days, one entry an account, largest gain first, entries without a gain last.
 *
 * The window ends on the last complete day: with `asOf` the day before the local day of that instant, else the latest
 * day of any row. An account whose last known day is one earlier ends there, with a window of the same length. An account that ends
 * earlier still, or whose day at the other end is not known, has a null gain and a `reason`: no other day is taken instead.
 * `days` of an entry is the time that passed between the observations (an interpolated day counts at its end).
 *
 * Rows may come in any order and need no ledger: `{ account_id, day, followers }` will do; counts without
 * `followers_step` have no interval. Empty input gives no entries. Throws `RangeError` where `days` is not a whole number above 0.
 */
export function windowGrowth(
  rows: readonly DailyPoint[],
  options: { days: number; asOf?: Date | string },
): WindowGrowth[] {
  const { days, asOf } = options;
  if (!Number.isInteger(days) || days < 1)
    throw new RangeError(`days is a whole number above 0, not ${days}`);
  const accounts = new Map<string, Map<string, DailyPoint>>();
  let latest = '';
  for (const row of rows) {
    let account = accounts.get(row.account_id);
    if (!account) {
      account = new Map();
      accounts.set(row.account_id, account);
    }
    account.set(row.day, row);
    if (row.day > latest) latest = row.day;
  }
  const endIn = (zone: string) => (asOf === undefined ? latest : addDays(dayIn(zone, new Date(asOf)), -1));
  return [...accounts]
    .map(([id, points]) => growthOf(id, points, days, endIn))
    .sort(
      (a, b) =>
        (b.gain ?? Number.NEGATIVE_INFINITY) - (a.gain ?? Number.NEGATIVE_INFINITY) ||
        compare(a.handle, b.handle) ||
        compare(a.account_id, b.account_id),
    );
}

function growthOf(
  account_id: string,
  points: ReadonlyMap<string, DailyPoint>,
  days: number,
  endIn: (zone: string) => string,
): WindowGrowth {
  const any = points.values().next().value;
  const zone = any?.zone ?? 'UTC';
  const end = endIn(zone);
  const dayBefore = addDays(end, -1);
  const to = isKnown(points.get(end)) || !isKnown(points.get(dayBefore)) ? end : dayBefore;
  const from = addDays(to, -days);
  const [first, last] = [points.get(from), points.get(to)];
  const growth: WindowGrowth = {
    account_id,
    handle: last?.handle ?? any?.handle ?? account_id,
    from,
    to,
    days: null,
    followers_from: first?.followers ?? null,
    followers_to: last?.followers ?? null,
    gain: null,
    gain_low: null,
    gain_high: null,
    pct: null,
    per_day: null,
    cagr_day: null,
    kind_from: kindOf(first),
    kind_to: kindOf(last),
    reason: null,
  };
  if (!isKnown(first) || !isKnown(last)) return { ...growth, reason: reasonOf(points, from, to) };
  const gain = last.followers - first.followers;
  const elapsedDays = (instantOfPoint(last) - instantOfPoint(first)) / msPerDay;
  const interval = differenceInterval(intervalOf(first), intervalOf(last));
  return {
    ...growth,
    days: elapsedDays,
    gain,
    gain_low: interval?.low ?? null,
    gain_high: interval?.high ?? null,
    pct: first.followers > 0 ? gain / first.followers : null,
    per_day: elapsedDays > 0 ? gain / elapsedDays : null,
    cagr_day: compoundPerDay(first.followers, last.followers, elapsedDays),
  };
}

function isKnown(point: DailyPoint | undefined): point is DailyPoint & { followers: number } {
  return point !== undefined && point.followers !== null && point.kind !== 'gap';
}

function kindOf(point: DailyPoint | undefined): Daily['kind'] {
  return isKnown(point) ? (point.kind ?? 'observed') : 'gap';
}

function intervalOf(point: DailyPoint & { followers: number }) {
  return roundedInterval(point.followers, point.followers_step ?? null, point.rounding ?? 'unknown');
}

/** When the value was taken: its observation, else the end of its day. */
function instantOfPoint(point: DailyPoint): number {
  return point.observed_at ? Date.parse(point.observed_at) : endOfDay(point.zone ?? 'UTC', point.day);
}

function reasonOf(points: ReadonlyMap<string, DailyPoint>, from: string, to: string): string {
  const known = [...points.values()].filter((point) => isKnown(point) && point.day <= to);
  const days = known.map((point) => point.day).sort();
  const [first, last] = [days[0], days.at(-1)];
  if (first === undefined || last === undefined) return 'no follower count is known up to then';
  if (last < to)
    return `the last known day is ${dayLong(last)}, ${plural(daysBetween(last, to), 'day')} before the window ends`;
  if (first > from) return `it is known only since ${dayLong(first)}`;
  return `${dayLong(from)} lies in a gap`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
