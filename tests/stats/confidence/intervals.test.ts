import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../../lib/effects.ts';
import { bootstrapInterval } from '../../../lib/stats/confidence/bootstrap.ts';
import { medianInterval, medianRanks } from '../../../lib/stats/confidence/median-interval.ts';
import { pooledRatio } from '../../../lib/stats/confidence/pooled-ratio.ts';
import { wilsonInterval } from '../../../lib/stats/confidence/wilson.ts';
import { meanOf } from '../../../lib/stats/descriptive/moments.ts';
import { medianOf } from '../../../lib/stats/median.ts';
import { expectAllClose, expectClose } from '../fixtures.ts';

describe('medianInterval', () => {
  test('lies between two of the values, and says the confidence that it has', () => {
    const interval = medianInterval([9, 1, 8, 2, 7, 3, 6, 4, 5]);
    expect(interval).toMatchObject({ low: 2, high: 8 });
    // 1 − 2·(1 + 9)/2⁹
    expect(interval?.level).toBeCloseTo(492 / 512, 12);
  });

  test('there is none below 6 values, nor where one is NaN', () => {
    expect(medianInterval([1, 2, 3, 4, 5])).toBeNull();
    expect(medianInterval([])).toBeNull();
    expect(medianInterval([1, 2, 3, 4, 5, Number.NaN])).toBeNull();
    expect(medianInterval([1, 2, 3, 4, 5], 0.9)).toMatchObject({ low: 1, high: 5 });
    expect(() => medianInterval([1], 1)).toThrow(RangeError);
  });

  test('published ranks for larger samples (Conover 1999; n = 100 gives 40 to 61, 1000 gives 469 to 532)', () => {
    expect(medianRanks(100)).toMatchObject({ lowRank: 40, highRank: 61 });
    expect(medianRanks(1000)).toMatchObject({ lowRank: 469, highRank: 532 });
    const large = medianRanks(100_000);
    // Half the width is about 1.96·√n/2.
    expect(Math.abs(50_000 - (large?.lowRank ?? 0) - 309.9)).toBeLessThan(1.5);
    expect(large?.level).toBeGreaterThanOrEqual(0.95);
  });

  test('the confidence is at least the one asked for, and the next pair inwards has less', () => {
    fc.assert(
      fc.property(fc.integer({ min: 6, max: 300 }), (n) => {
        const ranks = medianRanks(n);
        expect(ranks?.level).toBeGreaterThanOrEqual(0.95);
        expect((ranks?.lowRank ?? 0) + (ranks?.highRank ?? 0)).toBe(n + 1);
      }),
    );
  });
});

describe('wilsonInterval', () => {
  test('where none or all succeed it keeps one end', () => {
    const none = wilsonInterval(0, 20);
    expect(none?.low).toBe(0);
    // Newcombe 1998, table I: 0/20 gives 0 to 0.1611.
    expectClose(none?.high, 0.1611, 5e-5);
    expect(wilsonInterval(20, 20)).toMatchObject({ high: 1 });
    expectClose(wilsonInterval(20, 20)?.low, 1 - 0.1611, 5e-5);
  });

  test('there is none without trials, nor of impossible counts', () => {
    expect(wilsonInterval(0, 0)).toBeNull();
    expect(wilsonInterval(-1, 5)).toBeNull();
    expect(wilsonInterval(6, 5)).toBeNull();
    expect(wilsonInterval(Number.NaN, 5)).toBeNull();
    expect(() => wilsonInterval(1, 5, 95)).toThrow(RangeError);
  });

  test('holds the proportion and stays within 0 to 1', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1e9 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (trials, p) => {
          const successes = Math.round(p * trials);
          const interval = wilsonInterval(successes, trials);
          expect(interval?.low).toBeGreaterThanOrEqual(0);
          expect(interval?.high).toBeLessThanOrEqual(1);
          expect(interval?.low).toBeLessThanOrEqual(successes / trials);
          expect(interval?.high).toBeGreaterThanOrEqual(successes / trials);
        },
      ),
    );
  });
});

