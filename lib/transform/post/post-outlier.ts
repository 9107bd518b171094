import { instantAt } from '../../calendar.ts';
import type { Row } from '../../schema/index.ts';
import { type Method, methodName } from '../../schema/method.ts';
import type { AccountContext } from '../context.ts';
import { dayOfPost } from './post-age.ts';
import { compareWith, countRecent, spreadPosts, unusualPosts } from './unusual-posts.ts';

/** Table `post_outlier`: a row for each post that is 7 days old. Posts whose rows are written already are left out. */
export function makePostOutlier({ account }: AccountContext): Row<'post_outlier'>[] {
  const rows: Row<'post_outlier'>[] = [];
  const before: number[] = [];
  const posted = countRecent(account.posts.map(({ created_ms, facts }) => created_ms ?? facts.first_ms));
  for (const [index, post] of account.posts.entries()) {
    const { week } = post.facts;
    if (week === null) continue;
    const spread = before.slice(-spreadPosts);
    if (week.views !== null) before.push(week.views);
    if (post.ages === null) continue;
    const compared = { post_id: post.post_id, views: week.views, posts_30d: posted[index] as number };
    const { post_id, n, reason, ...numbers } = compareWith(compared, spread, '7 days');
    rows.push({
      post_id,
      account_id: post.account_id,
      day: dayOfPost(post) ?? '',
      kind: post.kind,
      pinned: post.pinned,
      ad: post.ad,
      views_7d: week.views,
      ...numbers,
      reason: week.reason ?? reason,
      n,
      inputs: [...week.inputs],
      method: methodName(postOutlierMethod),
      as_of: week.as_of,
    });
  }
  return rows;
}

/** What makes a post unusual. */
export const postOutlierMethod: Method = {
  id: 'post-outlier',
  version: 2,
  title: 'Unusual posts',
  about:
    'Whether a post did far better or worse than the account’s posts usually do: its views at 7 days beside those of the 30 posts before it at the same age. “Unusual” is a statement on size, not on the cause.',
  formula: [
    'multiple = V(7 d) / median of V(7 d) of the 30 posts before',
    'z = 0.6745 · (x − median) / MAD with x = ln(1 + V(7 d)), median and MAD of the posts before',
    'p = chance that a normal sample’s next value lies as far out: t of 0.82·(N − 1) degrees of freedom at |x − median| / (Qn · √(1 + π/2n)), Qn of the N ≤ 90 posts before',
    'p of 30 days = m · p with m the account’s posts of the 30 days up to it (Bonferroni)',
    'unusual: |z| > 3.5 and p of 30 days ≤ 0.015',
  ],
  edges: [
    'A post younger than 7 days, or not observed near that age, is never ranked, and is no reference for others.',
    'Only posts before it count, so what is posted later changes nothing. The post itself is not part of its reference.',
    'With fewer than 15 posts before it nothing is said.',
    '|z| > 3.5 alone calls 1 in 200 posts unusual that differ by chance alone, with 15 before them 1 in 55: of an account that posts daily one month in eight would have such a post. The chance over 30 days keeps that to one month in fifty, whatever the cadence.',
    'Where more than half of the posts before are alike the MAD is 0 and there is no z: then only a post outside the range of all of them is unusual.',
    'Pinned posts and ads are ranked and marked.',
  ],
  sources: [
    'Iglewicz and Hoaglin, How to Detect and Handle Outliers (1993), for the formula and 3.5; the guard for a MAD of 0 is that of twitter/AnomalyDetection',
    'Rousseeuw and Croux, Alternatives to the Median Absolute Deviation (1993), for Qn, which is as sure with 30 posts as the MAD with 66; the bound on chance is our choice, and so is its size',
    'The logarithm, since views of one account differ by factors; 30 and 15 posts are our choice',
  ],
  example: () => {
    const views = [...Array.from({ length: 30 }, (_, index) => 1000 + 40 * index), 19_000];
    const posts = views.map((each, index) => ({
      post_id: String(index),
      created_at: instantAt(Date.parse('2026-10-01T00:00:00Z') + index * 86_400_000),
      views: each,
    }));
    return {
      given: '30 posts with 1,000, 1,040 … 2,160 views at 7 days, then one with 19,000.',
      result: `${unusualPosts(posts).at(-1)?.evidence}.`,
    };
  },
};
