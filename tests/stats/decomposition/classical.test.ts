import { describe, expect, test } from 'vitest';
import { decompose } from '../../../lib/stats/decomposition/classical.ts';
import { expectClose, series } from '../fixtures.ts';

describe('decompose', () => {
  test('by hand: a rise of 1 a step, and every second value 2 higher', () => {
    const values = [1, 4, 3, 6, 5, 8];
    // Trend (1/2 + 4 + 3/2)/2 = 3, then 4, 5, 6; left 1, −1, 1, −1.
    const parts = decompose(values, 2);
    expect(parts?.trend).toEqual([null, 3, 4, 5, 6, null]);
    expect(parts?.figure).toEqual([-1, 1]);
    expect(parts?.remainder).toEqual([null, 0, 0, 0, 0, null]);
  });

  test('an odd period', () => {
    const parts = decompose([1, 2, 6, 4, 5, 9], 3);
    expect(parts?.trend).toEqual([null, 3, 4, 5, 6, null]);
    expect(parts?.figure).toEqual([-1, -1, 2]);
  });

  test('airline passengers, additive, as in R', () => {
    const figure = decompose(series.airPassengers.values, 12)?.figure;
    expectClose(figure?.[0], -24.748737, 1e-7);
    expectClose(figure?.[6], 63.830808, 1e-7);
    expectClose(figure?.[10], -53.593434, 1e-7);
  });

  test('multiplicative parts multiply up to the series', () => {
    const { values } = series.airPassengers;
    const parts = decompose(values, 12, 'multiplicative');
    values.forEach((value, place) => {
      const [level, left] = [parts?.trend[place] ?? null, parts?.remainder[place] ?? null];
      expect(level === null).toBe(place < 6 || place >= 138);
      if (level !== null && left !== null)
        expectClose(level * (parts?.seasonal[place] ?? NaN) * left, value, 1e-12);
    });
  });

  test('there is none of fewer than two cycles, of NaN, or of ratios to 0', () => {
    expect(decompose([1, 2, 3], 2)).toBeNull();
    expect(decompose([], 2)).toBeNull();
    expect(decompose([1, 2, Number.NaN, 4], 2)).toBeNull();
    expect(decompose([1, 0, 3, 4], 2, 'multiplicative')).toBeNull();
    expect(() => decompose([1, 2], 1)).toThrow(RangeError);
  });
});
