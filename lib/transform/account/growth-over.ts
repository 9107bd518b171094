import { addDays, dayIn, daysBetween, endOfDay, msPerDay } from '../../calendar.ts';
import { dayLong, plural } from '../../format.ts';
import type { Row } from '../../schema/index.ts';
import { compoundPerDay, doublingDays } from '../../stats/growth.ts';
import { differenceInterval, type Interval, roundedInterval } from '../../stats/interval.ts';

type Daily = Row<'account_daily'>;

/** A counter on one day of an account. */
export interface GrowthPoint {
  /** `YYYY-MM-DD`, in the zone of the account. */
  day: string;
  /** Null where it is not known. */
  value: number | null;
  /** `observed` where it is not said. */
  kind?: Daily['kind'];
  /** Rounding step of the source; without it there is no interval. */
  step?: number | null;
  rounding?: Daily['rounding'];
  /** When the value was taken; without it the end of the day counts. */
  observed_at?: string | null;
  /** Kind of the fall to this day: counts before and after an overflow or a change of identity are not compared. */
  decrease?: Daily['decrease'];
}

/** Change of a counter between two days. */
export interface Growth {
  /** First day of the window: its value is the base. Null where neither a point nor an option says when it ends. */
  from: string | null;
  /** Last day of the window; null as `from`. */
  to: string | null;
  /** Days that really passed between the two values; null where one is missing. */
  elapsed_days: number | null;
  value_from: number | null;
  value_to: number | null;
  net: number | null;
  /** The least and the most that the net change can be, rounding considered; null where rounding is not known. */
  net_low: number | null;
  net_high: number | null;
  /** The net change as a fraction of `value_from`; null where that is 0. */
  pct: number | null;
  pct_low: number | null;
  pct_high: number | null;
  /** Net change per day that passed. */
  per_day: number | null;
  /** Constant growth per day, as a fraction: (to/from)^(1/days) − 1. */
  cagr_day: number | null;
  cagr_day_low: number | null;
  cagr_day_high: number | null;
  /** Days until the value doubles at that rate; null where it does not grow. */
  doubling_days: number | null;
  kind_from: Daily['kind'];
  kind_to: Daily['kind'];
  /** Where there is no change, why: words that go after "because". */
  reason: string | null;
}

/** `Growth` of a window whose ends are known. */
export type GrowthOfWindow = Growth & { from: string; to: string };

const unknownGrowth: Growth = {
  from: null,
  to: null,
  elapsed_days: null,
  value_from: null,
  value_to: null,
  net: null,
  net_low: null,
  net_high: null,
  pct: null,
  pct_low: null,
  pct_high: null,
  per_day: null,
  cagr_day: null,
  cagr_day_low: null,
  cagr_day_high: null,
  doubling_days: null,
  kind_from: 'gap',
  kind_to: 'gap',
  reason: null,
};

export interface GrowthOptions {
  /** Length of the window in days. */
  days: number;
  /** The instant that counts as now: the window ends on the day before its local day. @default the latest day of the points */
  asOf?: Date | string;
  /** IANA zone of the days. @default UTC */
  zone?: string;
  /** Last day of the window, in place of `asOf`. */
  to?: string;
  /** What is counted, for the words of `reason`. @default follower */
  noun?: string;
}

/**
 * Change of a counter over the last `days` days (docs/methods.md#growth-over-a-window).
 *
 * The window ends on the last complete day. Where the last known day is one earlier it ends there, with the same length. Where the
 * points end earlier still, or the day at the other end is not known, the net change is null and `reason` says why: no
 * other day is taken instead. Elapsed days are those that really passed between the two observations.
 *
 * Points may come in any order; of two of one day the later in the array counts. Without points, and with a value
 * that is no finite number, the numbers are null. Throws `RangeError`
 * where `days` is not a whole number above 0.
 * @example growthOver([{ day: '2026-01-01', value: 10_000 }, { day: '2026-01-31', value: 12_500 }], { days: 30 }).pct // 0.25
 */
export function growthOver(
  points: readonly GrowthPoint[],
  options: GrowthOptions & { to: string },
): GrowthOfWindow;
export function growthOver(points: readonly GrowthPoint[], options: GrowthOptions): Growth;
export function growthOver(points: readonly GrowthPoint[], options: GrowthOptions): Growth {
  const { days, asOf, zone = 'UTC', noun = 'follower' } = options;
  if (!Number.isInteger(days) || days < 1)
    throw new RangeError(`days is a whole number above 0, not ${days}`);
  const byDay = new Map(points.map((point) => [point.day, point]));
  const end =
    options.to ??
    (asOf === undefined
      ? points
          .map(({ day }) => day)
          .sort()
          .at(-1)
      : addDays(dayIn(zone, new Date(asOf)), -1));
  if (end === undefined) return { ...unknownGrowth, reason: `no ${noun} count is known` };
  return growthBetween(byDay, end, days, zone, noun);
}

