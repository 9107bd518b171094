import { describe, expect, test } from 'vitest';
import {
  coverage,
  intervalScore,
  intervalScores,
  mae,
  mase,
  naiveScale,
  pinballLoss,
  rmse,
  smape,
} from '../../../lib/stats/forecast/evaluation.ts';
import { expectedOf, expectNear } from './published.ts';

const known = [10, 12, 11, 13, 12, 14];
const actual = [15, 14, 16];
const [forecast, lower, upper] = [14, 12, 15].map((value) => [value, value, value]) as [
  number[],
  number[],
  number[],
];

describe('evaluation of forecasts', () => {
  test('interval-score: the checking values', () => {
    const expected = expectedOf('interval-score');
    expectNear([mase(actual, forecast, known)], [expected['mase'] ?? 0], 1e-9);
    expectNear([smape(actual, forecast)], [expected['smape'] ?? 0], 1e-9);
    expectNear(intervalScores(actual, lower, upper, 0.8), expected['is'] ?? [], 1e-9);
    expectNear([coverage(actual, lower, upper)], [expected['coverage'] ?? 0], 1e-9);
    expectNear([pinballLoss(actual, lower, 0.1)], [expected['pinball10'] ?? 0], 1e-9);
    expectNear([pinballLoss(actual, upper, 0.9)], [expected['pinball90'] ?? 0], 1e-9);
  });

  test('by hand', () => {
    expect(mae(actual, forecast)).toBe(1);
    expect(rmse(actual, forecast)).toBeCloseTo(Math.sqrt(5 / 3), 12);
    expect(naiveScale(known)).toBe(1.6);
    expect(naiveScale(known, 2)).toBe(1);
    expect(intervalScore(actual, lower, upper, 0.8)).toBeCloseTo(19 / 3, 12);
    expect(smape([0, 2], [0, 2])).toBe(0);
    expect(smape([0], [5])).toBe(200);
  });

  test('places where one side is missing do not count', () => {
    expect(mae([1, null, 3], [2, 2, null])).toBe(1);
    expect(coverage([1, null, 9], [0, 0, 0], [2, 2, 2])).toBe(0.5);
    expect(coverage([1, 1], [0, 0], [2, null])).toBe(1);
    expect(intervalScores([null, 1], [0, 0], [2, 2], 0.8)).toEqual([null, 2]);
    expect(naiveScale([1, null, 3, 5])).toBe(2);
  });

  test('nothing to judge is null', () => {
    for (const score of [mae, rmse, smape]) {
      expect(score([], [])).toBeNull();
      expect(score([null], [1])).toBeNull();
    }
    expect(mase([], [], known)).toBeNull();
    expect(mase([1], [2], [7, 7, 7])).toBeNull();
    expect(naiveScale([5])).toBeNull();
    expect(pinballLoss([], [], 0.5)).toBeNull();
    expect(intervalScore([], [], [], 0.8)).toBeNull();
    expect(coverage([], [], [])).toBeNull();
  });

  test('lists of unequal length are a mistake', () => {
    expect(() => mae([1, 2], [1])).toThrow(RangeError);
    expect(() => coverage([1], [1], [1, 2])).toThrow(RangeError);
  });
});
