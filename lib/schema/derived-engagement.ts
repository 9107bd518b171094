import { z } from 'zod';
import { statuses } from './account.ts';
import { choice, choiceOrNone, count, dayOrNone, instantOrNone, number, textOrNone } from './column.ts';
import { asOf, inputs, method, sampleSize } from './derived-parts.ts';
import { engagementCounts, lastUsed, postDay, postId, postMarks } from './derived-post.ts';
import { accountId } from './provenance.ts';
import type { TableSpec } from './table.ts';

/** A rate and what rounding leaves open. */
function rate<N extends string>(name: N, title: string, description: string) {
  type Names = N | `${N}_low` | `${N}_high`;
  return {
    [name]: number({ title, unit: 'fraction', description }),
    [`${name}_low`]: number({
      title: `${title}, at least`,
      unit: 'fraction',
      description: 'Lower end where a count was rounded; empty where the rounding is not known.',
    }),
    [`${name}_high`]: number({
      title: `${title}, at most`,
      unit: 'fraction',
      description: 'Upper end where a count was rounded.',
    }),
  } as Record<Names, ReturnType<typeof number>>;
}

/** One row a post: its latest counters, and its rates. */
export const postEngagement = {
  name: 'post_engagement',
  title: 'Engagement of posts',
  description:
    'One row a post: counters of the latest of those observations that have the most of them, and every named rate. A rate is a fraction, empty where a part of it is not known or its denominator is 0. Missing saves are never 0.',
  layer: 'derived',
  key: ['post_id'],
  partition: 'day',
  provenance: [],
  references: { account_id: 'account.account_id' },
  row: z.strictObject({
    post_id: postId(),
    account_id: accountId(),
    day: postDay(),
    created_at: instantOrNone({ title: 'Posted at', description: 'When the post was published.' }),
    created_from: choiceOrNone(['source', 'id'], {
      title: 'Posted at, from',
      description: '`source` where the page or file gave the time, `id` where it was read from the post id.',
    }),
    ...postMarks(),
    status: choice(statuses, { title: 'Status', description: 'Latest state of the post.' }),
    age_h: number({
      title: 'Age',
      unit: 'hours',
      description:
        'Hours from publication to the observation; empty where the time of publication is not known.',
    }),
    views: count({ title: 'Views', unit: 'views', description: 'Views at that observation.' }),
    likes: count({ title: 'Likes', unit: 'likes', description: 'Likes at that observation.' }),
    comments: count({ title: 'Comments', unit: 'comments', description: 'Comments at that observation.' }),
    shares: count({ title: 'Shares', unit: 'shares', description: 'Shares at that observation.' }),
    saves: count({ title: 'Saves', unit: 'saves', description: 'Saves at that observation.' }),
    ...engagementCounts('at that observation'),
    followers: count({
      title: 'Followers at publication',
      unit: 'followers',
      description:
        'Followers of the account when the post was published, interpolated between observations at most 48 hours apart; not those of today.',
    }),
    views_7d: count({
      title: 'Views at 7 days',
      unit: 'views',
      description: 'Views 7 days after publication, as in `post_age`.',
    }),
    ...rate('er_view', 'Engagement per view', '(likes + comments + shares + saves) / views.'),
    ...rate('er3_view', 'Engagement per view without saves', '(likes + comments + shares) / views.'),
    ...rate(
      'er_follower',
      'Engagement per follower',
      '(likes + comments + shares + saves) / followers at publication.',
    ),
    ...rate('like_rate', 'Like rate', 'Likes / views.'),
    ...rate('comment_rate', 'Comment rate', 'Comments / views.'),
    ...rate('share_rate', 'Share rate', 'Shares / views, elsewhere called virality.'),
    ...rate('save_rate', 'Save rate', 'Saves / views.'),
    ...rate(
      'views_per_follower',
      'Views per follower',
      'Views at 7 days / followers at publication. Can be far above 1.',
    ),
    er_view_reason: textOrNone({
      title: 'No engagement per view',
      description: 'Where `er_view` is empty: why, in words that go after “because”.',
    }),
    er_follower_reason: textOrNone({
      title: 'No engagement per follower',
      description: 'Where `er_follower` is empty: why.',
    }),
    views_per_follower_reason: textOrNone({
      title: 'No views per follower',
      description: 'Where `views_per_follower` is empty: why.',
    }),
    n: sampleSize('observations'),
    inputs: inputs(),
    method: method(),
    as_of: lastUsed(),
  }),
} as const satisfies TableSpec;

