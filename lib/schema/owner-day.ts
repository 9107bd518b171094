import { z } from 'zod';
import { count, day, integer } from './column.ts';
import { accountId, captureId, observedAt, provenance, source } from './provenance.ts';
import type { TableSpec } from './table.ts';

/** The owner's own daily numbers from an analytics export: amounts of a day, never cumulative counters. */
export const ownerDay = {
  name: 'owner_day',
  title: 'Owner’s daily analytics',
  description:
    'What the owner’s own analytics export says of one day. Amounts of that day (not totals), so they never mix with the counters of `account`.',
  layer: 'clean',
  version: 2,
  key: ['account_id', 'day', 'observed_at'],
  partition: 'day',
  provenance,
  row: z.strictObject({
    account_id: accountId(),
    day: day({
      title: 'Day',
      description: 'The day the amounts belong to, in the zone of the owner’s analytics.',
    }),
    observed_at: observedAt(),
    video_views: count({
      title: 'Video views',
      unit: 'views',
      description: 'Views of the account’s posts on that day.',
    }),
    profile_views: count({
      title: 'Profile views',
      unit: 'views',
      description: 'Views of the account page on that day.',
    }),
    likes_net: integer({
      title: 'Likes, net',
      unit: 'likes',
      description: 'Likes gained less likes withdrawn on that day.',
    }),
    comments_net: integer({
      title: 'Comments, net',
      unit: 'comments',
      description: 'Comments gained less comments removed on that day; may be negative.',
    }),
    shares_net: integer({ title: 'Shares, net', unit: 'shares', description: 'Shares on that day.' }),
    followers_net: integer({
      title: 'Followers, net',
      unit: 'followers',
      description: 'Followers gained less followers lost on that day.',
    }),
    followers_gained: count({
      title: 'Followers gained',
      unit: 'followers',
      description: 'Accounts that began to follow on that day.',
    }),
    followers_lost: count({
      title: 'Followers lost',
      unit: 'followers',
      description: 'Accounts that stopped following on that day, as a number from 0.',
    }),
    reached_audience: count({
      title: 'Reached audience',
      unit: 'accounts',
      description: 'Accounts that saw a post of the account on that day.',
    }),
    source: source(),
    capture_id: captureId(),
  }),
} as const satisfies TableSpec;
