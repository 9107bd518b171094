import { dayIn } from '../../calendar.ts';
import { exact, rangeOf } from '../../format.ts';
import type { Row } from '../../schema/index.ts';
import { type Method, methodName } from '../../schema/method.ts';
import type { AccountContext } from '../context.ts';
import type { PostSeries } from '../post-series.ts';
import { postAtAge } from './at-age.ts';

/**
 * Table `post_age`: a row for each age that a post has reached by now. A post of which no time of publication is known has
 * none. What a row says does not change once the quarter after its age is over, unless older observations are
 * imported. Posts whose rows are written already are left out.
 */
export function makePostAge({ account }: AccountContext): Row<'post_age'>[] {
  const rows: Row<'post_age'>[] = [];
  const method = methodName(postAgeMethod);
  for (const post of account.posts) {
    const day = dayOfPost(post) ?? '';
    for (const { age_h, counts, as_of } of post.ages ?? [])
      rows.push({
        post_id: post.post_id,
        age_h,
        account_id: post.account_id,
        day,
        kind: post.kind,
        pinned: post.pinned,
        ad: post.ad,
        views: counts.views,
        views_low: counts.views_low,
        views_high: counts.views_high,
        likes: counts.likes,
        comments: counts.comments,
        shares: counts.shares,
        saves: counts.saves,
        engagements: counts.engagements,
        engagements_low: counts.engagements_low,
        engagements_high: counts.engagements_high,
        engagements3: counts.engagements3,
        reason: counts.reason,
        n: counts.n,
        inputs: counts.inputs,
        method,
        as_of,
      });
  }
  return rows;
}

/** The UTC day a post stands at: of its publication, else of its first observation; null where there is neither. */
export function dayOfPost({ created_ms, facts }: Pick<PostSeries, 'created_ms' | 'facts'>): string | null {
  const ms = created_ms ?? facts.first_ms;
  return ms === null ? null : dayIn('UTC', new Date(ms));
}

/** How posts are brought to equal age. */
export const postAgeMethod: Method = {
  id: 'post-age',
  version: 1,
  title: 'Posts at equal age',
  about:
    'A post of yesterday has fewer views than one of last month because it is younger. So posts are compared at the same age: 1, 6, 24 and 72 hours and 7, 14, 30 and 90 days after publication. A number between two observations lies on a line that is straight on a log scale, and a number that was not observed near the age is empty.',
  formula: [
    'V(a) = exp(ln(1 + v₀) + (ln(1 + v₁) − ln(1 + v₀)) · (a − a₀)/(a₁ − a₀)) − 1',
    'a₀, v₀ the last observation at or before the age a; a₁, v₁ the first at or after it',
    'both within ±25% of a; an observation exactly at a counts by itself',
  ],
  edges: [
    'Without an observation on both sides within a quarter of the age: empty, with a reason. Nothing is extrapolated, and a younger post is never set beside an older one.',
    'Each counter has neighbours of its own. Engagements are the sum of the four interpolated counters, empty where one of them is.',
    'Rounded counts: both ends of the interval are interpolated. Between exact counts the interval has no width: it says what rounding leaves open, not how good the line is.',
    'An observation that has a date and no time may be 12 hours off, so it counts only for ages of which a quarter is at least that: 72 hours and more.',
    'Where the time of publication was read from the post id it is the start of the upload, commonly less than a minute early, hours for a scheduled post: `created_from` of `post_info` says so.',
    'Pinned posts, ads and posts that were removed later have rows like all others, the first two marked: leaving out what was removed would leave out what did badly.',
    'A row does not change once a quarter of the age has passed beyond it. `as_of` is the latest observation used.',
  ],
  sources: [
    'That views of one age predict those of another on a log scale: Szabo and Huberman, Predicting the popularity of online content (arXiv 0811.0405)',
    'The quarter is our choice: at 7 days it asks for observations within 42 hours on both sides, which a daily collection has',
  ],
  example: () => {
    const views = [
      { observed_at: '2026-11-07T00:00:00Z', views: 10_000, views_step: 1 },
      { observed_at: '2026-11-09T00:00:00Z', views: 14_400, views_step: 1 },
    ];
    const at = postAtAge({ created_at: '2026-11-01T00:00:00Z', observations: views }, 168);
    return {
      given:
        'A post of 1 November 2026, 00:00 UTC, with 10,000 views six days later and 14,400 eight days later.',
      result: `${exact(at.views)} views at 7 days (${rangeOf(at.views_low, at.views_high)}), interpolated from ${at.n} observations.`,
    };
  },
};
