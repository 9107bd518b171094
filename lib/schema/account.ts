import { z } from 'zod';
import { choice, count, flag, handle, instantOrNone, integer, step, textOrNone } from './column.ts';
import {
  accountId,
  captureId,
  observedAt,
  provenance,
  rounding,
  source,
  timePrecision,
} from './provenance.ts';
import type { TableSpec } from './table.ts';

/** What a source said of an account's counters at one instant. */
export const account = {
  name: 'account',
  title: 'Account observations',
  description:
    'Counters of an account as a source showed them at one instant. Cumulative gauges: they may fall. An empty cell was not observed.',
  layer: 'clean',
  key: ['account_id', 'observed_at'],
  partition: 'observed_at',
  provenance,
  row: z.strictObject({
    account_id: accountId(),
    observed_at: observedAt(),
    handle: handle({ title: 'Handle', description: 'Handle at that time, without @. It may change.' }),
    followers: count({
      title: 'Followers',
      unit: 'followers',
      description: 'Accounts that follow this one.',
    }),
    following: count({
      title: 'Following',
      unit: 'accounts',
      description: 'Accounts that this one follows.',
    }),
    likes: count({
      title: 'Likes',
      unit: 'likes',
      description: 'Likes received over all posts, as the account page totals them.',
    }),
    posts: count({ title: 'Posts', unit: 'posts', description: 'Public posts of the account.' }),
    followers_step: step('followers'),
    following_step: step('accounts'),
    likes_step: step('likes'),
    posts_step: step('posts'),
    likes_wrapped: integer({
      title: 'Likes, wrapped',
      unit: 'likes',
      description:
        'The total likes as an overflowed 32-bit counter, kept where the true value could not be told from the row itself: true = this + k · 2^32.',
    }),
    rounding: rounding(),
    time_precision: timePrecision(),
    source: source(),
    capture_id: captureId(),
  }),
} as const satisfies TableSpec;

/** States of an account or a post that a source can tell. */
export const statuses = ['ok', 'not_found', 'private', 'banned', 'region_locked', 'login_required'] as const;

/** What an account says of itself; a row only when something changed. */
export const accountInfo = {
  name: 'account_info',
  title: 'Account details',
  description: 'Name, bio and state of an account; a row only when something differs from the row before.',
  layer: 'clean',
  key: ['account_id', 'observed_at'],
  partition: 'observed_at',
  provenance,
  references: { account_id: 'account.account_id' },
  row: z.strictObject({
    account_id: accountId(),
    observed_at: observedAt(),
    handle: handle({ title: 'Handle', description: 'Handle at that time, without @.' }),
    name: textOrNone({ title: 'Name', description: 'Display name.' }),
    bio: textOrNone({ title: 'Bio', description: 'What the account says of itself.' }),
    verified: flag({ title: 'Verified', description: 'Whether the platform marks the account as verified.' }),
    private: flag({ title: 'Private', description: 'Whether posts are shown to approved followers only.' }),
    region: textOrNone({
      title: 'Region',
      description: 'ISO 3166 code of the account’s region where the source gives it.',
    }),
    status: choice(statuses, { title: 'Status', description: 'What the source answered for the account.' }),
    sec_uid: textOrNone({
      title: 'Secondary id',
      description: 'The platform’s second permanent id (`secUid`).',
    }),
    created_at: instantOrNone({ title: 'Created at', description: 'When the account was made.' }),
    link: textOrNone({ title: 'Link', description: 'The link in the bio.' }),
    source: source(),
    capture_id: captureId(),
  }),
} as const satisfies TableSpec;
