import { z } from 'zod';
import { choice, count, instantOrNone, number, textOrNone } from './column.ts';
import { asOf, inputs, method, sampleSize } from './derived-parts.ts';
import { accountId } from './provenance.ts';
import type { TableSpec } from './table.ts';

/** How often and how evenly an account posts. */
export const cadence = {
  name: 'cadence',
  title: 'Cadence',
  description:
    'How often an account posts and how even the gaps between its posts are, over the last 28 and 90 days and over all that is known. A window begins with the first known post where that is later.',
  layer: 'derived',
  key: ['account_id', 'window'],
  partition: null,
  provenance: [],
  row: z.strictObject({
    account_id: accountId(),
    window: choice(['28d', '90d', 'all'], {
      title: 'Window',
      description: 'The last 28 or 90 days up to `to`, or since the first known post.',
    }),
    from: instantOrNone({
      title: 'From',
      description: 'Where the window begins: the first known post where that is later.',
    }),
    to: instantOrNone({
      title: 'To',
      description: 'Where it ends: when the account or one of its posts was last observed.',
    }),
    days: number({ title: 'Days', unit: 'days', description: 'Length of the window.' }),
    posts_per_week: number({
      title: 'Posts per week',
      unit: 'posts per week',
      description:
        '7 · posts / days. A post with which the window begins is not among those posts. Empty below 7 days.',
    }),
    gap_median_h: number({
      title: 'Gap, median',
      unit: 'hours',
      description: 'The middle one of the gaps between posts within the window.',
    }),
    gap_cv: number({
      title: 'Gap, variation',
      description:
        'Standard deviation of the gaps divided by their mean: 0 as regular as a clock, about 1 by chance, above that in bursts. Empty below 3 gaps.',
    }),
    gap_longest_h: number({
      title: 'Longest gap',
      unit: 'hours',
      description: 'The longest gap between two posts within the window; the current one is not over.',
    }),
    gap_longest_from: instantOrNone({
      title: 'Longest gap, from',
      description: 'The post after which it began.',
    }),
    last_post_at: instantOrNone({
      title: 'Last post',
      description: 'When the latest known post was published.',
    }),
    since_last_h: number({
      title: 'Since the last post',
      unit: 'hours',
      description: 'Hours from the latest known post to the end of the window.',
    }),
    reason: textOrNone({
      title: 'Reason',
      description: 'Where there is no rate: why, in words that go after “because”.',
    }),
    n: sampleSize('posts'),
    inputs: inputs(),
    method: method(),
    as_of: asOf(),
  }),
} as const satisfies TableSpec;

/** How much of an account's views a few posts have. */
export const concentration = {
  name: 'concentration',
  title: 'Concentration',
  description:
    'How unevenly views are spread over an account’s posts: the Gini coefficient with its interval and the share of the top tenth, over views at equal age or over the latest counts. From 10 posts.',
  layer: 'derived',
  key: ['account_id', 'measure'],
  partition: null,
  provenance: [],
  row: z.strictObject({
    account_id: accountId(),
    measure: choice(['views_7d', 'views_30d', 'views_latest'], {
      title: 'Measure',
      description:
        '`views_7d` and `views_30d`: views at 7 and 30 days of age (`post_age`), so that old and young posts compare. `views_latest`: as last observed, whatever the age.',
    }),
    gini: number({
      title: 'Gini',
      description:
        '0 where all posts have the same views; near 1 where one has nearly all. Empty below 10 posts.',
    }),
    gini_low: number({
      title: 'Gini, at least',
      description:
        'Lower end of the 95% interval of the coefficient of posts like these, by the jackknife. Few posts look more even than they are, so the interval lies higher than the coefficient.',
    }),
    gini_high: number({ title: 'Gini, at most', description: 'Upper end of that interval.' }),
    top_share: number({
      title: 'Share of the top tenth',
      unit: 'fraction',
      description: 'Share of all views that the most viewed tenth of the posts has.',
    }),
    top_posts: count({
      title: 'Top tenth',
      unit: 'posts',
      description: 'How many posts are the top tenth: rounded up to whole ones.',
    }),
    views: count({ title: 'Views', unit: 'views', description: 'Sum of the views of the posts.' }),
    reason: textOrNone({
      title: 'Reason',
      description: 'Where there is no coefficient: why, in words that go after “because”.',
    }),
    n: sampleSize('posts'),
    inputs: inputs(),
    method: method(),
    as_of: asOf(),
  }),
} as const satisfies TableSpec;
