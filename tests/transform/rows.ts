import { instantOf } from '../../lib/calendar.ts';
import type { Row } from '../../lib/schema/index.ts';

const empty: Row<'account'> = {
  account_id: '1',
  observed_at: '2026-01-01T00:00:00Z',
  handle: 'ann',
  followers: null,
  following: null,
  likes: null,
  posts: null,
  followers_step: null,
  following_step: null,
  likes_step: null,
  posts_step: null,
  likes_wrapped: null,
  rounding: 'exact',
  time_precision: 'instant',
  source: 'web_profile_v2',
  capture_id: 'c1',
};

/** An account row whose known counts are exact unless a step is given. */
export function accountRow(row: Partial<Row<'account'>>): Row<'account'> {
  const stepOf = (count: number | null | undefined) => (count == null ? null : 1);
  return {
    ...empty,
    followers_step: stepOf(row.followers),
    likes_step: stepOf(row.likes),
    posts_step: stepOf(row.posts),
    ...row,
  };
}

/** Exact followers of one account at hours after an instant. */
export function hourlyRows(
  start: string,
  points: readonly (readonly [hour: number, followers: number])[],
  row: Partial<Row<'account'>> = {},
): Row<'account'>[] {
  return points.map(([hour, followers]) =>
    accountRow({
      ...row,
      observed_at: instantOf(new Date(Date.parse(start) + hour * 3_600_000)),
      followers,
    }),
  );
}

export function infoRow(row: Partial<Row<'account_info'>>): Row<'account_info'> {
  return {
    account_id: '1',
    observed_at: '2026-01-01T00:00:00Z',
    handle: 'ann',
    name: null,
    bio: null,
    verified: null,
    private: null,
    region: null,
    status: 'ok',
    sec_uid: null,
    created_at: null,
    link: null,
    source: 'web_profile_v2',
    capture_id: 'c1',
    ...row,
  };
}

/** A post observation whose known counts are exact. */
export function postRow(row: Partial<Row<'post'>>): Row<'post'> {
  const stepOf = (count: number | null | undefined) => (count == null ? null : 1);
  return {
    post_id: '11',
    observed_at: '2026-01-01T00:00:00Z',
    account_id: '1',
    views: null,
    likes: null,
    comments: null,
    shares: null,
    saves: null,
    views_step: stepOf(row.views),
    likes_step: stepOf(row.likes),
    comments_step: stepOf(row.comments),
    shares_step: stepOf(row.shares),
    saves_step: stepOf(row.saves),
    rounding: 'exact',
    time_precision: 'instant',
    source: 'web_post_v2',
    capture_id: 'c1',
    ...row,
  };
}

export function postInfoRow(row: Partial<Row<'post_info'>>): Row<'post_info'> {
  return {
    post_id: '11',
    observed_at: '2026-01-01T00:00:00Z',
    account_id: '1',
    created_at: null,
    created_from: null,
    text: null,
    kind: 'video',
    duration_s: null,
    sound_id: null,
    hashtags: [],
    pinned: null,
    ad: null,
    status: 'ok',
    source: 'web_post_v2',
    capture_id: 'c1',
    ...row,
  };
}
