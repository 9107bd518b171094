import { describe, expect, test } from 'vitest';
import { leastSquaresLine, predictAt, slopeP } from '../../../lib/stats/regression/line.ts';
import { expectAllClose, expectClose, series } from '../fixtures.ts';

describe('leastSquaresLine', () => {
  test('stopping distances of cars, as in the documentation of R', () => {
    const line = leastSquaresLine(series.cars.speed, series.cars.dist);
    expectClose(line?.intercept, -17.5791, 1e-5);
    expectClose(line?.slope, 3.9324, 1e-5);
    expectClose(line?.slopeError, 0.4155, 1e-4);
    expectClose((line ? (slopeP(line) ?? 0) : 0) * 1e12, 1.49, 1e-2);
    expectClose(line?.residualSd, 15.38, 1e-3);
    expectClose(line?.rSquared, 0.6511, 1e-4);
    // predict(lm(dist ~ speed), data.frame(speed = 21), interval = "prediction")
    const { value, interval } = line ? predictAt(line, 21) : {};
    expectAllClose(
      [value ?? null, interval?.low ?? null, interval?.high ?? null],
      [65.00149, 33.42257, 96.5804],
      1e-5,
    );
  });

  test('two points: the line through them, with nothing left to say how sure it is', () => {
    const line = leastSquaresLine([1, 3], [2, 8]);
    expect(line).toMatchObject({
      slope: 3,
      intercept: -1,
      rSquared: 1,
      residualSd: null,
      n: 2,
    });
    expect(line && slopeP(line)).toBeNull();
    expect(line && predictAt(line, 5)).toEqual({ value: 14, interval: null });
  });

  test('a level line explains nothing', () => {
    expect(leastSquaresLine([1, 2, 3], [4, 4, 4])).toMatchObject({ slope: 0, intercept: 4, rSquared: null });
  });

  test.each<[string, number[], number[]]>([
    ['no points', [], []],
    ['one point', [1], [1]],
    ['x does not vary', new Array(7).fill(Math.log(5)), [1, 5, 2, 3, 1, 2, 9]],
    ['NaN', [1, Number.NaN, 3], [1, 2, 3]],
    ['infinity', [1, 2, 3], [1, Infinity, 3]],
  ])('%s: there is none', (_, x, y) => {
    expect(leastSquaresLine(x, y)).toBeNull();
  });

  test('refuses what is not in pairs, and places that are none', () => {
    expect(() => leastSquaresLine([1, 2], [1])).toThrow(RangeError);
    const line = leastSquaresLine([1, 3], [2, 8]);
    expect(() => line && predictAt(line, Infinity)).toThrow(RangeError);
  });

  test('large x lose no digits', () => {
    const start = Date.UTC(2026, 0, 1);
    const x = [0, 1, 2, 3].map((day) => start + day * 86_400_000);
    expectClose((leastSquaresLine(x, [10, 12, 14, 16])?.slope ?? 0) * 86_400_000, 2, 1e-12);
  });
});
