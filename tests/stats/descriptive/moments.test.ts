import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  autocorrelation,
  geometricMean,
  meanOf,
  standardDeviation,
} from '../../../lib/stats/descriptive/moments.ts';
import { someNumbers } from '../arbitraries.ts';

describe('mean and standard deviation', () => {
  test('of 2, 4, 4, 4, 5, 5, 7, 9: 5, and the square root of 32/7', () => {
    const values = [2, 4, 4, 4, 5, 5, 7, 9];
    expect(meanOf(values)).toBe(5);
    expect(standardDeviation(values)).toBeCloseTo(Math.sqrt(32 / 7), 14);
  });

  test.each<[string, number[], number | null, number | null]>([
    ['no values', [], null, null],
    ['one value', [7], 7, null],
    ['NaN among them', [1, Number.NaN], null, null],
    ['infinity among them', [1, Infinity], null, null],
  ])('%s', (_, values, mean, sd) => {
    expect(meanOf(values)).toBe(mean);
    expect(standardDeviation(values)).toBe(sd);
  });

  test('the order of the values does not matter, their scale scales', () => {
    fc.assert(
      fc.property(someNumbers, (values) => {
        expect(meanOf(values.toReversed())).toBe(meanOf(values));
        expect(meanOf(values.map((value) => value * 8))).toBe((meanOf(values) as number) * 8);
      }),
    );
  });

  test('small numbers beside large ones are not lost', () => {
    expect(meanOf([1e16, 1, -1e16, 1])).toBe(0.5);
  });
});

describe('geometricMean', () => {
  test.each<[number[], number | null]>([
    [[1, 10, 100], 10],
    [[2, 8], 4],
    [[5], 5],
    [[3, 0], 0],
    [[], null],
    [[2, -8], null],
    [[0, Infinity], null],
    [[2, Number.NaN], null],
  ])('of %j is %j', (values, expected) => {
    if (expected === null) expect(geometricMean(values)).toBeNull();
    else expect(geometricMean(values)).toBeCloseTo(expected, 12);
  });

  test('does not overflow where the product does', () => {
    expect(geometricMean(new Array(400).fill(1e6))).toBeCloseTo(1e6, 6);
  });
});

describe('autocorrelation', () => {
  test('by hand: 1, 2, 3, 4 at lag 1 is (0.75 − 0.25 + 0.75) / 5', () => {
    expect(autocorrelation([1, 2, 3, 4], 1)).toBeCloseTo(0.25, 14);
    expect(autocorrelation([1, 2, 3, 4], 0)).toBe(1);
  });

  test('there is none of values that do not vary, of too few or of NaN', () => {
    expect(autocorrelation(new Array(7).fill(0.1), 1)).toBeNull();
    expect(autocorrelation([1, 2], 2)).toBeNull();
    expect(autocorrelation([], 0)).toBeNull();
    expect(autocorrelation([1, Number.NaN, 2], 1)).toBeNull();
    expect(() => autocorrelation([1, 2], 0.5)).toThrow(RangeError);
  });
});
