import { describe, expect, test } from 'vitest';
import { formatMethod, hashtagsBin, lengthBin } from '../../../lib/transform/account/format.ts';
import { derive, postWith } from '../post/ledger.ts';

test('bins of length and of hashtags begin where they say', () => {
  const of = (duration_s: number | null, kind = 'video') => lengthBin({ kind, duration_s });
  expect([14.9, 15, 29, 30, 59.5, 60, 179, 180, 600].map((seconds) => of(seconds))).toEqual([
    '0-14s',
    '15-29s',
    '15-29s',
    '30-59s',
    '30-59s',
    '60-179s',
    '60-179s',
    '180s+',
    '180s+',
  ]);
  expect([of(null), of(0), of(20, 'photo')]).toEqual([null, null, null]);
  expect([0, 1, 2, 3, 5, 6, 9, 10, 40].map(hashtagsBin)).toEqual([
    '0',
    '1-2',
    '1-2',
    '3-5',
    '3-5',
    '6-9',
    '6-9',
    '10+',
    '10+',
  ]);
});

/** Posts a day apart, every second a photo with twice the views. */
const posts = (count: number, rest: object = {}) =>
  Array.from({ length: count }, (_, index) =>
    postWith(
      String(100 + index),
      index * 24 + 9,
      [[168, (index % 2 === 0 ? 1000 : 2000) + ((index * 7) % 10)]],
      index % 2 === 0
        ? { kind: 'video', duration_s: 20, hashtags: ['a', 'b', 'c'], ...rest }
        : { kind: 'photo', duration_s: null, hashtags: [], ...rest },
    ),
  );
const formats = (...args: Parameters<typeof derive>) => derive(...args).format;

describe('table format', () => {
  const rows = formats(posts(20), 24 * 40);
  const of = (dimension: string, bin: string) =>
    rows.find((row) => row.dimension === dimension && row.bin === bin);

  test('photos have twice the views of videos, within the account', () => {
    expect(of('kind', 'photo')).toMatchObject({
      n: 10,
      reason: null,
      inputs: ['observed'],
      method: 'format@1',
    });
    expect(of('kind', 'photo')?.effect).toBeCloseTo(2, 1);
    expect(of('kind', 'video')?.effect).toBeCloseTo(0.5, 1);
    const { effect, effect_shrunk, low, high } = of('kind', 'photo') ?? {};
    expect(effect_shrunk).toBeLessThan(effect ?? 0);
    expect(effect_shrunk).toBeGreaterThan(1);
    expect(low).toBeLessThan(effect_shrunk ?? 0);
    expect(high).toBeGreaterThan(effect_shrunk ?? 0);
    // Views of the photos: 2007, 2001, 2005, 2009, 2003 and the same again.
    expect(of('kind', 'photo')).toMatchObject({ views_median: 2005, views_q1: 2003, views_q3: 2007 });
    expect(of('hashtags', '0')?.effect).toBeCloseTo(2, 1);
  });

  test('a form that all have, or too few, has its median and a reason', () => {
    expect(of('length', '15-29s')).toMatchObject({ n: 10, effect: null, reason: 'all posts have this form' });
    expect(of('daypart', '08-11')).toMatchObject({ n: 20, effect: null, reason: 'all posts have this form' });
    expect(of('weekday', 'sun')).toMatchObject({ n: 3, effect: null });
    expect(of('weekday', 'sun')?.reason).toBe('3 posts have this form, of the 5 it takes');
    expect(rows.filter(({ dimension }) => dimension === 'weekday')).toHaveLength(7);
    expect(formats(posts(8), 24 * 40).find(({ bin }) => bin === 'photo')).toMatchObject({
      n: 4,
      effect: null,
      reason: 'views at 7 days are known of 8 posts in all, of the 10 it takes',
    });
    expect(formats(posts(20, { ad: true }), 24 * 40)).toEqual([]);
    expect(formats([], 24 * 40)).toEqual([]);
  });

  test('days and hours are those of the account’s zone', () => {
    const tokyo = formats(posts(20), 24 * 40, { defaultZone: 'Asia/Tokyo' });
    // 09:00 UTC is 18:00 in Tokyo.
    expect(tokyo.filter(({ dimension }) => dimension === 'daypart').map(({ bin }) => bin)).toEqual(['16-19']);
  });
});

test('the worked example', () => {
  // Mean 0.5 against −0.5 is e¹ = 2.72. s² = 2.7/9, so v = 0.3·(1/5 + 1/5) = 0.12 and A = 1 − 0.12: e^0.88 = 2.41.
  expect(formatMethod.example().result).toMatch(
    /^photos: 2\.72 times the views of the others, shrunken 2\.41 \(1\.\d+ to \d\.\d+\)\.$/,
  );
});
