import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../../lib/effects.ts';
import { lowess } from '../../../lib/stats/regression/lowess.ts';
import { lowessBand } from '../../../lib/stats/regression/lowess-band.ts';
import { expectAllClose, expectClose, lowessRuns, series } from '../fixtures.ts';

const { speed, dist } = series.cars;

describe('lowess', () => {
  test('stopping distances of cars, as R prints lowess(cars)', () => {
    const curve = lowess(speed, dist);
    const distinct = curve?.y.filter((_, index) => speed[index] !== speed[index - 1]);
    expectAllClose(
      distinct,
      [
        4.965459, 13.124495, 15.858633, 18.579691, 21.280313, 24.129277, 27.119549, 30.027276, 32.962506,
        36.757728, 40.435075, 43.463492, 46.885479, 50.793152, 56.491224, 67.585824, 73.079695, 78.643164,
        84.328698,
      ],
      1e-6,
    );
    expect(curve?.x).toEqual(speed);
  });

  test.each(lowessRuns.runs)('R: $name', ({ x, y, options, out }) => {
    expectAllClose(lowess(x, y, options)?.y, out, 1e-7);
  });

  test('a line is its own curve, whatever the order of its points', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 2, maxLength: 40 }), (steps) => {
        const x = steps.map((_, index) => steps.slice(0, index).reduce((sum, step) => sum + step, 0));
        const curve = lowess(x.toReversed(), x.map((value) => 3 * value - 7).toReversed());
        expect(curve?.x).toEqual(x);
        curve?.x.forEach((value, index) => {
          expectClose(curve.y[index], 3 * value - 7, 1e-6);
        });
      }),
    );
  });

  test('one hit does not move the curve', () => {
    const x = Array.from({ length: 40 }, (_, index) => index);
    const y = x.map((value) => 2 * value + (value % 3));
    const [without, withHit] = [lowess(x, y), lowess(x, y.with(20, 10_000))];
    withHit?.y.forEach((value, index) => {
      expect(Math.abs(value - (without?.y[index] ?? 0))).toBeLessThan(0.7);
    });
  });

  test('few points, equal places, and nothing', () => {
    expect(lowess([3], [4])).toEqual({ x: [3], y: [4] });
    expect(lowess([2, 2, 2], [1, 2, 6], { rounds: 0 })).toEqual({ x: [2, 2, 2], y: [3, 3, 3] });
    expect(lowess([], [])).toBeNull();
    expect(lowess([1, Number.NaN], [1, 2])).toBeNull();
    expect(() => lowess([1], [])).toThrow(RangeError);
    expect(() => lowess([1], [1], { span: 0 })).toThrow(RangeError);
  });
});

describe('lowessBand', () => {
  test('holds the curve, is the same for the same seed, and is widest where points are few', () => {
    const band = lowessBand(speed, dist, seededRandom(1), { resamples: 200 });
    expect(lowessBand(speed, dist, seededRandom(1), { resamples: 200 })).toEqual(band);
    expect(band?.x).toEqual([...new Set(speed)]);
    const widths = band?.x.map((_, place) => {
      const [low, high] = [band.low[place] ?? Number.NaN, band.high[place] ?? Number.NaN];
      expect(low).toBeLessThan(band.y[place] ?? 0);
      expect(high).toBeGreaterThan(band.y[place] ?? 0);
      return high - low;
    });
    expect(widths?.at(-1)).toBeGreaterThan(2 * (widths?.[8] ?? 0));
  });

  test('there is none below three points', () => {
    expect(lowessBand([1, 2], [1, 2], seededRandom(1))).toBeNull();
    expect(lowessBand([], [], seededRandom(1))).toBeNull();
    expect(lowessBand([1, 2, 3], [1, 2, Infinity], seededRandom(1))).toBeNull();
    expect(() => lowessBand([1, 2, 3], [1, 2, 3], seededRandom(1), { level: 0 })).toThrow(RangeError);
  });
});
