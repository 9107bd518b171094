import { z } from 'zod';
import { count, flag, number, textOrNone } from './column.ts';
import { inputs, method, sampleSize } from './derived-parts.ts';
import { lastUsed, postDay, postId, postMarks } from './derived-post.ts';
import { accountId } from './provenance.ts';
import type { TableSpec } from './table.ts';

/** How a post compares with those before it, at equal age. */
export const postOutlier = {
  name: 'post_outlier',
  title: 'Unusual posts',
  description:
    'How the views of a post at 7 days compare with those of the 30 posts of its account before it at the same age. A row for each post that is 7 days old; a younger one is never ranked.',
  layer: 'derived',
  key: ['post_id'],
  partition: 'day',
  provenance: [],
  row: z.strictObject({
    post_id: postId(),
    account_id: accountId(),
    day: postDay(),
    ...postMarks(),
    views_7d: count({
      title: 'Views at 7 days',
      unit: 'views',
      description: 'As in `post_age`; empty where not observed.',
    }),
    median_before: number({
      title: 'Median before',
      unit: 'views',
      description: 'Median of the views at 7 days of the posts before.',
    }),
    outlier_multiple: number({
      title: 'Multiple of the median',
      description: 'Views at 7 days divided by the median before; empty where that is 0.',
    }),
    z: number({
      title: 'Robust z',
      description:
        '0.6745 · (ln(1 + views) − median) / MAD, of the posts before. Empty where most of them are alike (MAD 0).',
    }),
    posts_30d: count({
      title: 'Posts in 30 days',
      unit: 'posts',
      description: 'Posts of the account in the 30 days up to it, itself among them.',
    }),
    p_30d: number({
      title: 'Chance in 30 days',
      unit: 'fraction',
      description:
        'How probable it is at most that chance alone takes any of those posts so far, by how much the up to 90 posts before differ. Only where |z| is above 3.5 and there is a scale.',
    }),
    unusual: flag({
      title: 'Unusual',
      description:
        '|z| above 3.5, and by chance at most 0.015 in 30 days; where there is no z, views outside the range of the posts before. Empty where nothing can be said.',
    }),
    evidence: textOrNone({
      title: 'Evidence',
      description: 'Of an unusual post: how far it is from the posts before, in words.',
    }),
    reason: textOrNone({
      title: 'Reason',
      description: 'Where nothing can be said: why, in words that go after “because”.',
    }),
    n: sampleSize('posts before'),
    inputs: inputs(),
    method: method(),
    as_of: lastUsed(),
  }),
} as const satisfies TableSpec;
