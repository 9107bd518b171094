import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { normalBand } from '../../../lib/stats/forecast/bands.ts';
import { drift, naive, seasonalNaive } from '../../../lib/stats/forecast/naive.ts';
import { dampedHolt, holt, ses } from '../../../lib/stats/forecast/smoothing.ts';
import { theta } from '../../../lib/stats/forecast/theta.ts';
import type { Method } from '../../../lib/stats/forecast/types.ts';
import { expectNear, made } from './published.ts';

const methods: [string, Method][] = [
  ['naive', naive],
  ['drift', drift],
  ['seasonalNaive', seasonalNaive],
  ['ses', ses],
  ['holt', holt],
  ['dampedHolt', dampedHolt],
  ['theta', theta],
];
/** Counts that grow by 40 a day with a noise that repeats nothing within 97 days. */
const grown = Array.from({ length: 120 }, (_, t) => 10_000 + 40 * t + ((t * t * 31) % 97));

describe.each(methods)('%s', (name, method) => {
  test('forecasts each step, with a band that never narrows', () => {
    const forecast = made(method(grown, 28));
    expect(forecast.method).toBe(name);
    expect(forecast.point).toHaveLength(28);
    expect(forecast.point.every(Number.isFinite)).toBe(true);
    forecast.sigma.forEach((sigma, h) => {
      expect(sigma).toBeGreaterThanOrEqual(forecast.sigma[h - 1] ?? 0);
    });
    expect(forecast.fitted).toHaveLength(grown.length);
    const { lower, upper } = normalBand(forecast, 0.8);
    expect(lower.every((low, h) => low <= (forecast.point[h] ?? 0))).toBe(true);
    expect(upper.every((high, h) => high >= (forecast.point[h] ?? 0))).toBe(true);
  });

  test('a constant series stays as it is, with no width', () => {
    const forecast = made(method(new Array(30).fill(1234.5), 9));
    expect(forecast.point).toEqual(new Array(9).fill(1234.5));
    expect(forecast.sigma).toEqual(new Array(9).fill(0));
  });

  test('scaling the counts scales forecast and band, moving them moves the forecast', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 100_000 }), { minLength: 20, maxLength: 40 }),
        fc.constantFrom(0.001, 3, 7000),
        fc.integer({ min: -1000, max: 1_000_000 }),
        (series, factor, shift) => {
          const plain = made(method(series, 10));
          const size = Math.max(...series, 1) + Math.abs(shift);
          const scaled = made(
            method(
              series.map((value) => value * factor),
              10,
            ),
          );
          expectNear(
            scaled.point,
            plain.point.map((value) => value * factor),
            size * factor * 1e-4,
          );
          expectNear(
            scaled.sigma,
            plain.sigma.map((value) => value * factor),
            size * factor * 1e-4,
          );
          const moved = made(
            method(
              series.map((value) => value + shift),
              10,
            ),
          );
          expectNear(
            moved.point,
            plain.point.map((value) => value + shift),
            size * 1e-4,
          );
          expectNear(moved.sigma, plain.sigma, size * 1e-4);
        },
      ),
      { numRuns: 25 },
    );
  });

  test('leaves the series alone and answers the same again', () => {
    const series = Object.freeze([...grown]);
    expect(method(series, 7)).toEqual(method(series, 7));
    expect(method(Float64Array.from(series), 7)).toEqual(method(series, 7));
  });

  test.each([
    ['no value', []],
    ['only gaps', [null, null, null]],
    ['one value', [5]],
    ['one value between gaps', [null, 5, null]],
  ])('%s gives no forecast, with the reason', (_, series) => {
    const outcome = method(series, 7);
    expect(outcome.point).toBeNull();
    expect(outcome.reason).toMatch(/^It takes .+\.$/);
  });

  test('what is not finite is missing', () => {
    const holed = grown.map((value, t) => (t === 40 ? null : value));
    const infinite = Float64Array.from(grown, (value, t) => (t === 40 ? Number.POSITIVE_INFINITY : value));
    expect(method(infinite, 7)).toEqual(method(holed, 7));
    expect(infinite[40]).toBe(Number.POSITIVE_INFINITY);
  });

  test('a horizon that is none is a mistake', () => {
    for (const horizon of [0, -1, 1.5, Number.NaN]) expect(() => method(grown, horizon)).toThrow(RangeError);
  });
});

