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

/** Two tables of an account are made of the same. */
const counted = new WeakMap<object, CountedPost[]>();

/** The posts of an account that were observed, by publication. */
export function countedPosts(context: AccountContext): readonly CountedPost[] {
  let posts = counted.get(context.account);
  if (posts === undefined) {
    posts = countPosts(context);
    counted.set(context.account, posts);
  }
  return posts;
}

function countPosts({ account }: AccountContext): CountedPost[] {
  const followersAt = followersReader(account.series.observations);
  return account.posts.flatMap((post) => {
    const { fullest: observation, week } = post.facts;
    if (observation === null) return [];
    const published = post.created_ms === null ? null : followersAt(post.created_ms);
    const counters = countersOf(observation);
    const counts: RateCounts = {
      ...counters,
      followers:
        published === null || published.followers === null
          ? null
          : { value: published.followers, interval: published.interval },
      views7d: measureOf(week),
    };
    const rounded = Object.values(counters).some((counter) => counter?.rounded);
    return [{ post, observation, counts, week, published, inputs: inputsOf(week, published, rounded) }];
  });
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
