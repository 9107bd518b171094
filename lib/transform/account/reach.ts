import { addDays, dayIn } from '../../calendar.ts';
import { exact } from '../../format.ts';
import type { Row } from '../../schema/index.ts';
import { type Method, methodName } from '../../schema/method.ts';
import { interpolateLinear } from '../../stats/interpolate.ts';
import type { AccountContext } from '../context.ts';
import { postBridgeHours, postGains } from './post-gains.ts';

/** Windows that the table has, in days. */
export const reachWindows = [7, 28] as const;

export const reachMethod: Method = {
  id: 'views-gained',
  version: 2,
  title: 'Views gained',
  about:
    'What the posts of an account gained over a window, added up over the posts that are known at both ends: new posts with all they have, older ones with what came on top.',
  formula: [
    'gain of a post = count on the last day − count on the first; 0 before it is published',
    'count on a day = its last observation; else on the line between neighbours at most 48 h apart, or a quarter of the window where that is more',
  ],
  edges: [
    'A post that is not known on both days is left out and counted as missing: the sum is one of observed posts.',
    'Posts without saves are left out of engagements; missing saves are not 0.',
    'A post whose time of publication is not known has no gain before its first observation.',
  ],
  sources: ['our choice; the rule of days is that of accounts'],
  example: () => {
    const start = interpolateLinear(1, 400, 9, 1000, 2) ?? 0;
    return {
      given:
        'a post with 400 views at the end of the 1st and 1,000 at the end of the 9th; the window from the 2nd to the 9th',
      result: `${exact(1000 - start)} views gained, the 2nd being on the line at ${exact(start)}`,
    };
  },
};

/** Table `reach`: gains of the posts of an account over 7 and 28 days; no rows for an account without posts. */
export function makeReach({ account, asOf }: AccountContext): Row<'reach'>[] {
  const { account_id, zone, posts } = account;
  if (posts.length === 0) return [];
  const to = addDays(dayIn(zone, asOf), -1);
  return reachWindows.map((window_days) => {
    const from = addDays(to, -window_days);
    const gains = postGains(posts, { from, to, zone, bridgeHours: postBridgeHours(window_days) });
    return {
      account_id,
      window_days,
      from_day: from,
      to_day: to,
      views: gains.views,
      views_low: gains.views_low,
      views_high: gains.views_high,
      older_views: gains.older_views,
      engagements: gains.engagements,
      engagements_low: gains.engagements_low,
      engagements_high: gains.engagements_high,
      posts_missing: gains.missing,
      reason: gains.views === null ? 'no post is known at both ends of the window' : null,
      n: gains.posts,
      inputs: gains.inputs,
      method: methodName(reachMethod),
      as_of: asOf,
    };
  });
}
