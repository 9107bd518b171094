import { addDays, daysBetween } from '../../calendar.ts';
import { stl } from '../../stats/decomposition/stl.ts';
import { isCount } from '../../stats/finite.ts';
import type { FollowersDay } from '../forecast/forecast-followers.ts';
import { sundayOf } from '../forecast/past.ts';

/** A day of an account for the search: what a row of `account_daily` says, or only day and followers. */
export interface NetDay extends FollowersDay {
  kind?: 'observed' | 'interpolated' | 'gap';
  /** What rounding leaves of the change since the day before; the change itself unless given. */
  followers_net_low?: number | null;
  followers_net_high?: number | null;
  followers_step?: number | null;
}

/** Changes from day to day without holes. */
export interface NetSeries {
  /** Day of each change. */
  days: string[];
  /** Followers gained on it; across a gap the average over it. */
  net: number[];
  /** True where the change is that of one day between two observed values: only such a day can be called unusual. */
  own: boolean[];
  /** What rounding leaves of the change. */
  low: number[];
  high: number[];
  /** What the weekday adds to each change (robust STL of the year up to the last Sunday). */
  season: number[];
  /** The coarsest rounding step. */
  step: number;
  /** Changes that are of their own day. */
  n: number;
}

/** Days that are looked at. */
const longest = 365;
/** Fewer changes of their own day are no usual. */
export const leastDays = 42;
/** More days than this without a change of their own leave too little. */
const mostMissing = 1 / 3;

/** Gives what was made of the same inputs before, or makes it. */
type RememberSeason = (inputs: readonly number[], make: () => number[]) => number[];

/**
 * The last year of changes, gaps bridged by their average; null where too little is known. The weekly season is that of the year up to the
 * last Sunday: it depends on no later day, and may be remembered.
 */
export function netSeriesOf(
  all: readonly NetDay[],
  remember: RememberSeason = (_inputs, make) => make(),
): NetSeries | null {
  const known = all.filter(({ followers }) => isCount(followers)).sort((a, b) => (a.day < b.day ? -1 : 1));
  const end = known.at(-1)?.day;
  if (end === undefined) return null;
  const sunday = sundayOf(end);
  const before = addDays(sunday, -longest - 1);
  const recent = known.filter(({ day }) => day > before);
  const series: NetSeries = { days: [], net: [], own: [], low: [], high: [], season: [], step: 1, n: 0 };
  recent.forEach((row, i) => {
    const before = recent[i - 1];
    series.step = Math.max(series.step, row.followers_step ?? 1);
    if (!before) return;
    const gone = daysBetween(before.day, row.day);
    const change = (row.followers ?? 0) - (before.followers ?? 0);
    const own = gone === 1 && row.kind !== 'interpolated' && before.kind !== 'interpolated';
    for (let d = 1; d <= gone; d++) {
      series.days.push(addDays(before.day, d));
      series.net.push(change / gone);
      series.own.push(own);
      series.low.push(own ? (row.followers_net_low ?? change) : change / gone);
      series.high.push(own ? (row.followers_net_high ?? change) : change / gone);
    }
    if (own) series.n++;
  });
  const missing = series.days.length - series.n;
  if (series.n < leastDays || missing > mostMissing * series.days.length) return null;
  const upToSunday = series.net.slice(0, series.days.length - daysBetween(sunday, end));
  const week = remember(upToSunday, () => weekOf(upToSunday));
  return { ...series, season: series.net.map((_, i) => week[i % 7] as number) };
}

/** What each of seven days adds, the first that of the first change. */
function weekOf(net: readonly number[]): number[] {
  return stl(net, { period: 7, seasonal: 'periodic', robust: true })?.seasonal.slice(0, 7) ?? [];
}
