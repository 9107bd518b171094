import { describe, expect, test } from 'vitest';
import { comb, combination, combine, combineForecasts } from '../../../lib/stats/forecast/combination.ts';
import { pastErrorBand } from '../../../lib/stats/forecast/conformal.ts';
import { isProportional, onFittingScale, onLogScale } from '../../../lib/stats/forecast/log-scale.ts';
import { drift, naive, seasonalNaive } from '../../../lib/stats/forecast/naive.ts';
import { combineOrigins, type Origin, rollingOrigin } from '../../../lib/stats/forecast/rolling-origin.ts';
import { compareMethods, compareOrigins, scoreOrigins } from '../../../lib/stats/forecast/score.ts';
import { dampedHolt, holt, ses } from '../../../lib/stats/forecast/smoothing.ts';
import { theta } from '../../../lib/stats/forecast/theta.ts';
import type { Method } from '../../../lib/stats/forecast/types.ts';
import { expectedOf, expectNear, made, seriesOf } from './published.ts';

/** Never withheld: the last value, so that the first origin has a forecast as R's naive has. */
const last: Method = (series, horizon) => {
  const value = series[series.length - 1] ?? 0;
  return { ...made(naive([value, value], horizon)), fitted: [], residuals: [] };
};

describe('rollingOrigin', () => {
  test('tscv-nile: R forecast::tsCV(Nile, naive, h = 3)', () => {
    const expected = expectedOf('tscv-nile');
    const origins = rollingOrigin(seriesOf('Nile'), last, { horizon: 3, partial: true });
    expect(origins).toHaveLength(99);
    const errorsAt = (h: number) =>
      origins.map(({ errors }) => errors[h] ?? null).filter((error) => error !== null);
    const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    expectNear(
      [0, 1, 2].map((h) => Math.sqrt(mean(errorsAt(h).map((error) => error ** 2)))),
      expected['rmse'] ?? [],
      1e-6,
    );
    expectNear(
      [0, 1, 2].map((h) => mean(errorsAt(h).map(Math.abs))),
      expected['mae'] ?? [],
      1e-6,
    );
  });

  test('takes the latest origins, a step apart, each of what was known', () => {
    const series = [1, 2, 4, 8, 16, 32, 64, 128];
    const seen: number[][] = [];
    const spy: Method = (known, horizon) => {
      seen.push(Array.from(known, Number));
      return naive(known, horizon);
    };
    const origins = rollingOrigin(series, spy, { horizon: 2, origins: 2, step: 3 });
    expect(seen).toEqual([
      [1, 2, 4],
      [1, 2, 4, 8, 16, 32],
    ]);
    expect(origins.map(({ actual }) => actual)).toEqual([
      [8, 16],
      [64, 128],
    ]);
    expect(origins.map(({ errors }) => errors)).toEqual([
      [4, 12],
      [32, 96],
    ]);
  });

  test('a gap is no error, nor is a forecast that was withheld', () => {
    const [early, late] = rollingOrigin([5, 6, null, 8], naive, { horizon: 2, minimum: 1 });
    expect(early?.forecast.point).toBeNull();
    expect(early?.errors).toEqual([null, null]);
    expect(late?.errors).toEqual([null, 2]);
  });

  test('too short a series has no origin; options that are none are a mistake', () => {
    expect(rollingOrigin([1, 2], naive, { horizon: 2 })).toEqual([]);
    expect(rollingOrigin([], naive, { horizon: 2 })).toEqual([]);
    expect(() => rollingOrigin([1, 2], naive, { horizon: 0 })).toThrow(RangeError);
    expect(() => rollingOrigin([1, 2], naive, { horizon: 1, step: 0 })).toThrow(RangeError);
  });

  test('fits that start from the one before end where fits from afar do', () => {
    const series = seriesOf('AirPassengers');
    for (const method of [ses, holt, dampedHolt]) {
      const warm = rollingOrigin(series, method, { horizon: 12, origins: 6, step: 6 });
      for (const { known, forecast } of warm) {
        const cold = made(method(series.slice(0, known), 12));
        const ratio = (made(forecast).noise[0]?.sigma ?? 0) / (cold.noise[0]?.sigma ?? 1);
        expect(ratio).toBeLessThan(1.005);
      }
    }
  });
});

