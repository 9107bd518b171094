import { exact } from '../../format.ts';
import type { Row } from '../../schema/index.ts';
import { type Method, methodName } from '../../schema/method.ts';
import { medianInterval } from '../../stats/confidence/median-interval.ts';
import { geometricMean, meanOf } from '../../stats/descriptive/moments.ts';
import { quantilesOf } from '../../stats/descriptive/quantile.ts';
import { medianOf } from '../../stats/median.ts';
import type { AccountContext } from '../context.ts';
import { inputsOfRows } from '../inputs.ts';
import { dayOfPost } from '../post/post-age.ts';
import { postCounter, seenPosts } from '../post/post-counts.ts';

/** Posts that are looked at. */
const lastPosts = 30;

export const accountViewsMethod: Method = {
  id: 'account-views',
  version: 1,
  title: 'Views at equal age',
  about:
    'Views that the last 30 posts of an account had at 7 days of age. The median is the headline: one hit does not move it.',
  formula: [
    'views_median = median of V(7 d); quartiles of type 7',
    'interval of the median = order statistics, 95% at least',
    'views_mean = mean of V(7 d); views_geomean = exp(mean of ln V(7 d))',
  ],
  edges: [
    'A post that is younger, or was not observed around 7 days, is none of the 30.',
    'Below 6 posts there is no interval. A post without views makes the geometric mean 0.',
    'Followers at posting are the median over those posts of which they are known.',
  ],
  sources: ['Conover, Practical Nonparametric Statistics (1999), 3.2, for the interval'],
  example: () => {
    const views = [900, 1100, 1200, 1500, 80_000];
    return {
      given: 'posts with 900, 1,100, 1,200, 1,500 and 80,000 views at 7 days',
      result: `median ${exact(medianOf(views))}, mean ${exact(meanOf(views))}, geometric mean ${exact(Math.round(geometricMean(views) ?? 0))}`,
    };
  },
};

/** Table `account_views`: one row; none for an account without posts. */
export function makeAccountViews(context: AccountContext): Row<'account_views'>[] {
  const { account, asOf } = context;
  if (account.posts.length === 0) return [];
  const posts = seenPosts(context)
    .filter(
      ({ post }) => post.created_ms !== null && post.facts.week !== null && post.facts.week.views !== null,
    )
    .sort(
      (a, b) =>
        (b.post.created_ms ?? 0) - (a.post.created_ms ?? 0) || a.post.post_id.localeCompare(b.post.post_id),
    )
    .slice(0, lastPosts)
    .map(postCounter(context));
  const views = posts.flatMap(({ week }) => week?.views ?? []);
  const followers = medianOf(posts.flatMap(({ published }) => published?.followers ?? []));
  const [views_q1 = null, views_q3 = null] = quantilesOf(views, [0.25, 0.75]) ?? [];
  const interval = medianInterval(views);
  const [first, last] = [posts[0], posts.at(-1)];
  return [
    {
      account_id: account.account_id,
      views_median: medianOf(views),
      views_median_low: interval?.low ?? null,
      views_median_high: interval?.high ?? null,
      views_q1,
      views_q3,
      views_mean: meanOf(views),
      views_geomean: geometricMean(views),
      followers: followers === null ? null : Math.round(followers),
      first_day: last ? dayOfPost(last.post) : null,
      last_day: first ? dayOfPost(first.post) : null,
      reason: views.length === 0 ? 'no post is known at 7 days of age' : null,
      n: views.length,
      inputs: inputsOfRows(posts),
      method: methodName(accountViewsMethod),
      as_of: asOf,
    },
  ];
}
