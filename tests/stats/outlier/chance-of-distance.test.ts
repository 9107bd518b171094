import { expect, test } from 'vitest';
import { seededRandom } from '../../../lib/effects.ts';
import { chanceOfDistance } from '../../../lib/stats/outlier/chance-of-distance.ts';

const reference = Array.from({ length: 21 }, (_, index) => index);

test('1 at the median, the same on both sides, less further out', () => {
  expect(chanceOfDistance(10, reference)).toBe(1);
  expect(chanceOfDistance(4, reference)).toBeCloseTo(chanceOfDistance(16, reference) as number, 12);
  expect(chanceOfDistance(30, reference)).toBeLessThan(chanceOfDistance(25, reference) as number);
  // h = 11, so the 55th of the distances, of which twenty are 1, nineteen 2 and eighteen 3: Qn = 2.2219 · 3 · 21/22.4 = 6.249. Then
  // 20 lies 10/(6.249 · √(1 + π/42)) = 1.544 out, and of t with 16.4 degrees of freedom 14% lie beyond that.
  expect(chanceOfDistance(20, reference)).toBeCloseTo(0.142, 2);
});

test('null where there is no scale', () => {
  expect(chanceOfDistance(1, [])).toBeNull();
  expect(chanceOfDistance(1, [3])).toBeNull();
  expect(chanceOfDistance(1, [3, 3, 3, 3])).toBeNull();
  expect(chanceOfDistance(Number.NaN, reference)).toBeNull();
});

test.each([15, 30])('of normal samples of %i, as many lie out as it says', (n) => {
  const random = seededRandom(n);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const samples = 6000;
  const chances = Array.from({ length: samples }, () => {
    const others = Array.from({ length: n }, normal);
    return chanceOfDistance(normal(), others) as number;
  });
  for (const level of [0.05, 0.01]) {
    const share = chances.filter((chance) => chance <= level).length / samples;
    // Four standard errors of a share, and an eighth of the level, as the distribution is one that is about right.
    expect(Math.abs(share - level)).toBeLessThan(4 * Math.sqrt((level * (1 - level)) / samples) + level / 8);
  }
});
