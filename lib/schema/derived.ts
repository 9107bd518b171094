import { z } from 'zod';
import {
  choice,
  choiceOrNone,
  count,
  day,
  dayOrNone,
  flag,
  handle,
  idOrNone,
  instant,
  instantOrNone,
  integer,
  number,
  step,
  text,
  textOrNone,
} from './column.ts';
import { asOf, inputs, method, sampleSize } from './derived-parts.ts';
import { accountId, rounding } from './provenance.ts';
import type { TableSpec } from './table.ts';

const zone = () =>
  text({ title: 'Zone', description: 'IANA zone that the account’s days are cut in, from the watchlist.' });

/** Why a counter fell (docs/methods.md#falls). */
export const decreases = [
  'rounding_flip',
  'small_correction',
  'content_removed',
  'purge',
  'wrap',
  'zero_sentinel',
  'identity_change',
  'unexplained',
] as const;

/** One row per account and local day between its first and last observation. */
export const accountDaily = {
  name: 'account_daily',
  title: 'Accounts by day',
  description:
    'An account’s counters on a grid of its local days: the last observation of the day, a linear interpolation where the neighbours are at most 48 hours apart, else a gap. The current day is left out while it is not over.',
  layer: 'derived',
  key: ['account_id', 'day'],
  partition: 'day',
  provenance: [],
  references: { account_id: 'account.account_id' },
  row: z.strictObject({
    account_id: accountId(),
    day: day({ title: 'Day', description: 'Local day of the account, in `zone`.' }),
    handle: handle({ title: 'Handle', description: 'The account’s latest known handle, without @.' }),
    zone: zone(),
    kind: choice(['observed', 'interpolated', 'gap'], {
      title: 'Kind',
      description:
        '`observed`: the last observation of the day. `interpolated`: none that day, linear between neighbours at most 48 h apart, at the day’s end. `gap`: not known.',
    }),
    followers: count({ title: 'Followers', unit: 'followers', description: 'Followers on that day.' }),
    followers_step: step('followers'),
    rounding: rounding(),
    followers_net: integer({
      title: 'Followers, net',
      unit: 'followers per day',
      description:
        'Change since the day before. Empty on the first day and where the day before is a gap: a change over a hole is never shown as one day’s.',
    }),
    followers_net_low: integer({
      title: 'Followers, net, at least',
      unit: 'followers per day',
      description:
        'Lower end of the change where a count was rounded; equal to the change where both are exact; empty where rounding is unknown.',
    }),
    followers_net_high: integer({
      title: 'Followers, net, at most',
      unit: 'followers per day',
      description: 'Upper end of the change where a count was rounded.',
    }),
    followers_per_day: number({
      title: 'Followers per day',
      unit: 'followers per day',
      description:
        'Change since the previous known value divided by the true elapsed time: across a gap it is an average, and the only honest figure.',
    }),
    elapsed_h: number({
      title: 'Elapsed',
      unit: 'hours',
      description: 'Hours between the two values that `followers_per_day` compares.',
    }),
    likes: count({ title: 'Likes', unit: 'likes', description: 'Likes received, total.' }),
    likes_net: integer({
      title: 'Likes, net',
      unit: 'likes per day',
      description: 'Change since the day before.',
    }),
    posts: count({ title: 'Posts', unit: 'posts', description: 'Public posts.' }),
    posts_net: integer({
      title: 'Posts, net',
      unit: 'posts per day',
      description: 'Change since the day before.',
    }),
    decrease: choiceOrNone(decreases, {
      title: 'Decrease',
      description: 'Where followers fell: which kind of fall it is. Empty where they did not.',
    }),
    observed_at: instantOrNone({
      title: 'Observed at',
      description: 'Instant of the observation behind an `observed` day.',
    }),
    source: textOrNone({
      title: 'Source',
      description: 'Source of the observation behind an `observed` day.',
    }),
    n: count({
      title: 'n',
      unit: 'observations',
      description:
        'Observations on that day, from every source; 0 where the day is a gap or only the line between its neighbours.',
    }),
    method: method(),
    as_of: asOf(
      'Instant of the latest observation that the row was made of; of a gap, of the observation that ended it. A row does not change as time goes on.',
    ),
  }),
} as const satisfies TableSpec;

