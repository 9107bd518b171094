import { addDays, dayIn, daysFrom, msPerDay, msPerHour } from '../calendar.ts';
import type { Row } from '../schema/index.ts';
import { type Method, methodName } from '../schema/method.ts';
import {
  classifyDecrease,
  countFalls,
  type DayChange,
  type FallCounts,
  purgeDays,
} from '../stats/decrease.ts';
import { interpolateLinear } from '../stats/interpolate.ts';
import { differenceInterval } from '../stats/interval.ts';
import { type Daily, newRow } from './daily-row.ts';
import type { TransformFinding } from './finding.ts';
import { type DayValue, gridOf } from './grid.ts';
import { readSecondId } from './identity.ts';
import { type AccountSeries, accountSeries, type Observation, type SeriesOptions } from './series.ts';

export const dayGrid: Method = {
  id: 'day-grid',
  version: 1,
  title: 'Accounts by day',
  about:
    'An account’s counters on a grid of its own calendar days, each value marked by how it came about, and changes only between days that are both known.',
  formula: [
    'value of a day = its last observation; without one, between neighbours at most 48 h apart: v₀ + (v₁ − v₀) · (end of day − t₀) / (t₁ − t₀); else none',
    'net = value − value of the day before',
    'per day = (v₁ − v₀) / (t₁ − t₀ in days), across a gap too',
  ],
  variants: [
    '`followers_net` is last minus first. A counter that may only rise (`increase` of Prometheus) would turn each fall into growth; followers do fall.',
  ],
  edges: [
    'The first day has no change, nor has a day after a gap.',
    'The day that is not over has no row; nothing is extrapolated.',
    'Rounded counts are intervals, and so is the change between them.',
    'An overflow of a 32-bit counter and a change of identity leave the change empty.',
  ],
  sources: [
    'perfsonar/project#1034 for the longest line (no line over more than twice the sampling interval)',
    'prometheus/prometheus:promql/promqltest/testdata/functions.test for what `increase` does',
  ],
  example: () => {
    const [from, to] = [
      { ms: 0, value: 1000 },
      { ms: 48 * msPerHour, value: 1096 },
    ];
    const between = interpolateLinear(from.ms, from.value, to.ms, to.value, 39 * msPerHour);
    return {
      given:
        '1,000 followers at one instant, 1,096 some 48 hours later; the day without an observation ends 39 hours after the first',
      result: `${between === null ? 'nothing' : Math.round(between)} on that day, interpolated`,
    };
  },
};

/**
 * Accounts on a grid of their local days: table `account_daily`, sorted by account and day, and what could not be taken
 * as it stood (docs/methods.md#day-grid).
 *
 * - A day runs in the zone that `zones` names for the account (by id or handle), else in `defaultZone`, else in UTC.
 * - One row for each day from the first to the last with any counter. `kind` speaks of followers: `observed` is the
 *   last observation of the day that has them, `interpolated` the line between neighbours at most 48 h apart at the
 *   day's end, rounded to a whole count, `gap` neither. Likes and posts are each the day's last known value; they are
 *   interpolated only in rows of kind `interpolated`, so that no unmarked figure is made up.
 * - Rows after `asOf` are not looked at; the day that is not over at `asOf` has no row. Nothing is extrapolated.
 * - `*_net` is null on the first day and where the day before is not known. `followers_net_low` and `_high` are what
 *   rounding leaves open, nothing else: an interpolated day between exact counts has an interval of no width.
 * - `followers_per_day` compares with the last known day before, across a gap too, over the time that really passed
 *   between the two instants; null where there is none before, or where no time passed.
 * - `decrease` names the kind of a fall; a `wrap` or `identity_change` leaves the net and the rate null.
 * - At one instant the row with the finest follower step counts, then the first source by name.
 *
 * Empty input gives no rows. The order of the input does not matter.
 */
export function accountDaily(
  rows: readonly Row<'account'>[],
  options: SeriesOptions,
): { rows: Daily[]; findings: TransformFinding[] } {
  const { series, findings } = accountSeries(rows, options);
  return { rows: dailyOf(series, options.asOf).rows, findings };
}

/**
 * `accountDaily` for accounts that are joined already, with the changes from day to day, and the days on which several fell at once: of all
 * tracked accounts, which `known` tells where these are a part of them.
 */
