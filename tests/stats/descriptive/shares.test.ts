import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { gini, topShare } from '../../../lib/stats/descriptive/concentration.ts';
import { percentileRank } from '../../../lib/stats/descriptive/percentile-rank.ts';
import { counts, someNumbers } from '../arbitraries.ts';

describe('gini', () => {
  test.each<[string, number[], number | null]>([
    ['all alike', [4, 4, 4], 0],
    ['one value', [9], 0],
    ['one has everything', [0, 0, 0, 8], 3 / 4],
    ['1 to 5, by hand 20/75', [5, 3, 1, 2, 4], 4 / 15],
    ['no values', [], null],
    ['nothing to share', [0, 0], null],
    ['less than nothing', [3, -1], null],
    ['not a number', [3, Number.NaN], null],
  ])('%s', (_, values, expected) => {
    if (expected === null) expect(gini(values)).toBeNull();
    else expect(gini(values)).toBeCloseTo(expected, 14);
  });

  test('lies in [0, 1), and neither order nor scale matters', () => {
    fc.assert(
      fc.property(counts, (values) => {
        const g = gini(values) as number;
        expect(g).toBeGreaterThanOrEqual(0);
        expect(g).toBeLessThan(1);
        expect(gini(values.toReversed())).toBe(g);
        expect(gini(values.map((value) => value * 2))).toBe(g);
      }),
    );
  });
});

describe('topShare', () => {
  test('counts whole values, rounded up', () => {
    const values = Array.from({ length: 25 }, (_, index) => index + 1);
    // 25 + 24 + 23 of 325.
    expect(topShare(values)).toEqual({ share: 72 / 325, count: 3 });
    expect(topShare([3, 1], 0.5)).toEqual({ share: 0.75, count: 1 });
    expect(topShare([5])).toEqual({ share: 1, count: 1 });
    expect(topShare(values, 1)).toEqual({ share: 1, count: 25 });
  });

  test('a tenth of 30 is 3, not 4', () => {
    expect(topShare(new Array(30).fill(1))).toEqual({ share: 0.1, count: 3 });
  });

  test('there is none of nothing', () => {
    expect(topShare([])).toBeNull();
    expect(topShare([0])).toBeNull();
    expect(topShare([1, -1])).toBeNull();
    expect(() => topShare([1], 0)).toThrow(RangeError);
    expect(() => topShare([1], 1.5)).toThrow(RangeError);
  });
});

describe('percentileRank', () => {
  test('is the midrank: those below and half of those equal', () => {
    expect(percentileRank([10, 20, 20, 40], 20)).toBe(0.5);
    expect(percentileRank([10, 20, 20, 40], 30)).toBe(0.75);
    expect(percentileRank([10], 10)).toBe(0.5);
    expect(percentileRank([10], 5)).toBe(0);
    expect(percentileRank([], 5)).toBeNull();
    expect(percentileRank([1, Number.NaN], 1)).toBeNull();
    expect(percentileRank([1], Number.NaN)).toBeNull();
  });

  test('of all values together is one half on average', () => {
    fc.assert(
      fc.property(someNumbers, (values) => {
        const ranks = values.map((value) => percentileRank(values, value) as number);
        expect(ranks.reduce((sum, each) => sum + each, 0) / values.length).toBeCloseTo(0.5, 10);
      }),
    );
  });
});
