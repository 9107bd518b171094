import { describe, expect, test } from 'vitest';
import { cadenceMethod, postingCadence } from '../../../lib/transform/account/cadence.ts';
import { derive, hoursOn, postWith } from '../post/ledger.ts';
import { accountRow } from '../rows.ts';

const asOf = hoursOn(28 * 24);
const cadence = (hours: readonly number[], days?: number) =>
  postingCadence(hours.map(hoursOn), days === undefined ? { asOf } : { asOf, days });

test('rate, gaps and how even they are, over all that is known', () => {
  // 10 posts every 2 days from hour 0: 9 after the first in 28 days.
  const even = cadence(Array.from({ length: 10 }, (_, index) => index * 48));
  expect(even).toEqual({
    from: hoursOn(0),
    days: 28,
    posts_per_week: 2.25,
    gap_median_h: 48,
    gap_cv: 0,
    gap_longest_h: 48,
    gap_longest_from: hoursOn(0),
    last_post_at: hoursOn(432),
    since_last_h: 240,
    reason: null,
    n: 10,
  });
  // Gaps of 24, 24 and 96 h: mean 48, standard deviation √((24² + 24² + 48²)/2) = 41.57.
  const uneven = cadence([0, 24, 48, 144]);
  expect(uneven).toMatchObject({ gap_median_h: 24, gap_longest_h: 96, gap_longest_from: hoursOn(48) });
  expect(uneven.gap_cv).toBeCloseTo(41.5692 / 48, 4);
});

test('a window counts the posts within it, the first of all known ones apart', () => {
  // Hours 500 to 672 are the last 7.17 days; posts at 510, 550 and 600.
  expect(cadence([0, 510, 550, 600], 172 / 24)).toMatchObject({
    n: 3,
    posts_per_week: expect.closeTo((7 * 3) / (172 / 24), 4),
    gap_median_h: 45,
    gap_cv: null,
    from: hoursOn(500),
  });
  expect(cadence([504, 550, 600], 28)).toMatchObject({
    n: 3,
    days: 7,
    posts_per_week: 2,
    from: hoursOn(504),
  });
});

test('too little is null with a reason; order and later posts do not matter', () => {
  expect(cadence([])).toMatchObject({ n: 0, posts_per_week: null, gap_cv: null, from: null });
  expect(cadence([]).reason).toBe('of none of its posts the time of publication is known');
  expect(cadence([600])).toMatchObject({
    n: 1,
    posts_per_week: null,
    gap_median_h: null,
    gap_longest_h: null,
    since_last_h: 72,
    reason: 'its posts are known for 3 days only',
  });
  expect(cadence([900, 48, 0])).toEqual(cadence([0, 48]));
  expect(cadence([0], 14)).toMatchObject({ n: 0, posts_per_week: 0, last_post_at: hoursOn(0) });
  expect(() => cadence([], 0)).toThrow(RangeError);
});

describe('table cadence', () => {
  const posts = [0, 240, 480].map((hour, index) => postWith(String(11 + index), hour, [[1, 5]]));
  const seenAt = (hour: number, posts: number | null = null) =>
    accountRow({ observed_at: hoursOn(hour), followers: 5, posts });
  const rowsOf = (...args: Parameters<typeof derive>) =>
    derive(...args).cadence.map((row) => [row.window, row.days, row.n, row.posts_per_week]);

  test('an old post that may be pinned does not open the window', () => {
    const account = [seenAt(672)];
    const three = ['28d', '90d', 'all'].map((window) => [window, 28, 3, 0.5]);
    for (const pinned of [true, null]) {
      const old = postWith('10', -9000, [[9100, 5]], { pinned });
      expect(rowsOf([old, ...posts], 672, { account })).toEqual(three);
    }
    const old = postWith('10', -9000, [[9100, 5]], { pinned: false });
    expect(rowsOf([old, ...posts], 672, { account })[2]).toEqual([
      'all',
      403,
      4,
      expect.closeTo(21 / 403, 4),
    ]);
  });

  test('it ends when the account was last seen, not now', () => {
    const { cadence } = derive(posts, 5000, { account: [seenAt(672)] });
    expect(cadence[0]).toMatchObject({
      account_id: '1',
      from: hoursOn(0),
      to: hoursOn(672),
      days: 28,
      posts_per_week: 0.5,
      since_last_h: 192,
      inputs: ['observed'],
      method: 'cadence@1',
      as_of: hoursOn(5000),
    });
    expect(derive(posts, 5000).cadence[0]?.to).toBe(hoursOn(481));
  });

  test('posts that the account counted and nobody saw: no rate', () => {
    const counts = (last: number) => ({ account: [seenAt(1, 100), seenAt(672, last)] });
    expect(derive(posts, 672, counts(104)).cadence[0]).toMatchObject({ posts_per_week: 0.5, reason: null });
    expect(derive(posts, 672, counts(105)).cadence[0]).toMatchObject({
      posts_per_week: null,
      gap_median_h: null,
      last_post_at: hoursOn(480),
      reason: 'the account’s own counter rose by 5 posts and 3 of them were seen',
    });
  });
});

test('the worked example', () => {
  expect(cadenceMethod.example().result).toBe(
    '2 posts a week (4 posts in 14 days), median gap 72 h, variation 0.',
  );
});
