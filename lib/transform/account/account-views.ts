import { exact } from '../../format.ts';
import type { Row } from '../../schema/index.ts';
import { type Method, methodName } from '../../schema/method.ts';
import { medianInterval } from '../../stats/confidence/median-interval.ts';
import { geometricMean, meanOf } from '../../stats/descriptive/moments.ts';
import { quantilesOf } from '../../stats/descriptive/quantile.ts';
import { medianOf } from '../../stats/median.ts';
import type { AccountContext } from '../context.ts';
import { inputsOfRows } from '../inputs.ts';

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
    'interval of the median = order statistics, 95 % at least',
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
export function makeAccountViews({ account, asOf, table }: AccountContext): Row<'account_views'>[] {
  if (account.posts.length === 0) return [];
  const posts = table('post_engagement')
    .filter(({ views_7d, created_at }) => views_7d !== null && created_at !== null)
    .sort(
      (a, b) => (b.created_at ?? '').localeCompare(a.created_at ?? '') || a.post_id.localeCompare(b.post_id),
    )
    .slice(0, lastPosts);
  const views = posts.flatMap(({ views_7d }) => (views_7d === null ? [] : [views_7d]));
  const followers = medianOf(posts.flatMap((post) => (post.followers === null ? [] : [post.followers])));
  const [views_q1 = null, views_q3 = null] = quantilesOf(views, [0.25, 0.75]) ?? [];
  const interval = medianInterval(views);
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
      first_day: posts.at(-1)?.day ?? null,
      last_day: posts[0]?.day ?? null,
      reason: views.length === 0 ? 'no post is known at 7 days of age' : null,
      n: views.length,
      inputs: inputsOfRows(posts),
      method: methodName(accountViewsMethod),
      as_of: asOf,
    },
  ];
}
