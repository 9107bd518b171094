import { z } from 'zod';
import { choice, count, dayOrNone, number, textOrNone } from './column.ts';
import { asOf, inputs, method, sampleSize } from './derived-parts.ts';
import { accountId } from './provenance.ts';
import type { TableSpec } from './table.ts';

/** Views of an account’s posts at equal age. */
export const accountViews = {
  name: 'account_views',
  title: 'Views at equal age',
  description:
    'Views at 7 days of the last 30 posts of an account that are known at that age: the median as headline, the mean and the geometric mean beside it.',
  layer: 'derived',
  key: ['account_id'],
  partition: null,
  provenance: [],
  row: z.strictObject({
    account_id: accountId(),
    views_median: number({ title: 'Views, median', unit: 'views', description: 'Views at 7 days, median.' }),
    views_median_low: number({
      title: 'Views, median, at least',
      unit: 'views',
      description: 'Lower end of the 95% interval of the median (order statistics); empty below 6 posts.',
    }),
    views_median_high: number({
      title: 'Views, median, at most',
      unit: 'views',
      description: 'Upper end of it.',
    }),
    views_q1: number({ title: 'Views, lower quartile', unit: 'views', description: 'Type 7.' }),
    views_q3: number({ title: 'Views, upper quartile', unit: 'views', description: 'Type 7.' }),
    views_mean: number({ title: 'Views, mean', unit: 'views', description: 'Hits decide it.' }),
    views_geomean: number({
      title: 'Views, geometric mean',
      unit: 'views',
      description: '0 where a post had none.',
    }),
    followers: count({
      title: 'Followers at posting',
      unit: 'followers',
      description: 'Median of the followers when those posts were published, where they are known.',
    }),
    first_day: dayOrNone({ title: 'First post', description: 'UTC day of the earliest of those posts.' }),
    last_day: dayOrNone({ title: 'Last post', description: 'UTC day of the latest of them.' }),
    reason: textOrNone({
      title: 'Reason',
      description: 'Why there is no median, in words that go after “because”.',
    }),
    n: sampleSize('posts'),
    inputs: inputs(),
    method: method(),
    as_of: asOf(),
  }),
} as const satisfies TableSpec;

/** What accounts are held against each other by. */
export const benchmarkMetrics = [
  'er_view_median',
  'views_median',
  'posts_per_week',
  'followers_pct_28d',
] as const;

/** Where an account stands among tracked accounts of its size. */
export const benchmark = {
  name: 'benchmark',
  title: 'Benchmarks',
  description:
    'Where an account stands among the tracked accounts of its tier. Tiers are the setting `tiers`; no figures from elsewhere are used, since published ones contradict each other.',
  layer: 'derived',
  key: ['account_id', 'metric'],
  partition: null,
  provenance: [],
  row: z.strictObject({
    account_id: accountId(),
    metric: choice(benchmarkMetrics, {
      title: 'Metric',
      description:
        '`er_view_median`: median engagement per view (`engagement`). `views_median`: median views at 7 days (`account_views`). `posts_per_week`: over 28 days (`cadence`). `followers_pct_28d`: change of followers over 28 days (`growth`).',
    }),
    tier: textOrNone({ title: 'Tier', description: 'Tier of the account for this metric.' }),
    tier_followers: count({
      title: 'Followers for the tier',
      unit: 'followers',
      description:
        'What the tier was told by: of posts the median of the followers when they were published, else the followers at the start of the 28 days.',
    }),
    value: number({ title: 'Value', description: 'The metric of the account.' }),
    percentile: number({
      title: 'Percentile',
      unit: 'fraction',
      description:
        'Part of the accounts of the tier below it, and half of those equal, itself included; empty below 5 accounts.',
    }),
    percentile_low: number({
      title: 'Percentile, at least',
      unit: 'fraction',
      description: 'Lower end of the 95% interval (Wilson): the tracked accounts are few of many.',
    }),
    percentile_high: number({
      title: 'Percentile, at most',
      unit: 'fraction',
      description: 'Upper end of it.',
    }),
    tier_median: number({ title: 'Median of the tier', description: 'Of the accounts with a value.' }),
    tier_q1: number({ title: 'Lower quartile', description: 'Of the accounts of the tier with a value.' }),
    tier_q3: number({ title: 'Upper quartile', description: 'Of the accounts of the tier with a value.' }),
    reason: textOrNone({
      title: 'Reason',
      description: 'Why there is no percentile, in words that go after “because”.',
    }),
    n: sampleSize('accounts'),
    inputs: inputs(),
    method: method(),
    as_of: asOf(),
  }),
} as const satisfies TableSpec;
