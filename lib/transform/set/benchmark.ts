import { exact, percent, plural } from '../../format.ts';
import { benchmarkMetrics } from '../../schema/derived-benchmark.ts';
import type { Row } from '../../schema/index.ts';
import { type Method, methodName } from '../../schema/method.ts';
import { tierOf } from '../../schema/tier.ts';
import { wilsonInterval } from '../../stats/confidence/wilson.ts';
import { percentileRank } from '../../stats/descriptive/percentile-rank.ts';
import { quantilesOf } from '../../stats/descriptive/quantile.ts';
import type { SetContext } from '../context.ts';

type Benchmark = Row<'benchmark'>;
type Metric = Benchmark['metric'];

/** Fewer accounts of a tier are no yardstick. */
const leastAccounts = 5;

export const benchmarkMethod: Method = {
  id: 'benchmark',
  version: 1,
  title: 'Benchmarks',
  about:
    'Where an account stands among the tracked accounts of its tier. No figures from elsewhere are used: published ones contradict each other, and the tracked set is at least known.',
  formula: [
    'percentile = (accounts below + ½ · accounts equal, itself included) / n',
    'interval = Wilson score interval of percentile · n of n',
    'median and quartiles of the tier: type 7',
  ],
  variants: [
    'Tiers: nano from 1,000, micro from 10,000, mid from 100,000, macro from 500,000, mega from 1,000,000, below them starter. Others draw other lines: setting `tiers`.',
  ],
  edges: [
    'Fewer than 5 accounts of the tier with a value: median and quartiles of what is there, no percentile.',
    'The tier of posts is the one at posting: the median of the followers when they were published.',
    'It says nothing on accounts that are not tracked.',
  ],
  sources: [
    'Parzen (1979) for the midrank; Wilson (1927); tiers after organicmediabuying.com and calculatecreator.com',
  ],
  example: () => {
    const standing = standingOf([0.02, 0.03, 0.03, 0.05, 0.09], 0.05);
    return {
      given: 'an account with 5% among five with 2, 3, 3, 5 and 9%',
      result: `percentile ${percent(standing.percentile)} (${percent(standing.low)} to ${percent(standing.high)}), median ${percent(standing.median)}`,
    };
  },
};

/** Where a value stands among others. */
export interface Standing {
  /** Midrank, a fraction; null below 5 values. */
  percentile: number | null;
  low: number | null;
  high: number | null;
  median: number | null;
  q1: number | null;
  q3: number | null;
  n: number;
}

/**
 * Where a value stands among `values`, of which it is one: midrank percentile with its 95% interval, and median and quartiles of all. Null
 * members without values; what is no finite number is left out; no percentile below 5. The order of the values does not matter.
 * @example standingOf([1, 2, 3, 4, 5], 4).percentile // 0.7
 */
export function standingOf(all: readonly number[], value: number | null): Standing {
  const values = all.filter(Number.isFinite);
  const n = values.length;
  const [q1 = null, median = null, q3 = null] = quantilesOf(values, [0.25, 0.5, 0.75]) ?? [];
  const percentile =
    value === null || !Number.isFinite(value) || n < leastAccounts ? null : percentileRank(values, value);
  const interval = percentile === null ? null : wilsonInterval(percentile * n, n);
  return { percentile, low: interval?.low ?? null, high: interval?.high ?? null, median, q1, q3, n };
}

/** An account’s metric and what its tier is told by. */
interface Reading {
  account_id: string;
  value: number | null;
  followers: number | null;
  reason: string | null;
  inputs: string[];
}

/** Table `benchmark`: each tracked account and metric; none where there is one account only. */
export function makeBenchmark(context: SetContext): Benchmark[] {
  const tracked = context.accounts.filter(({ isObserved }) => isObserved);
  if (tracked.length < 2) return [];
  const readers = readersOf(context);
  return benchmarkMetrics.flatMap((metric) => {
    const readings = tracked.map(({ account_id }) => readers[metric](account_id));
    const tiers = Map.groupBy(readings, ({ followers }) =>
      followers === null ? null : tierOf(followers, context.tiers),
    );
    return [...tiers].flatMap(([tier, all]) => {
      const known = tier === null ? [] : all.flatMap(({ value }) => (value === null ? [] : [value]));
      return all.map((reading) => rowOf(context, metric, tier, reading, known));
    });
  });
}

function rowOf(
  { asOf }: SetContext,
  metric: Metric,
  tier: string | null,
  reading: Reading,
  known: readonly number[],
): Benchmark {
  const { account_id, value, followers, inputs } = reading;
  const standing = standingOf(known, tier === null ? null : value);
  return {
    account_id,
    metric,
    tier,
    tier_followers: followers,
    value,
    percentile: standing.percentile,
    percentile_low: standing.low,
    percentile_high: standing.high,
    tier_median: standing.median,
    tier_q1: standing.q1,
    tier_q3: standing.q3,
    reason: standing.percentile === null ? whyNot(tier, reading, known.length) : null,
    n: standing.n,
    inputs,
    method: methodName(benchmarkMethod),
    as_of: asOf,
  };
}

function whyNot(tier: string | null, { value, followers, reason }: Reading, n: number): string {
  if (value === null) return reason ?? 'the metric is not known';
  if (followers === null) return 'its followers at that time are not known';
  if (tier === null) return `its ${plural(followers, 'follower')} are below the first tier`;
  return `${plural(n, 'tracked account')} of the tier ${n === 1 ? 'has' : 'have'} a value, and ${exact(leastAccounts)} are needed`;
}

function readersOf({ table }: SetContext): Record<Metric, (account_id: string) => Reading> {
  const engagement = byAccount(
    table('engagement').filter(({ rate, aggregate }) => rate === 'er_view' && aggregate === 'median'),
  );
  const cadence = byAccount(table('cadence').filter(({ window }) => window === '28d'));
  const growth = byAccount(
    table('growth').filter(({ counter, window_days }) => counter === 'followers' && window_days === 28),
  );
  const views = byAccount(table('account_views'));
  const atPosting = (account_id: string) => views.get(account_id)?.followers ?? null;
  const atStart = (account_id: string) => growth.get(account_id)?.value_from ?? null;
  const reading = (
    account_id: string,
    value: number | null | undefined,
    followers: number | null,
    row: { reason: string | null; inputs: string[] } | undefined,
    none: string,
  ): Reading => ({
    account_id,
    value: value ?? null,
    followers,
    reason: row ? row.reason : none,
    inputs: row?.inputs ?? [],
  });
  return {
    er_view_median: (id) => {
      const row = engagement.get(id);
      return reading(id, row?.value, atPosting(id), row, 'it has no posts');
    },
    views_median: (id) => {
      const row = views.get(id);
      return reading(id, row?.views_median, atPosting(id), row, 'it has no posts');
    },
    posts_per_week: (id) => {
      const row = cadence.get(id);
      return reading(id, row?.posts_per_week, atStart(id), row, 'it has no posts');
    },
    followers_pct_28d: (id) => {
      const row = growth.get(id);
      return reading(id, row?.pct, atStart(id), row, 'its followers were never observed');
    },
  };
}

function byAccount<R extends { account_id: string }>(rows: readonly R[]): Map<string, R> {
  return new Map(rows.map((row) => [row.account_id, row]));
}
