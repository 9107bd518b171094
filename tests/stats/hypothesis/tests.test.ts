import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  benjaminiHochberg,
  benjaminiYekutieli,
  bonferroni,
  holm,
} from '../../../lib/stats/hypothesis/adjust.ts';
import { chiSquaredTail } from '../../../lib/stats/hypothesis/chi-squared.ts';
import { correlationP, pearson, spearman } from '../../../lib/stats/hypothesis/correlation.ts';
import { kendall } from '../../../lib/stats/hypothesis/kendall.ts';
import { kruskalWallis } from '../../../lib/stats/hypothesis/kruskal-wallis.ts';
import { mantelHaenszel } from '../../../lib/stats/hypothesis/mantel-haenszel.ts';
import { ps } from '../arbitraries.ts';
import { expectAllClose, expectClose, series } from '../fixtures.ts';

describe('kruskalWallis', () => {
  test('ozone by month, as in the documentation of R', () => {
    const result = kruskalWallis(series.ozone.months);
    expectClose(result?.h, 29.267, 1e-4);
    expectClose(result?.p, 6.901e-6, 1e-9);
    expect(result).toMatchObject({ degreesOfFreedom: 4, n: 116 });
  });

  test('mucociliary efficiency of Hollander and Wolfe (1973), as in the documentation of R', () => {
    const result = kruskalWallis([
      [2.9, 3.0, 2.5, 2.6, 3.2],
      [3.8, 2.7, 4.0, 2.4],
      [2.8, 3.4, 3.7, 2.2, 2.0],
    ]);
    expectClose(result?.h, 0.77143, 1e-5);
    expectClose(result?.p, 0.68, 1e-3);
  });

  test('groups without values are left out; one group, equal values or NaN have no test', () => {
    expect(kruskalWallis([[1, 2], [], [3, 4]])).toEqual(
      kruskalWallis([
        [1, 2],
        [3, 4],
      ]),
    );
    expect(kruskalWallis([[1, 2, 3]])).toBeNull();
    expect(kruskalWallis([])).toBeNull();
    expect(kruskalWallis([[2, 2], [2]])).toBeNull();
    expect(kruskalWallis([[2, 1], [Number.NaN]])).toBeNull();
  });

  test('only the order of the values counts', () => {
    const groups = fc.array(fc.array(fc.nat(50), { minLength: 1 }), { minLength: 2, maxLength: 5 });
    fc.assert(
      fc.property(groups, (values) => {
        const grown = values.map((group) => group.map((value) => value ** 3 + 5));
        expect(kruskalWallis(grown)).toEqual(kruskalWallis(values));
      }),
    );
  });
});

describe('mantelHaenszel', () => {
  test('admissions at Berkeley: men ahead overall, not within departments', () => {
    const tables = series.ucbAdmissions.departments.map(([a, b, c, d]) => ({ a, b, c, d }));
    const result = mantelHaenszel(tables);
    expectClose(result?.oddsRatio, 0.9046968, 1e-7);
    expectClose(result?.p, 0.2323, 1e-4);
    expectClose(result?.interval?.low, 0.7719, 1e-4);
    expectClose(result?.interval?.high, 1.0603, 1e-4);
    const sum = (key: 'a' | 'b' | 'c' | 'd') => tables.reduce((total, table) => total + table[key], 0);
    expect((sum('a') / (sum('a') + sum('c'))).toFixed(3)).toBe('0.445');
    expect((sum('b') / (sum('b') + sum('d'))).toFixed(3)).toBe('0.304');
    expect(tables.filter(({ a, b, c, d }) => b / (b + d) > a / (a + c))).toHaveLength(4);
  });

  test('penicillin for rabbits, as in the documentation of R: p = 0.047', () => {
    const result = mantelHaenszel([
      { a: 0, b: 0, c: 6, d: 5 },
      { a: 3, b: 0, c: 3, d: 6 },
      { a: 6, b: 2, c: 0, d: 4 },
      { a: 5, b: 6, c: 1, d: 0 },
      { a: 2, b: 5, c: 0, d: 0 },
    ]);
    expectClose(result?.chiSquared, 3.9286, 1e-4);
    expect(result?.p.toFixed(3)).toBe('0.047');
  });

  test('there is none without something to compare', () => {
    expect(mantelHaenszel([])).toBeNull();
    expect(mantelHaenszel([{ a: 3, b: 2, c: 0, d: 0 }])).toBeNull();
    expect(mantelHaenszel([{ a: 1, b: -1, c: 2, d: 2 }])).toBeNull();
    expect(mantelHaenszel([{ a: 0, b: 3, c: 5, d: 4 }])).toMatchObject({ oddsRatio: 0, interval: null });
    expect(() => mantelHaenszel([], 2)).toThrow(RangeError);
  });
});

