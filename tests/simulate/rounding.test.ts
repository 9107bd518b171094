import { describe, expect, test } from 'vitest';
import { heartCountAsShown, roundAsShown, wordCount, wrapInt32 } from '../../lib/simulate/rounding.ts';

describe('counts as the web shows them', () => {
  test.each([
    [0, 0],
    [9_999, 9_999],
    [10_049, 10_000],
    [10_050, 10_100],
    [429_675, 429_700],
    [999_949, 999_900],
    [999_950, 1_000_000],
    [1_785_290, 1_800_000],
    [95_856_713, 95_900_000],
    [162_986_107, 163_000_000],
    [1_300_921_874, 1_300_000_000],
    [2_680_875_280, 2_700_000_000],
  ])('%i is shown as %i', (exact, shown) => {
    expect(roundAsShown(exact)).toBe(shown);
  });

  test.each([
    [2_680_875_280, -1_614_092_016],
    [11_907_467_940, -977_433_948],
    [2 ** 31 - 1, 2 ** 31 - 1],
    [2 ** 31, -(2 ** 31)],
    [2 ** 32 + 5, 5],
  ])('%i overflows 32 bits to %i', (exact, wrapped) => {
    expect(wrapInt32(exact)).toBe(wrapped);
  });

  test('heartCount is rounded while 32 bits hold it, and exact but wrapped after', () => {
    expect(heartCountAsShown(9_416_060)).toBe(9_400_000);
    expect(heartCountAsShown(2_147_483_647)).toBe(2_100_000_000);
    expect(heartCountAsShown(2_680_875_280)).toBe(-1_614_092_016);
    expect(heartCountAsShown(9_240_935_312)).toBe(9_240_935_312 - 2 * 2 ** 32);
  });

  test.each([
    [23, '23'],
    [9_999, '9999'],
    [550_000, '550.0k'],
    [999_960, '1.0m'],
    [1_785_290, '1.8m'],
    [162_986_107, '163.0m'],
    [2_680_875_280, '2680.9m'],
  ])('the share text words %i as %s', (exact, words) => {
    expect(wordCount(exact)).toBe(words);
  });
});
