import { addDays, dayIn } from '../calendar.ts';
import type { Row } from '../schema/index.ts';
import { growthOver } from './account/growth-over.ts';

type Daily = Row<'account_daily'>;

/** What growth needs of a day: a row of `account_daily`, or less. */
export type DailyPoint = Pick<Daily, 'account_id' | 'day' | 'followers'> &
  Partial<
    Pick<Daily, 'handle' | 'zone' | 'kind' | 'followers_step' | 'rounding' | 'observed_at' | 'decrease'>
  >;

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
 * Change of followers over the last `days` days, one entry an account, largest gain first, entries without a gain last: `growthOver` of each
 * account, with `asOf` on the last complete day of its zone, else on the latest day of any row.
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
  const latest = rows.reduce((day, row) => (row.day > day ? row.day : day), '');
  const endIn = (zone: string) => (asOf === undefined ? latest : addDays(dayIn(zone, new Date(asOf)), -1));
  return [...Map.groupBy(rows, (row) => row.account_id)]
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
  rows: readonly DailyPoint[],
  days: number,
  endIn: (zone: string) => string,
): WindowGrowth {
  const zone = rows.find((row) => row.zone)?.zone ?? 'UTC';
  const growth = growthOver(rows.map(followersPoint), { days, zone, to: endIn(zone) });
  const last = rows.findLast((row) => row.day === growth.to);
  return {
    account_id,
    handle: last?.handle ?? rows[0]?.handle ?? account_id,
    from: growth.from,
    to: growth.to,
    days: growth.elapsed_days,
    followers_from: growth.value_from,
    followers_to: growth.value_to,
    gain: growth.net,
    gain_low: growth.net_low,
    gain_high: growth.net_high,
    pct: growth.pct,
    per_day: growth.per_day,
    cagr_day: growth.cagr_day,
    kind_from: growth.kind_from,
    kind_to: growth.kind_to,
    reason: growth.reason,
  };
}

/** The followers of a day as a point of `growthOver`. */
function followersPoint(row: DailyPoint) {
  return {
    day: row.day,
    value: row.followers,
    decrease: row.decrease ?? null,
    step: row.followers_step ?? null,
    ...(row.kind && { kind: row.kind }),
    ...(row.rounding && { rounding: row.rounding }),
    ...(row.observed_at && { observed_at: row.observed_at }),
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