describe('bootstrapInterval', () => {
  const values = [3, 5, 7, 18, 43, 85, 91, 98, 100, 130, 230, 487];

  test('the same seed gives the same interval, another one nearly the same', () => {
    const interval = bootstrapInterval(values, meanOf, seededRandom(1));
    expect(bootstrapInterval(values, meanOf, seededRandom(1))).toEqual(interval);
    // Efron and Tibshirani 1993, 13: percentile interval of the mean of the air-conditioning data about 44 to 191.
    for (const seed of [1, 2]) {
      const { low, high } = bootstrapInterval(values, meanOf, seededRandom(seed)) ?? {};
      expect(low).toBeGreaterThan(38);
      expect(low).toBeLessThan(56);
      expect(high).toBeGreaterThan(172);
      expect(high).toBeLessThan(200);
    }
  });

  test('draws pairs as a whole', () => {
    const pairs = [1, 2, 3, 4].map((x) => ({ x, y: 2 * x }));
    const ratio = (sample: readonly { x: number; y: number }[]) =>
      sample.reduce((sum, { y }) => sum + y, 0) / sample.reduce((sum, { x }) => sum + x, 0);
    expect(bootstrapInterval(pairs, ratio, seededRandom(1), { resamples: 50 })).toEqual({
      low: 2,
      high: 2,
      level: 0.95,
    });
  });

  test('there is none of fewer than two items, nor where a sample has no answer', () => {
    expect(bootstrapInterval([1], meanOf, seededRandom(1))).toBeNull();
    expect(bootstrapInterval([], meanOf, seededRandom(1))).toBeNull();
    expect(bootstrapInterval([1, 2], () => null, seededRandom(1))).toBeNull();
    expect(() => bootstrapInterval([1, 2], meanOf, seededRandom(1), { level: 2 })).toThrow(RangeError);
  });

  test('leaves the items as they were', () => {
    const items = [5, 6, 7];
    bootstrapInterval(items, medianOf, seededRandom(3), { resamples: 20 });
    expect(items).toEqual([5, 6, 7]);
  });
});

describe('pooledRatio', () => {
  test('by hand: (1 + 3) / (10 + 20)', () => {
    const pooled = pooledRatio([1, 3], [10, 20]);
    expect(pooled?.ratio).toBeCloseTo(4 / 30, 14);
    // Residuals 1 − 10/7.5 = −1/3 and 1/3; se = √(2 · 2/9)/30 = 1/45; t of one degree of freedom at 0.975 is 12.7062.
    expectClose(pooled?.interval?.high, 4 / 30 + 12.7062047362 / 45, 1e-9);
    expect(pooled?.interval?.low).toBe(0);
    expect(pooled?.n).toBe(2);
  });

  test('a single pair has no interval, equal ratios have one of no width', () => {
    expect(pooledRatio([1], [4])).toEqual({ ratio: 0.25, interval: null, n: 1 });
    const { interval } = pooledRatio([1, 2, 4], [4, 8, 16]) ?? {};
    expectAllClose([interval?.low ?? null, interval?.high ?? null], [0.25, 0.25], 1e-15);
  });

  test('there is none of nothing', () => {
    expect(pooledRatio([], [])).toBeNull();
    expect(pooledRatio([1, 2], [0, 0])).toBeNull();
    expect(pooledRatio([1, 2], [3, -1])).toBeNull();
    expect(pooledRatio([1, Number.NaN], [3, 1])).toBeNull();
    expect(() => pooledRatio([1], [1, 2])).toThrow(RangeError);
  });

  test('lies between the smallest and the largest of the single ratios', () => {
    const pairs = fc.array(fc.tuple(fc.nat(1e6), fc.integer({ min: 1, max: 1e6 })), { minLength: 1 });
    fc.assert(
      fc.property(pairs, (each) => {
        const [ys, xs] = [each.map(([y]) => y), each.map(([, x]) => x)];
        const ratios = each.map(([y, x]) => y / x);
        const { ratio, interval } = pooledRatio(ys, xs) ?? { ratio: Number.NaN };
        expect(ratio).toBeGreaterThanOrEqual(Math.min(...ratios) * (1 - 1e-12));
        expect(ratio).toBeLessThanOrEqual(Math.max(...ratios) * (1 + 1e-12));
        if (interval) expect(interval.low).toBeLessThanOrEqual(ratio);
      }),
    );
  });
});
