import type { Interval } from '../../stats/interval.ts';
import { ratioInterval, ratioOf } from '../../stats/ratio.ts';

/** Counts that rates are made of, each with what rounding leaves open; null where it is not known. */
export interface RateCounts {
  views: Measure | null;
  likes: Measure | null;
  comments: Measure | null;
  shares: Measure | null;
  saves: Measure | null;
  /** Followers of the account when the post was published. */
  followers: Measure | null;
  /** Views 7 days after publication. */
  views7d: Measure | null;
}

export interface Measure {
  value: number;
  interval: Interval | null;
}

type Part = keyof RateCounts;

/** Every rate by name: a sum of counts over a count. */
export const rates = {
  er_view: { above: ['likes', 'comments', 'shares', 'saves'], below: 'views' },
  er3_view: { above: ['likes', 'comments', 'shares'], below: 'views' },
  er_follower: { above: ['likes', 'comments', 'shares', 'saves'], below: 'followers' },
  like_rate: { above: ['likes'], below: 'views' },
  comment_rate: { above: ['comments'], below: 'views' },
  share_rate: { above: ['shares'], below: 'views' },
  save_rate: { above: ['saves'], below: 'views' },
  views_per_follower: { above: ['views7d'], below: 'followers' },
} as const satisfies Record<string, { above: readonly Part[]; below: Part }>;

export type RateName = keyof typeof rates;
export const rateNames = Object.keys(rates) as RateName[];

/** A rate of one post. */
export interface PostRate {
  numerator: Measure | null;
  denominator: Measure | null;
  /** A fraction; null where a part is missing or the denominator is 0. */
  value: number | null;
  /** What rounding leaves open; null where that is not known or has no bound. */
  interval: Interval | null;
}

/** A rate of a post from its counts: a sum over a count. Missing parts make it null, never 0. */
export function rateOf(counts: RateCounts, rate: RateName): PostRate {
  const { above, below } = rates[rate];
  const [only] = above;
  const numerator = above.length === 1 ? counts[only] : sumOf(above.map((part) => counts[part]));
  const denominator = counts[below];
  const value = ratioOf(numerator?.value ?? null, denominator?.value ?? null);
  const interval = ratioInterval(numerator?.interval ?? null, denominator?.interval ?? null);
  return { numerator, denominator, value, interval: value === null ? null : interval };
}

/** A sum of counts and its interval; null where one of them is not known. */
export function sumOf(parts: readonly (Measure | null)[]): Measure | null {
  let value = 0;
  let low = 0;
  let high = 0;
  let isKnown = true;
  for (const part of parts) {
    if (part === null) return null;
    value += part.value;
    if (part.interval === null) isKnown = false;
    else {
      low += part.interval.low;
      high += part.interval.high;
    }
  }
  return { value, interval: isKnown ? { low, high } : null };
}

const partWords: Record<Part, string> = {
  views: 'views',
  likes: 'likes',
  comments: 'comments',
  shares: 'shares',
  saves: 'saves',
  followers: 'the account’s followers at publication',
  views7d: 'views at 7 days',
};

/** Why a post has no value of a rate: words that go after "because"; null where it has one. */
export function whyNoRate(counts: RateCounts, rate: RateName): string | null {
  const { above, below } = rates[rate];
  const missing = [...above, below].find((part) => counts[part] === null);
  if (missing !== undefined) return `${partWords[missing]} are not known`;
  if (counts[below]?.value !== 0) return null;
  return below === 'views' ? 'it has no views' : 'the account had no followers';
}
