import { expect, test } from 'vitest';
import { medianOf } from '../../lib/stats/median.ts';

test.each<[number[], number | null]>([
  [[], null],
  [[7], 7],
  [[9, 1, 5], 5],
  [[10, 9, 100, 2], 9.5],
  [[-3, -20], -11.5],
])('of %j is %j', (values, median) => {
  expect(medianOf(values)).toBe(median);
});

test('the values stay in their order', () => {
  const values = [3, 1, 2];
  medianOf(values);
  expect(values).toEqual([3, 1, 2]);
});
