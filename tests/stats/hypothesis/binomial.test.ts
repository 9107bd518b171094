import { expect, test } from 'vitest';
import { binomialTail } from '../../../lib/stats/hypothesis/binomial.ts';

test('the upper tail of the binomial', () => {
  // Heads at least 8 times in 10: (45 + 10 + 1) / 1024. At least one six in four throws (de Méré): 1 − (5/6)⁴.
  expect(binomialTail(8, 10, 0.5)).toBeCloseTo(56 / 1024, 14);
  expect(binomialTail(1, 4, 1 / 6)).toBeCloseTo(1 - (5 / 6) ** 4, 14);
  // By symmetry half of an odd number of throws.
  expect(binomialTail(501, 1001, 0.5)).toBeCloseTo(0.5, 12);
  expect(binomialTail(3, 3, 0.01)).toBeCloseTo(1e-6, 18);
});

test('the edges', () => {
  expect([
    binomialTail(0, 5, 0.2),
    binomialTail(6, 5, 0.2),
    binomialTail(2, 5, 0),
    binomialTail(5, 5, 1),
  ]).toEqual([1, 0, 0, 1]);
  expect(binomialTail(900, 1000, 0.01)).toBeLessThan(1e-300);
  expect(() => binomialTail(1.5, 5, 0.2)).toThrow(RangeError);
  expect(() => binomialTail(1, 5, 1.2)).toThrow(RangeError);
});
