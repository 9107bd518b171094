import { describe, expect, test } from 'vitest';
import { decadeTicks, roundTicks, writeTicks } from '../../lib/chart/ticks.ts';

test.each<[number, number, number, number[]]>([
  [0, 10, 5, [0, 2, 4, 6, 8, 10]],
  [740, 851, 4, [700, 750, 800, 850, 900]],
  [1_180_000, 1_409_594, 5, [1_100_000, 1_200_000, 1_300_000, 1_400_000, 1_500_000]],
  [-231, 0, 4, [-300, -200, -100, 0]],
  [0, 0.4, 4, [0, 1]],
])('%d to %d in at most %d steps', (low, high, steps, expected) => {
  expect(roundTicks(low, high, steps)).toEqual(expected);
});

test('counts have no ticks between whole numbers', () => {
  expect(roundTicks(0, 1, 5)).toEqual([0, 1]);
  expect(roundTicks(3, 5, 5)).toEqual([3, 4, 5]);
});

test('zero is a tick wherever the range crosses it', () => {
  for (const [low, high] of [
    [-9070, 14_200],
    [-3, 1],
    [-120_000, 7],
  ] as const)
    expect(roundTicks(low, high, 5)).toContain(0);
});

test('decades', () => {
  expect(decadeTicks(12, 9_900)).toEqual([10, 100, 1000, 10_000]);
  expect(decadeTicks(100, 100)).toEqual([100, 1000]);
});

describe('ticks are written in the largest word that two decimals allow', () => {
  test.each<[number[], string, string[]]>([
    [[0, 500, 1000], '', ['0', '500', '1,000']],
    [[0, 5000, 10_000], 'thousand', ['0', '5', '10']],
    [[160_000_000, 160_500_000], 'million', ['160.0', '160.5']],
    [[1_243_000, 1_243_500, 1_244_000], 'thousand', ['1,243.0', '1,243.5', '1,244.0']],
    [[1_243_906, 1_243_907], '', ['1,243,906', '1,243,907']],
    [[-20, 0, 20], '', ['−20', '0', '20']],
    [[2e9, 4e9], 'billion', ['2', '4']],
  ])('%j', (ticks, word, texts) => {
    expect(writeTicks(ticks)).toMatchObject({ word, texts });
  });

  test('with signs', () => {
    expect(writeTicks([-20, 0, 20], true).texts).toEqual(['−20', '0', '+20']);
  });
});

test('a label has the unit of the ticks and the decimals that can be seen', () => {
  expect(writeTicks([160e6, 160.5e6, 161e6, 161.5e6, 162e6]).write(161_300_000)).toBe('161.3M');
  expect(writeTicks([1.1e6, 1.2e6, 1.3e6, 1.4e6, 1.5e6]).write(1_409_594)).toBe('1.41M');
  expect(writeTicks([0, 20_000, 40_000]).write(19)).toBe('19');
  expect(writeTicks([700, 800, 900]).write(851)).toBe('851');
});
