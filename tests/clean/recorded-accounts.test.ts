import { describe, expect, test } from 'vitest';
import { hasRecordings, printed, read, readText, textOf } from './recordings.ts';

/** Pages that others recorded, against what docs/surfaces.md and the recorders' own tools say of them. */

describe.skipIf(!hasRecordings)('recorded accounts (needs ../shared/real)', () => {
  test('an account with likes beyond 2^31', () => {
    const { rows, outcome } = read(
      'account-page',
      'khaby.lame',
      '2scraper-profile/webapp.user-detail/khaby_lame.json',
    );
    expect(outcome).toBe('ok');
    expect(rows[0]).toMatchObject({
      account_id: '127905465618821121',
      followers: 162_986_107,
      following: 81,
      likes: 2_680_875_280,
      posts: 1353,
      followers_step: 1,
      likes_step: 1,
      likes_wrapped: null,
      rounding: 'exact',
      source: 'web_profile_v2',
    });
    expect(rows[1]).toMatchObject({
      verified: true,
      private: false,
      region: null,
      created_at: '2016-08-10T22:02:34Z',
    });
  });

  test('the same account without statsV2: the wrapped counter gives the exact likes', () => {
    const page = JSON.parse(textOf('2scraper-profile/webapp.user-detail/khaby_lame.json'));
    delete page.__DEFAULT_SCOPE__['webapp.user-detail'].userInfo.statsV2;
    const { rows } = readText('account-page', 'khaby.lame', JSON.stringify(page));
    expect(rows[0]).toMatchObject({
      followers: 163_000_000,
      followers_step: 100_000,
      likes: 2_680_875_280,
      likes_step: 1,
      rounding: 'nearest',
      source: 'web_profile_v1',
    });
  });

  test('both accounts agree with what their recorder printed minutes away', () => {
    const rowsPrinted = printed('2scraper-profile');
    for (const [handle, file] of [
      ['nasa', 'nasa.json'],
      ['khaby.lame', 'khaby_lame.json'],
    ] as const) {
      const { rows } = read('account-page', handle, `2scraper-profile/webapp.user-detail/${file}`);
      const other = rowsPrinted.find((row) => row['username'] === handle);
      expect(rows[0]).toMatchObject({
        account_id: other?.['user_id'],
        following: Number(other?.['following_count']),
        posts: Number(other?.['video_count']),
      });
      // Followers and likes moved between the two readings, by far less than a rounding step.
      for (const [mine, theirs] of [
        ['followers', 'follower_count'],
        ['likes', 'likes_count'],
      ] as const)
        expect(Math.abs(Number(rows[0]?.[mine]) / Number(other?.[theirs]) - 1)).toBeLessThan(0.001);
      expect(String(rows[1]?.['created_at']).slice(0, 19)).toBe(other?.['created_at']?.slice(0, 19));
    }
  });

  test.each(['user-detail.cutie_street.2025-04.json', 'user-detail.cutie_street.2025-04.rewrapped.html'])(
    'a page without statsV2: %s',
    (file) => {
      const { rows, source } = read('account-page', 'cutie_street', `dai921/${file}`);
      expect(source).toBe('web_profile_v1');
      expect(rows[0]).toMatchObject({
        account_id: '7174725989146313730',
        followers: 550_000,
        followers_step: 100,
        following: 8,
        following_step: 1,
        likes: 56_900_000,
        likes_step: 100_000,
        posts: 1139,
        rounding: 'nearest',
      });
      expect(rows[1]).toMatchObject({
        region: 'JP',
        link: 'https://cutiestreet.asobisystem.com',
        verified: false,
      });
    },
  );

  test('a banned account', () => {
    const file = '2scraper-profile/webapp.user-detail/unavailable_10221_user_banned.json';
    expect(read('account-page', 'whoever', file)).toMatchObject({
      outcome: 'banned',
      status: 'banned',
      drafts: [],
    });
  });

  test.each(['user-detail.cutie_street.2025-04.json', 'user-detail.cutie_street.2025-04.rewrapped.html'])(
    'the sentence with which an account is shared states what its rounded counters do: %s',
    (file) => {
      const { rows, source } = readText('account-page', 'cutie_street', withoutCounters(`dai921/${file}`));
      expect(source).toBe('web_profile_meta');
      expect(rows[0]).toMatchObject({
        account_id: '7174725989146313730',
        followers: 550_000,
        followers_step: 100,
        following: 8,
        following_step: 1,
        likes: 56_900_000,
        likes_step: 100_000,
        posts: null,
        rounding: 'nearest',
      });
    },
  );

  test('the sentence in English', () => {
    const page = withoutCounters('2scraper-profile/webapp.user-detail/nasa.json');
    expect(readText('account-page', 'nasa', page).rows[0]).toMatchObject({
      followers: 1_800_000,
      followers_step: 100_000,
      following: 23,
      likes: 9_400_000,
      source: 'web_profile_meta',
    });
  });
});

/** A page whose scope has lost its counters, so that the sentence in it is read. */
function withoutCounters(file: string): string {
  const text = textOf(file);
  const bare = text.replace(/"stats(?:V2)?"\s*:\s*\{[^{}]*\}/g, '"none":{}');
  expect(bare).not.toBe(text);
  return bare;
}
