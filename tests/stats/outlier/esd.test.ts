import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../../lib/effects.ts';
import { generalizedEsd } from '../../../lib/stats/outlier/generalized-esd.ts';
import { seasonalEsd } from '../../../lib/stats/outlier/seasonal-esd.ts';
import { robustZScores } from '../../../lib/stats/robust-z.ts';
import { expectAllClose, series } from '../fixtures.ts';

const rosner = series.rosner.values;

describe('generalizedEsd', () => {
  test('gives the table of the NIST handbook (1.3.5.17.3): three outliers', () => {
    const found = generalizedEsd(rosner, { maxOutliers: 10 });
    expectAllClose(
      found?.steps.map(({ score }) => score),
      [3.118906, 2.942973, 3.179424, 2.810181, 2.81558, 2.848172, 2.279327, 2.310366, 2.101581, 2.067178],
      1e-6,
    );
    expectAllClose(
      found?.steps.map(({ critical }) => critical),
      [3.158794, 3.15143, 3.14389, 3.136165, 3.128247, 3.120128, 3.111796, 3.103243, 3.094456, 3.085425],
      1e-6,
    );
    expect(found?.outliers.map((index) => rosner[index])).toEqual([6.01, 5.42, 5.34]);
  });

  test('the hybrid test finds one more', () => {
    const found = generalizedEsd(rosner, { maxOutliers: 10, centre: 'median' });
    expect(found?.outliers.map((index) => rosner[index])).toEqual([6.01, 5.42, 5.34, 4.64]);
  });

  test('looks to the sides that it is asked to', () => {
    const values = [...rosner.filter((value) => value < 4), 30, -30];
    const found = (direction: 'both' | 'up' | 'down') =>
      generalizedEsd(values, { maxOutliers: 3, direction })?.outliers.map((index) => values[index]);
    expect(found('both')?.toSorted()).toEqual([-30, 30]);
    expect(found('up')).toEqual([30]);
    expect(found('down')).toEqual([-30]);
  });

  test('stops where nothing varies, and says nothing of too few values or of NaN', () => {
    expect(generalizedEsd([5, 5, 5, 5, 9], { maxOutliers: 2, centre: 'median' })).toEqual({
      outliers: [],
      steps: [],
    });
    expect(generalizedEsd([4, 4, 4], { maxOutliers: 1 })).toEqual({ outliers: [], steps: [] });
    const still = [...new Array(20).fill(5), 9];
    expect(generalizedEsd(still, { maxOutliers: 2, centre: 'median', leastScale: 0.5 })?.outliers).toEqual([
      20,
    ]);
    expect(generalizedEsd([1, 2], { maxOutliers: 1 })).toBeNull();
    expect(generalizedEsd([], { maxOutliers: 1 })).toBeNull();
    expect(generalizedEsd([1, 2, Number.NaN], { maxOutliers: 1 })).toBeNull();
    expect(() => generalizedEsd(rosner, { maxOutliers: 0 })).toThrow(RangeError);
    expect(() => generalizedEsd(rosner, { maxOutliers: 2, alpha: 1 })).toThrow(RangeError);
    // As many steps as leave two values.
    expect(generalizedEsd([1, 5, 2, 7], { maxOutliers: 9 })?.steps).toHaveLength(2);
  });

  test('neither the unit nor the zero of the values matters', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -100, max: 100 }), { minLength: 3, maxLength: 40 }),
        (values) => {
          const places = (given: readonly number[]) =>
            generalizedEsd(given, { maxOutliers: 3, centre: 'median' })?.outliers;
          expect(places(values.map((value) => 4 * value + 8))).toEqual(places(values));
        },
      ),
    );
  });

  test('normal values seldom have any: about alpha of the samples', () => {
    const random = seededRandom(11);
    const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    const alarms = Array.from({ length: 400 }, () => {
      const sample = Array.from({ length: 50 }, normal);
      return (generalizedEsd(sample, { maxOutliers: 5 })?.outliers.length ?? 0) > 0;
    }).filter(Boolean).length;
    expect(alarms).toBeLessThan(400 * 0.09);
    expect(alarms).toBeGreaterThan(400 * 0.02);
  });
});

describe('seasonalEsd', () => {
  const weekly = [100, 120, 130, 125, 140, 180, 170];
  const planted = Array.from({ length: 56 }, (_, day) => (weekly[day % 7] ?? 0) + day);
  planted[19] = (planted[19] ?? 0) + 300;
  planted[40] = (planted[40] ?? 0) - 90;

  test('finds the two planted days of a rising week', () => {
    const found = seasonalEsd(planted, { maxFraction: 0.1 });
    expect(found?.map(({ index }) => index)).toEqual([19, 40]);
    expect(found?.[0]?.value).toBe(180 + 19 + 300);
    const byTrend = seasonalEsd(planted, { maxFraction: 0.2, level: 'trend' });
    expect(byTrend?.map(({ index }) => index)).toEqual([19, 40]);
    // 180 + 40 without the fall.
    expect(Math.abs((byTrend?.[1]?.expected ?? 0) - 220)).toBeLessThan(2);
  });

  test('quiet series seldom have outliers, and one of eight deviations is found', () => {
    const random = seededRandom(6);
    const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    const quiet = () => Array.from({ length: 365 }, (_, day) => 1000 + 50 * (day % 7) + 30 * normal());
    const alarms = (level: 'median' | 'trend') =>
      Array.from({ length: 30 }, () => seasonalEsd(quiet(), { level })?.length ?? 0).reduce((a, b) => a + b);
    // Of 360 months.
    expect(alarms('median')).toBeLessThan(7);
    expect(alarms('trend')).toBeLessThan(12);
    for (const level of ['median', 'trend'] as const) {
      const values = quiet();
      const expected = 1000 + 50 * (200 % 7);
      const found = seasonalEsd(values.with(200, expected + 8 * 30), { level });
      expect(found?.map(({ index }) => index)).toContain(200);
    }
  });

  test('one may always be found, and the side can be chosen', () => {
    expect(seasonalEsd(planted.slice(0, 40))?.map(({ index }) => index)).toEqual([19]);
    expect(seasonalEsd(planted, { maxFraction: 0.1, direction: 'down' })?.map(({ index }) => index)).toEqual([
      40,
    ]);
  });

  test('there is none in a week that repeats, and no answer for less than two', () => {
    expect(seasonalEsd(Array.from({ length: 28 }, (_, day) => weekly[day % 7] ?? 0))).toEqual([]);
    expect(seasonalEsd(weekly)).toBeNull();
    expect(seasonalEsd([])).toBeNull();
    expect(seasonalEsd(planted.with(2, Number.NaN))).toBeNull();
    expect(() => seasonalEsd(planted, { maxFraction: 0 })).toThrow(RangeError);
  });
});

describe('robustZScores', () => {
  test('by hand: the median of 1, 2, 3, 4, 100 is 3, the MAD 1', () => {
    expectAllClose(robustZScores([1, 2, 3, 4, 100]), [-1.349, -0.6745, 0, 0.6745, 65.4265], 1e-12);
  });

  test('there are none without a scale', () => {
    expect(robustZScores([])).toBeNull();
    expect(robustZScores([4])).toBeNull();
    expect(robustZScores([5, 5, 5, 9])).toBeNull();
    expect(robustZScores([1, 2, Number.NaN])).toBeNull();
  });
});
