import { describe, expect, test } from 'vitest';
import { normalBand } from '../../../lib/stats/forecast/bands.ts';
import { holtWinters } from '../../../lib/stats/forecast/holt-winters.ts';
import { minimise } from '../../../lib/stats/forecast/nelder-mead.ts';
import { expectedOf, expectNear, made, seriesOf, squares } from './published.ts';

const passengers = seriesOf('AirPassengers');

describe('holtWinters', () => {
  const expected = expectedOf('hw-ap-mult');
  const options = { period: 12, seasonal: 'multiplicative' } as const;
  const fixed = {
    ...options,
    alpha: expected['alpha'] ?? 0,
    beta: expected['beta'] ?? 0,
    gamma: expected['gamma'] ?? 0,
  };

  test('hw-ap-mult: the recursion of R HoltWinters(AirPassengers, seasonal = "mult")', () => {
    const forecast = made(holtWinters(passengers, 12, fixed));
    expectNear(forecast.point, expected['fc12'] ?? [], 1e-6);
    expectNear(
      [forecast.parameters.level, forecast.parameters.slope],
      [expected['a'] ?? 0, expected['b'] ?? 0],
      1e-6,
    );
    expectNear([squares(forecast)], [expected['sse'] ?? 0], 1e-4);
    expect(forecast.fitted.slice(0, 12)).toEqual(new Array(12).fill(null));
  });

  test('hw-ap-mult: its optimum', () => {
    const forecast = made(holtWinters(passengers, 12, options));
    expect(squares(forecast)).toBeLessThanOrEqual(16575);
  });

  test('fewer than two seasons, or a season that cannot multiply', () => {
    expect(holtWinters(passengers.slice(0, 23), 1, options).reason).toBe(
      'It takes 24 observations without a gap.',
    );
    expect(holtWinters([], 1).point).toBeNull();
    expect(holtWinters([5, null, 6], 1, { period: 2 }).point).toBeNull();
    expect(
      holtWinters([1, 2, 0, 3, 1, 2, 1, 3], 1, { period: 2, seasonal: 'multiplicative' }).reason,
    ).toMatch(/above 0/);
    expect(() => holtWinters(passengers, 1, { period: 1 })).toThrow(RangeError);
  });

  const season = [0, 40, -20, 5, 90, -60, -55];
  const weekly = Array.from({ length: 70 }, (_, t) => 1000 + 12 * t + (season[t % 7] ?? 0));

  test('goes on with a season that holds still', () => {
    const forecast = made(holtWinters(weekly.slice(0, 63), 7));
    expectNear(forecast.point, weekly.slice(63), 1);
    // R's start lies some steps behind, which the first seasons make up for.
    for (const residual of forecast.residuals.slice(40)) expect(Math.abs(residual ?? 0)).toBeLessThan(1);
  });

  test('a constant series stays as it is', () => {
    for (const seasonal of ['additive', 'multiplicative'] as const) {
      const forecast = made(holtWinters(new Array(30).fill(1234.5), 9, { seasonal }));
      expectNear(forecast.point, new Array(9).fill(1234.5), 1e-9);
      expectNear(forecast.sigma, new Array(9).fill(0), 1e-9);
    }
  });

  test('a gap makes no spike, and one at the end is forecast first', () => {
    const noisy = weekly.map((value, t) => value + ((t * t * 31) % 17));
    const whole = made(holtWinters(noisy, 10));
    const holed = made(
      holtWinters(
        noisy.map((value, t) => (t > 30 && t < 38 ? null : value)),
        10,
      ),
    );
    const widest = Math.max(...whole.residuals.map((residual) => Math.abs(residual ?? 0)));
    for (const residual of holed.residuals) expect(Math.abs(residual ?? 0)).toBeLessThan(widest * 1.5);
    const { alpha = 0, beta = 0, gamma = 0 } = whole.parameters;
    for (const seasonal of ['additive', 'multiplicative'] as const) {
      const same = { alpha, beta, gamma, seasonal };
      const [full, waiting] = [
        made(holtWinters(noisy, 10, same)),
        made(holtWinters([...noisy, null, null, null], 7, same)),
      ];
      expectNear(waiting.point, full.point.slice(3), 1e-6);
      expectNear(waiting.sigma, full.sigma.slice(3), 1e-6);
    }
  });

  test('bands by hand: one step has the deviation of the residuals, the next adds α(1 + β)', () => {
    for (const [seasonal, factor] of [
      ['additive', 1],
      ['multiplicative', null],
    ] as const) {
      const forecast = made(
        holtWinters(passengers, 2, { period: 12, seasonal, alpha: 0.4, beta: 0.1, gamma: 0.3 }),
      );
      const residuals = forecast.residuals.filter((each) => each !== null);
      const mean = residuals.reduce((sum, each) => sum + each, 0) / residuals.length;
      const variance = residuals.reduce((sum, each) => sum + (each - mean) ** 2, 0) / (residuals.length - 1);
      const season = forecast.parameters.season ?? [];
      const ratio = factor ?? (season[1] ?? 0) / (season[0] ?? 1);
      expectNear(
        forecast.sigma,
        [Math.sqrt(variance), Math.sqrt(variance * (1 + (0.4 * 1.1 * ratio) ** 2))],
        1e-9,
      );
      expect(normalBand(forecast, 0.8).lower[0]).toBeLessThan(forecast.point[0] ?? 0);
    }
  });
});

describe('minimise', () => {
  const bounds = { lower: [-5, -5], upper: [5, 5], step: [0.5, 0.5] };
  const rosenbrock = (at: Float64Array) =>
    100 * ((at[1] ?? 0) - (at[0] ?? 0) ** 2) ** 2 + (1 - (at[0] ?? 0)) ** 2;

  test('finds the end of Rosenbrock’s valley from the classical start', () => {
    const { at, value } = minimise(rosenbrock, [-1.2, 1], { ...bounds, evaluations: 1000 });
    expectNear(Array.from(at), [1, 1], 1e-3);
    expect(value).toBeLessThan(1e-7);
  });

  test('stays within bounds, also where it starts on one', () => {
    const { at } = minimise((p) => (p[0] ?? 0) + (p[1] ?? 0), [5, 5], bounds);
    expectNear(Array.from(at), [-5, -5], 1e-4);
  });

  test('leaves alone what has no room', () => {
    const { at } = minimise((p) => ((p[0] ?? 0) - 1) ** 2 + ((p[1] ?? 0) - 1) ** 2, [0, 3], {
      ...bounds,
      lower: [-5, 3],
      upper: [5, 3],
    });
    expectNear(Array.from(at), [1, 3], 1e-3);
    expect(minimise(() => 7, [3], { lower: [3], upper: [3], step: [1] })).toEqual({
      at: Float64Array.of(3),
      value: 7,
      evaluations: 1,
    });
  });
});
