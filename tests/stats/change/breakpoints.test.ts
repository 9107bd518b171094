import { describe, expect, test } from 'vitest';
import { breakpoints } from '../../../lib/stats/change/breakpoints.ts';
import { expectAllClose, expectClose, series } from '../fixtures.ts';

describe('breakpoints', () => {
  test('the flow of the Nile, as in the documentation of R’s strucchange: one change, after 1898', () => {
    const found = breakpoints(series.nile.values);
    expect(found?.breaks).toEqual([28]);
    expectAllClose(found?.rss, [2835157, 1597457, 1552924, 1538097, 1507888, 1659994], 1e-6);
    expectAllClose(found?.bic.map(Math.round), [1318, 1270, 1276, 1285, 1292, 1311], 0);
    expectClose(found?.segments[0]?.mean, 1097.75, 1e-6);
    expectClose(found?.segments[1]?.mean, 849.9722, 1e-6);
    expect(found?.segments.map(({ from, to }) => [from, to])).toEqual([
      [0, 27],
      [28, 99],
    ]);
  });

  test('the best two of the Nile are after 1898 and 1953', () => {
    expect(breakpoints(series.nile.values, { maxBreaks: 0 })?.breaks).toEqual([]);
    expect(breakpoints(series.nile.values, { maxBreaks: 2 })?.rss).toHaveLength(3);
  });

  test('exact steps are found exactly, and no more than there are', () => {
    const values = [...new Array(20).fill(5), ...new Array(20).fill(9), ...new Array(20).fill(2)];
    const found = breakpoints(values);
    expect(found?.breaks).toEqual([20, 40]);
    expect(found?.segments.map(({ mean }) => mean)).toEqual([5, 9, 2]);
  });

  test('a constant series has one level', () => {
    const found = breakpoints(new Array(30).fill(0.7));
    expect(found?.breaks).toEqual([]);
    expect(found?.segments).toEqual([{ from: 0, to: 29, mean: 0.7 }]);
  });

  test('neither the zero nor the size of the values matters', () => {
    const moved = breakpoints(series.nile.values.map((value) => 1e9 + 2 * value));
    expect(moved?.breaks).toEqual([28]);
    expectClose(moved?.rss[1], 4 * 1597457, 1e-6);
  });

  test('there is none of too few values or of NaN', () => {
    expect(breakpoints([1, 2, 3])).toBeNull();
    expect(breakpoints([])).toBeNull();
    expect(breakpoints([1, 2, 3, 4, Number.NaN])).toBeNull();
    expect(breakpoints([1, 1, 8, 8])).not.toBeNull();
    expect(() => breakpoints([1, 2, 3, 4], { minSegment: 0.6 })).toThrow(RangeError);
    expect(() => breakpoints([1, 2, 3, 4], { maxBreaks: 0.5 })).toThrow(RangeError);
  });
});
