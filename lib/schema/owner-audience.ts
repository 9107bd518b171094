import { z } from 'zod';
import { choice, count, day, flag, instant, integer, label, number, textOrNone } from './column.ts';
import { accountId, captureId, observedAt, provenance, source } from './provenance.ts';
import type { TableSpec } from './table.ts';

/** Who watched the owner's posts, by day. */
export const ownerViewers = {
  name: 'owner_viewers',
  title: 'Owner’s daily viewers',
  description:
    'Viewers of one day as the owner’s own analytics export counts them: amounts of that day, never totals.',
  layer: 'clean',
  key: ['account_id', 'day', 'observed_at'],
  partition: 'day',
  provenance,
  row: z.strictObject({
    account_id: accountId(),
    day: day({
      title: 'Day',
      description: 'The day the viewers belong to, in the zone of the owner’s analytics.',
    }),
    observed_at: observedAt(),
    viewers: count({
      title: 'Viewers',
      unit: 'accounts',
      description: 'Accounts that watched a post on that day.',
    }),
    new_viewers: count({
      title: 'New viewers',
      unit: 'accounts',
      description: 'Those who had not watched one before.',
    }),
    returning_viewers: count({
      title: 'Returning viewers',
      unit: 'accounts',
      description: 'Those who had watched one before.',
    }),
    source: source(),
    capture_id: captureId(),
  }),
} as const satisfies TableSpec;

/** When the owner's followers are on the platform. */
export const ownerActivity = {
  name: 'owner_activity',
  title: 'Owner’s follower activity',
  description:
    'Followers who were active in an hour of a day, as the owner’s own analytics export counts them.',
  layer: 'clean',
  key: ['account_id', 'day', 'hour', 'observed_at'],
  partition: 'day',
  provenance,
  row: z.strictObject({
    account_id: accountId(),
    day: day({ title: 'Day', description: 'The day, in the zone of the owner’s analytics.' }),
    hour: integer({
      title: 'Hour',
      unit: 'hours',
      description: 'Hour of the day from 0 to 23, in the same zone.',
    }),
    observed_at: observedAt(),
    active_followers: count({
      title: 'Active followers',
      unit: 'followers',
      description: 'Followers who used the platform in that hour.',
    }),
    source: source(),
    capture_id: captureId(),
  }),
} as const satisfies TableSpec;

/** How the owner's followers divide. */
export const ownerAudience = {
  name: 'owner_audience',
  title: 'Owner’s audience',
  description:
    'Shares of the followers by gender or territory, as the owner’s own analytics export shows them.',
  layer: 'clean',
  key: ['account_id', 'observed_at', 'dimension', 'segment'],
  partition: 'observed_at',
  provenance,
  row: z.strictObject({
    account_id: accountId(),
    observed_at: observedAt(),
    dimension: choice(['gender', 'territory'], {
      title: 'Dimension',
      description: 'What the followers are divided by.',
    }),
    segment: label({
      title: 'Segment',
      description: 'The part: a gender as the export names it, an ISO 3166 code, or `Others`.',
    }),
    share: number({ title: 'Share', unit: 'fraction', description: 'Share of the followers, from 0 to 1.' }),
    source: source(),
    capture_id: captureId(),
  }),
} as const satisfies TableSpec;

/** The owner's posts in the archive of personal data, which names no post id. */
export const ownerPost = {
  name: 'owner_post',
  title: 'Owner’s posts without ids',
  description:
    'Posts as the owner’s "Download your data" lists them: by the second they were published, with likes. It tells no post id; join by `created_at` with `post_info`.',
  layer: 'clean',
  key: ['account_id', 'created_at', 'ordinal', 'observed_at'],
  partition: 'observed_at',
  provenance,
  row: z.strictObject({
    account_id: accountId(),
    created_at: instant({ title: 'Created at', description: 'When the post was published.' }),
    ordinal: integer({
      title: 'Ordinal',
      unit: 'posts',
      description: '1, and counting up where several posts share the second, in the order of the file.',
    }),
    observed_at: observedAt(),
    likes: count({ title: 'Likes', unit: 'likes', description: 'Likes of the post in all.' }),
    title: textOrNone({ title: 'Title', description: 'Title of the post, where it has one.' }),
    sound: textOrNone({ title: 'Sound', description: 'Name of the sound, where it is told.' }),
    visibility: textOrNone({
      title: 'Visibility',
      description: 'Who may view the post, in the words of the file.',
    }),
    ai_generated: flag({
      title: 'AI-generated',
      description: 'Whether the owner marked the post as AI-generated.',
    }),
    source: source(),
    capture_id: captureId(),
  }),
} as const satisfies TableSpec;

/** When the present followers began to follow; never who they are. */
export const ownerFollowerJoins = {
  name: 'owner_follower_joins',
  title: 'Owner’s followers by the day they joined',
  description:
    'Present followers counted by the UTC day they began to follow, from "Download your data". Those who left since are in no count; names are not kept.',
  layer: 'clean',
  key: ['account_id', 'observed_at', 'day'],
  partition: 'observed_at',
  provenance,
  row: z.strictObject({
    account_id: accountId(),
    observed_at: observedAt(),
    day: day({ title: 'Day', description: 'UTC day on which they began to follow.' }),
    followers: count({
      title: 'Followers',
      unit: 'followers',
      description: 'Followers of today who joined on that day.',
    }),
    source: source(),
    capture_id: captureId(),
  }),
} as const satisfies TableSpec;
