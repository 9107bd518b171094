import { z } from 'zod';
import { choice, count, day, dayOrNone, integer, number, textOrNone, whole } from './column.ts';
import { asOf, inputs, method, sampleSize } from './derived-parts.ts';
import { accountId } from './provenance.ts';
import type { TableSpec } from './table.ts';

const windowDays = () => whole({ title: 'Window', unit: 'days', description: 'Length of the window.' });

/** Views and engagements that the posts of an account gained over a window. */
export const reach = {
  name: 'reach',
  title: 'Views gained',
  description:
    'Views and engagements that the tracked posts of an account gained over windows that end on its last complete day. A sum of the posts that are known on both days: never more than that.',
  layer: 'derived',
  key: ['account_id', 'window_days'],
  partition: null,
  provenance: [],
  row: z.strictObject({
    account_id: accountId(),
    window_days: windowDays(),
    from_day: day({ title: 'From', description: 'Gains count from the end of this day.' }),
    to_day: day({ title: 'To', description: 'To the end of this day, the last complete one.' }),
    views: integer({
      title: 'Views gained',
      unit: 'views',
      description: 'Views at the end minus at the start.',
    }),
    views_low: integer({
      title: 'Views gained, at least',
      unit: 'views',
      description: 'Lower end where counts were rounded; empty where a rounding is not known.',
    }),
    views_high: integer({ title: 'Views gained, at most', unit: 'views', description: 'Upper end of it.' }),
    older_views: integer({
      title: 'By older posts',
      unit: 'views',
      description: 'The part that posts published on the first day or before gained.',
    }),
    engagements: integer({
      title: 'Engagements gained',
      unit: 'engagements',
      description: 'Likes, comments, shares and saves gained, of the posts of which all four are known.',
    }),
    engagements_low: integer({
      title: 'Engagements gained, at least',
      unit: 'engagements',
      description: 'Lower end where counts were rounded; empty where a rounding is not known.',
    }),
    engagements_high: integer({
      title: 'Engagements gained, at most',
      unit: 'engagements',
      description: 'Upper end of it.',
    }),
    posts_missing: count({
      title: 'Posts not counted',
      unit: 'posts',
      description: 'Posts that are not known on both days, e.g. because they are no longer followed.',
    }),
    reason: textOrNone({
      title: 'Reason',
      description: 'Why there is no number, in words that go after “because”.',
    }),
    n: sampleSize('posts'),
    inputs: inputs(),
    method: method(),
    as_of: asOf(),
  }),
} as const satisfies TableSpec;

/** What can be shared out over accounts. */
export const voiceMeasures = ['followers_net', 'views', 'engagements'] as const;

/** What part of the gains of all tracked accounts one account has. */
export const shareOfVoice = {
  name: 'share_of_voice',
  title: 'Share of voice',
  description:
    'An account’s part of what all tracked accounts gained. It says nothing on accounts that are not tracked. A loss counts as no gain.',
  layer: 'derived',
  key: ['account_id', 'measure', 'window_days'],
  partition: null,
  provenance: [],
  row: z.strictObject({
    account_id: accountId(),
    measure: choice(voiceMeasures, {
      title: 'Measure',
      description:
        '`followers_net`: change of followers (`growth`). `views`, `engagements`: what the tracked posts gained (`reach`).',
    }),
    window_days: windowDays(),
    value: integer({ title: 'Value', description: 'What the account gained; a loss is negative here.' }),
    share: number({
      title: 'Share of tracked accounts',
      unit: 'fraction',
      description:
        'max(0, value) divided by the sum of the same over all tracked accounts with a value; empty where that is 0.',
    }),
    share_low: number({
      title: 'Share, at least',
      unit: 'fraction',
      description: 'Lower end where counts were rounded; empty where a rounding is not known.',
    }),
    share_high: number({ title: 'Share, at most', unit: 'fraction', description: 'Upper end of it.' }),
    total: integer({
      title: 'Total',
      description: 'Sum of the gains of the accounts that gained.',
    }),
    accounts_missing: count({
      title: 'Accounts not counted',
      unit: 'accounts',
      description: 'Tracked accounts without a value over that window.',
    }),
    reason: textOrNone({
      title: 'Reason',
      description: 'Why there is no share, in words that go after “because”.',
    }),
    n: sampleSize('accounts'),
    inputs: inputs(),
    method: method(),
    as_of: asOf(),
  }),
} as const satisfies TableSpec;

/** Accounts beside each other, whatever their size. */
export const compare = {
  name: 'compare',
  title: 'Accounts compared',
  description:
    'Followers of each account indexed to 100 on one common day: every seventh day from it on, and the last known day. The common day is the one that leaves the most to compare: accounts known on it times the days from it to the end.',
  layer: 'derived',
  key: ['account_id', 'day'],
  partition: null,
  provenance: [],
  row: z.strictObject({
    account_id: accountId(),
    day: day({ title: 'Day', description: 'Local day of the account.' }),
    base_day: dayOrNone({
      title: 'Common day',
      description: 'The day on which every account stands at 100.',
    }),
    followers: count({ title: 'Followers', unit: 'followers', description: 'Followers on that day.' }),
    index: number({
      title: 'Index',
      description:
        'Followers divided by those of the common day, times 100; empty where either is not known.',
    }),
    index_low: number({
      title: 'Index, at least',
      description: 'Lower end where counts were rounded; empty where the rounding is not known.',
    }),
    index_high: number({ title: 'Index, at most', description: 'Upper end of it.' }),
    pct: number({
      title: 'Change since the common day',
      unit: 'fraction',
      description: 'index / 100 − 1.',
    }),
    reason: textOrNone({
      title: 'Reason',
      description: 'Why there is no index, in words that go after “because”.',
    }),
    n: sampleSize('values'),
    inputs: inputs(),
    method: method(),
    as_of: asOf(),
  }),
} as const satisfies TableSpec;