describe('scores', () => {
  test('by hand: naive over 1, 3, 4, 8', () => {
    const series = [1, 3, 4, 8];
    const origins = rollingOrigin(series, naive, { horizon: 1 });
    // Withheld for the first; then 3 → 4 and 4 → 8, measured by 2 and 1.5.
    const score = scoreOrigins(series, origins, { levels: [0.8] });
    expect(score).toMatchObject({ origins: 2, n: 2, mae: 2.5, rmse: Math.sqrt(17 / 2) });
    expect(score.mase).toBeCloseTo((1 / 2 + 4 / 1.5) / 2, 12);
    expect(score.smape).toBeCloseTo((200 / 7 + 800 / 12) / 2, 12);
    // σ is 2, then √2.5: 1.28155 σ holds 1 but not 4.
    expect(score.bands[0]?.coverage).toBe(0.5);
  });

  test('only as far as asked', () => {
    const series = [1, 2, 4, 8, 16, 32];
    const origins = rollingOrigin(series, naive, { horizon: 3, minimum: 2 });
    expect(scoreOrigins(series, origins, { horizon: 1 }).mae).toBe((2 + 4) / 2);
  });

  test('nothing to judge is null', () => {
    expect(scoreOrigins([], [])).toMatchObject({ origins: 0, n: 0, mae: null, mase: null, smape: null });
    expect(scoreOrigins([], []).bands[0]).toEqual({ level: 0.8, coverage: null, intervalScore: null });
  });

  test('a comparison measures by the first, over the origins that all have', () => {
    const series = seriesOf('AirPassengers');
    const table = compareMethods(
      series,
      { naive, drift, seasonal: (known, horizon) => seasonalNaive(known, horizon, { period: 12 }) },
      { horizon: 12, origins: 8, step: 6 },
    );
    expect(table.map(({ method }) => method)).toEqual(['naive', 'drift', 'seasonal']);
    expect(new Set(table.map(({ n }) => n))).toEqual(new Set([96]));
    expect(table[0]?.owa).toBe(1);
    const [bar, , seasonal] = table;
    expect(seasonal?.owa).toBeLessThan(1);
    expect(seasonal?.owa).toBeCloseTo(
      ((seasonal?.mase ?? 0) / (bar?.mase ?? 1) + (seasonal?.smape ?? 0) / (bar?.smape ?? 1)) / 2,
      12,
    );
    const short = [1, 2, 3, 5, 8, 13, 21, 34];
    // Damped Holt needs 7 values, so that only one origin is left to both.
    expect(compareMethods(short, { naive, dampedHolt }, { horizon: 1 }).map(({ n }) => n)).toEqual([1, 1]);
    expect(compareOrigins([], {})).toEqual([]);
  });
});

describe('combinations', () => {
  const series = Array.from({ length: 60 }, (_, t) => 500 + 7 * t + ((t * t * 17) % 23));

  test('Comb is the mean of simple smoothing, Holt and damped Holt', () => {
    const members = [ses, holt, dampedHolt].map((method) => made(method(series, 5)));
    const mean = [0, 1, 2, 3, 4].map((h) => members.reduce((sum, { point }) => sum + (point[h] ?? 0), 0) / 3);
    const forecast = made(comb(series, 5));
    expectNear(forecast.point, mean, 1e-9);
    forecast.sigma.forEach((sigma, h) => {
      expect(sigma).toBeLessThanOrEqual(
        members.reduce((sum, each) => sum + (each.sigma[h] ?? 0), 0) / 3 + 1e-9,
      );
    });
    forecast.residuals.forEach((residual, t) => {
      if (residual !== null) expect(residual).toBeCloseTo((series[t] ?? 0) - (forecast.fitted[t] ?? 0), 9);
    });
  });

  test('the combination is the median of its members that were made', () => {
    const [low, high] = [naive([1, 2], 1), drift([1, 2, 3, 10], 1)];
    expect(
      made(combineForecasts('pair', [low, { ...made(high), fitted: [null, null] }], 'median')).point,
    ).toEqual([(2 + 13) / 2]);
    // Six values: too few for damped Holt, and none a week apart.
    const few = [10, 12, 11, 13, 12, 14];
    const left = [drift, theta].map((method) => made(method(few, 1)).point[0] ?? 0);
    expectNear(made(combination(few, 1)).point, [((left[0] ?? 0) + (left[1] ?? 0)) / 2], 1e-9);
    expect(combination([], 3)).toMatchObject({ method: 'combination', point: null });
  });

  test('members that do not belong together are a mistake', () => {
    expect(() => combineForecasts('none', [], 'mean')).toThrow(RangeError);
    expect(() => combineForecasts('pair', [naive([1, 2], 1), naive([1, 2], 2)], 'mean')).toThrow(RangeError);
    expect(() => combineForecasts('pair', [naive([1, 2], 1), onLogScale(naive)([1, 2], 1)], 'mean')).toThrow(
      RangeError,
    );
  });

  test('past forecasts of a combination come from those of its members', () => {
    const options = { horizon: 3, origins: 4 };
    const both = combine('both', [naive, drift], 'mean');
    expect(
      combineOrigins(
        'both',
        [naive, drift].map((method) => rollingOrigin(series, method, options)),
        'mean',
      ),
    ).toEqual(rollingOrigin(series, both, options));
    expect(combineOrigins('none', [], 'mean')).toEqual([]);
  });
});

