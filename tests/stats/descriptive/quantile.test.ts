import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  interquartileRange,
  medianAbsoluteDeviation,
  quantileOf,
  quantilesOf,
} from '../../../lib/stats/descriptive/quantile.ts';
import { medianOf } from '../../../lib/stats/median.ts';
import { numbers, someNumbers } from '../arbitraries.ts';

describe('quantileOf', () => {
  test.each([
    [0, 15],
    [0.25, 20],
    [0.4, 29],
    [0.5, 35],
    [1, 50],
  ])('of 15, 20, 35, 40, 50 at %d is %d, as by R type 7', (p, expected) => {
    expect(quantileOf([35, 15, 50, 20, 40], p)).toBeCloseTo(expected, 12);
  });

  test('of one value is that value, of none or of NaN there is none', () => {
    expect(quantileOf([7], 0.9)).toBe(7);
    expect(quantileOf([], 0.5)).toBeNull();
    expect(quantileOf([1, Number.NaN, 3], 0.5)).toBeNull();
    expect(quantileOf([1, Infinity], 0.5)).toBeNull();
  });

  test.each([-0.1, 1.1, Number.NaN])('at %d is refused', (p) => {
    expect(() => quantileOf([1, 2], p)).toThrow(RangeError);
  });

  test('rises with p, lies within the values, and does not depend on their order', () => {
    fc.assert(
      fc.property(
        someNumbers,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (values, p, q) => {
          const [low, high] = quantilesOf(values, [Math.min(p, q), Math.max(p, q)]) as [number, number];
          expect(low).toBeLessThanOrEqual(high + Math.abs(high) * 1e-12);
          expect(low).toBeGreaterThanOrEqual(Math.min(...values));
          expect(high).toBeLessThanOrEqual(Math.max(...values));
          expect(quantileOf(values.toReversed(), p)).toBe(quantileOf(values, p));
        },
      ),
    );
  });

  test('leaves the values in their order', () => {
    const values = [3, 1, 2];
    quantilesOf(values, [0.1, 0.9]);
    expect(values).toEqual([3, 1, 2]);
  });
});

test('the median does not move with one hit', () => {
  fc.assert(
    fc.property(
      fc.array(fc.nat(1e6), { minLength: 3 }),
      fc.integer({ min: 1e6, max: 1e12 }),
      (values, hit) => {
        const largest = values.indexOf(Math.max(...values));
        expect(medianOf(values.with(largest, hit))).toBe(medianOf(values));
      },
    ),
  );
});

describe('interquartileRange', () => {
  test('of R’s rivers-like sample 1 to 10 is 4.5', () => {
    expect(interquartileRange([10, 1, 9, 2, 8, 3, 7, 4, 6, 5])).toBe(4.5);
    expect(interquartileRange([3])).toBe(0);
    expect(interquartileRange([])).toBeNull();
  });
});

describe('medianAbsoluteDeviation', () => {
  test('of the textbook sample 1, 1, 2, 2, 4, 6, 9 is 1', () => {
    expect(medianAbsoluteDeviation([1, 1, 2, 2, 4, 6, 9])).toBe(1);
    expect(medianAbsoluteDeviation([5])).toBe(0);
    expect(medianAbsoluteDeviation([])).toBeNull();
  });

  test('scales with the values and does not see where they lie', () => {
    fc.assert(
      fc.property(numbers, fc.integer({ min: -1000, max: 1000 }), (values, shift) => {
        const mad = medianAbsoluteDeviation(values);
        expect(medianAbsoluteDeviation(values.map((value) => 4 * value))).toBe(mad === null ? null : 4 * mad);
        expect(medianAbsoluteDeviation(values.map((value) => value + shift))).toBe(mad);
      }),
    );
  });
});
