import fc from 'fast-check';
import { expect, test } from 'vitest';
import { seededRandom } from '../../../lib/effects.ts';
import { giniInterval } from '../../../lib/stats/confidence/gini-interval.ts';
import { gini } from '../../../lib/stats/descriptive/concentration.ts';

test('worked out by hand', () => {
  // Of 1, 1, 4: (−2·1 + 0·1 + 2·4)/(3 · 6) = 1/3. Without a 1: (4 − 1)/(2 · 5) = 3/10, twice; without the 4: 0. Their mean is 1/5, the
  // variance 2/3 · (0.01 + 0.01 + 0.04) = 0.04; without bias 3 · 1/3 − 2 · 1/5 = 3/5. t with 2 degrees of freedom is 4.30265, so the
  // interval reaches 4.30265 · 0.2/(0.6 · 0.4) = 3.58554 from ln 1.5 = 0.405465.
  const found = giniInterval([4, 1, 1]);
  expect(found?.low).toBeCloseTo(1 / (1 + Math.exp(3.58554 - 0.405465)), 5);
  expect(found?.high).toBeCloseTo(1 / (1 + Math.exp(-3.58554 - 0.405465)), 5);
});

test('alike: no width; too few, none or no counts: null', () => {
  expect(giniInterval([5, 5, 5, 5])).toEqual({ low: 0, high: 0, level: 0.95 });
  for (const values of [[], [1, 2], [0, 0, 0], [1, -1, 2], [1, 2, Number.NaN]])
    expect(giniInterval(values)).toBeNull();
});

test('for any values: within 0 to 1, whatever their order and scale', () => {
  const values = fc.array(fc.integer({ min: 0, max: 1e6 }), { minLength: 3, maxLength: 30 });
  fc.assert(
    fc.property(values, (all) => {
      const found = giniInterval(all);
      if (found === null) return expect(gini(all)).toBeNull();
      const other = giniInterval(all.map((each) => 8 * each).reverse());
      expect(found.low).toBeGreaterThanOrEqual(0);
      expect(found.low).toBeLessThanOrEqual(found.high);
      expect(found.high).toBeLessThanOrEqual(1);
      expect(other?.low).toBeCloseTo(found.low, 9);
      expect(other?.high).toBeCloseTo(found.high, 9);
    }),
  );
});

test('of log-normal values it holds the truth about as often as it says it does', () => {
  const random = seededRandom(3);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  // 2Φ(σ/√2) − 1 for σ = 1.
  const truth = 0.5204999;
  const share = (n: number) => {
    const held = Array.from({ length: 600 }, () => {
      const found = giniInterval(Array.from({ length: n }, () => Math.exp(normal())));
      return found !== null && found.low <= truth && truth <= found.high;
    });
    return held.filter(Boolean).length / held.length;
  };
  expect(share(30)).toBeGreaterThan(0.84);
  expect(share(300)).toBeGreaterThan(0.9);
  expect(share(300)).toBeLessThan(0.97);
});
