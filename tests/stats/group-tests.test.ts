import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../lib/effects.ts';
import { groupEffects } from '../../lib/stats/confidence/group-effects.ts';
import { shrinkToNone } from '../../lib/stats/confidence/shrink-to-none.ts';
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

  test('groups within groups and places in none: 2 of 10 in the inner, 3 in the outer', () => {
    // The outer group is told from shufflings of its own: {8, 20, 21} is one of 120 triples, and no other is as far out.
    const [inner, outer, other] =
      run([
        [8, 9],
        [7, 8, 9],
        [0, 1],
      ]) ?? [];
    expect(inner?.t).toBeCloseTo(2.8555, 4);
    // t = (49 − 23.1)/√(50.23 · 3 · 0.7) = 2.5217.
    expect(outer?.t).toBeCloseTo(2.5217, 4);
    expect(outer?.p).toBeCloseTo(1 / 120, 2);
    // t = (3 − 15.4)/√(50.23 · 2 · 0.8) = −1.3831.
    expect(other?.t).toBeCloseTo(-1.3831, 4);
  });

  test('shuffling ends where the farthest group cannot come below a level any more, and the verdict is the same', () => {
    const level = 0.05;
    const groups = Array.from({ length: 8 }, (_, group) =>
      Array.from({ length: 5 }, (_, i) => 5 * group + i),
    );
    for (let seed = 0; seed < 40; seed++) {
      const noise = seededRandom(seed);
      const values = Array.from({ length: 40 }, (_, i) => noise() + (seed % 2 === 1 && i < 5 ? 0.5 : 0));
      let drawn = 0;
      const counted = (random: () => number) => () => {
        drawn++;
        return random();
      };
      const smallest = (enough?: number) => {
        const tests = overlappingMaxT(values, groups, counted(seededRandom(7)), 400, enough) ?? [];
        return Math.min(...tests.map(({ adjustedP }) => adjustedP));
      };
      const whole = smallest();
      const wholeDrawn = drawn;
      drawn = 0;
      // 20 of 400 shufflings are 21/401, above 0.05.
      const early = smallest(20);
      expect(early <= level).toBe(whole <= level);
      if (whole <= level) expect([early, drawn]).toEqual([whole, wholeDrawn]);
      else expect(Math.abs(early - whole)).toBeLessThan(0.35);
      if (whole > 0.2) expect(drawn).toBeLessThan(wholeDrawn / 2);
    }
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
  test('the mean of a group against that of the others, pulled towards none', () => {
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
    // Of two groups A = (1.667² + 0.333²)/2 − 0.5238 = 0.9206, so B = 0.5238/1.4444 = 0.3626 is taken off: 1.062 and 0.212; error
    // √(0.6374·0.5238 + 2·(0.3626·1.667)²) = 1.032.
    expect(first?.shrunken).toBeCloseTo(1.062, 3);
    expect(second?.shrunken).toBeCloseTo(0.212, 3);
    expect(first?.low).toBeCloseTo(1.062 - 1.96 * 1.032, 2);
    expect(first?.high).toBeCloseTo(1.062 + 1.96 * 1.032, 2);
  });

  test('nothing to compare: null', () => {
    expect(groupEffects([1, 2], [])).toBeNull();
    expect(groupEffects([1, 1], [[0]])).toBeNull();
    expect(groupEffects([1, 2], [[0, 1]])).toBeNull();
    expect(groupEffects([1, 2], [[]])).toBeNull();
  });
});

describe('shrinkToNone', () => {
  test('equal variances: the spread solves a quadratic, here A = 2 + √5', () => {
    // k = 4, v = 1, Σy² = 8: (2 − k)T² + (kv + Σy²)T − vΣy² = 0 is T² − 6T + 4 = 0, T = A + v = 3 + √5, B = 1/T.
    const found = shrinkToNone([2, -2, 0, 0], [1, 1, 1, 1]);
    const pull = 1 / (3 + Math.sqrt(5));
    expect(found?.map(({ effect }) => effect)).toEqual([
      expect.closeTo(2 * (1 - pull), 8),
      expect.closeTo(-2 * (1 - pull), 8),
      0,
      0,
    ]);
    expect(found?.[0]?.standardError).toBeCloseTo(Math.sqrt(1 - pull + (2 * pull) ** 2), 8);
    expect(found?.[2]?.standardError).toBeCloseTo(Math.sqrt(1 - pull), 8);
  });

  test('pulls the unsure ones most, never past none, and leaves none of them without an interval', () => {
    const found = shrinkToNone([1, 1, 1], [0.01, 1, 100]) ?? [];
    const effects = found.map(({ effect }) => effect);
    expect(effects).toEqual(effects.toSorted((a, b) => b - a));
    for (const { effect, interval } of found) {
      expect(effect).toBeGreaterThan(0);
      expect(effect).toBeLessThan(1);
      expect(interval.low).toBeLessThan(effect);
    }
    // Estimates closer to none than their errors still keep intervals about as wide as half their errors, not none.
    for (const { standardError } of shrinkToNone([0.1, -0.1, 0], [1, 1, 1]) ?? [])
      expect(standardError).toBeGreaterThan(0.5);
  });

  test('of one or two those within chance are halved, others less; nothing is null', () => {
    expect(shrinkToNone([1], [1])?.[0]?.effect).toBe(0.5);
    // A = 9 − 1 = 8.
    expect(shrinkToNone([3], [1])?.[0]?.effect).toBeCloseTo(3 * (8 / 9), 12);
    expect(shrinkToNone([], [])).toBeNull();
    expect(shrinkToNone([1], [0])).toBeNull();
    expect(() => shrinkToNone([1], [])).toThrow(RangeError);
  });

  test('intervals hold the true effects about as often as they say', () => {
    const random = seededRandom(7);
    const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    let [held, all] = [0, 0];
    for (let round = 0; round < 300; round++) {
      const truth = Array.from({ length: 8 }, () => 0.3 * normal());
      const variances = truth.map((_, index) => 0.05 * (1 + index));
      const seen = truth.map((each, index) => each + normal() * Math.sqrt(variances[index] ?? 0));
      shrinkToNone(seen, variances)?.forEach(({ interval }, index) => {
        all++;
        if (interval.low <= (truth[index] ?? 0) && (truth[index] ?? 0) <= interval.high) held++;
      });
    }
    expect(held / all).toBeGreaterThan(0.93);
  });
});