describe('the log scale', () => {
  const doubled = Array.from({ length: 12 }, (_, t) => 100 * 2 ** t);

  test('drift there goes on by the same factor, with no width', () => {
    const forecast = made(onLogScale(drift)(doubled, 2));
    expectNear(forecast.point, [409_600, 819_200], 1e-4);
    expectNear(forecast.sigma, [0, 0], 1e-7);
    expect(forecast.scale).toBe('log');
  });

  test('residuals are in the unit of the series', () => {
    const { fitted, residuals } = made(onLogScale(naive)([100, 200, 150], 1));
    expectNear(fitted.slice(1), [100, 200], 1e-9);
    expectNear(residuals.slice(1), [100, -50], 1e-9);
  });

  test('a value of 0 or less has no logarithm', () => {
    expect(onLogScale(naive)([1, 0, 2], 1)).toEqual({
      method: 'naive',
      point: null,
      reason: 'A logarithm takes values above 0, and there are others.',
    });
  });

  test('is chosen where growth is by factors', () => {
    const wobble = (t: number) => ((t * t * 31) % 97) / 97 - 0.5;
    const factors = Array.from({ length: 80 }, (_, t) => 100 * Math.exp(0.05 * t + 0.1 * wobble(t)));
    const amounts = Array.from({ length: 80 }, (_, t) => 100 + 50 * t + 60 * wobble(t));
    expect(isProportional(factors)).toBe(true);
    expect(isProportional(amounts)).toBe(false);
    expect(made(onFittingScale(drift)(factors, 1)).scale).toBe('log');
    expect(made(onFittingScale(drift)(amounts, 1)).scale).toBe('identity');
    for (const neither of [[], [5], [5, 5, 5, 5], [1, 2, 0, 4], [1, null, null]])
      expect(isProportional(neither)).toBe(false);
  });
});

describe('pastErrorBand', () => {
  const forecast = made(naive([90, 100], 2));
  const past = (first: number, second: number | null): Origin => ({
    known: 2,
    forecast: made(naive([100, 100], 2)),
    actual: [100 + first, second === null ? null : 100 + second],
    errors: [first, second],
  });

  test('takes the rank of split conformal prediction, and never narrows', () => {
    // Of 4 errors the 80% band takes the 4th, (4 + 1) · 0.8.
    const origins = [past(-7, 1), past(3, 2), past(-1, 3), past(5, -4)];
    expect(pastErrorBand(forecast, origins, 0.8)).toEqual({ level: 0.8, lower: [93, 93], upper: [107, 107] });
    // Of 9 the 8th.
    const nine = [1, 2, 3, 4, 5, 6, 7, 8, 90].map((error) => past(error, 2 * error));
    expect(pastErrorBand(forecast, nine, 0.8)?.upper).toEqual([108, 116]);
  });

  test('too few errors make no band', () => {
    const three = [past(1, 1), past(1, 1), past(1, 1)];
    expect(pastErrorBand(forecast, three, 0.8)).toBeNull();
    // The 2nd step has 3 errors, the 1st has 4: twice as far ahead, twice as wide.
    expect(pastErrorBand(forecast, [...three, past(1, null)], 0.8)).toEqual({
      ...{ level: 0.8, lower: [99, 98], upper: [101, 102] },
    });
    const many = (n: number) => Array.from({ length: n }, (_, i) => past(i, i));
    expect(pastErrorBand(forecast, many(18), 0.95)).toBeNull();
    expect(pastErrorBand(forecast, many(19), 0.95)?.upper).toEqual([118, 118]);
    expect(() => pastErrorBand(forecast, three, 80)).toThrow(RangeError);
  });

  test('counts in factors on a log scale', () => {
    const log = made(onLogScale(naive)([50, 100], 1));
    const origins = [2, 1, 0.5, 1].map((factor) => ({
      known: 2,
      forecast: log,
      actual: [100 * factor],
      errors: [100 * factor - 100],
    }));
    const band = pastErrorBand(log, origins, 0.8);
    expectNear([band?.lower[0], band?.upper[0]], [50, 200], 1e-9);
  });
});