/** One row an account: what the overview says. */
export const summary = {
  name: 'summary',
  title: 'Account summary',
  description: 'One row an account: latest observation, freshness, growth over 7 and 28 days.',
  layer: 'derived',
  key: ['account_id'],
  partition: null,
  provenance: [],
  row: z.strictObject({
    account_id: accountId(),
    handle: handle({ title: 'Handle', description: 'The account’s latest known handle, without @.' }),
    name: textOrNone({ title: 'Name', description: 'Latest display name.' }),
    zone: zone(),
    status: choice(['ok', 'not_found', 'private', 'banned', 'region_locked', 'login_required'], {
      title: 'Status',
      description: 'Latest state of the account.',
    }),
    simulated: flag({
      title: 'Simulated',
      description: 'True where the numbers come from the simulated origin.',
    }),
    observed_at: instantOrNone({
      title: 'Observed at',
      description: 'Latest observation with a follower count.',
    }),
    followers: count({
      title: 'Followers',
      unit: 'followers',
      description: 'Followers at the latest observation.',
    }),
    followers_step: step('followers'),
    likes: count({
      title: 'Likes',
      unit: 'likes',
      description: 'Likes received, total, at the latest observation.',
    }),
    posts: count({ title: 'Posts', unit: 'posts', description: 'Public posts at the latest observation.' }),
    first_day: dayOrNone({ title: 'First day', description: 'First local day with an observation.' }),
    last_day: dayOrNone({ title: 'Last day', description: 'Last complete local day with an observation.' }),
    days_observed: count({
      title: 'Days observed',
      unit: 'days',
      description: 'Complete local days with an observation.',
    }),
    days_interpolated: count({
      title: 'Days interpolated',
      unit: 'days',
      description: 'Days filled between neighbours.',
    }),
    days_gap: count({ title: 'Days in gaps', unit: 'days', description: 'Days that are not known.' }),
    followers_net_7d: integer({
      title: 'Followers, net, 7 days',
      unit: 'followers',
      description: 'Change over the 7 days to the last complete day; empty where either end is not known.',
    }),
    followers_pct_7d: number({
      title: 'Followers, change, 7 days',
      unit: 'fraction',
      description: 'The change over 7 days divided by the followers at its start.',
    }),
    followers_net_28d: integer({
      title: 'Followers, net, 28 days',
      unit: 'followers',
      description: 'Change over the 28 days to the last complete day; empty where either end is not known.',
    }),
    followers_pct_28d: number({
      title: 'Followers, change, 28 days',
      unit: 'fraction',
      description: 'The change over 28 days divided by the followers at its start.',
    }),
    posts_tracked: count({
      title: 'Posts tracked',
      unit: 'posts',
      description: 'Posts of the account with at least one observation.',
    }),
    n: sampleSize('observations'),
    inputs: inputs(),
    method: method(),
    as_of: asOf(),
  }),
} as const satisfies TableSpec;

/** What the data checks found, one row a finding. */
export const dataHealth = {
  name: 'data_health',
  title: 'Data health',
  description: 'Findings of the data checks, written by `check`.',
  layer: 'derived',
  key: ['rule', 'subject'],
  partition: null,
  provenance: [],
  row: z.strictObject({
    rule: text({ title: 'Rule', description: 'Id of the rule, as in the catalogue.' }),
    subject: text({
      title: 'Subject',
      description: 'What it was found in: a file, an account, a post, a table.',
    }),
    severity: choice(['error', 'warning', 'info'], {
      title: 'Severity',
      description: 'error stops publishing, warning is shown as a badge, info is for the curious.',
    }),
    message: text({
      title: 'Message',
      description: 'What was found, where, and how large, in a sentence or two.',
    }),
    account_id: idOrNone({
      title: 'Account id',
      description: 'The account whose page shows the finding; empty where it concerns none, or many.',
    }),
    counter: textOrNone({
      title: 'Counter',
      description:
        'The counter that the finding speaks of, e.g. `followers`; empty where it is none or several.',
    }),
    first_day: dayOrNone({ title: 'First day', description: 'First UTC day that the finding speaks of.' }),
    last_day: dayOrNone({ title: 'Last day', description: 'Last UTC day that the finding speaks of.' }),
    as_of: instant({ title: 'As of', description: 'The instant of the check.' }),
  }),
} as const satisfies TableSpec;
