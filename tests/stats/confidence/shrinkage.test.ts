import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../../lib/effects.ts';
import { betaPosterior } from '../../../lib/stats/confidence/beta-posterior.ts';
import { fitBetaPrior } from '../../../lib/stats/confidence/beta-prior.ts';
import { digamma, trigamma } from '../../../lib/stats/confidence/gamma-derivatives.ts';
import { randomEffects } from '../../../lib/stats/confidence/random-effects.ts';
import { expectAllClose, expectClose, series } from '../fixtures.ts';

test('derivatives of ln Γ at published places (Abramowitz and Stegun 6.3, 6.4)', () => {
  const euler = 0.5772156649015329;
  expectClose(digamma(1), -euler, 1e-14);
  expectClose(digamma(0.5), -euler - 2 * Math.LN2, 1e-14);
  expectClose(digamma(100), 4.600161852738087, 1e-14);
  expectClose(trigamma(1), Math.PI ** 2 / 6, 1e-14);
  expectClose(trigamma(0.5), Math.PI ** 2 / 2, 1e-14);
});

describe('fitBetaPrior', () => {
  const rats = series.rats.tumours.map(([successes, trials]) => ({ successes, trials }));

  test('by moments gives the published prior of the rat tumours', () => {
    // Gelman et al., 5.1: mean 0.136 and deviation 0.103 give (1.4, 8.6).
    const prior = fitBetaPrior(rats, 'moments');
    expect(prior?.alpha.toFixed(1)).toBe('1.4');
    expect(prior?.beta.toFixed(1)).toBe('8.6');
  });

  test('by likelihood finds the optimum that SciPy finds', () => {
    const prior = fitBetaPrior(rats);
    expectClose(prior?.alpha, 2.30478306, 1e-6);
    expectClose(prior?.beta, 14.0798076, 1e-6);
  });

  test('rates of many views are fitted as well', () => {
    const random = seededRandom(7);
    const counts = Array.from({ length: 60 }, () => {
      const trials = Math.round(10 ** (3 + 4 * random()));
      // The mean of four uniforms on (0, 0.1) has mean 0.05 and variance 0.01/48.
      const rate = (0.1 * (random() + random() + random() + random())) / 4;
      return { successes: Math.round(rate * trials), trials };
    });
    const prior = fitBetaPrior(counts);
    const total = (prior?.alpha ?? 0) + (prior?.beta ?? 0);
    expect(Math.abs((prior?.alpha ?? 0) / total - 0.05)).toBeLessThan(0.006);
    // m(1 − m)/v − 1 = 227
    expect(total).toBeGreaterThan(130);
    expect(total).toBeLessThan(360);
  });

  test('there is none where rates differ no more than by chance', () => {
    expect(fitBetaPrior(new Array(20).fill({ successes: 5, trials: 10 }))).toBeNull();
    expect(fitBetaPrior(new Array(20).fill({ successes: 5, trials: 10 }), 'moments')).toBeNull();
    expect(fitBetaPrior(new Array(5).fill({ successes: 0, trials: 10 }))).toBeNull();
    expect(fitBetaPrior([{ successes: 1, trials: 5 }])).toBeNull();
    expect(fitBetaPrior([])).toBeNull();
    expect(fitBetaPrior([{ successes: 6, trials: 5 }, ...rats])).toBeNull();
  });

  test('items without trials are left out', () => {
    expect(fitBetaPrior([...rats, { successes: 0, trials: 0 }])).toEqual(fitBetaPrior(rats));
  });
});

describe('betaPosterior', () => {
  const prior = { alpha: 2, beta: 8 };

  test('moves from the prior to the raw rate as trials grow', () => {
    expect(betaPosterior(0, 0, prior)).toMatchObject({ alpha: 2, beta: 8, mean: 0.2 });
    expect(betaPosterior(5, 10, prior)?.mean).toBeCloseTo(7 / 20, 14);
    expect(betaPosterior(5e6, 1e7, prior)?.mean).toBeCloseTo(0.5, 5);
  });

  test('a flat prior and one success of one: the square root of the tail', () => {
    const { interval } = betaPosterior(1, 1, { alpha: 1, beta: 1 }) ?? {};
    expectAllClose(
      [interval?.low ?? null, interval?.high ?? null],
      [Math.sqrt(0.025), Math.sqrt(0.975)],
      1e-9,
    );
  });

  test('says nothing of impossible counts and refuses impossible priors', () => {
    expect(betaPosterior(3, 2, prior)).toBeNull();
    expect(betaPosterior(Number.NaN, 2, prior)).toBeNull();
    expect(() => betaPosterior(1, 2, { alpha: 0, beta: 1 })).toThrow(RangeError);
  });
});

describe('randomEffects', () => {
  test('the BCG trials, log risk ratios, as published (DerSimonian–Laird in metafor)', () => {
    const effects = series.bcg.trials.map(([a, b, c, d]) => Math.log(a / (a + b) / (c / (c + d))));
    const variances = series.bcg.trials.map(([a, b, c, d]) => 1 / a - 1 / (a + b) + 1 / c - 1 / (c + d));
    const all = randomEffects(effects, variances);
    // As computed there from effects of six decimals.
    expectClose(all?.mean, -0.714117, 1e-6);
    expectClose(all?.standardError, 0.1787, 5e-5);
    expectClose(all?.tau2, 0.308758, 3e-6);
    expectClose(all?.q, 152.233, 1e-5);
    expectClose(all?.i2, 0.92117, 1e-5);
    all?.shrunken.forEach(({ effect, interval }, index) => {
      // Each lies between its own estimate and the mean.
      const [own = 0, mean] = [effects[index], all.mean];
      expect((effect - mean) * (own - mean)).toBeGreaterThanOrEqual(0);
      expect(Math.abs(effect - mean)).toBeLessThanOrEqual(Math.abs(own - mean));
      expect(interval.high - interval.low).toBeLessThan(2 * 1.96 * Math.sqrt(variances[index] ?? 0) + 0.3);
    });
  });

  test('the eight schools differ no more than by chance: τ² is 0 and each is the mean, 7.7 ± 4.1', () => {
    // Rubin 1981; Gelman et al., 5.5.
    const effects = [28, 8, -3, 7, -1, 1, 18, 12];
    const variances = [15, 10, 16, 11, 9, 11, 10, 18].map((error) => error ** 2);
    const all = randomEffects(effects, variances);
    expect(all?.tau2).toBe(0);
    expect(all?.i2).toBe(0);
    expectClose(all?.mean, 7.7, 5e-3);
    expectClose(all?.standardError, 4.1, 1e-2);
    for (const { effect } of all?.shrunken ?? []) expect(effect).toBeCloseTo(all?.mean ?? 0, 12);
  });

  test('a single estimate is its own mean; without any there is none', () => {
    expect(randomEffects([3], [4])).toMatchObject({ mean: 3, standardError: 2, tau2: 0, q: 0, i2: 0 });
    expect(randomEffects([], [])).toBeNull();
    expect(randomEffects([1, 2], [1, 0])).toBeNull();
    expect(randomEffects([1, Number.NaN], [1, 1])).toBeNull();
    expect(() => randomEffects([1], [])).toThrow(RangeError);
  });
});
