import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../../lib/effects.ts';
import { cusum } from '../../../lib/stats/change/cusum.ts';
import { ewmaChart } from '../../../lib/stats/change/ewma.ts';
import { standardise } from '../../../lib/stats/change/standardise.ts';
import { expectClose, series } from '../fixtures.ts';

describe('ewmaChart', () => {
  test('by hand', () => {
    const chart = ewmaChart([4, 0, 4], { lambda: 0.5, width: 1.2, sigma: Math.sqrt(3) });
    expect(chart?.averages).toEqual([2, 1, 2.5]);
    // σ·√(½/1½) is 1.
    expectClose(chart?.high, 1.2, 1e-12);
    expectClose(chart?.low, -1.2, 1e-12);
    expect(chart?.alarms).toEqual([0, 2]);
  });

  test('without values only the limits are left; NaN has no chart', () => {
    expect(ewmaChart([])).toMatchObject({ averages: [], alarms: [], low: -1, high: 1 });
    expect(ewmaChart([1, Number.NaN])).toBeNull();
    expect(() => ewmaChart([], { lambda: 0 })).toThrow(RangeError);
    expect(() => ewmaChart([], { sigma: 0 })).toThrow(RangeError);
  });
});

describe('cusum', () => {
  test('Montgomery’s example: alarm at the 29th, change after the 22nd', () => {
    const { values } = series.montgomery;
    const sums = cusum(values, { target: 10 });
    // Table 9.2: 5.28 at period 29, counted 7 periods; down to 0 at periods 1 and 2 above.
    expectClose(sums?.up[28], 5.28, 1e-9);
    expect(sums?.up.slice(0, 3)).toEqual([0, 0, 0]);
    expectClose(sums?.down[1], 1.56, 1e-9);
    expect(sums?.alarm).toMatchObject({ direction: 'up', index: 28, changeIndex: 22 });
    // 10 + 0.5 + 5.28/7
    expectClose(sums?.alarm?.level, 11.25, 1e-3);
  });

  test('up and down mirror each other', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -5, max: 5 })), (values) => {
        const [sums, mirrored] = [cusum(values), cusum(values.map((value) => 0 - value))];
        expect(mirrored?.up).toEqual(sums?.down);
        expect(mirrored?.alarm?.index).toBe(sums?.alarm?.index);
        expect(mirrored?.alarm?.changeIndex).toBe(sums?.alarm?.changeIndex);
      }),
    );
  });

  test('a quiet series has no alarm, an empty one no sums, NaN no answer', () => {
    expect(cusum(new Array(50).fill(0.4))?.alarm).toBeNull();
    expect(cusum([])).toEqual({ up: [], down: [], alarm: null });
    expect(cusum([0, Number.NaN])).toBeNull();
    expect(() => cusum([], { h: 0 })).toThrow(RangeError);
  });

  test('the published run length: about 465 values to a false alarm at k = ½, h = 5', () => {
    const random = seededRandom(3);
    const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    const lengths = Array.from({ length: 150 }, () => {
      const values = Array.from({ length: 4000 }, normal);
      return (cusum(values)?.alarm?.index ?? 3999) + 1;
    });
    const mean = lengths.reduce((sum, each) => sum + each, 0) / lengths.length;
    expect(mean).toBeGreaterThan(350);
    expect(mean).toBeLessThan(600);
  });
});

describe('standardise', () => {
  test('by hand: differences 2, −2, 2, −1 have the median ½ and the MAD 1½', () => {
    const standard = standardise([1, 3, 1, 3, 2]);
    const sigma = (1.4826 * 1.5) / Math.SQRT2;
    expect(standard?.centre).toBe(2);
    expectClose(standard?.sigma, sigma, 1e-12);
    expectClose(standard?.z[1], 1 / sigma, 1e-12);
  });

  test('a shift does not widen the scale', () => {
    const random = seededRandom(9);
    const quiet = Array.from({ length: 100 }, () => random());
    const shifted = quiet.map((value, index) => (index < 50 ? value : value + 20));
    const [before, after] = [standardise(quiet)?.sigma ?? 0, standardise(shifted)?.sigma ?? 0];
    expect(Math.abs(after / before - 1)).toBeLessThan(0.1);
    // Uniforms have the deviation 0.29.
    expect(before).toBeGreaterThan(0.2);
    expect(before).toBeLessThan(0.45);
    const alarm = cusum(standardise(shifted, quiet.slice(0, 50))?.z ?? [])?.alarm;
    expect(alarm).toMatchObject({ direction: 'up', changeIndex: 50 });
  });

  test('there is none of too few values, of equal neighbours or of NaN', () => {
    expect(standardise([1, 2])).toBeNull();
    expect(standardise([1, 2, 3, 4])).toBeNull();
    expect(standardise([5, 5, 5, 5, 9])).toBeNull();
    expect(standardise([1, 3, Number.NaN, 2])).toBeNull();
    expect(standardise([1, Number.NaN], [1, 3, 1, 2])).toBeNull();
  });
});
