import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../lib/effects.ts';
import { groupEffects } from '../../lib/stats/confidence/group-effects.ts';
import { overlappingMaxT } from '../../lib/stats/hypothesis/overlapping-max-t.ts';
import { permutationMaxT } from '../../lib/stats/hypothesis/permutation.ts';

describe('overlappingMaxT', () => {
  const values = [1, 2, 3, 4, 5, 6, 7, 8, 20, 21];
  const run = (groups: readonly (readonly number[])[]) => overlappingMaxT(values, groups, seededRandom(1));

  test('a group of the two largest of ten: 1 of 45 pairs lies as far out', () => {
    const [pair] = run([[8, 9]]) ?? [];
    // Mean 7.7, s² = Σ(x − 7.7)²/9 = 452.1/9; t = (41 − 15.4)/√(50.23 · 2 · 0.8) = 2.8555.
    expect(pair?.t).toBeCloseTo(2.8555, 4);
    expect(pair?.p).toBeCloseTo(1 / 45, 2);
    expect(pair?.adjustedP).toBe(pair?.p);
  });

  test('adjusting for more groups never lowers a p, and the same group twice costs nothing', () => {
    const both =
      run([
        [8, 9],
        [0, 1, 2],
        [8, 9],
      ]) ?? [];
    for (const { p, adjustedP } of both) expect(adjustedP).toBeGreaterThanOrEqual(p);
    expect(both[2]).toEqual(both[0]);
    const twice = run([
      [8, 9],
      [8, 9],
    ]);
    expect(twice?.[0]?.adjustedP).toBe(twice?.[0]?.p);
  });

  test('groups that do not overlap: what permutationMaxT says', () => {
    const groups = [
      [0, 1, 2],
      [3, 4, 5, 6],
      [7, 8, 9],
    ];
    const parts = groups.map((places) => places.map((place) => values[place] ?? 0));
    const other = permutationMaxT(parts, seededRandom(2));
    run(groups)?.forEach(({ t, adjustedP }, index) => {
      expect(t).toBeCloseTo(other?.groups[index]?.t ?? 0, 9);
      expect(Math.abs(adjustedP - (other?.groups[index]?.p ?? 1))).toBeLessThan(0.03);
    });
  });

  test('nothing to compare: null', () => {
    expect(run([])).toBeNull();
    expect(run([[]])).toBeNull();
    expect(run([values.map((_, index) => index)])).toBeNull();
    expect(overlappingMaxT([3, 3, 3], [[0]], seededRandom(1))).toBeNull();
    expect(overlappingMaxT([3, Number.NaN, 3], [[0]], seededRandom(1))).toBeNull();
    expect(() => overlappingMaxT([1, 2], [[0]], seededRandom(1), 0)).toThrow(RangeError);
  });
});

describe('groupEffects', () => {
  test('the mean of a group against that of the others, pulled towards the common one', () => {
    const values = [0, 0, 0, 0, 2, 2, 1, 1];
    const [first, second] =
      groupEffects(values, [
        [4, 5],
        [6, 7],
      ]) ?? [];
    // Mean 0.75, s² = 5.5/7. Group 1: 2 − 2/6 = 1.667; group 2: 1 − 4/6 = 0.333; error √(s²·(1/2 + 1/6)) = 0.7237.
    expect(first?.effect).toBeCloseTo(5 / 3, 12);
    expect(second?.effect).toBeCloseTo(1 / 3, 12);
    expect(first?.standardError).toBeCloseTo(0.7237, 4);
    // Q = (1.667 − 1)²/0.5238 · 2 = 1.697, so τ² = (1.697 − 1)·0.5238 = 0.365; 1 + 0.365/(0.365 + 0.524)·0.667 = 1.274.
    expect(first?.shrunken).toBeCloseTo(1.274, 3);
    expect(second?.shrunken).toBeCloseTo(2 - 1.274, 3);
    expect(first?.low).toBeLessThan(1.274);
    expect(first?.high).toBeGreaterThan(1.274);
  });

  test('nothing to compare: null', () => {
    expect(groupEffects([1, 2], [])).toBeNull();
    expect(groupEffects([1, 1], [[0]])).toBeNull();
    expect(groupEffects([1, 2], [[0, 1]])).toBeNull();
    expect(groupEffects([1, 2], [[]])).toBeNull();
  });
});
