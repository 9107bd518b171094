import { z } from 'zod';
import { choiceOrNone, count, day, flag, id, textOrNone, whole } from './column.ts';
import { asOf, inputs, method, sampleSize } from './derived-parts.ts';
import { accountId } from './provenance.ts';
import type { TableSpec } from './table.ts';

/** Columns that every derived row of a post begins or is marked with. */
export const postId = () => id({ title: 'Post id', description: 'Permanent id of the post, as text.' });

export const postDay = () =>
  day({
    title: 'Day',
    description:
      'UTC day on which the post was published; that of its first observation where the time of publication is not known.',
  });

export const postMarks = () => ({
  kind: choiceOrNone(['video', 'photo'], { title: 'Kind', description: 'Video or photo post.' }),
  pinned: flag({ title: 'Pinned', description: 'Whether the account pinned the post.' }),
  ad: flag({ title: 'Ad', description: 'Whether the post is marked as an ad.' }),
});

export const lastUsed = () =>
  asOf(
    'Instant of the latest observation that the row was computed from. A row without a number stands at the instant up to which one could have been observed.',
  );

/** Ages at which posts are compared, in hours. */
export const postAges = [1, 6, 24, 72, 168, 336, 720, 2160] as const;

/** One row for each age that a post has reached. */
export const postAge = {
  name: 'post_age',
  title: 'Posts at equal age',
  description:
    'Counters of a post at 1, 6, 24 and 72 hours and 7, 14, 30 and 90 days after it was published, between observations on both sides within a quarter of that age, on a log scale. Only posts of the same age can be compared. A row for each age that the post has reached; empty with a reason where it was not observed near it. Posts that were pinned, were marked as ads or have since been removed are among them.',
  layer: 'derived',
  key: ['post_id', 'age_h'],
  partition: 'day',
  provenance: [],
  references: { account_id: 'account.account_id' },
  row: z.strictObject({
    post_id: postId(),
    age_h: whole({
      title: 'Age',
      unit: 'hours',
      description: 'Hours since publication: 1, 6, 24, 72, 168, 336, 720 or 2160.',
    }),
    account_id: accountId(),
    day: postDay(),
    ...postMarks(),
    views: count({ title: 'Views', unit: 'views', description: 'Views at that age.' }),
    views_low: count({
      title: 'Views, at least',
      unit: 'views',
      description: 'Lower end where views were rounded; empty where the rounding is not known.',
    }),
    views_high: count({
      title: 'Views, at most',
      unit: 'views',
      description: 'Upper end where views were rounded.',
    }),
    likes: count({ title: 'Likes', unit: 'likes', description: 'Likes at that age.' }),
    comments: count({ title: 'Comments', unit: 'comments', description: 'Comments at that age.' }),
    shares: count({ title: 'Shares', unit: 'shares', description: 'Shares at that age.' }),
    saves: count({ title: 'Saves', unit: 'saves', description: 'Saves at that age.' }),
    ...engagementCounts('at that age'),
    reason: textOrNone({
      title: 'Reason',
      description: 'Where there are no views: why, in words that go after “because”.',
    }),
    n: sampleSize('observations'),
    inputs: inputs(),
    method: method(),
    as_of: lastUsed(),
  }),
} as const satisfies TableSpec;

/** Sums of what people did with a post. */
export function engagementCounts(when: string) {
  return {
    engagements: count({
      title: 'Engagements',
      unit: 'engagements',
      description: `Likes, comments, shares and saves ${when}; empty where one of them is not known: missing saves are never 0.`,
    }),
    engagements_low: count({
      title: 'Engagements, at least',
      unit: 'engagements',
      description: 'Lower end where a count was rounded; empty where the rounding is not known.',
    }),
    engagements_high: count({
      title: 'Engagements, at most',
      unit: 'engagements',
      description: 'Upper end where a count was rounded.',
    }),
    engagements3: count({
      title: 'Engagements without saves',
      unit: 'engagements',
      description: `Likes, comments and shares ${when}, for sources that show no saves.`,
    }),
  };
}
