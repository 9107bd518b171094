import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../../lib/effects.ts';
import { comb, combination } from '../../../lib/stats/forecast/combination.ts';
import { holtWinters } from '../../../lib/stats/forecast/holt-winters.ts';
import { onLogScale } from '../../../lib/stats/forecast/log-scale.ts';
import { firstPassages, foreseeMilestones } from '../../../lib/stats/forecast/milestone.ts';
import { drift, naive, seasonalNaive } from '../../../lib/stats/forecast/naive.ts';
import { drawShocks, simulatePaths } from '../../../lib/stats/forecast/paths.ts';
import { dampedHolt, holt, ses } from '../../../lib/stats/forecast/smoothing.ts';
import { theta } from '../../../lib/stats/forecast/theta.ts';
import type { Method } from '../../../lib/stats/forecast/types.ts';
import { expectNear, made } from './published.ts';

const shocks = drawShocks(365, seededRandom(7), 2000);
const grown = Array.from({ length: 120 }, (_, t) => 10_000 + 40 * t + ((t * t * 31) % 97));

describe('drawShocks', () => {
  test('is standard normal, in pairs of opposite sign, the same for the same seed', () => {
    const { values } = drawShocks(50, seededRandom(1), 400);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + value ** 2, 0) / values.length;
    expect(Math.abs(mean)).toBeLessThan(1e-12);
    expect(variance).toBeCloseTo(1, 1);
    expect(values[51]).toBe(-(values[0] ?? 0));
    expect(drawShocks(50, seededRandom(1), 400).values).toEqual(values);
    expect(drawShocks(3, () => 0, 2).values.every(Number.isFinite)).toBe(true);
    expect(() => drawShocks(0, seededRandom(1))).toThrow(RangeError);
  });
});

describe('simulatePaths', () => {
  test.each<[string, Method]>([
    ['naive', naive],
    ['drift', drift],
    ['seasonalNaive', seasonalNaive],
    ['ses', ses],
    ['holt', holt],
    ['dampedHolt', dampedHolt],
    ['theta', theta],
    ['comb', comb],
    ['combination', combination],
    ['holtWinters', holtWinters],
    ['naive after a gap', (series, horizon) => naive([...Array.from(series), null, null], horizon)],
  ])('%s: paths centre on the point and spread by σ(h)', (_, method) => {
    const forecast = made(method(grown, 30));
    const [sums, squares] = [new Float64Array(30), new Float64Array(30)];
    simulatePaths(forecast, shocks, (path) => {
      path.forEach((value, h) => {
        const error = value - (forecast.point[h] ?? 0);
        sums[h] = (sums[h] ?? 0) + error;
        squares[h] = (squares[h] ?? 0) + error ** 2;
      });
    });
    forecast.sigma.forEach((sigma, h) => {
      expect(Math.abs((sums[h] ?? 0) / shocks.paths)).toBeLessThan(1e-9 * (1 + (forecast.point[h] ?? 0)));
      expect(Math.sqrt((squares[h] ?? 0) / shocks.paths) / sigma).toBeGreaterThan(0.88);
      expect(Math.sqrt((squares[h] ?? 0) / shocks.paths) / sigma).toBeLessThan(1.12);
    });
  });

  test('on a log scale paths stay above 0', () => {
    const forecast = made(onLogScale(naive)([100, 300, 90, 400], 50));
    simulatePaths(forecast, shocks, (path) => {
      expect(path.every((value) => value > 0)).toBe(true);
    });
  });

  test('shocks that are too short are a mistake', () => {
    expect(() => simulatePaths(made(naive(grown, 366)), shocks, () => {})).toThrow(RangeError);
  });
});

