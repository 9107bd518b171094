import { expect, test } from 'vitest';
import { bootstrapRatios } from '../../lib/stats/confidence/bootstrap-ratios.ts';

const above = [20, 30, 40, 50, 60, 70, 20_000];
const below = [1000, 1000, 1000, 1000, 1000, 1000, 100_000];

test('both intervals hold their estimate, and every sample lies between the smallest and the largest ratio', () => {
  const { mean, pooled } = bootstrapRatios(above, below) ?? {};
  // Mean of 0.02 … 0.07 and 0.2 is 0.067; pooled 20,270 / 106,000 is 0.191.
  expect(mean?.low).toBeGreaterThan(0.02);
  expect(mean?.low).toBeLessThan(0.067);
  expect(mean?.high).toBeGreaterThan(0.067);
  expect(mean?.high).toBeLessThan(0.2);
  // The hit is missing from a third of the samples, (6/7)^7 = 0.34: these are below 0.07, the others near 0.2.
  expect(pooled?.low).toBeLessThan(0.07);
  expect(pooled?.high).toBeCloseTo(0.2, 2);
  expect(mean?.level).toBe(0.95);
});

test('with equal denominators the two are one, as wide as theory has it', () => {
  const values = Array.from({ length: 30 }, (_, index) => index);
  const ones = values.map(() => 1);
  const { mean, pooled } = bootstrapRatios(values, ones) ?? {};
  expect(mean).toEqual(pooled);
  // Standard error of the mean: √((30² − 1)/12 / 30) = 1.58, so ±3.1 around 14.5.
  expect(mean?.low).toBeGreaterThan(14.5 - 3.6);
  expect(mean?.low).toBeLessThan(14.5 - 2.6);
  expect((mean?.high ?? 0) - 14.5).toBeGreaterThan(2.6);
});

test('the order of the pairs does not matter, nor does a second call', () => {
  const first = bootstrapRatios(above, below);
  expect(bootstrapRatios(above.toReversed(), below.toReversed())).toEqual(first);
  expect(bootstrapRatios(above, below)).toEqual(first);
});

test('nothing to draw from: null', () => {
  expect(bootstrapRatios([], [])).toBeNull();
  expect(bootstrapRatios([1], [2])).toBeNull();
  expect(bootstrapRatios([1, 2], [2, 0])).toBeNull();
  expect(bootstrapRatios([1, Number.NaN], [2, 1])).toBeNull();
  expect(() => bootstrapRatios([1], [])).toThrow(RangeError);
});