export function dailyOf(
  series: readonly AccountSeries[],
  asOf: Date | string,
  known?: ReadonlySet<string>,
): { rows: Daily[]; purges: ReadonlySet<string>; changes: ReadonlyMap<Daily, DayChange> } {
  const rows: Daily[] = [];
  const changes = new Map<Daily, DayChange>();
  for (const account of series) addAccount(account, new Date(asOf), rows, changes);
  const purges = known ?? purgeDays(changes.values());
  for (const [row, change] of changes) {
    row.decrease = classifyDecrease(change, purges);
    if (row.decrease === 'wrap') withdrawChange(row);
  }
  return { rows, purges, changes };
}

/** Adds to the counts by which purges are told, as `dailyOf` does over all accounts. */
export function countFallsOf(
  series: readonly AccountSeries[],
  asOf: Date | string,
  counts: FallCounts,
): void {
  for (const account of series) {
    const changes = new Map<Daily, DayChange>();
    addAccount(account, new Date(asOf), [], changes);
    countFalls(changes.values(), counts);
  }
}

function addAccount(account: AccountSeries, asOf: Date, rows: Daily[], changes: Map<Daily, DayChange>): void {
  const { observations, zone } = account;
  const followers = gridOf(observations, 'followers', zone);
  const likes = gridOf(observations, 'likes', zone);
  const posts = gridOf(observations, 'posts', zone);
  const days = [followers, likes, posts].flatMap((grid) => [...grid.keys()]);
  if (days.length === 0) return;
  const first = days.reduce((a, b) => (b < a ? b : a));
  const last = days.reduce((a, b) => (b > a ? b : a));
  const lastComplete = addDays(dayIn(zone, asOf), -1);
  const identityAt = readSecondId(account.infos);
  const countOf = countByDay(observations);
  const method = methodName(dayGrid);
  let coming = 0;

  let row: Daily | undefined;
  let yesterday: DayValue | undefined;
  let known: DayValue | undefined;
  for (const day of daysFrom(first, last < lastComplete ? last : lastComplete)) {
    const today = followers.get(day);
    const before = row;
    while ((observations[coming]?.day ?? day) < day) coming++;
    row = newRow(account, day, today, likes.get(day), posts.get(day), method);
    row.n = countOf.get(day) ?? 0;
    // That a day is a gap is known once the next observation is there.
    row.as_of ||= observations[coming]?.row.observed_at ?? '';
    row.likes_net = netOf(before?.likes, row.likes);
    // As with followers: a fall of this size is an overflow that no source marked.
    if (row.likes_net !== null && -row.likes_net > 2 ** 31) row.likes_net = null;
    row.posts_net = netOf(before?.posts, row.posts);
    if (today && known) {
      if (identityAt(known.ms) !== identityAt(today.ms)) {
        row.decrease = 'identity_change';
        row.likes_net = null;
        row.posts_net = null;
      } else {
        addRate(row, known, today);
        if (yesterday) changes.set(row, addChange(row, before, yesterday, today));
      }
    }
    rows.push(row);
    yesterday = today;
    known = today ?? known;
  }
}

/** Observations of each local day, from every source, rows without a counter apart. */
function countByDay(observations: readonly Observation[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { row, day } of observations)
    if (row.followers !== null || row.likes !== null || row.posts !== null)
      counts.set(day, (counts.get(day) ?? 0) + 1);
  return counts;
}

function netOf(before: number | null | undefined, now: number | null): number | null {
  return before == null || now === null ? null : now - before;
}

function addRate(row: Daily, known: DayValue, today: DayValue): void {
  const elapsedMs = today.ms - known.ms;
  if (elapsedMs <= 0) return;
  row.followers_per_day = rounded(((today.value - known.value) / elapsedMs) * msPerDay);
  row.elapsed_h = rounded(elapsedMs / msPerHour);
}

/** Six decimals: more is noise, and makes the day files longer. */
function rounded(value: number): number {
  const short = Math.round(value * 1e6) / 1e6;
  return short === 0 ? 0 : short;
}

function addChange(row: Daily, before: Daily | undefined, yesterday: DayValue, today: DayValue): DayChange {
  const was = before?.followers ?? 0;
  const net = (row.followers ?? 0) - was;
  const interval = differenceInterval(yesterday.interval, today.interval);
  row.followers_net = net;
  row.followers_net_low = interval?.low ?? null;
  row.followers_net_high = interval?.high ?? null;
  return {
    day: row.day,
    before: was,
    net,
    netHigh: interval?.high ?? null,
    step: yesterday.step === null || today.step === null ? null : Math.max(yesterday.step, today.step),
    postsNet: row.posts_net,
  };
}

function withdrawChange(row: Daily): void {
  row.followers_net = null;
  row.followers_net_low = null;
  row.followers_net_high = null;
  row.followers_per_day = null;
  row.elapsed_h = null;
}
