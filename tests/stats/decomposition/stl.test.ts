import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../../lib/effects.ts';
import { type StlOptions, stl } from '../../../lib/stats/decomposition/stl.ts';
import { expectClose, series, stlRuns } from '../fixtures.ts';

const co2 = series.co2.values;
const baseline: StlOptions = {
  period: 12,
  seasonal: 35,
  trend: 19,
  lowPass: 13,
  seasonalJump: 4,
  trendJump: 2,
  lowPassJump: 2,
  inner: 1,
  outer: 2,
};

describe('stl gives what netlib’s FORTRAN gives', () => {
  test.each<[string, readonly number[], StlOptions]>([
    ['baseline', co2, baseline],
    ['nljump-1', co2, { ...baseline, lowPassJump: 1 }],
    ['ntjump-1', co2, { ...baseline, trendJump: 1 }],
    ['nljump-1-ntjump-1', co2, { ...baseline, trendJump: 1, lowPassJump: 1 }],
    ['short', co2.slice(0, -1), baseline],
    ['stlez', co2, { period: 12, seasonal: 35 }],
    ['stlez-robust', co2, { period: 12, seasonal: 35, robust: true, stopEarly: true }],
  ])('%s', (scenario, values, options) => {
    const parts = stl(values, options);
    for (const { index, season, trend, weight } of stlRuns.scenarios[scenario] ?? []) {
      expectClose(parts?.seasonal[index], season, 1e-9);
      expectClose(parts?.trend[index], trend, 1e-9);
      expectClose(parts?.weights[index], weight, 1e-9);
    }
    expect(stlRuns.scenarios[scenario]?.length).toBeGreaterThan(10);
  });
});

describe('stl', () => {
  const weekly = [100, 120, 130, 125, 140, 180, 170];
  const days = Array.from({ length: 70 }, (_, day) => (weekly[day % 7] ?? 0) + 2 * day);

  test('of a line with a weekly pattern finds both, and nothing else', () => {
    const parts = stl(days, { period: 7, robust: true });
    const mean = weekly.reduce((sum, value) => sum + value, 0) / 7;
    parts?.remainder.forEach((left, day) => {
      expect(Math.abs(left)).toBeLessThan(1e-6);
      expectClose(parts.seasonal[day], (weekly[day % 7] ?? 0) - mean, 0.06);
    });
  });

  test('robust rounds leave an outlier in the remainder', () => {
    const hit = days.with(30, 5000);
    const [plain, robust] = [stl(hit, { period: 7 }), stl(hit, { period: 7, robust: true })];
    expect(robust?.weights[30]).toBe(0);
    expectClose(robust?.remainder[30], 5000 - (days[30] ?? 0), 1e-3);
    expect(plain?.remainder[30]).toBeLessThan(4600);
    expect(plain?.weights.every((weight) => weight === 1)).toBe(true);
  });

  test('the parts add up to the series, whatever it is', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -1e6, max: 1e6 }), { minLength: 14, maxLength: 80 }),
        (values) => {
          const parts = stl(values, { period: 7, robust: true });
          values.forEach((value, index) => {
            const sum =
              (parts?.seasonal[index] ?? NaN) +
              (parts?.trend[index] ?? NaN) +
              (parts?.remainder[index] ?? NaN);
            expect(Math.abs(sum - value)).toBeLessThan(1e-6);
          });
        },
      ),
      { numRuns: 50 },
    );
  });

  test('scaling the series scales its parts, and the series stays as it was', () => {
    const random = seededRandom(5);
    const values = days.map((value) => value + Math.round(20 * random()));
    const copy = [...values];
    const [once, twice] = [
      stl(values, { period: 7, robust: true }),
      stl(
        values.map((value) => 2 * value),
        { period: 7, robust: true },
      ),
    ];
    expect(values).toEqual(copy);
    once?.trend.forEach((level, index) => {
      expectClose(twice?.trend[index], 2 * level, 1e-9);
      expectClose(twice?.seasonal[index], 2 * (once.seasonal[index] ?? NaN), 1e-9);
    });
  });

  test('a constant series is all trend', () => {
    const parts = stl(new Array(21).fill(5), { period: 7, robust: true });
    for (const level of parts?.trend ?? []) expectClose(level, 5, 1e-12);
    for (const left of parts?.remainder ?? []) expectClose(left, 0, 1e-12);
  });

  test('there is none of fewer than two cycles, or of what is not finite', () => {
    expect(stl(days.slice(0, 13), { period: 7 })).toBeNull();
    expect(stl([], { period: 7 })).toBeNull();
    expect(stl(days.with(3, Number.NaN), { period: 7 })).toBeNull();
    expect(stl(days.slice(0, 14), { period: 7 })).not.toBeNull();
  });

  test.each<[string, Partial<StlOptions>]>([
    ['a period of 1', { period: 1 }],
    ['a window of 2', { seasonal: 2 }],
    ['half a window', { trend: 8.5 }],
    ['a jump of 0', { trendJump: 0 }],
    ['no inner round', { inner: 0 }],
  ])('refuses %s', (_, wrong) => {
    expect(() => stl(days, { period: 7, ...wrong })).toThrow(RangeError);
  });
});
