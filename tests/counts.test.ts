import { describe, expect, test } from 'vitest';
import {
  isMissingCount,
  isRoundedLikeWeb,
  readCount,
  roundingOf,
  seenStep,
  unwrapLikes,
  webStep,
} from '../lib/counts.ts';

describe('readCount', () => {
  test.each([
    ['1.2M', 1_200_000, 100_000],
    ['22M', 22_000_000, 1_000_000],
    ['984.1K', 984_100, 100],
    ['550.0k', 550_000, 100],
    ['2680.9m', 2_680_900_000, 100_000],
    ['1.3B', 1_300_000_000, 100_000_000],
    ['1,2M', 1_200_000, 100_000],
    ['1,234K', 1_234_000, 1_000],
    ['1.25M', 1_250_000, 10_000],
    ['20.6 K', 20_600, 100],
    ['1,234', 1_234, 1],
    ['1 234', 1_234, 1],
    ['1\u202f234\u202f567', 1_234_567, 1],
    ['1.234.567', 1_234_567, 1],
    ["12'345", 12_345, 1],
    ['163000000', 163_000_000, 1],
    ['162986107', 162_986_107, 1],
    [' 0 ', 0, 1],
    ['740.0', 740, 1],
    ['1.63E+08', 163_000_000, 1_000_000],
    ['-1614092016', -1_614_092_016, 1],
    ['9007199254740991', 9_007_199_254_740_991, 1],
  ])('%s is %d, step %d', (text, value, step) => {
    expect(readCount(text)).toEqual({ value, step });
  });

  test.each(['', ' ', '-', '—', 'N/A', 'n/a', 'undefined', 'None', 'null', 'NaN'])(
    '%j is missing',
    (text) => {
      expect(readCount(text)).toBeNull();
      expect(isMissingCount(text)).toBe(true);
    },
  );

  test.each([
    'abc',
    '1.2X',
    'K',
    '10K+',
    '12.5',
    '1.234',
    '1.2345K',
    '1,23',
    '1,23,45',
    '1,234 567',
    '0x10',
    '1e400',
    'Infinity',
    '9007199254740993',
    '9999999999.9B',
  ])('%j is not a count, and not missing either', (text) => {
    expect(readCount(text)).toBeNull();
    expect(isMissingCount(text)).toBe(false);
  });

  test('is not slow on long nonsense', () => {
    expect(readCount(`${'1,234'.repeat(50_000)}x`)).toBeNull();
  });
});

describe('rounding on the web', () => {
  test.each([
    [0, 1],
    [9_999, 1],
    [10_000, 100],
    [999_900, 100],
    [1_000_000, 100_000],
    [999_900_000, 100_000],
    [1_000_000_000, 100_000_000],
  ])('%d has step %d', (value, step) => expect(webStep(value)).toBe(step));

  test('tells rounded from exact', () => {
    expect(isRoundedLikeWeb(160_500_000)).toBe(true);
    expect(isRoundedLikeWeb(162_986_107)).toBe(false);
    expect(seenStep(91_500)).toBe(100);
    expect(seenStep(9_698)).toBe(1);
    expect(seenStep(313_901)).toBe(1);
    // Whole hundreds above a million fit no rule of the web and are too even to be called exact.
    expect(seenStep(1_234_500)).toBeNull();
  });

  test('of a row', () => {
    expect(roundingOf([1, 1])).toBe('exact');
    expect(roundingOf([1, 100])).toBe('nearest');
    expect(roundingOf([100, null])).toBe('unknown');
    expect(roundingOf([])).toBe('exact');
  });
});

describe('unwrapLikes', () => {
  test('khaby.lame: one turn of 2^32', () => {
    expect(unwrapLikes(-1_614_092_016, 2_700_000_000)).toBe(2_680_875_280);
  });
  test('charlidamelio: three turns', () => {
    expect(unwrapLikes(-977_433_948, 11_900_000_000)).toBe(11_907_467_940);
  });
  test('a wrap that looks positive: between 2^32 and 2^32 + 2^31', () => {
    // 5,012,345,678 − 2^32 = 717,378,382
    expect(unwrapLikes(717_378_382, 5_000_000_000)).toBe(5_012_345_678);
  });
  test('nothing wrapped', () => {
    expect(unwrapLikes(56_900_000, 56_900_000)).toBe(56_900_000);
    expect(unwrapLikes(0, 0)).toBe(0);
  });
  test.each([
    ['outside the rounding', -1_614_092_016, 2_500_000_000],
    ['neighbour is the zero of a failed read', -1_614_092_016, 0],
    ['negative neighbour', 5, -5],
    ['not whole', 1.5, 2],
    ['a negative count near zero', -3, 0],
  ])('cannot tell: %s', (_why, wrapped, rounded) => expect(unwrapLikes(wrapped, rounded)).toBeNull());
});