/** Rates of an account’s posts together, by the way they are put together. */
export const engagement = {
  name: 'engagement',
  title: 'Engagement of accounts',
  description:
    'Every named rate of an account over its last 30 posts that were observed at 7 days of age or more, put together in three ways: the median of the posts’ rates (the headline), the sum over the sum (`pooled`, dominated by hits) and the mean. Which variant it is, over how many posts, and what it was divided by, stands in each row.',
  layer: 'derived',
  key: ['account_id', 'rate', 'aggregate'],
  partition: null,
  provenance: [],
  references: { account_id: 'account.account_id' },
  row: z.strictObject({
    account_id: accountId(),
    rate: choice(
      [
        'er_view',
        'er3_view',
        'er_follower',
        'er_reach',
        'like_rate',
        'comment_rate',
        'share_rate',
        'save_rate',
        'views_per_follower',
      ],
      {
        title: 'Rate',
        description:
          '`er_view` (likes + comments + shares + saves) / views; `er3_view` without saves; `er_follower` over followers at publication; `er_reach` over the people who saw it, which is not public; `like_rate`, `comment_rate`, `share_rate`, `save_rate` each / views; `views_per_follower` views at 7 days / followers at publication.',
      },
    ),
    aggregate: choice(['median', 'pooled', 'mean'], {
      title: 'Aggregate',
      description:
        '`median` and `mean` of the rates of the posts; `pooled` the sum of numerators over the sum of denominators.',
    }),
    value: number({ title: 'Value', unit: 'fraction', description: 'The rate, as a fraction.' }),
    low: number({
      title: 'Lower end',
      unit: 'fraction',
      description:
        'Lower end of the confidence interval: that of the median between two of the sorted posts, else by bootstrap. Empty below 6 posts.',
    }),
    high: number({ title: 'Upper end', unit: 'fraction', description: 'Upper end of the interval.' }),
    level: number({
      title: 'Confidence',
      unit: 'fraction',
      description: 'The confidence that the interval has: at least 0.95; that of a median is exact.',
    }),
    rounding_low: number({
      title: 'Value, at least',
      unit: 'fraction',
      description:
        'The least that the value can be where counts were rounded; empty where the rounding is not known.',
    }),
    rounding_high: number({
      title: 'Value, at most',
      unit: 'fraction',
      description: 'The most that the value can be where counts were rounded.',
    }),
    numerator: count({
      title: 'Numerator',
      description: 'Sum of what the rate counts, over the posts.',
    }),
    denominator: count({
      title: 'Denominator',
      description: 'Sum of what it is divided by, over the posts.',
    }),
    first_day: dayOrNone({ title: 'First day', description: 'UTC day of the oldest of the posts.' }),
    last_day: dayOrNone({ title: 'Last day', description: 'UTC day of the newest of the posts.' }),
    posts: count({
      title: 'Posts looked at',
      unit: 'posts',
      description: 'The last posts old enough, at most 30; `n` of them have the rate.',
    }),
    reason: textOrNone({
      title: 'Reason',
      description: 'Where there is no value: why, in words that go after “because”.',
    }),
    n: sampleSize('posts'),
    inputs: inputs(),
    method: method(),
    as_of: asOf(),
  }),
} as const satisfies TableSpec;
