import { describe, expect, test } from 'vitest';
import { Falls } from '../../lib/validate/falls.ts';
import type { Track } from '../../lib/validate/series-points.ts';
import { followersOf, rowsOf, told, track } from './tracks.ts';

const none = new Set<string>();
const fallsOf = (tracks: readonly Track[], without: ReadonlySet<string> = none) => {
  const falls = new Falls();
  for (const each of tracks) falls.take(each, () => false);
  return falls.findings(without);
};

describe('a fall', () => {
  test('of more than half a percent is a note; smaller ones are counted', () => {
    const found = fallsOf([followersOf([10_000, 9_949, 9_949, 9_900])]);
    expect(told(found)).toEqual(['fall @a1', 'small_falls account followers']);
    expect(found[0]?.message).toBe('Followers fell by 51 (−0.51%) to 9,949 on 2 October 2026.');
    expect(found[1]?.message).toBe(
      'Followers fell a little from one day to the next 1 time in 3 changes, by 49 at most (@a1, −0.49% on 4 October 2026).',
    );
  });

  test('of fewer than ten is small, whatever its fraction', () => {
    expect(told(fallsOf([followersOf([740, 731])]))).toEqual(['small_falls account followers']);
    expect(told(fallsOf([followersOf([740, 730])]))).toEqual(['fall @a1']);
  });

  test('of one rounding step is small', () => {
    const rounded = { followers_step: 100_000, rounding: 'nearest' as const };
    expect(told(fallsOf([followersOf([5_000_000, 4_900_000], '1', rounded)]))).toEqual([
      'small_falls account followers',
    ]);
    expect(told(fallsOf([followersOf([5_000_000, 4_700_000], '1', rounded)]))).toEqual(['fall @a1']);
  });

  test('with posts removed says so', () => {
    const found = fallsOf([
      track(rowsOf(2, (i) => ({ likes: i === 0 ? 100_000 : 90_000, posts: i === 0 ? 120 : 110 }))),
    ]);
    expect(told(found)).toEqual(['content_removed @a1']);
    expect(found[0]?.message).toBe(
      'Likes fell by 10,000 (−10%) to 90,000 on 2 October 2026, and its posts by 10.',
    );
  });

  test('over more than two days is not one day’s, and none is told twice', () => {
    expect(fallsOf([followersOf([10_000, null, null, 9_000])])).toEqual([]);
    const falls = new Falls();
    falls.take(followersOf([10_000, 9_000]), () => true);
    expect(falls.findings(none)).toEqual([]);
  });
});

describe('a purge', () => {
  const fallen = (count: number, of: number) =>
    Array.from({ length: of }, (_, i) => followersOf([20_000, i < count ? 19_800 : 20_010], String(i + 1)));

  test('is more falls on one day than chance explains, and the accounts are not told one by one', () => {
    const found = fallsOf(fallen(3, 6));
    expect(told(found)).toEqual(['purge 2026-10-02']);
    expect(found[0]?.message).toBe(
      '3 of 6 accounts lost more than half a percent of their followers on 2 October 2026: @a1 −1%, @a2 −1%, @a3 −1%.',
    );
  });

  test('is none of three among many, or of two', () => {
    expect(told(fallsOf(fallen(3, 24)))).toEqual(['fall @a1', 'fall @a2', 'fall @a3']);
    expect(told(fallsOf(fallen(2, 2)))).toEqual(['fall @a1', 'fall @a2']);
  });

  test('is none on a day that is told as a fault of the source', () => {
    expect(told(fallsOf(fallen(3, 3), new Set(['2026-10-02'])))).not.toContain('purge 2026-10-02');
  });
});
