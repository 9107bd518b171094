import type { Row } from '../../schema/index.ts';
import { type Interval, roundedInterval } from '../../stats/interval.ts';
import type { AccountRecord } from '../context.ts';
import { gridOf, type Metric } from '../grid.ts';
import type { GrowthPoint } from './growth-over.ts';

/** A counter on one day that is known, and what it was made of. */
export interface CounterPoint extends GrowthPoint {
  value: number;
  kind: 'observed' | 'interpolated';
  step: number | null;
  /** What rounding leaves open; null where it is not known. */
  interval: Interval | null;
  /** Instant of the latest observation that the value was made of. */
  until: string;
}

/** Growth and falls read the same points. */
const pointsOf = new WeakMap<AccountRecord, Map<Metric, readonly CounterPoint[]>>();

/**
 * The days of an account on which a counter is known, by day. Followers are those of `account_daily`; likes and posts are on their own
 * grid, interpolated days and rounding steps included, which `account_daily` has no columns for.
 */
export function counterPoints(account: AccountRecord, counter: Metric): readonly CounterPoint[] {
  let counters = pointsOf.get(account);
  if (!counters) {
    counters = new Map();
    pointsOf.set(account, counters);
  }
  let points = counters.get(counter);
  if (!points) {
    points = counter === 'followers' ? followersPoints(account.daily) : gridPoints(account, counter);
    counters.set(counter, points);
  }
  return points;
}

function gridPoints(account: AccountRecord, counter: Metric): CounterPoint[] {
  const grid = gridOf(account.series.observations, counter, account.zone);
  const points: CounterPoint[] = [];
  for (const { day, decrease } of account.daily) {
    const value = grid.get(day);
    if (!value) continue;
    const row = value.observation?.row;
    points.push({
      day,
      value: Math.round(value.value),
      kind: value.kind,
      step: value.step,
      rounding: row?.rounding ?? null,
      interval: value.interval,
      observed_at: row?.observed_at ?? null,
      decrease: decrease === 'identity_change' ? decrease : null,
      until: value.until,
    });
  }
  return points;
}

function followersPoints(daily: readonly Row<'account_daily'>[]): CounterPoint[] {
  const points: CounterPoint[] = [];
  for (const row of daily) {
    if (row.followers === null || row.kind === 'gap') continue;
    points.push({
      day: row.day,
      value: row.followers,
      kind: row.kind,
      step: row.followers_step,
      rounding: row.rounding,
      interval: roundedInterval(row.followers, row.followers_step, row.rounding ?? 'unknown'),
      observed_at: row.observed_at,
      decrease: row.decrease,
      until: row.as_of,
    });
  }
  return points;
}
