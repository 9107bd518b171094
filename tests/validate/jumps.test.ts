import { describe, expect, test } from 'vitest';
import { tellUnusual, unusualOf } from '../../lib/validate/jumps.ts';
import type { Track } from '../../lib/validate/series-points.ts';
import { calm, followersOf, rowsOf, track } from './tracks.ts';

const rulesOf = (of: Track) => unusualOf(of).map(({ rule, counter }) => `${rule} ${counter}`);
const messages = (of: Track) => tellUnusual(of, unusualOf(of)).map(({ message }) => message);

describe('a jump', () => {
  test('of a tenth or more that the account never made before', () => {
    const found = followersOf([...calm(20), 11_600, 11_610, 11_640]);
    expect(rulesOf(found)).toEqual(['jump followers']);
    expect(messages(found)[0]).toMatch(
      /^Followers went from 10,383 to 11,600 \(\+11\.7%\) on 21 October 2026; in the changes before, no day moved by more than 0\.27% \(robust z [\d,]+\)\.$/,
    );
  });

  test('is none where it is less than a tenth, or fewer than 100', () => {
    expect(rulesOf(followersOf([...calm(20), 11_400, 11_410]))).toEqual([]);
    const small = Array.from({ length: 20 }, (_, i) => 400 + i);
    expect(rulesOf(followersOf([...small, 518, 519]))).toEqual([]);
    expect(rulesOf(followersOf([...small, 519, 520]))).toEqual(['jump followers']);
  });

  test('is none where the account moves like that', () => {
    // By turns up 14% and down 2%: the MAD of an odd number of these is next to nothing.
    const lively = Array.from({ length: 20 }, (_, i) => Math.round(10_000 * 1.06 ** i * (i % 2 ? 1.08 : 1)));
    const last = lively.at(-1) ?? 0;
    expect(rulesOf(followersOf([...lively, Math.round(last * 1.2)]))).toEqual([]);
    expect(rulesOf(followersOf([...lively, Math.round(last * 1.3)]))).toEqual(['jump followers']);
  });

  test('is none where many days passed: a tenth a day is meant', () => {
    const hole = Array.from({ length: 5 }, () => null);
    expect(rulesOf(followersOf([...calm(20), ...hole, 16_000]))).toEqual([]);
    expect(rulesOf(followersOf([...calm(20), ...hole, 17_000]))).toEqual(['jump followers']);
  });

  test('is none before eight changes are known', () => {
    expect(rulesOf(followersOf([...calm(8), 12_000, 12_010]))).toEqual([]);
    expect(rulesOf(followersOf([...calm(9), 12_000, 12_010]))).toEqual(['jump followers']);
  });

  test('of an account that never moved is seen, too, though its MAD is 0', () => {
    const still = Array.from({ length: 12 }, () => 5000);
    expect(rulesOf(followersOf([...still, 5600, 5600]))).toEqual(['jump followers']);
    expect(messages(followersOf([...still, 5600, 5600]))[0]).toBe(
      'Followers went from 5,000 to 5,600 (+12%) on 13 October 2026; in the changes before, it never moved.',
    );
  });

  test('is measured beyond rounding: 1.0M to 1.1M may be nothing', () => {
    const rounded = { followers_step: 100_000, rounding: 'nearest' as const };
    const flat = Array.from({ length: 12 }, () => 1_000_000);
    expect(rulesOf(followersOf([...flat, 1_100_000, 1_100_000], '1', rounded))).toEqual([]);
    expect(rulesOf(followersOf([...flat, 1_200_000, 1_200_000], '1', rounded))).toEqual(['jump followers']);
    // A source that does not say how it rounds has the same benefit of the doubt.
    const unsaid = { followers_step: null, rounding: 'unknown' as const };
    expect(rulesOf(followersOf([...flat, 1_100_000, 1_100_000], '1', unsaid))).toEqual([]);
  });

  test('of likes needs a fifth', () => {
    const likes = (last: number) => track(rowsOf(21, (i) => ({ likes: calm(20)[i] ?? last })));
    expect(rulesOf(likes(12_400))).toEqual([]);
    expect(rulesOf(likes(12_500))).toEqual(['jump likes']);
  });

  test('a fall is one as well; several are one finding', () => {
    const found = followersOf([...calm(20), 9_000, ...calm(20, 9_010), 7_000, 7_010]);
    expect(rulesOf(found)).toEqual(['jump followers', 'jump followers']);
    expect(messages(found)).toHaveLength(1);
    expect(messages(found)[0]).toMatch(
      /^Followers went from 9,39\d to 7,000 .* And 1 smaller case, the latest on /,
    );
  });
});

describe('a surge', () => {
  const both = (likesAfter: number) =>
    track(
      rowsOf(22, (i) => ({
        followers: calm(20)[i] ?? 12_000 + i,
        likes: calm(20, 50_000)[i] ?? likesAfter + i,
      })),
    );

  test('is a jump with which the other counter rose unusually', () => {
    expect(rulesOf(both(52_000))).toEqual(['surge followers']);
    expect(rulesOf(both(70_000))).toEqual(['surge followers', 'surge likes']);
  });

  test('is none where the other counter went its way', () => {
    expect(rulesOf(both(50_400))).toEqual(['jump followers']);
  });
});

describe('a spike', () => {
  test('leaves the line of its neighbours by a tenth, and no jump is told of it', () => {
    const values = calm(20).with(15, 12_000);
    expect(rulesOf(followersOf(values))).toEqual(['spike followers']);
    expect(messages(followersOf(values))[0]).toBe(
      'Followers were 12,000 at 2026-10-16T03:00:00Z, while the observations before and after agree on about 10,287 (source web).',
    );
    expect(rulesOf(followersOf(calm(20).with(15, 1_029)))).toEqual(['spike followers']);
    // It needs no history: three observations tell it.
    expect(rulesOf(followersOf([10_000, 1_000, 10_010]))).toEqual(['spike followers']);
  });

  test('is none where it is less than a tenth, or does not come back', () => {
    expect(rulesOf(followersOf(calm(20).with(15, 11_300)))).toEqual([]);
    expect(rulesOf(followersOf([10_000, 1_000, 4_000]))).toEqual([]);
    expect(rulesOf(followersOf([10_000, 1_000]))).toEqual([]);
  });

  test('is none where its neighbours are more than 14 days apart', () => {
    const days = (n: number) => Array.from({ length: n }, () => null);
    expect(rulesOf(followersOf([10_000, ...days(6), 1_000, ...days(6), 10_010]))).toEqual([
      'spike followers',
    ]);
    expect(rulesOf(followersOf([10_000, ...days(6), 1_000, ...days(7), 10_010]))).toEqual([]);
  });
});

describe('an overflow that no source marked', () => {
  const likes = (before: number, after: number) =>
    track(rowsOf(2, (i) => ({ likes: i === 0 ? before : after })));

  test('is told by the fall that whole turns of 32 bits undo', () => {
    // 4,290,000,000 and 10 million more are 4,300,000,000 = 2^32 + 5,032,704.
    expect(rulesOf(likes(4_290_000_000, 5_032_704))).toEqual(['wrapped likes']);
    expect(messages(likes(12_800_000_000, 12_890_000_000 - 3 * 2 ** 32))[0]).toContain(
      'about 3 turns of a 32-bit counter',
    );
  });

  test('is none where no whole turn fits', () => {
    expect(rulesOf(likes(6_000_000_000, 3_000_000_000))).toEqual([]);
    expect(rulesOf(likes(2_100_000_000, 5_000_000))).toEqual([]);
  });
});