describe('gaps', () => {
  const holed = grown.map((value, t) => (t >= 50 && t < 70 ? null : value));

  test.each(methods)('%s: a hole of 20 days makes no spike', (_, method) => {
    const [whole, forecast] = [made(method(grown, 7)), made(method(holed, 7))];
    const widest = Math.max(...whole.residuals.map((residual) => Math.abs(residual ?? 0)));
    forecast.residuals.forEach((residual) => {
      expect(Math.abs(residual ?? 0)).toBeLessThanOrEqual(widest * 1.5);
    });
    expect(forecast.residuals[70]).toBeNull();
    forecast.point.forEach((point, h) => {
      expect(Math.abs(point - (whole.point[h] ?? 0))).toBeLessThan(80);
    });
    expect(forecast.sigma[0] ?? 0).toBeLessThan((whole.sigma[0] ?? 0) * 1.2);
  });

  test.each(methods)('%s: values missing at the start change nothing', (name, method) => {
    const late = made(method([...new Array(14).fill(null), ...grown], 7));
    const early = made(method(grown, 7));
    expectNear(late.point, early.point, 1e-6);
    expectNear(late.sigma, early.sigma, 1e-6);
    expect(name).toBe(late.method);
  });

  test.each(methods.filter(([name]) => name !== 'seasonalNaive'))(
    '%s: values missing at the end are forecast first, so that the step h + k answers as h after k missing',
    (_, method) => {
      const full = made(method(grown, 10));
      const waiting = made(method([...grown, null, null, null], 7));
      expectNear(waiting.point, full.point.slice(3), 1e-6);
      expectNear(waiting.sigma, full.sigma.slice(3), 1e-6);
    },
  );

  test('naive and drift count a change over several days as one of several', () => {
    // Changes of 2, then 6 over 4 days: mean square of 4 and 36/4.
    expect(made(naive([10, 12, null, null, null, 18], 1)).sigma[0]).toBeCloseTo(Math.sqrt((4 + 9) / 2), 12);
    expect(made(drift([10, 12, null, null, null, 20], 2)).point).toEqual([22, 24]);
  });

  test('seasonal naive goes back to the season that was observed', () => {
    const forecast = made(seasonalNaive([1, 2, 3, 4, 6, null], 3, { period: 3 }));
    expect(forecast.point).toEqual([4, 6, 3]);
    expect(forecast.sigma[2]).toBeCloseTo((forecast.sigma[0] ?? 0) * Math.SQRT2, 12);
    expect(seasonalNaive([1, null, 3, null, 5], 4, { period: 2 }).reason).toBe(
      'A place of the season of 2 steps was never observed.',
    );
  });
});

describe('by hand', () => {
  test('drift: 1, 2, 4 has slope 1.5; its residuals ∓0.5 leave σ² = 0.5 with one degree of freedom', () => {
    const forecast = made(drift([1, 2, 4], 2));
    expect(forecast.point).toEqual([5.5, 7]);
    // σ²h(1 + h/2): 0.5 · 1.5 and 0.5 · 2 · 2.
    expectNear(forecast.sigma, [Math.sqrt(0.75), Math.sqrt(2)], 1e-12);
  });

  test('a straight line is met by all that know a slope', () => {
    const line = Array.from({ length: 20 }, (_, t) => 100 + 3 * t);
    for (const method of [drift, holt]) expectNear(made(method(line, 3)).point, [160, 163, 166], 1e-6);
  });

  test('the damped slope fades: its steps shrink by φ', () => {
    const { point, parameters } = made(dampedHolt(grown, 5));
    const steps = point.slice(1).map((value, h) => value - (point[h] ?? 0));
    const phi = parameters.phi ?? 0;
    expectNear(
      steps.slice(1),
      steps.slice(0, -1).map((step) => step * phi),
      1e-9,
    );
    expect(phi).toBeGreaterThanOrEqual(0.8);
    expect(phi).toBeLessThanOrEqual(0.98);
  });

  test('theta takes a weekly season out where it is beyond chance, and only there', () => {
    const still = grown.map((value, t) => value - 40 * t);
    const weekly = still.map((value, t) => value * (t % 7 === 3 ? 1.3 : 0.95));
    const [seasonal, plain] = [made(theta(weekly, 7, { period: 7 })), made(theta(still, 7, { period: 7 }))];
    expect(seasonal.parameters.season).toHaveLength(7);
    expect(plain.parameters.season).toBeUndefined();
    // 120 = 17 · 7 + 1, so that the place of the peak, 3, comes as step 3 (index 2).
    expect(seasonal.point.indexOf(Math.max(...seasonal.point))).toBe(2);
    expect((seasonal.point[2] ?? 0) / (seasonal.point[1] ?? 1)).toBeCloseTo(1.3 / 0.95, 1);
  });
});
