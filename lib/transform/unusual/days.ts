import { medianOf } from '../../stats/median.ts';
import { generalizedEsd } from '../../stats/outlier/generalized-esd.ts';
import { type NetDay, type NetSeries, netSeriesOf } from './series.ts';

/** A day on which an account gained or lost more than its usual would explain. */
export interface UnusualDay {
  day: string;
  direction: 'up' | 'down';
  /** Followers gained that day. */
  net: number;
  /** What weekday and level of those weeks lead to. */
  expected: number;
  /** How far apart the two are, in robust standard deviations of the other days, rounding given the benefit of the doubt. */
  score: number;
  /** Days that it was compared with. */
  n: number;
}

/** The probability of calling any day of a quiet year unusual, were its days normal. */
const alpha = 0.005;
/** At most this fraction of the days is unusual. */
const mostUnusual = 0.02;
/** Days whose median is the level around a day. */
const levelWindow = 29;
/** Weekdays seen less often have no scale of their own. */
const leastWeeks = 12;
/** Robust standard deviations that a day is away at least: so far out a calm year has none. */
const leastScore = 5;
/** Days whose median distance is the scale around a day. */
const scaleWindow = 91;
/** Fewer followers than this away from what is expected are nothing to speak of. */
const leastCount = 10;

/**
 * Unusual days of an account, by day (docs/methods.md#unusual): takes off the weekly season (robust STL) and the median of the 29
 * days around each, and applies the hybrid generalized ESD test to what is left. Only a change between two observed days
 * can be unusual. Empty where nothing is, or where fewer than 42 changes of the last 365 days are known; days may come in any order.
 * Rosner (1983); Cleveland and others (1990); Hochenbaum, Vallis and Kejariwal (2017), with a moving median for theirs.
 * @example unusualDays(await readTable('account_daily', { accounts: [id] }))
 */
export function unusualDays(days: readonly NetDay[]): UnusualDay[] {
  const series = netSeriesOf(days);
  return series ? unusualOf(series) : [];
}

/** The same for changes that are in order and without holes. */
export function unusualOf({ days, net, own, low, high, season, step, n }: NetSeries): UnusualDay[] {
  const plain = net.map((value, i) => value - (season[i] as number));
  const level = movingMedian(plain, levelWindow);
  const expected = level.map((value, i) => value + (season[i] as number));
  const left = net.map((value, i) => value - (expected[i] as number));
  const scale = scaleAround(left, Math.max(0.5, step > 1 ? step / 2 : 0));
  const places = left.flatMap((_, i) => (own[i] ? [i] : []));
  const found = generalizedEsd(
    places.map((i) => (left[i] as number) / (scale[i] as number)),
    { maxOutliers: Math.max(1, Math.floor(mostUnusual * places.length)), alpha, centre: 'median' },
  );
  if (!found) return [];
  return found.steps
    .slice(0, found.outliers.length)
    .flatMap(({ index, score, critical }): UnusualDay[] => {
      const i = places[index] as number;
      const came = net[i] as number;
      const usual = expected[i] as number;
      // Of what rounding leaves the end that is nearest to the usual.
      const nearest = came > usual ? (low[i] as number) : (high[i] as number);
      const direction = came > usual ? 'up' : 'down';
      const away = direction === 'up' ? nearest - usual : usual - nearest;
      const sure = (score * away) / Math.abs(came - usual);
      if (away < leastCount || sure <= Math.max(critical, leastScore)) return [];
      return [{ day: days[i] as string, direction, net: Math.round(came), expected: usual, score: sure, n }];
    })
    .sort((a, b) => (a.day < b.day ? -1 : 1));
}

/**
 * How far days usually lie off their level around each: busy months vary more than quiet ones, and busy weekdays more than others. Never
 * less than `least`.
 */
function scaleAround(left: readonly number[], least: number): number[] {
  const sizes = left.map(Math.abs);
  const all = medianOf(sizes) ?? 0;
  const ofWeekday = Array.from({ length: 7 }, (_, weekday) => {
    const own = sizes.filter((_, i) => i % 7 === weekday);
    return own.length < leastWeeks || all === 0 ? 1 : Math.max(1, (medianOf(own) ?? all) / all);
  });
  return movingMedian(sizes, scaleWindow).map((size, i) =>
    Math.max(least, 1.4826 * size * (ofWeekday[i % 7] as number)),
  );
}

/** The median of the values around each, fewer at both ends. */
export function movingMedian(values: readonly number[], window: number): number[] {
  const half = (window - 1) / 2;
  // Kept in order as the window moves on: to sort it each time would be most of the work.
  const sorted = new Float64Array(window + 1);
  let size = 0;
  const medians = new Array<number>(values.length);
  for (let next = 0; next < values.length + half; next++) {
    if (next < values.length) {
      const value = values[next] as number;
      const place = placeOf(sorted, size, value);
      sorted.copyWithin(place + 1, place, size);
      sorted[place] = value;
      size++;
    }
    if (next < half) continue;
    if (next >= window) {
      const place = placeOf(sorted, size, values[next - window] as number);
      sorted.copyWithin(place, place + 1, size);
      size--;
    }
    medians[next - half] = ((sorted[(size - 1) >> 1] as number) + (sorted[size >> 1] as number)) / 2;
  }
  return medians;
}

/** Where a value stands, or would stand, among the first `size`, which are in order. */
function placeOf(sorted: Float64Array, size: number, value: number): number {
  let low = 0;
  let high = size;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
