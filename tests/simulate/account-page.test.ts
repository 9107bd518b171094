import { describe, expect, test } from 'vitest';
import { dayAt, dig, get, hasRecordings, keysOf, readRecording, scopeOf, world } from './fixture.ts';

const at = dayAt(10);
const detailOf = (handle: string) => scopeOf(get(`/@${handle}`, at).body, 'webapp.user-detail');
const truthOf = (handle: string) => world.truth(at).find((account) => account.handle === handle);
const handles = world.handles(at);

describe('the account page', () => {
  test('gives the exact counts in statsV2, as text', () => {
    for (const handle of handles) {
      const truth = truthOf(handle);
      expect(dig(detailOf(handle), 'userInfo', 'statsV2')).toEqual({
        followerCount: String(truth?.followers),
        followingCount: String(truth?.following),
        heart: String(truth?.likes),
        heartCount: String(truth?.likes),
        videoCount: String(truth?.posts),
        diggCount: '0',
        friendCount: String(truth?.friends),
      });
    }
  });

  test('rounds stats to one decimal of the compact unit', () => {
    for (const handle of handles) {
      const shown = Number(dig(detailOf(handle), 'userInfo', 'stats', 'followerCount'));
      const exact = truthOf(handle)?.followers ?? 0;
      // docs/surfaces.md#rounding: the step by size, and never further off than half of it.
      const step = exact < 1e4 ? 1 : exact < 1e6 ? 100 : exact < 1e9 ? 1e5 : 1e8;
      expect(shown % step).toBe(0);
      expect(Math.abs(shown - exact)).toBeLessThanOrEqual(step / 2);
    }
  });

  test('wraps heartCount so that the smallest k within rounding of heart restores it', () => {
    const ks = handles.map((handle) => {
      const stats = dig(detailOf(handle), 'userInfo', 'stats');
      const exact = truthOf(handle)?.likes ?? 0;
      const wrapped = Number(dig(stats, 'heartCount'));
      const heart = Number(dig(stats, 'heart'));
      if (exact < 2 ** 31) {
        expect(wrapped).toBe(heart);
        return 0;
      }
      const k = [0, 1, 2, 3, 4].find((k) => Math.abs(wrapped + k * 2 ** 32 - heart) <= 5e7);
      expect(wrapped + (k ?? Number.NaN) * 2 ** 32).toBe(exact);
      return k;
    });
    expect(ks).toContain(1);
    expect(ks).toContain(2);
  });

  test('words the share text with small k and m', () => {
    const counts = /^@moon_kitchen_demo ([\d.]+)m Followers, (\d+) Following, ([\d.]+)m Likes - /.exec(
      String(dig(detailOf('moon_kitchen_demo'), 'shareMeta', 'desc')),
    );
    const truth = truthOf('moon_kitchen_demo');
    expect(Number(counts?.[1])).toBeCloseTo((truth?.followers ?? 0) / 1e6, 1);
    expect(counts?.[2]).toBe(String(truth?.following));
    expect(Number(counts?.[3])).toBeCloseTo((truth?.likes ?? 0) / 1e6, 1);
  });

  test('leaves bioLink out where there is no link', () => {
    const links = handles.map((handle) =>
      keysOf(dig(detailOf(handle), 'userInfo', 'user')).includes('bioLink'),
    );
    expect(new Set(links)).toEqual(new Set([true, false]));
  });

  test.skipIf(!hasRecordings)('has the keys of a recorded page (needs ../shared/real)', () => {
    const real = dig(
      readRecording('2scraper-profile/webapp.user-detail/khaby_lame.json'),
      '__DEFAULT_SCOPE__',
      'webapp.user-detail',
    );
    const ours = detailOf('moon_kitchen_demo');
    for (const path of [[], ['userInfo'], ['userInfo', 'stats'], ['userInfo', 'statsV2'], ['shareMeta']])
      expect(keysOf(dig(ours, ...path)), path.join('.')).toEqual(keysOf(dig(real, ...path)));
    expect(keysOf(dig(ours, 'userInfo', 'user')).filter((key) => key !== 'bioLink')).toEqual(
      keysOf(dig(real, 'userInfo', 'user')),
    );
  });

  test.skipIf(!hasRecordings)('has the types of a recorded page (needs ../shared/real)', () => {
    const real = dig(
      readRecording('2scraper-profile/webapp.user-detail/nasa.json'),
      '__DEFAULT_SCOPE__',
      'webapp.user-detail',
    );
    const typesOf = (value: unknown) =>
      Object.fromEntries(keysOf(value).map((key) => [key, typeof dig(value, key)]));
    const ours = detailOf('moon_kitchen_demo');
    for (const path of [['userInfo', 'user'], ['userInfo', 'stats'], ['userInfo', 'statsV2'], []])
      expect(typesOf(dig(ours, ...path))).toMatchObject(typesOf(dig(real, ...path)));
  });
});
