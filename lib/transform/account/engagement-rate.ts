import { instantOf, msPerDay } from '../../calendar.ts';
import type { Row } from '../../schema/index.ts';
import { bootstrapRatios } from '../../stats/confidence/bootstrap-ratios.ts';
import type { ConfidenceInterval } from '../../stats/confidence/interval.ts';
import { medianInterval } from '../../stats/confidence/median-interval.ts';
import { meanOf } from '../../stats/descriptive/moments.ts';
import { type Interval, type RoundingMode, roundedInterval } from '../../stats/interval.ts';
import { medianOf } from '../../stats/median.ts';
import { ratioInterval, ratioOf } from '../../stats/ratio.ts';
import { type Measure, type PostRate, type RateCounts, rateOf, whyNoRate } from '../post/rates.ts';

/** How the rates of several posts become one. */
export type Aggregate = Row<'engagement'>['aggregate'];
export const aggregates = ['median', 'pooled', 'mean'] as const satisfies readonly Aggregate[];
export type EngagementRateName = Row<'engagement'>['rate'];

/** An account's rate is taken over so many of its last posts. */
export const postsTaken = 30;
/** And over posts of at least this age, in days: younger ones still gather views and engagement at different speeds. */
export const minAgeDays = 7;
/** Below so many posts no interval is given: the posts themselves say more. */
const intervalFrom = 6;

/** A post's counters on plain values. One that is left out, below 0 or no finite number is not known; a count without its step is taken as exact. */
export interface RatePost {
  /** When it was published, as an instant; without it the age is not looked at. */
  created_at?: string | null;
  views?: number | null;
  likes?: number | null;
  comments?: number | null;
  shares?: number | null;
  saves?: number | null;
  /** Followers of the account when it was published. */
  followers?: number | null;
  views_7d?: number | null;
  views_step?: number | null;
  likes_step?: number | null;
  comments_step?: number | null;
  shares_step?: number | null;
  saves_step?: number | null;
  rounding?: RoundingMode;
}

/** A rate over several posts. */
export interface EngagementRate {
  rate: EngagementRateName;
  aggregate: Aggregate;
  /** A fraction; null where no post has the rate. */
  value: number | null;
  /** The confidence interval and its level; null below 6 posts. */
  low: number | null;
  high: number | null;
  level: number | null;
  /** What rounding of the counts leaves open. */
  rounding_low: number | null;
  rounding_high: number | null;
  /** Sums over the posts. */
  numerator: number | null;
  denominator: number | null;
  /** Posts that have the rate. */
  n: number;
  /** Posts that were looked at. */
  posts: number;
  /** Where there is no value, why: words that go after "because". */
  reason: string | null;
}

/**
 * An engagement rate of several posts (docs/formulas.md#engagement-of-an-account): by default the median of
 * (likes + comments + shares + saves) / views over the last 30 posts of at least 7 days of age. Which variant it is, and what it was divided by, comes back
 * with it.
 *
 * Takes plain values in any order. Ages are counted to `asOf`, and looked at only where it and a post's `created_at` are
 * given. A post that lacks a part of the rate is left out and not counted as 0, and so is one with a denominator of 0. `er_reach` has
 * a reason and never a value: how many people saw a post is not public. Without posts: null, with a reason. Throws
 * `RangeError` where `last` is not a whole number above 0.
 */
export function engagementRate(
  posts: readonly RatePost[],
  options: {
    rate?: EngagementRateName;
    aggregate?: Aggregate;
    last?: number;
    minAgeDays?: number;
    asOf?: Date | string;
  } = {},
): EngagementRate {
  const { rate = 'er_view', aggregate = 'median', last = postsTaken } = options;
  if (!Number.isInteger(last) || last < 1)
    throw new RangeError(`last is a whole number above 0, not ${last}`);
  const { asOf, minAgeDays: days = minAgeDays } = options;
  const latest = asOf === undefined ? null : instantOf(new Date(new Date(asOf).getTime() - days * msPerDay));
  const taken = posts
    .filter(({ created_at }) => latest === null || created_at == null || created_at <= latest)
    .sort((a, b) => compare(a.created_at ?? '', b.created_at ?? ''))
    .slice(-last)
    .map(countsOf);
  return ratesOver(taken, rate)[aggregate];
}

