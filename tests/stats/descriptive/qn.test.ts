import fc from 'fast-check';
import { expect, test } from 'vitest';
import { qnScale } from '../../../lib/stats/descriptive/qn.ts';

test('worked out by hand', () => {
  // h = 6, so the 15th of the distances; nine of them are 1 and eight are 2.
  expect(qnScale([3, 1, 2, 5, 4, 7, 6, 9, 8, 10])).toBeCloseTo((2.2219 * 2 * 10) / 13.8, 12);
  // h = 3, so the third of 1, 2, 3, 4, 6 …
  expect(qnScale([1, 2, 4, 8, 16])).toBeCloseTo(2.2219 * 3 * 0.844, 12);
  expect(qnScale([5, 5, 5, 5])).toBe(0);
});

test('too few values, or one that is not finite: null', () => {
  expect(qnScale([])).toBeNull();
  expect(qnScale([4])).toBeNull();
  expect(qnScale([1, 2, Number.NaN])).toBeNull();
});

test('order and place do not matter, and it grows with the scale', () => {
  const values = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 2, maxLength: 30 });
  fc.assert(
    fc.property(values, (all) => {
      const once = qnScale(all) as number;
      expect(qnScale(all.toReversed())).toBe(once);
      expect(qnScale(all.map((each) => 3 * each + 7))).toBeCloseTo(3 * once, 8);
    }),
  );
});

test('a hit among them does not move it much', () => {
  const alike = Array.from({ length: 30 }, (_, index) => index);
  expect(qnScale([...alike, 1e9])).toBeLessThan(1.1 * (qnScale(alike) as number));
});
