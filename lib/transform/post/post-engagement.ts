import { instantAt, msPerHour } from '../../calendar.ts';
import { percent } from '../../format.ts';
import type { Row } from '../../schema/index.ts';
import { type Method, methodName } from '../../schema/method.ts';
import type { AccountContext } from '../context.ts';
import { dayOfPost } from './post-age.ts';
import { type CountedPost, postCounter, seenPosts } from './post-counts.ts';
import { type RateCounts, type RateName, rateNames, rateOf, sumOf, whyNoRate } from './rates.ts';

type PostEngagement = Row<'post_engagement'>;
type RateColumns = Pick<PostEngagement, RateName | `${RateName}_low` | `${RateName}_high`>;

/** Table `post_engagement`: a row a post that was observed. Posts whose rows are written already are left out. */
export function makePostEngagement(context: AccountContext): PostEngagement[] {
  const count = postCounter(context);
  return seenPosts(context)
    .filter(({ post }) => post.ages !== null)
    .map((seen) => rowOf(count(seen)));
}

function rowOf({ post, observation, counts, week, published, inputs }: CountedPost): PostEngagement {
  const all = sumOf([counts.likes, counts.comments, counts.shares, counts.saves]);
  const { created_ms } = post;
  const noFollowers =
    created_ms === null ? 'its time of publication is not known' : (published?.reason ?? null);
  const noWeek = week === null ? 'it is not 7 days old yet' : week.reason;
  const usedWeek = week !== null && week.views !== null && week.as_of > observation.observed_at;
  return {
    post_id: post.post_id,
    account_id: post.account_id,
    day: dayOfPost(post) ?? '',
    created_at: created_ms === null ? null : instantAt(created_ms),
    created_from: post.created_from,
    kind: post.kind,
    pinned: post.pinned,
    ad: post.ad,
    status: post.status,
    age_h: created_ms === null ? null : Math.round(((observation.ms - created_ms) / msPerHour) * 100) / 100,
    views: observation.views,
    likes: observation.likes,
    comments: observation.comments,
    shares: observation.shares,
    saves: observation.saves,
    engagements: all?.value ?? null,
    engagements_low: all?.interval?.low ?? null,
    engagements_high: all?.interval?.high ?? null,
    engagements3: sumOf([counts.likes, counts.comments, counts.shares])?.value ?? null,
    followers: published?.followers ?? null,
    views_7d: week?.views ?? null,
    ...rateColumns(counts),
    er_view_reason: whyNoRate(counts, 'er_view'),
    er_follower_reason: noFollowers ?? whyNoRate(counts, 'er_follower'),
    views_per_follower_reason: noFollowers ?? noWeek ?? whyNoRate(counts, 'views_per_follower'),
    n: 1,
    inputs,
    method: methodName(postEngagementMethod),
    as_of: usedWeek ? week.as_of : observation.observed_at,
  };
}

// To put names together for each post takes longer than the rates.
const columnNames = rateNames.map((name) => ({ name, low: `${name}_low`, high: `${name}_high` }) as const);
const noRates = Object.fromEntries(
  columnNames.flatMap(({ name, low, high }) => [name, low, high].map((column) => [column, null])),
) as unknown as RateColumns;

function rateColumns(counts: RateCounts): RateColumns {
  const columns = { ...noRates };
  for (const { name, low, high } of columnNames) {
    const { value, interval } = rateOf(counts, name);
    columns[name] = value;
    columns[low] = interval?.low ?? null;
    columns[high] = interval?.high ?? null;
  }
  return columns;
}

/** What a post's rates are. */
export const postEngagementMethod: Method = {
  id: 'post-engagement',
  version: 1,
  title: 'Rates of a post',
  about:
    'What people did with a post, over how many saw it or could have. There is no one engagement rate: publications differ in what they count and what they divide by, so each variant has a name of its own, and the name stands beside every figure.',
  formula: [
    'er_view = (likes + comments + shares + saves) / views',
    'er3_view = (likes + comments + shares) / views',
    'er_follower = (likes + comments + shares + saves) / F(t)',
    'like_rate = likes / views; comment_rate, share_rate, save_rate likewise',
    'views_per_follower = V(7 d) / F(t)',
    'F(t) followers of the account when the post was published, V(7 d) views at 7 days (post-age)',
    'rounded counts: [E_low / V_high, E_high / V_low]',
  ],
  variants: [
    'Engagement rate without saves, as HypeAuditor prints it for TikTok: `er3_view`.',
    'Engagement rate by followers of today: not computed, since it falls as an account grows. `er_follower` takes those at publication.',
    '“Virality rate”, shares per view: `share_rate`.',
    'Engagement rate by reach (`er_reach`): how many people saw a post is not public.',
    'Lifetime likes over followers, elsewhere called engagement rate: not one, and not computed.',
  ],
  edges: [
    'The counters are those of one observation, the latest of those that have the most of the five; its age is in the row.',
    'A counter that is missing makes every rate empty that needs it. Missing saves are not 0.',
    'No views, or no followers: empty, not 0.',
    'F(t) lies on the line between observations at most 48 hours apart; else `er_follower` and `views_per_follower` are empty, with a reason.',
    'A rate of views can exceed 1 where a counter of views lags behind; it is printed as it is.',
  ],
  sources: [
    'Variants as their publishers state them: HypeAuditor (per view), Conviva (per follower), Hootsuite (mean over posts)',
    'That followers are taken at publication is our choice',
  ],
  example: () => {
    const of = (value: number) => ({ value, interval: { low: value, high: value } });
    const counts = {
      views: of(12_000),
      likes: of(900),
      comments: of(40),
      shares: of(30),
      saves: of(50),
      followers: of(8000),
      views7d: of(10_000),
    };
    const rate = (name: RateName) => percent(rateOf(counts, name).value);
    return {
      given:
        '12,000 views, 900 likes, 40 comments, 30 shares, 50 saves; 8,000 followers when it was published.',
      result: `er_view ${rate('er_view')}, er3_view ${rate('er3_view')}, er_follower ${rate('er_follower')}, like_rate ${rate('like_rate')}.`,
    };
  },
};
