import { describe, expect, test } from 'vitest';
import {
  approx,
  compact,
  exact,
  orNotObserved,
  percent,
  rangeOf,
  signed,
  signedPercent,
} from '../../lib/format.ts';

describe('exact', () => {
  test.each([
    [0, '0'],
    [-0, '0'],
    [7, '7'],
    [999, '999'],
    [1000, '1,000'],
    [1_243_906, '1,243,906'],
    [11_907_467_940, '11,907,467,940'],
    [-86, '−86'],
    [-1204, '−1,204'],
    [0.25, '0.25'],
    [null, 'not observed'],
    [undefined, 'not observed'],
    [Number.NaN, 'not observed'],
  ])('exact(%s) is %s', (value, words) => {
    expect(exact(value)).toBe(words);
  });
});

describe('compact', () => {
  test.each([
    [0, '0'],
    [1, '1'],
    [986, '986'],
    [999, '999'],
    [1000, '1K'],
    [1234, '1.23K'],
    [9999, '10K'],
    [12_345, '12.3K'],
    [429_675, '430K'],
    [999_499, '999K'],
    [999_500, '1M'],
    [1_243_906, '1.24M'],
    [1_200_000, '1.2M'],
    [160_400_000, '160M'],
    [999_600_000, '1B'],
    [2_680_875_280, '2.68B'],
    [1_234_000_000_000, '1.23T'],
    [1_234_000_000_000_000, '1,230T'],
    [-1_243_906, '−1.24M'],
    [-86, '−86'],
    [null, 'not observed'],
  ])('compact(%s) is %s', (value, words) => {
    expect(compact(value)).toBe(words);
  });
});

describe('signed', () => {
  test.each([
    [1204, '+1,204'],
    [1, '+1'],
    [0, '±0'],
    [-0, '±0'],
    [-86, '−86'],
    [null, 'not observed'],
  ])('signed(%s) is %s', (value, words) => {
    expect(signed(value)).toBe(words);
  });

  test('takes another way to write the size', () => {
    expect(signed(-1_243_906, compact)).toBe('−1.24M');
    expect(signed(12_345, compact)).toBe('+12.3K');
  });
});

describe('percent', () => {
  test.each([
    [0, '0%'],
    [1, '100%'],
    [0.25, '25%'],
    [0.042, '4.2%'],
    [0.0423, '4.2%'],
    [0.9996, '100%'],
    [0.9994, '99.9%'],
    [12.041, '1,204%'],
    [0.00994, '0.99%'],
    [0.00996, '1%'],
    [0.0037, '0.37%'],
    [0.000_12, '0.01%'],
    [0.000_031, '0.003%'],
    [0.000_000_5, '<0.0001%'],
    [-0.05, '−5%'],
    [null, 'not observed'],
  ])('percent(%s) is %s', (value, words) => {
    expect(percent(value)).toBe(words);
  });

  test.each([
    [0.042, '+4.2%'],
    [-0.0037, '−0.37%'],
    [0, '±0%'],
    [-0, '±0%'],
    [undefined, 'not observed'],
  ])('signedPercent(%s) is %s', (value, words) => {
    expect(signedPercent(value)).toBe(words);
  });
});

describe('approx', () => {
  test.each([
    [1_200_000, 100_000, 'About 1.2M'],
    [160_400_000, 100_000, 'About 160M'],
    [429_700, 100, 'About 430K'],
    [1_243_906, 1, '1.24M'],
    [1_243_906, null, '1.24M'],
    [1_243_906, 100_000, 'About 1.2M'],
    [null, 100_000, 'not observed'],
  ])('approx(%s, %s) is %s', (value, step, words) => {
    expect(approx(value, step)).toBe(words);
  });

  test('is lower case inside a sentence', () => {
    expect(approx(1_200_000, 100_000, 'inside')).toBe('about 1.2M');
  });
});

describe('rangeOf', () => {
  test.each([
    [1100, 1300, '1,100–1,300'],
    [5, 5, '5'],
    [-5, 3, '−5 to 3'],
    [-5, -3, '−5 to −3'],
    [null, 3, 'not observed'],
    [3, null, 'not observed'],
  ])('rangeOf(%s, %s) is %s', (low, high, words) => {
    expect(rangeOf(low, high)).toBe(words);
  });

  test('writes its ends as told, and one number where they look alike', () => {
    expect(rangeOf(1_150_000, 1_249_999, compact)).toBe('1.15M–1.25M');
    expect(rangeOf(1_240_100, 1_240_900, compact)).toBe('1.24M');
    expect(rangeOf(-50, 1200, signed)).toBe('−50 to +1,200');
  });
});

describe('orNotObserved', () => {
  test.each([
    [orNotObserved(3), '3'],
    [orNotObserved(0), '0'],
    [orNotObserved(1_243_906, exact), '1,243,906'],
    [orNotObserved(null), 'not observed'],
    [orNotObserved(undefined, exact, 'the account is private'), 'not observed (the account is private)'],
  ])('%s', (words, expected) => {
    expect(words).toBe(expected);
  });
});