/** `growthOver` for points by day and a window that ends on `end` or, where that is not known, on the day before. */
export function growthBetween(
  points: ReadonlyMap<string, GrowthPoint>,
  end: string,
  days: number,
  zone: string,
  noun: string,
): GrowthOfWindow {
  const dayBefore = addDays(end, -1);
  const to = isKnown(points.get(end)) || !isKnown(points.get(dayBefore)) ? end : dayBefore;
  const from = addDays(to, -days);
  const [first, last] = [points.get(from), points.get(to)];
  const growth: GrowthOfWindow = {
    ...unknownGrowth,
    from,
    to,
    value_from: isKnown(first) ? first.value : null,
    value_to: isKnown(last) ? last.value : null,
    kind_from: kindOf(first),
    kind_to: kindOf(last),
  };
  if (!isKnown(first) || !isKnown(last)) return { ...growth, reason: unknownEnd(points, from, to, noun) };
  const broken = breakWithin(points, from, to);
  if (broken !== null) return { ...growth, reason: broken };

  const net = last.value - first.value;
  const elapsed = (instantOfPoint(last, zone) - instantOfPoint(first, zone)) / msPerDay;
  const cagr = compoundPerDay(first.value, last.value, elapsed);
  const [a, b] = [intervalOf(first), intervalOf(last)];
  const interval = differenceInterval(a, b);
  return {
    ...growth,
    elapsed_days: elapsed,
    net,
    net_low: interval?.low ?? null,
    net_high: interval?.high ?? null,
    pct: first.value > 0 ? net / first.value : null,
    ...pctInterval(a, b),
    per_day: elapsed > 0 ? net / elapsed : null,
    cagr_day: cagr,
    ...cagrInterval(a, b, elapsed),
    doubling_days: doublingDays(cagr),
  };
}

/** The least growth is from the most there may have been to the least there may be, the most the other way round. */
function pctInterval(a: Interval | null, b: Interval | null): Pick<Growth, 'pct_low' | 'pct_high'> {
  if (a === null || b === null || a.low <= 0) return { pct_low: null, pct_high: null };
  return { pct_low: (b.low - a.high) / a.high, pct_high: (b.high - a.low) / a.low };
}

function cagrInterval(a: Interval | null, b: Interval | null, days: number) {
  const known = a !== null && b !== null && a.low > 0;
  return {
    cagr_day_low: known ? compoundPerDay(a.high, b.low, days) : null,
    cagr_day_high: known ? compoundPerDay(a.low, b.high, days) : null,
  };
}

function isKnown(point: GrowthPoint | undefined): point is GrowthPoint & { value: number } {
  return point !== undefined && Number.isFinite(point.value) && point.kind !== 'gap';
}

function kindOf(point: GrowthPoint | undefined): Daily['kind'] {
  return isKnown(point) ? (point.kind ?? 'observed') : 'gap';
}

function intervalOf(point: GrowthPoint & { value: number }): Interval | null {
  return roundedInterval(point.value, point.step ?? null, point.rounding ?? 'unknown');
}

/** When the value was taken: its observation, else the end of its day. */
function instantOfPoint(point: GrowthPoint, zone: string): number {
  return point.observed_at ? Date.parse(point.observed_at) : endOfDay(zone, point.day);
}

function breakWithin(points: ReadonlyMap<string, GrowthPoint>, from: string, to: string): string | null {
  for (let day = to; day > from; day = addDays(day, -1)) {
    const decrease = points.get(day)?.decrease;
    if (decrease === 'identity_change') return `the handle belongs to another account since ${dayLong(day)}`;
    if (decrease === 'wrap') return `the counter of the source overflowed on ${dayLong(day)}`;
  }
  return null;
}

function unknownEnd(
  points: ReadonlyMap<string, GrowthPoint>,
  from: string,
  to: string,
  noun: string,
): string {
  const days = [...points.values()]
    .filter((point) => isKnown(point) && point.day <= to)
    .map((point) => point.day)
    .sort();
  const [first, last] = [days[0], days.at(-1)];
  if (first === undefined || last === undefined) return `no ${noun} count is known up to then`;
  if (last < to)
    return `the last known day is ${dayLong(last)}, ${plural(daysBetween(last, to), 'day')} before the window ends`;
  if (first > from) return `it is known only since ${dayLong(first)}`;
  return `${dayLong(from)} lies in a gap`;
}
