import normalQuantile from '@stdlib/stats-base-dists-normal-quantile';
import { allFinite, requireFraction, requireSameLength } from '../finite.ts';
import type { ConfidenceInterval } from './interval.ts';

/** One effect pulled towards the common one. */
export interface ShrunkenEffect {
  effect: number;
  standardError: number;
  interval: ConfidenceInterval;
}

/** Several estimates of one kind, put together. */
export interface RandomEffects {
  /** The mean of the true effects. */
  mean: number;
  standardError: number;
  interval: ConfidenceInterval;
  /** The variance of the true effects, τ²; 0 where they differ no more than chance makes them differ. */
  tau2: number;
  /** Cochran's Q: the spread of the estimates in units of their own variances. */
  q: number;
  /** The share of the spread that is not chance (Higgins and Thompson 2002), a fraction. */
  i2: number;
  /** One for each estimate, in their order. */
  shrunken: ShrunkenEffect[];
}

/**
 * Puts together estimates of the same effect in several places, and pulls each towards the mean: the random-effects model
 * of DerSimonian and Laird (1986), yᵢ ~ N(θᵢ, vᵢ), θᵢ ~ N(μ, τ²). The shrunken effect is the empirical Bayes estimate
 * μ + τ²/(τ² + vᵢ)·(yᵢ − μ), and its variance τ²vᵢ/(τ² + vᵢ) plus what the uncertainty of μ adds (Morris 1983). `effects`
 * are the estimates, `variances` the squares of their standard errors; everything comes back in the unit of the effects.
 * A single estimate is its own mean, with τ² = 0. Null without estimates, or where a variance is not above 0 or a
 * number is not finite.
 *
 * @throws RangeError where the two differ in length, or `level` is not between 0 and 1
 */
export function randomEffects(
  effects: readonly number[],
  variances: readonly number[],
  level = 0.95,
): RandomEffects | null {
  requireSameLength(effects, variances);
  requireFraction('level', level);
  if (effects.length === 0 || !allFinite(effects) || !allFinite(variances) || variances.some((v) => v <= 0))
    return null;
  const z = normalQuantile(0.5 + level / 2, 0, 1);
  const around = (middle: number, error: number) => ({
    low: middle - z * error,
    high: middle + z * error,
    level,
  });

  const fixed = weigh(effects, variances, 0);
  const q = effects.reduce((sum, y, index) => sum + (y - fixed.mean) ** 2 / (variances[index] as number), 0);
  const spare = q - (effects.length - 1);
  const scale = fixed.weight - fixed.squares / fixed.weight;
  const tau2 = scale > 0 ? Math.max(0, spare / scale) : 0;

  const { mean, weight } = weigh(effects, variances, tau2);
  const standardError = Math.sqrt(1 / weight);
  const shrunken = effects.map((y, index) => {
    const v = variances[index] as number;
    const own = tau2 / (tau2 + v);
    const effect = mean + own * (y - mean);
    const error = Math.sqrt(own * v + ((1 - own) * standardError) ** 2);
    return { effect, standardError: error, interval: around(effect, error) };
  });
  return {
    mean,
    standardError,
    interval: around(mean, standardError),
    tau2,
    q,
    i2: q > 0 ? Math.max(0, spare / q) : 0,
    shrunken,
  };
}

/** The mean weighted by 1/(v + τ²), the sum of these weights and that of their squares. */
function weigh(effects: readonly number[], variances: readonly number[], tau2: number) {
  let sum = 0;
  let weight = 0;
  let squares = 0;
  effects.forEach((y, index) => {
    const w = 1 / ((variances[index] as number) + tau2);
    sum += w * y;
    weight += w;
    squares += w * w;
  });
  return { mean: sum / weight, weight, squares };
}