describe('correlations', () => {
  test('the p value of miles per gallon and weight, as in R', () => {
    const { mpg, wt } = series.mtcars;
    expectClose((correlationP(pearson(mpg, wt), 32) ?? 0) * 1e10, 1.293959, 1e-5);
  });

  test('by hand, with ties', () => {
    const [x, y] = [
      [1, 2, 2, 3],
      [1, 3, 2, 3],
    ];
    // Ranks 1, 2.5, 2.5, 4 and 1, 3.5, 2, 3.5.
    expect(spearman(x, y)).toBeCloseTo(3.75 / 4.5, 12);
    // 4 concordant and 0 discordant pairs of 6, one tied on each side.
    expect(kendall(x, y)).toBeCloseTo(4 / 5, 12);
  });

  test.each<[string, number[], number[]]>([
    ['no pairs', [], []],
    ['one pair', [1], [2]],
    ['no variation', [0.1, 0.1, 0.1], [1, 2, 3]],
    ['NaN', [1, 2, Number.NaN], [1, 2, 3]],
  ])('%s: there is none', (_, x, y) => {
    for (const correlation of [pearson, spearman, kendall]) {
      expect(correlation(x, y)).toBeNull();
      expect(correlation(y, x)).toBeNull();
    }
    expect(() => pearson([1], [])).toThrow(RangeError);
  });

  test('p is 0 of a perfect one, null of fewer than three pairs', () => {
    expect(correlationP(1, 10)).toBe(0);
    expect(correlationP(0, 10)).toBeCloseTo(1, 12);
    expect(correlationP(0.5, 2)).toBeNull();
    expect(correlationP(null, 9)).toBeNull();
  });

  test('symmetric, within −1 to 1, and τ-b as counted pair by pair', () => {
    const pairs = fc.array(fc.tuple(fc.nat(8), fc.nat(8)), { maxLength: 30 });
    fc.assert(
      fc.property(pairs, (each) => {
        const [x, y] = [each.map(([a]) => a), each.map(([, b]) => b)];
        let [score, untiedX, untiedY] = [0, 0, 0];
        for (const [i, [a, b]] of each.entries())
          for (const [c, d] of each.slice(0, i)) {
            score += Math.sign(a - c) * Math.sign(b - d);
            untiedX += a === c ? 0 : 1;
            untiedY += b === d ? 0 : 1;
          }
        const tau = kendall(x, y);
        if (untiedX === 0 || untiedY === 0) expect(tau).toBeNull();
        else expect(tau).toBeCloseTo(score / Math.sqrt(untiedX * untiedY), 12);
        for (const correlation of [pearson, spearman, kendall]) {
          const value = correlation(x, y);
          if (value === null) continue;
          expect(Math.abs(value)).toBeLessThanOrEqual(1 + 1e-12);
          expect(correlation(y, x)).toBeCloseTo(value, 12);
        }
      }),
    );
  });
});

describe('adjusted p values', () => {
  test('the example of R’s p.adjust by hand', () => {
    const given = [0.04, 0.01, 0.03, 0.02];
    expectAllClose(bonferroni(given), [0.16, 0.04, 0.12, 0.08], 1e-12);
    expectAllClose(holm(given), [0.06, 0.04, 0.06, 0.06], 1e-12);
    expectAllClose(benjaminiHochberg(given), [0.04, 0.04, 0.04, 0.04], 1e-12);
    expectAllClose(benjaminiYekutieli(given), new Array(4).fill(0.04 * (25 / 12)), 1e-12);
  });

  test('none of none, one stays as it is, and what is no p value is refused', () => {
    for (const adjust of [bonferroni, holm, benjaminiHochberg, benjaminiYekutieli]) {
      expect(adjust([])).toEqual([]);
      expect(adjust([0.3])).toEqual([0.3]);
      expect(() => adjust([0.2, 1.2])).toThrow(RangeError);
      expect(() => adjust([Number.NaN])).toThrow(RangeError);
    }
  });

  test('are at least p, at most 1, in its order, and as strict as promised', () => {
    fc.assert(
      fc.property(ps, (given) => {
        const [b, h, bh, by] = [
          bonferroni(given),
          holm(given),
          benjaminiHochberg(given),
          benjaminiYekutieli(given),
        ];
        given.forEach((p, i) => {
          for (const adjusted of [b, h, bh, by]) {
            expect(adjusted[i]).toBeGreaterThanOrEqual(p * (1 - 1e-12));
            expect(adjusted[i]).toBeLessThanOrEqual(1);
            given.forEach((q, j) => {
              if (p < q) expect(adjusted[i]).toBeLessThanOrEqual(adjusted[j] as number);
            });
          }
          expect(h[i]).toBeLessThanOrEqual((b[i] as number) * (1 + 1e-12));
          expect(bh[i]).toBeLessThanOrEqual((h[i] as number) * (1 + 1e-12));
          expect(bh[i]).toBeLessThanOrEqual((by[i] as number) * (1 + 1e-12));
        });
      }),
    );
  });
});

test('the tail of χ² at published places, and where 1 less the lower tail would be 0', () => {
  // Abramowitz and Stegun, table 26.8.
  expectClose(chiSquaredTail(3.841459, 1), 0.05, 1e-8);
  expectClose(chiSquaredTail(18.307038, 10), 0.05, 1e-8);
  // SciPy: chi2.sf(200, 6)
  expectClose(chiSquaredTail(200, 6) / 1.89761e-40, 1, 1e-5);
  expect(chiSquaredTail(0, 3)).toBe(1);
});