/** One rate of posts, put together in every way. */
export function ratesOver(
  posts: readonly RateCounts[],
  rate: EngagementRateName,
): Record<Aggregate, EngagementRate> {
  const known = rate === 'er_reach' ? [] : posts.map((post) => rateOf(post, rate)).filter(isKnown);
  const above = known.map(({ numerator }) => numerator.value);
  const below = known.map(({ denominator }) => denominator.value);
  const values = known.map(({ value }) => value);
  const numerator = known.length > 0 ? total(above) : null;
  const denominator = known.length > 0 ? total(below) : null;
  const boot = known.length < intervalFrom ? null : bootstrapRatios(above, below);
  const build = (
    aggregate: Aggregate,
    value: number | null,
    confidence: ConfidenceInterval | null | undefined,
    rounding: Interval | null,
  ): EngagementRate => ({
    rate,
    aggregate,
    value,
    low: confidence?.low ?? null,
    high: confidence?.high ?? null,
    level: confidence?.level ?? null,
    rounding_low: rounding?.low ?? null,
    rounding_high: rounding?.high ?? null,
    numerator,
    denominator,
    n: known.length,
    posts: posts.length,
    reason: known.length > 0 ? null : whyNone(posts, rate),
  });
  const spreads = known.map(({ interval }) => interval);
  const pooledSpread = ratioInterval(
    addIntervals(known.map((each) => each.numerator.interval)),
    addIntervals(known.map((each) => each.denominator.interval)),
  );
  return {
    median: build('median', medianOf(values), medianInterval(values), eachEnd(spreads, medianOf)),
    pooled: build('pooled', ratioOf(numerator, denominator), boot?.pooled, pooledSpread),
    mean: build('mean', meanOf(values), boot?.mean, eachEnd(spreads, meanOf)),
  };
}

type KnownRate = PostRate & { numerator: Measure; denominator: Measure; value: number };

function isKnown(rate: PostRate): rate is KnownRate {
  return rate.value !== null;
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

function addIntervals(intervals: readonly (Interval | null)[]): Interval | null {
  const sum = { low: 0, high: 0 };
  for (const interval of intervals) {
    if (interval === null) return null;
    sum.low += interval.low;
    sum.high += interval.high;
  }
  return sum;
}

function eachEnd(
  intervals: readonly (Interval | null)[],
  combine: (values: readonly number[]) => number | null,
): Interval | null {
  const known = intervals.filter((interval) => interval !== null);
  if (known.length < intervals.length) return null;
  const [low, high] = [combine(known.map((each) => each.low)), combine(known.map((each) => each.high))];
  return low === null || high === null ? null : { low, high };
}

function whyNone(posts: readonly RateCounts[], rate: EngagementRateName): string {
  if (rate === 'er_reach') return 'how many people saw a post is not public';
  if (posts.length === 0) return 'no post that is old enough was observed';
  const reasons = new Set(posts.map((post) => whyNoRate(post, rate)));
  const [only] = reasons;
  return (reasons.size === 1 ? only : null) ?? 'no post has all that it takes';
}

function countsOf(post: RatePost): RateCounts {
  const rounding = post.rounding ?? 'unknown';
  const of = (value: number | null | undefined, step: number | null = 1): Measure | null =>
    // No counter of posts can be below 0: such a number says nothing.
    value == null || !(value >= 0) || value === Number.POSITIVE_INFINITY
      ? null
      : { value, interval: roundedInterval(value, step, rounding) };
  return {
    views: of(post.views, post.views_step),
    likes: of(post.likes, post.likes_step),
    comments: of(post.comments, post.comments_step),
    shares: of(post.shares, post.shares_step),
    saves: of(post.saves, post.saves_step),
    followers: of(post.followers),
    views7d: of(post.views_7d),
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
