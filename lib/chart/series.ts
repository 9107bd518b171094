import { daysBetween, endOfDay, instantOf, isDay, msOf, msPerDay, utcDayOf } from '../calendar.ts';
import type { Row } from '../schema/index.ts';
import { type Interval, roundedInterval } from '../stats/interval.ts';

/** The columns of `account_daily` that charts read. */
export type DailyRow = Pick<
  Row<'account_daily'>,
  | 'account_id'
  | 'day'
  | 'handle'
  | 'zone'
  | 'kind'
  | 'followers'
  | 'followers_step'
  | 'rounding'
  | 'followers_net'
  | 'followers_net_low'
  | 'followers_net_high'
  | 'likes'
  | 'likes_net'
  | 'posts'
  | 'posts_net'
  | 'source'
> &
  Partial<Pick<Row<'account_daily'>, 'method' | 'as_of'>>;

export type Measure = 'followers' | 'likes' | 'posts';

export interface Point {
  day: string;
  /** The day's UTC midnight, so that the machine's zone never matters. */
  ms: number;
  /** Null is "not observed". */
  value: number | null;
  interpolated: boolean;
  /** Where the true count may lie, as its source rounds; null where it is exact or nobody said. */
  rounded: Interval | null;
}

export interface Series {
  account_id: string;
  handle: string;
  zone: string;
  /** One point a day from the first to the last row, without holes. */
  points: Point[];
  /** The day after them that is not over, where it was asked for and has a value: what was counted so far. */
  partial?: Point | undefined;
}

/** What every row of a day says of whose it is and how it is known. */
export type GridRow = Pick<DailyRow, 'account_id' | 'day' | 'handle' | 'zone' | 'kind'>;

/** Daily rows as one series an account, in the order in which accounts first appear. Rows may come in any order. */
export function readSeries<R extends GridRow>(
  daily: readonly R[],
  read: (row: R) => number | null,
  bounds: (row: R) => Interval | null,
): Series[] {
  const rowsByAccount = new Map<string, R[]>();
  for (const row of daily) {
    const rows = rowsByAccount.get(row.account_id);
    if (rows) rows.push(row);
    else rowsByAccount.set(row.account_id, [row]);
  }
  return [...rowsByAccount.values()].map((rows) => {
    rows.sort((a, b) => (a.day < b.day ? -1 : 1));
    const points: Point[] = [];
    for (const row of rows) {
      const ms = msOf(row.day);
      // A day without a row is a gap like one with an empty row.
      for (let missing = (points.at(-1)?.ms ?? ms) + msPerDay; missing < ms; missing += msPerDay)
        points.push(emptyPoint(missing));
      const value = row.kind === 'gap' ? null : read(row);
      points.push({
        day: row.day,
        ms,
        value,
        interpolated: value !== null && row.kind === 'interpolated',
        rounded: value === null ? null : widened(bounds(row)),
      });
    }
    const { account_id, handle, zone } = rows.at(-1) as R;
    return { account_id, handle, zone, points };
  });
}

/**
 * The days that were over at `asOf`, and apart from them the one that was not: an instant is held against the end of the day
 * in the series' zone (UTC where it has none), a day against the day itself. Without `asOf` every day counts as over.
 */
export function splitPartial<S extends Series>(all: readonly S[], asOf: string | undefined): S[] {
  if (asOf === undefined) return [...all];
  return all.map((series) => {
    const isOver = ({ day }: Point) =>
      isDay(asOf) ? day < asOf : endOfDay(series.zone === '' ? 'UTC' : series.zone, day) <= msOf(asOf);
    const open = series.points.findIndex((point) => !isOver(point));
    if (open === -1) return series;
    const first = series.points[open];
    const partial = first && hasValue(first) ? first : undefined;
    return { ...series, points: series.points.slice(0, open), partial };
  });
}

/** The days with the one that is not over at their end. */
export const allPoints = ({ points, partial }: Pick<Series, 'points' | 'partial'>): readonly Point[] =>
  partial ? [...points, partial] : points;

/** The same series with the day that is not over among the others: for axes and spans, which must have room for it. */
export const joinPartial = <S extends Series>(all: readonly S[]): S[] =>
  all.map((series) => (series.partial ? { ...series, points: [...allPoints(series)] } : series));

const emptyPoint = (ms: number): Point => ({
  day: utcDayOf(instantOf(new Date(ms))),
  ms,
  value: null,
  interpolated: false,
  rounded: null,
});

/** The interval, or null where it is a single value. */
const widened = (interval: Interval | null) =>
  interval !== null && interval.low < interval.high ? interval : null;

export const hasValue = (point: Point): point is Point & { value: number } => point.value !== null;

/** The counter itself on each day, with what its rounding leaves open. */
export function readLevels(daily: readonly DailyRow[], measure: Measure): Series[] {
  return readSeries(
    daily,
    (row) => row[measure],
    ({ followers, followers_step, rounding }) =>
      measure === 'followers' && followers !== null
        ? roundedInterval(followers, followers_step, rounding)
        : null,
  );
}

/**
 * The change of each day, with its interval. Days after a gap have none; the first day, which cannot
 * have one, is left out.
 */
export function readChanges(daily: readonly DailyRow[], measure: Measure): Series[] {
  const all = readSeries(
    daily,
    (row) => row[`${measure}_net`],
    ({ followers_net_low: low, followers_net_high: high }) =>
      measure === 'followers' && low !== null && high !== null ? { low, high } : null,
  );
  return all.map((series) => ({ ...series, points: series.points.slice(1) }));
}

export interface Span {
  first: string;
  last: string;
  firstMs: number;
  lastMs: number;
  days: number;
}

/** Runs of days without a value, in order, those at either end included. */
export function findGaps(points: readonly Point[]): Span[] {
  const gaps: Span[] = [];
  for (const { day, ms, value } of points) {
    if (value !== null) continue;
    const open = gaps.at(-1);
    if (open && open.lastMs + msPerDay === ms) {
      open.last = day;
      open.lastMs = ms;
      open.days++;
    } else gaps.push({ first: day, last: day, firstMs: ms, lastMs: ms, days: 1 });
  }
  return gaps;
}

/** First and last day over all series, or null where there is no row. */
export function spanOf(series: readonly Series[]): Span | null {
  let first: Point | undefined;
  let last: Point | undefined;
  for (const { points } of series) {
    const [from, to] = [points[0], points.at(-1)];
    if (from && (!first || from.ms < first.ms)) first = from;
    if (to && (!last || to.ms > last.ms)) last = to;
  }
  if (!first || !last) return null;
  return {
    first: first.day,
    last: last.day,
    firstMs: first.ms,
    lastMs: last.ms,
    days: daysBetween(first.day, last.day) + 1,
  };
}
