import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../../lib/effects.ts';
import { fitSmoothing, type SmoothingOptions } from '../../../lib/stats/forecast/fit-smoothing.ts';
import { levelSquares, trendSquares } from '../../../lib/stats/forecast/normal-equations.ts';
import { profiledError, runSmoothing } from '../../../lib/stats/forecast/recursion.ts';
import { dampedHolt, holt, ses } from '../../../lib/stats/forecast/smoothing.ts';
import { theta } from '../../../lib/stats/forecast/theta.ts';
import { scaleValues, toValues } from '../../../lib/stats/forecast/values.ts';
import { expectNear } from './published.ts';

/** The sum of twelve uniforms less six: near enough to normal, and bounded. */
function normal(random: () => number): number {
  let sum = -6;
  for (let i = 0; i < 12; i++) sum += random();
  return sum;
}

const random = seededRandom(11);
const kinds: Record<string, (n: number) => (number | null)[]> = {
  'a random walk': (n) => {
    let level = 0;
    return Array.from({ length: n }, () => (level += normal(random)));
  },
  noise: (n) => Array.from({ length: n }, () => normal(random)),
  'a slope that wanders': (n) => {
    let [level, slope] = [0, 0.5];
    return Array.from({ length: n }, () => {
      slope += 0.05 * normal(random);
      level += slope + 0.3 * normal(random);
      return level + normal(random);
    });
  },
  'a weekly wave': (n) =>
    Array.from({ length: n }, (_, t) => t / 2 + 5 * Math.sin((t * Math.PI) / 3.5) + normal(random)),
  'a walk with gaps': (n) => {
    let level = 0;
    return Array.from({ length: n }, () => {
      level += 1 + normal(random);
      return random() < 0.2 ? null : level;
    });
  },
};

describe('fitSmoothing finds the deepest valley, as from anywhere', () => {
  const models: [string, boolean, SmoothingOptions][] = [
    ['simple', false, { beta: 0, phi: 0 }],
    ['Holt', true, { phi: 1 }],
    ['damped Holt', true, {}],
  ];
  describe.each(Object.entries(kinds))('%s', (_, make) => {
    test.each(models)('%s', (_, trend, fixed) => {
      for (const n of [14, 40, 150]) {
        const scaled = scaleValues(toValues(make(n)));
        if (!scaled) throw new Error('nothing observed');
        const squares = (options: SmoothingOptions) => {
          const { weights, initial } = fitSmoothing(scaled, trend, options);
          return runSmoothing(scaled.values, weights, initial).squares;
        };
        const found = squares(fixed);
        for (const alpha of [0.03, 0.3, 0.7, 0.95])
          for (const beta of trend ? [0.01, 0.2, 0.8] : [0])
            for (const phi of [0.85, 0.97])
              expect(found).toBeLessThanOrEqual(1.001 * squares({ ...fixed, start: { alpha, beta, phi } }));
      }
    });
  });
});

describe('the derivatives of the recursions', () => {
  const values = toValues([3, 5, 4, null, null, 9, 8, 12, null, 11, 15, 14]);

  test.each([
    ['level', levelSquares(values), [0.37, 2.5]],
    ['trend', trendSquares(values), [0.37, 0.21, 0.9, 2.5, 0.8]],
  ] as const)('%s: the gradient is that of differences', (_, squares, place) => {
    const n = place.length;
    const [matrix, gradient, spare] = [new Float64Array(n * n), new Float64Array(n), new Float64Array(n)];
    squares(Float64Array.from(place), matrix, gradient);
    const found = Array.from(gradient);
    place.forEach((_, i) => {
      const moved = (by: number) =>
        squares(
          Float64Array.from(place, (value, j) => (i === j ? value + by : value)),
          matrix,
          spare,
        );
      // Jᵀr is minus half of the derivative of the sum.
      expect(found[i]).toBeCloseTo(-(moved(1e-5) - moved(-1e-5)) / 4e-5, 4);
    });
    for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) expect(matrix[i * n + j]).toBe(matrix[j * n + i]);
  });

  test('the sum of squares is that of a run, and no initial state beats the profiled one', () => {
    const weights = { alpha: 0.37, beta: 0.21, phi: 0.9 };
    const best = { level: 0, slope: 0 };
    const least = profiledError(values, weights, { level: 1, slope: 1 }, best);
    expectNear([runSmoothing(values, weights, best).squares], [least], 1e-9);
    for (const [level, slope] of [
      [0.01, 0],
      [-0.01, 0],
      [0, 0.01],
      [0, -0.01],
    ] as const) {
      const other = { level: best.level + level, slope: best.slope + slope };
      expect(runSmoothing(values, weights, other).squares).toBeGreaterThan(least);
    }
    const sum = trendSquares(values)(
      Float64Array.of(0.37, 0.21, 0.9, best.level, best.slope),
      new Float64Array(25),
      new Float64Array(5),
    );
    expectNear([sum], [least], 1e-9);
  });
});

describe('parameters that are kept', () => {
  test('the state goes on with them, worked out by hand', () => {
    // From 10 on with half of each surprise: 10, 11 (of 12), 13.5 (of 16), 13.5.
    const forecast = ses([10, 12, 16, 13.5], 2, { keep: { alpha: 0.5, initialLevel: 10 } });
    expect(forecast.point).toEqual([13.5, 13.5]);
    // Errors 0, 2, 5 and 0, two parameters: √(29 / 2).
    expect(forecast.point === null ? null : forecast.sigma[0]).toBeCloseTo(Math.sqrt(14.5), 12);
  });

  test.each([
    ['ses', ses],
    ['holt', holt],
    ['dampedHolt', dampedHolt],
    ['theta', theta],
  ] as const)('%s: those of a fit to the same series give the same forecast', (_, method) => {
    const series = Array.from(
      { length: 150 },
      (_, t) => 1000 + 3 * t + 40 * Math.sin(t / 5) + ((t * 37) % 11),
    );
    const fitted = method(series, 7);
    if (fitted.point === null) throw new Error(fitted.reason);
    const kept = method(series, 7, { keep: fitted.parameters });
    expectNear(kept.point ?? [], fitted.point, 1e-6);
    expectNear(kept.point === null ? [] : kept.sigma, fitted.sigma, 1e-6);
  });
});