describe('firstPassages', () => {
  test('without noise it is the step of the line: 100 + 10 a step reaches 125 at the third', () => {
    const forecast = made(drift([80, 90, 100], 10));
    expect(firstPassages(forecast, [125, 110, 1000], shocks)).toEqual([
      { level: 125, probability: 1, p10: 3, p50: 3, p90: 3 },
      { level: 110, probability: 1, p10: 1, p50: 1, p90: 1 },
      { level: 1000, probability: 0, p10: null, p50: null, p90: null },
    ]);
    expect(firstPassages(forecast, [], shocks)).toEqual([]);
  });

  test('a random walk passes 1σ√n by the reflection principle: 2(1 − Φ(1)), less what steps leap over', () => {
    // Changes of ±1: σ is 1, and over 100 steps a level 10 away is reached by 2 · 0.1587 of continuous paths.
    const walk = made(naive([0, 1, 0, 1, 0], 100));
    const [passage] = firstPassages(walk, [10], shocks);
    // Steps see it late: the level acts as if 0.5826σ higher (Broadie, Glasserman and Kou 1997), 2(1 − Φ(1.058)) = 0.290.
    expect(passage?.probability).toBeGreaterThan(0.265);
    expect(passage?.probability).toBeLessThan(0.315);
  });
});

describe('foreseeMilestones', () => {
  const forecast = made(drift(grown, 365));
  test('passed, foreseen and too far', () => {
    // 10,968 at 24, then 11,000 and more.
    const [passed, near, far] = foreseeMilestones(grown, forecast, [11_000, 16_000, 1e6], shocks);
    expect(passed).toEqual({ level: 11_000, state: 'passed', at: 25 });
    expect(near).toMatchObject({ state: 'foreseen', probability: 1 });
    if (near?.state !== 'foreseen') throw new Error('not foreseen');
    // 14,822 after the last day and 40 a day: some 30 days on.
    expect(near.p50).toBeGreaterThan(25);
    expect(near.p50).toBeLessThan(35);
    expect(near.p10).toBeLessThanOrEqual(near.p50);
    expect(near.p90).toBeGreaterThanOrEqual(near.p50);
    expect(far).toEqual({
      level: 1e6,
      state: 'unforeseeable',
      probability: 0,
      reason: 'It rises too slowly; 0% of simulated paths reach it within 365 steps.',
    });
  });

  test('not further ahead than twice the history', () => {
    const short = grown.slice(0, 20);
    const [milestone] = foreseeMilestones(short, made(drift(short, 365)), [13_000], shocks);
    expect(milestone?.state).toBe('unforeseeable');
    expect(milestone?.state === 'unforeseeable' && milestone.reason).toMatch(
      /middle date lies \d+ steps ahead, more than twice the 19 steps that are known/,
    );
  });

  test('falling, flat and without a forecast', () => {
    const falling = grown.toReversed();
    const reason = (series: number[], level: number) => {
      const [milestone] = foreseeMilestones(series, drift(series, 365), [level], shocks);
      return milestone?.state === 'unforeseeable' ? milestone.reason : milestone?.state;
    };
    expect(reason(falling, 20_000)).toBe(
      'The forecast falls; 0% of simulated paths reach it within 365 steps.',
    );
    expect(reason([500, 500, 500, 500], 600)).toBe(
      'The forecast is flat; 0% of simulated paths reach it within 365 steps.',
    );
    expect(reason([500], 600)).toBe('It takes 3 observations, and there is 1.');
    // It was there once, and is below again: passed all the same.
    expect(reason(falling, 12_000)).toBe('passed');
    expect(foreseeMilestones([], drift([], 5), [1], shocks)).toEqual([
      {
        level: 1,
        state: 'unforeseeable',
        probability: null,
        reason: 'It takes 3 observations, and there are 0.',
      },
    ]);
  });

  test('counts and levels that are scaled leave the dates as they are', () => {
    const dates = (factor: number) =>
      foreseeMilestones(
        grown.map((value) => value * factor),
        drift(
          grown.map((value) => value * factor),
          365,
        ),
        [16_000 * factor, 17_000 * factor],
        shocks,
      ).map((milestone) =>
        milestone.state === 'foreseen' ? [milestone.p10, milestone.p50, milestone.p90] : null,
      );
    expect(dates(8)).toEqual(dates(1));
    expect(dates(1)[0]).not.toBeNull();
  });
});

test('a probability is a fraction of the paths', () => {
  const [passage] = firstPassages(made(naive([5, 6, 5, 6], 20)), [6.5], drawShocks(20, seededRandom(3), 10));
  expectNear([((passage?.probability ?? 0) * 10) % 1], [0], 1e-9);
});
