import { exact, percent, plural } from '../../format.ts';
import type { InputKind } from '../../schema/derived-parts.ts';
import type { Row } from '../../schema/index.ts';
import { type Method, methodName } from '../../schema/method.ts';
import { giniInterval } from '../../stats/confidence/gini-interval.ts';
import { gini, topShare } from '../../stats/descriptive/concentration.ts';
import { isCount } from '../../stats/finite.ts';
import type { AccountContext } from '../context.ts';
import { inputsOf, inputsOfRows } from '../inputs.ts';
import { seenPosts } from '../post/post-counts.ts';
import type { PostObservation } from '../post-series.ts';

/** How unevenly views are spread over posts. */
export interface Concentration
  extends Pick<
    Row<'concentration'>,
    'gini' | 'gini_low' | 'gini_high' | 'top_share' | 'top_posts' | 'views' | 'reason'
  > {
  /** Posts with views. */
  n: number;
}

/** Below so many posts the top tenth is less than one of them. */
const minPosts = 10;

/**
 * How unevenly views are spread over posts (docs/formulas.md#concentration): the Gini coefficient, and the share of the most
 * viewed tenth of the posts, rounded up to whole ones; with the 95% interval of the coefficient of posts like these. Views in any order, all of one age or all as last seen. Null with a reason
 * below 10 posts or where none has views; so it is where a number is negative or not finite.
 */
export function viewConcentration(views: readonly number[]): Concentration {
  const n = views.length;
  const coefficient = n < minPosts ? null : gini(views);
  const interval = n < minPosts ? null : giniInterval(views);
  const top = n < minPosts ? null : topShare(views, 0.1);
  return {
    gini: coefficient,
    gini_low: interval?.low ?? null,
    gini_high: interval?.high ?? null,
    top_share: top?.share ?? null,
    top_posts: top?.count ?? null,
    views: n === 0 ? null : views.reduce((sum, each) => sum + each, 0),
    reason: coefficient === null ? whyNone(views) : null,
    n,
  };
}

function whyNone(views: readonly number[]): string {
  if (views.length < minPosts)
    return views.length === 0
      ? 'of none of its posts views are known'
      : `views of ${plural(views.length, 'post')} only are known, of the ${minPosts} it takes`;
  return views.every(isCount) ? 'none of its posts has views' : 'one of the numbers of views is no count';
}

/** Table `concentration`: three rows an account that has posts. */
export function makeConcentration(context: AccountContext): Row<'concentration'>[] {
  const { account, asOf } = context;
  if (account.posts.length === 0) return [];
  const measures = [
    ['views_7d', account.posts.flatMap(({ facts }) => facts.week ?? [])],
    ['views_30d', account.posts.flatMap(({ facts }) => facts.month ?? [])],
    ['views_latest', seenPosts(context).map(({ observation }) => latestViews(observation))],
  ] as const;
  return measures.map(([measure, rows]) => {
    const known = rows.filter(({ views }) => views !== null);
    const { n, ...numbers } = viewConcentration(known.map(({ views }) => views ?? 0));
    return {
      account_id: account.account_id,
      measure,
      ...numbers,
      n,
      inputs: inputsOfRows(known),
      method: methodName(concentrationMethod),
      as_of: asOf,
    };
  });
}

function latestViews({ views, views_step }: PostObservation): { views: number | null; inputs: InputKind[] } {
  return { views, inputs: inputsOf([{ kind: 'observed', step: views_step }]) };
}

/** How concentration is measured. */
export const concentrationMethod: Method = {
  id: 'concentration',
  version: 3,
  title: 'Concentration',
  about:
    'Whether an account lives by a few hits. Two numbers, each over views at 7 days, at 30 days, and as last seen: an old post has had more time, so equal age is the fairer one and lifetime the fuller.',
  formula: [
    'Gini = Σ(2i − n − 1)·x₍ᵢ₎ / (n·Σx), posts sorted by views from the fewest',
    'interval: jackknife, t around n·Gini − (n − 1)·mean of the coefficients without each post, on the logit scale',
    'share of the top tenth = views of the ⌈n/10⌉ most viewed posts / views of all',
  ],
  edges: [
    'Below 10 posts: empty. The coefficient of a few posts is low by construction, at most (n − 1)/n.',
    'Posts without views at that age are left out, not taken as 0.',
    'The interval is of the posts that an account makes, of which these are a sample; the coefficient of few posts is lower by construction, which the interval corrects, so that its middle lies above the coefficient. Where few posts have most of the views it is less sure than it says: `giniInterval` tells how much.',
    'All posts that were seen count, pinned, removed and advertised ones too.',
  ],
  sources: [
    'Gini (1912); Sen, On Economic Inequality (1973). Over about 20,000 videos of many accounts it was near 0.93 (tiktokodds.com, 2020)',
    'Efron and Stein (1981) for the jackknife, Yitzhaki (1991) for that of the coefficient',
    'The 10 posts are our choice',
  ],
  example: () => {
    const views = [...Array.from({ length: 9 }, () => 1000), 91_000];
    const { gini: coefficient, top_share, top_posts, n } = viewConcentration(views);
    return {
      given: 'Nine posts of 1,000 views and one of 91,000.',
      result: `Gini ${exact(Number(coefficient?.toFixed(2)))}; ${plural(top_posts, 'post')} of ${n} ${top_posts === 1 ? 'has' : 'have'} ${percent(top_share)} of the views.`,
    };
  },
};
