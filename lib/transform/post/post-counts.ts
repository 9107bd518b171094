import type { InputKind } from '../../schema/derived-parts.ts';
import type { Row } from '../../schema/index.ts';
import type { AccountContext } from '../context.ts';
import type { PostObservation, PostSeries } from '../post-series.ts';
import { type FollowersAt, followersReader } from './followers-at.ts';
import type { Measure, RateCounts } from './rates.ts';
import { type CounterValue, countOf, type PostMetric, postMetrics } from './value-at.ts';

/** A post with everything that its rates are made of. */
export interface CountedPost {
  post: PostSeries;
  /** The latest of the observations that have the most counters. */
  observation: PostObservation;
  counts: RateCounts;
  /** Its row of `post_age` at 7 days; none where it is younger. */
  week: Row<'post_age'> | undefined;
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

function countPosts({ account, table }: AccountContext): CountedPost[] {
  const followersAt = followersReader(account.series.observations);
  const weekOf = new Map(
    table('post_age').flatMap((row) => (row.age_h === 168 ? [[row.post_id, row] as const] : [])),
  );
  return account.posts.flatMap((post) => {
    const observation = fullest(post.observations);
    if (observation === undefined) return [];
    const week = weekOf.get(post.post_id);
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

function fullest(observations: readonly PostObservation[]): PostObservation | undefined {
  let best: PostObservation | undefined;
  let most = 0;
  for (const observation of observations) {
    let counters = 0;
    for (const metric of postMetrics) if (observation[metric] !== null) counters++;
    if (counters > 0 && counters >= most) [best, most] = [observation, counters];
  }
  return best;
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

function measureOf(week: Row<'post_age'> | undefined): Measure | null {
  const { views: value = null, views_low: low = null, views_high: high = null } = week ?? {};
  if (value === null) return null;
  return { value, interval: low === null || high === null ? null : { low, high } };
}

function inputsOf(
  week: Row<'post_age'> | undefined,
  published: FollowersAt | null,
  rounded: boolean,
): InputKind[] {
  const kinds: InputKind[] = ['observed'];
  if (published?.kind === 'interpolated' || week?.inputs.includes('interpolated')) kinds.push('interpolated');
  if (rounded || published?.rounded || week?.inputs.includes('rounded')) kinds.push('rounded');
  return kinds;
}
