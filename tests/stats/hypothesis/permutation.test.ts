import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../../lib/effects.ts';
import { permutationMaxT } from '../../../lib/stats/hypothesis/permutation.ts';
import { expectClose, series } from '../fixtures.ts';

describe('permutationMaxT', () => {
  test('by hand: of the 6 ways to put 1, 2, 3, 4 into pairs, 2 are as far apart as 1, 2 and 3, 4', () => {
    const found = permutationMaxT(
      [
        [1, 2],
        [3, 4],
      ],
      seededRandom(1),
      5000,
    );
    // Deviation of the group −2, variance 5/3, standard error √(5/3 · 2 · ½).
    expectClose(found?.groups[0]?.t, -2 / Math.sqrt(5 / 3), 1e-12);
    expectClose(found?.groups[1]?.t, 2 / Math.sqrt(5 / 3), 1e-12);
    for (const { p } of found?.groups ?? []) expectClose(p, 1 / 3, 0.02);
  });

  test('ozone by month: the months that differ do so beyond doubt', () => {
    const found = permutationMaxT(series.ozone.months, seededRandom(2));
    const ps = found?.groups.map(({ p }) => p) ?? [];
    expect(ps[0]).toBeLessThan(0.02);
    expect(ps[1]).toBeGreaterThan(0.2);
    expect(found?.p).toBe(Math.min(...ps));
  });

  test('the same seed gives the same, and the smallest p is 1 / (permutations + 1)', () => {
    const groups = [
      Array.from({ length: 20 }, (_, index) => index),
      Array.from({ length: 20 }, (_, index) => index + 100),
    ];
    const found = permutationMaxT(groups, seededRandom(4), 99);
    expect(found).toEqual(permutationMaxT(groups, seededRandom(4), 99));
    expect(found?.p).toBe(0.01);
  });

  test('groups that are alike are called different in about one of twenty cases', () => {
    const random = seededRandom(8);
    const wrong = Array.from({ length: 200 }, (_, seed) => {
      const groups = [4, 6, 9, 12].map((length) => Array.from({ length }, () => Math.exp(3 * random())));
      return (permutationMaxT(groups, seededRandom(seed), 199)?.p ?? 1) <= 0.05;
    }).filter(Boolean).length;
    expect(wrong).toBeLessThan(200 * 0.1);
  });

  test('an empty group says nothing; one group, equal values or NaN have no test', () => {
    const found = permutationMaxT([[1, 2, 3], [], [7, 8, 9]], seededRandom(1), 99);
    expect(found?.groups[1]).toEqual({ t: 0, p: 1 });
    expect(permutationMaxT([[1, 2]], seededRandom(1))).toBeNull();
    expect(permutationMaxT([], seededRandom(1))).toBeNull();
    expect(permutationMaxT([[2, 2], [2]], seededRandom(1))).toBeNull();
    expect(permutationMaxT([[1, 2], [Number.NaN]], seededRandom(1))).toBeNull();
    expect(() => permutationMaxT([[1], [2]], seededRandom(1), 0)).toThrow(RangeError);
  });
});
