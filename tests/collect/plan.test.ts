import { describe, expect, test } from 'vitest';
import { isDue, type KnownPost, planEntries, planPosts } from '../../lib/collect/plan.ts';
import type { WatchEntry } from '../../lib/schema/watchlist.ts';

const entry = (key: string, cadence: string, kind: WatchEntry['kind'] = 'account'): WatchEntry => ({
  kind,
  key,
  zone: '',
  cadence,
  follow_days: '',
  tags: '',
  note: '',
});

describe('isDue', () => {
  test.each([
    // cadence, last observation, now, due
    ['', '2026-03-04T05:00:00Z', '2026-03-04T05:00:01Z', true],
    ['3h', '2026-03-04T00:00:00Z', '2026-03-04T02:41:00Z', false],
    ['3h', '2026-03-04T00:00:00Z', '2026-03-04T02:42:00Z', true],
    ['3h', '2026-03-03T22:30:00Z', '2026-03-04T00:30:00Z', false],
    // A daily job whose last run was ten minutes late.
    ['1d', '2026-03-03T03:27:00Z', '2026-03-04T03:17:00Z', true],
    // And three hours late.
    ['1d', '2026-03-03T06:30:00Z', '2026-03-04T03:17:00Z', true],
    // A job that runs every three hours still asks once a day.
    ['1d', '2026-03-03T00:00:00Z', '2026-03-03T21:00:00Z', false],
    ['1d', '2026-03-03T00:00:00Z', '2026-03-04T00:00:00Z', true],
    // A new UTC day alone is not enough.
    ['1d', '2026-03-03T23:50:00Z', '2026-03-04T00:10:00Z', false],
    // A job around midnight that drifted across it.
    ['1d', '2026-03-04T00:20:00Z', '2026-03-04T23:50:00Z', true],
    ['1w', '2026-03-04T03:00:00Z', '2026-03-10T03:00:00Z', false],
    ['1w', '2026-03-04T09:00:00Z', '2026-03-11T03:00:00Z', true],
    ['2d', '2026-03-03T23:00:00Z', '2026-03-04T23:30:00Z', false],
    ['2d', '2026-03-03T06:00:00Z', '2026-03-05T03:00:00Z', true],
    // A clock that jumped back must not end the collection.
    ['1d', '2027-01-01T00:00:00Z', '2026-03-04T00:00:00Z', true],
  ])('%j, last %s, at %s: %s', (cadence, last, now, due) => {
    expect(isDue(cadence, last, new Date(now))).toBe(due);
  });

  test('what was never observed is due', () => expect(isDue('1w', null, new Date(0))).toBe(true));
});

describe('isDue by the days of a zone', () => {
  // In Los Angeles (UTC-8) the day changes at 08:00 UTC.
  test.each([
    ['2026-03-04T03:00:00Z', '2026-03-04T19:30:00Z', 'America/Los_Angeles', true],
    ['2026-03-04T03:00:00Z', '2026-03-04T19:30:00Z', 'UTC', false],
    ['2026-03-03T12:00:00Z', '2026-03-04T05:00:00Z', 'America/Los_Angeles', false],
    ['2026-03-03T12:00:00Z', '2026-03-04T05:00:00Z', 'UTC', true],
  ])('last %s, at %s in %s: %s', (last, now, zone, due) => {
    expect(isDue('1d', last, new Date(now), zone)).toBe(due);
  });
});

describe('planEntries', () => {
  const now = new Date('2026-03-04T03:17:00Z');
  const last = new Map([
    ['fresh', '2026-03-04T01:00:00Z'],
    ['stale', '2026-03-02T01:00:00Z'],
    ['always', '2026-03-04T03:16:00Z'],
  ]);

  test('takes what is due, once, in the order of the watchlist', () => {
    const watchlist = [
      entry('stale', '1d'),
      entry('fresh', '1d'),
      entry('new', '1w'),
      entry('always', ''),
      entry('stale', ''),
      entry('music', '1d', 'hashtag'),
    ];
    const due = (kind: WatchEntry['kind']) =>
      planEntries(kind, watchlist, last, now).map((each) => `${each.entry.key} ${each.due}`);
    expect(due('account')).toEqual(['stale true', 'fresh false', 'new true', 'always true']);
    expect(due('hashtag')).toEqual(['music true']);
    expect(planEntries('account', [], last, now)).toEqual([]);
  });
});

describe('planPosts', () => {
  const now = new Date('2026-03-04T03:17:00Z');
  const daysAgo = (days: number) =>
    `${new Date(now.getTime() - days * 86_400_000).toISOString().slice(0, 19)}Z`;
  const post = (
    post_id: string,
    ageDays: number | null,
    seenDaysAgo: number | null,
    status: KnownPost['status'] = 'ok',
  ) => ({
    post_id,
    account_id: '1',
    created_at: ageDays === null ? null : daysAgo(ageDays),
    last_observed_at: seenDaysAgo === null ? null : daysAgo(seenDaysAgo),
    status,
  });
  const due = (posts: KnownPost[], followDays: number | null = null) =>
    planPosts(posts, now, followDays).map(({ post_id }) => post_id);

  test('every 3 hours to day 2, daily to day 30, weekly to day 90, then not at all', () => {
    expect(due([post('fresh', 1.9, 3 / 24), post('older', 2, 3 / 24), post('seen', 1, 2 / 24)])).toEqual([
      'fresh',
    ]);
    expect(
      due([
        post('young', 3, 1),
        post('young-seen', 3, 0.1),
        post('month', 31, 1),
        post('month-due', 31, 7),
        post('old', 91, 30),
        post('old-never-seen', 91, null),
      ]),
    ).toEqual(['young', 'month-due']);
  });

  test('follow_days moves the end', () => {
    const posts = [post('a', 5, 1), post('b', 20, 1), post('c', 100, 7), post('d', 400, 7)];
    expect(due(posts, 10)).toEqual(['a']);
    expect(due(posts, 365)).toEqual(['a', 'b', 'c']);
    expect(due(posts, 0)).toEqual([]);
  });

  test('a post that was not found is left alone, one of unknown age is asked for first', () => {
    expect(
      due([
        post('gone', 2, 1, 'not_found'),
        post('private', 2, 1, 'private'),
        post('new', null, null),
        post('newer', 1, null),
      ]),
    ).toEqual(['new', 'newer', 'private']);
  });

  test('the plan does not change the list it was given', () => {
    const posts = [post('a', 5, 1), post('b', 2, 1)];
    due(posts);
    expect(posts.map(({ post_id }) => post_id)).toEqual(['a', 'b']);
  });
});
