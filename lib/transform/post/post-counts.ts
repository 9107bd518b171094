import type { InputKind } from '../../schema/derived-parts.ts';
import type { AccountContext } from '../context.ts';
import type { PostObservation, PostSeries } from '../post-series.ts';
import { type FollowersAt, followersReader } from './followers-at.ts';
import type { ViewsAtAge } from './post-facts.ts';
import type { Measure, RateCounts } from './rates.ts';
import { type CounterValue, countOf, type PostMetric } from './value-at.ts';

/** A post with everything that its rates are made of. */
export interface CountedPost {
  post: PostSeries;
  /** The latest of the observations that have the most counters. */
  observation: PostObservation;
  counts: RateCounts;
  /** Its views at 7 days; null where it is younger. */
  week: ViewsAtAge | null;
  /** Followers when it was published; null where the time of publication is not known. */
  published: FollowersAt | null;
  inputs: InputKind[];
}

/** A post that was observed. */
export type SeenPost = Pick<CountedPost, 'post' | 'observation'>;

/** The posts of an account that were observed, by publication. */
export function seenPosts({ account }: Pick<AccountContext, 'account'>): SeenPost[] {
  const seen: SeenPost[] = [];
  for (const post of account.posts) {
    const observation = post.facts.fullest;
    if (observation !== null) seen.push({ post, observation });
  }
  return seen;
}

/** Several tables of an account count the same posts. */
const counted = new WeakMap<object, (seen: SeenPost) => CountedPost>();

/** Gives a post of an account everything that its rates are made of. */
export function postCounter({ account }: Pick<AccountContext, 'account'>): (seen: SeenPost) => CountedPost {
  const known = counted.get(account);
  if (known !== undefined) return known;
  const followersAt = followersReader(account.series.observations);
  const made = new Map<PostSeries, CountedPost>();
  const count = (seen: SeenPost): CountedPost => {
    const ready = made.get(seen.post);
    if (ready !== undefined) return ready;
    const { created_ms } = seen.post;
    const post = countPost(seen, created_ms === null ? null : followersAt(created_ms));
    made.set(seen.post, post);
    return post;
  };
  counted.set(account, count);
  return count;
}

function countPost({ post, observation }: SeenPost, published: FollowersAt | null): CountedPost {
  const { week } = post.facts;
  const counters = countersOf(observation);
  const followers =
    published === null || published.followers === null
      ? null
      : { value: published.followers, interval: published.interval };
  const rounded = Object.values(counters).some((counter) => counter?.rounded);
  return {
    post,
    observation,
    counts: { ...counters, followers, views7d: measureOf(week) },
    week,
    published,
    inputs: inputsOf(week, published, rounded),
  };
}

function countersOf(observation: PostObservation): Record<PostMetric, CounterValue | null> {
  return {
    views: countOf(observation, 'views'),
    likes: countOf(observation, 'likes'),
    comments: countOf(observation, 'comments'),
    shares: countOf(observation, 'shares'),
    saves: countOf(observation, 'saves'),
  };
}

function measureOf(week: ViewsAtAge | null): Measure | null {
  const { views: value = null, views_low: low = null, views_high: high = null } = week ?? {};
  if (value === null) return null;
  return { value, interval: low === null || high === null ? null : { low, high } };
}

function inputsOf(week: ViewsAtAge | null, published: FollowersAt | null, rounded: boolean): InputKind[] {
  const kinds: InputKind[] = ['observed'];
  if (published?.kind === 'interpolated' || week?.inputs.includes('interpolated')) kinds.push('interpolated');
  if (rounded || published?.rounded || week?.inputs.includes('rounded')) kinds.push('rounded');
  return kinds;
}
