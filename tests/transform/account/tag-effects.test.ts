import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isGenericTag } from '../../../lib/transform/account/generic-tags.ts';
import { markEffects } from '../../../lib/transform/account/mark-effects.ts';
import { tagEffectMethod } from '../../../lib/transform/account/tag-effects.ts';
import { derive, postWith } from '../post/ledger.ts';

describe('markEffects', () => {
  const residuals = [1, 1.2, 0.8, 0, 0.1, -0.1, 0.2, -0.2, 0, 0];
  const marks = [['a', 'b'], ['a'], ['a', 'a'], ['b'], ['b'], ['c'], ['c'], [], [], []];
  const found = markEffects(residuals, (place) => marks[place] ?? []);

  test('mean with the mark against mean without, as a factor; from 3 posts with and without', () => {
    expect(found.map(({ mark, n }) => [mark, n])).toEqual([
      ['a', 3],
      ['b', 3],
    ]);
    // Means: a 3/3 against 0/7; b 1.1/3 against 1.9/7.
    expect(Math.log(found[0]?.effect ?? 0)).toBeCloseTo(1, 12);
    expect(Math.log(found[1]?.effect ?? 0)).toBeCloseTo(1.1 / 3 - 1.9 / 7, 12);
    // s² = (3.18 − 10·0.3²)/9 = 0.2533; error √(s²·(1/3 + 1/7)) = 0.3473; t = 2.879 with 8 degrees of freedom: p = 0.0205.
    expect(found[0]?.log_error).toBeCloseTo(0.3473, 4);
    expect(found[0]?.p).toBeCloseTo(0.0205, 3);
    // Of two p values the smaller is doubled.
    expect(found[0]?.p_adjusted).toBeCloseTo(2 * (found[0]?.p ?? 0), 12);
  });

  test('shrinks towards none, with an interval', () => {
    for (const { effect, effect_shrunk, low, high } of found) {
      expect(Math.abs(Math.log(effect_shrunk))).toBeLessThan(Math.abs(Math.log(effect)));
      expect(low).toBeLessThan(effect_shrunk);
      expect(high).toBeGreaterThan(effect_shrunk);
    }
  });

  test('nothing to compare: none', () => {
    expect(markEffects([], () => [])).toEqual([]);
    expect(markEffects([1, 1, 1, 1, 1, 1], (place) => (place < 3 ? ['a'] : []))).toEqual([]);
    expect(markEffects([1, 2, 3, 4], () => ['a'])).toEqual([]);
  });

  test('adjusted p values are never below the plain ones', () => {
    const posts = fc.array(
      fc.record({
        residual: fc.double({ min: -3, max: 3, noNaN: true }),
        tags: fc.subarray(['a', 'b', 'c', 'd']),
      }),
      { minLength: 6, maxLength: 30 },
    );
    fc.assert(
      fc.property(posts, (all) => {
        const effects = markEffects(
          all.map(({ residual }) => residual),
          (place) => all[place]?.tags ?? [],
        );
        for (const { p, p_adjusted, n } of effects) {
          expect(n).toBeGreaterThanOrEqual(3);
          expect(p_adjusted ?? 0).toBeGreaterThanOrEqual(p ?? 1);
        }
      }),
      { numRuns: 40 },
    );
  });
});

test('generic tags stand under anything', () => {
  for (const tag of [
    'fyp',
    'fypシ',
    'fypage',
    'foryoupage',
    'foryou2',
    'viral',
    'xyzbca',
    'fypシ゚viral',
    'おすすめ',
    'рекомендации',
  ])
    expect([tag, isGenericTag(tag)]).toEqual([tag, true]);
  for (const tag of ['pottery', 'été', '日本', 'viralpottery', 'trendwatch', 'fyplastics', ''])
    expect([tag, isGenericTag(tag)]).toEqual([tag, false]);
});

/** Twenty posts a day apart of one account; the first five have #cats and a sound, and three times the views. */
const postsOf = (account_id: string, base: number) =>
  Array.from({ length: 20 }, (_, index) => {
    const cats = index % 4 === 0;
    const post = postWith(
      `${account_id}${100 + index}`,
      index * 24 + 9,
      [[168, base * (cats ? 3 : 1) + ((index * 7) % 10)]],
      { account_id, hashtags: cats ? ['cats', 'fyp'] : ['fyp'], sound_id: cats ? '7' : null },
    );
    return { ...post, post: post.post.map((row) => ({ ...row, account_id })) };
  });

describe('tables of hashtags and sounds', () => {
  const derived = derive([...postsOf('1', 1000), ...postsOf('2', 900_000)], 24 * 40);

  test('of each account: how posts with a tag did beside those without', () => {
    expect(
      derived.hashtag_effect.map(({ account_id, hashtag, n, generic }) => [account_id, hashtag, n, generic]),
    ).toEqual([
      ['1', 'cats', 5, false],
      ['2', 'cats', 5, false],
    ]);
    expect(derived.hashtag_effect[0]?.effect).toBeCloseTo(3, 1);
    expect(derived.hashtag_effect[0]).toMatchObject({ inputs: ['observed'], method: 'tag-effect@1' });
    expect(derived.sound_effect.map(({ sound_id, n }) => [sound_id, n])).toEqual([
      ['7', 5],
      ['7', 5],
    ]);
  });

  test('over the tracked accounts: put together within accounts, whatever their size', () => {
    expect(derived.hashtag_effect_tracked).toHaveLength(1);
    expect(derived.hashtag_effect_tracked[0]).toMatchObject({
      hashtag: 'cats',
      generic: false,
      accounts: 2,
      n: 10,
      i2: 0,
    });
    expect(derived.hashtag_effect_tracked[0]?.effect).toBeCloseTo(3, 1);
    expect(derived.hashtag_effect_tracked[0]?.log_error).toBeCloseTo(
      (derived.hashtag_effect[0]?.log_error ?? 0) / Math.SQRT2,
      2,
    );
    expect(derived.sound_effect_tracked.map(({ sound_id, accounts }) => [sound_id, accounts])).toEqual([
      ['7', 2],
    ]);
    const alone = derive(postsOf('1', 1000), 24 * 40);
    expect(alone.hashtag_effect).toHaveLength(1);
    expect(alone.hashtag_effect_tracked).toEqual([]);
  });

  test('a hashtag that cannot stand in a file unquoted is left out', () => {
    const odd = postsOf('1', 1000).map((post) => ({
      ...post,
      postInfo: post.postInfo.map((info) => ({ ...info, hashtags: [...info.hashtags.slice(0, 1), 'a,"b'] })),
    }));
    expect(derive(odd, 24 * 40).hashtag_effect.map(({ hashtag }) => hashtag)).not.toContain('a,"b');
  });
});

test('the worked example', () => {
  expect(tagEffectMethod.example().result).toMatch(
    /^#cats: \d\.\d+ times the views of the others, n = 4, p [\d.]+%\.$/,
  );
});
