import { msPerDay } from '../../calendar.ts';
import { percent, rangeOf } from '../../format.ts';
import type { Row } from '../../schema/index.ts';
import { type Method, methodName } from '../../schema/method.ts';
import type { AccountContext } from '../context.ts';
import { inputsOfRows } from '../inputs.ts';
import { dayOfPost } from '../post/post-age.ts';
import { postCounter, type SeenPost, seenPosts } from '../post/post-counts.ts';
import { rateNames, rateOf } from '../post/rates.ts';
import {
  aggregates,
  type EngagementRateName,
  engagementRate,
  minAgeDays,
  postsTaken,
  ratesOver,
} from './engagement-rate.ts';

const allRates: readonly EngagementRateName[] = [...rateNames, 'er_reach'];

/** Table `engagement`: a row for each rate and each way to put posts together. None for an account without posts. */
export function makeEngagement(context: AccountContext): Row<'engagement'>[] {
  const { account, asOf } = context;
  if (account.posts.length === 0) return [];
  const oldEnough = Date.parse(asOf) - minAgeDays * msPerDay;
  const posts = seenPosts(context).filter(isGrown(oldEnough)).slice(-postsTaken).map(postCounter(context));
  const counts = posts.map((each) => each.counts);
  const [first, last] = [posts[0], posts.at(-1)];
  return allRates.flatMap((rate) => {
    const together = ratesOver(counts, rate);
    const inputs = inputsOfRows(
      posts.filter((each) => rate !== 'er_reach' && rateOf(each.counts, rate).value !== null),
    );
    return aggregates.map((aggregate) => {
      const { reason, n, ...numbers } = together[aggregate];
      return {
        account_id: account.account_id,
        ...numbers,
        first_day: first ? dayOfPost(first.post) : null,
        last_day: last ? dayOfPost(last.post) : null,
        reason,
        n,
        inputs,
        method: methodName(engagementMethod),
        as_of: asOf,
      };
    });
  });
}

/** Tells posts that were published by then and observed when they were old enough. */
function isGrown(publishedBy: number) {
  return ({ post, observation }: SeenPost): boolean =>
    post.created_ms !== null &&
    post.created_ms <= publishedBy &&
    observation.ms - post.created_ms >= minAgeDays * msPerDay;
}

/** What an account's rates are. */
export const engagementMethod: Method = {
  id: 'engagement',
  version: 2,
  title: 'Engagement of an account',
  about:
    'A rate over the last 30 posts that were at least 7 days old when they were last seen. The headline is the median of the posts’ rates: one hit does not move it. The ratio of sums and the mean are printed beside it under their own names, each with the number of posts, what was divided by what, and an interval.',
  formula: [
    'median: the middle one of the rates of the posts',
    'pooled: Σ numerators / Σ denominators, so a post weighs as much as its denominator',
    'mean: Σ rates / n',
    'interval of the median: between two of the sorted posts, exact (n = 30: the 10th and the 21st, 95.7%)',
    'interval of pooled and mean: percentile bootstrap over posts, 2,000 samples, always the same draws',
  ],
  variants: [
    '`er_view_median` is rate `er_view` with aggregate `median`, and so on for every pair.',
    'Mean of engagements over followers (Conviva): `er_follower` with `mean`.',
    'Hootsuite’s average over posts: `er_view` with `mean`.',
  ],
  edges: [
    'Younger posts are left out: views come faster than saves and shares, so their rates still move.',
    'A post that lacks a part of a rate is left out of that rate; n says how many are left, `posts` how many were looked at.',
    'Below 6 posts there is no interval: none of 95% exists for the median.',
    '`er_reach` has a row and no value: how many people saw a post is not public.',
    '`rounding_low` and `rounding_high` say what rounding leaves open. That is another thing than the interval, which says how much posts differ.',
    'Posts that were pinned, were marked as ads or have been removed since are among the 30.',
  ],
  sources: [
    'Order-statistic interval: Conover, Practical Nonparametric Statistics (1999), 3.2. Bootstrap: Efron (1979)',
    'Published benchmarks per follower fall with size and per view rise with it (Rival IQ 2023), so variants are never mixed and none is shipped',
    '30 posts and 7 days are our choice',
  ],
  example: () => {
    const rates = [0.02, 0.03, 0.04, 0.05, 0.06, 0.07];
    const posts = rates.map((rate) => ({
      views: 1000,
      likes: 1000 * rate,
      comments: 0,
      shares: 0,
      saves: 0,
    }));
    posts.push({ views: 100_000, likes: 20_000, comments: 0, shares: 0, saves: 0 });
    const [median, pooled, mean] = aggregates.map((aggregate) => engagementRate(posts, { aggregate }));
    const range = rangeOf(median?.low, median?.high, percent);
    return {
      given:
        'Six posts of 1,000 views with 2, 3, 4, 5, 6 and 7% engagement, and a hit of 100,000 views with 20%.',
      result: `median ${percent(median?.value)} (${range}), pooled ${percent(pooled?.value)}, mean ${percent(mean?.value)}; n = ${median?.n}.`,
    };
  },
};
