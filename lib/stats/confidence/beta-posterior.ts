import betaQuantile from '@stdlib/stats-base-dists-beta-quantile';
import { requireFraction } from '../finite.ts';
import type { BetaPrior } from './beta-prior.ts';
import type { ConfidenceInterval } from './interval.ts';

/** What is believed of a rate after its trials were seen. */
export interface BetaPosterior extends BetaPrior {
  /** The shrunken rate: the posterior mean. */
  mean: number;
  /** The credible interval with equal tails. */
  interval: ConfidenceInterval;
}

/**
 * A rate pulled towards what is usual: the Beta posterior Beta(α + successes, β + trials − successes), its mean and its
 * interval with equal tails, as fractions. Few trials leave the prior's mean, many leave the raw rate. Without trials it is
 * the prior. With a prior made from the data (`fitBetaPrior`) this is the empirical Bayes estimate (Casella 1985;
 * Robinson 2015). Null where the successes are not within 0 to trials.
 *
 * @throws RangeError where α or β of the prior is not above 0, or `level` is not between 0 and 1
 */
export function betaPosterior(
  successes: number,
  trials: number,
  prior: BetaPrior,
  level = 0.95,
): BetaPosterior | null {
  requireFraction('level', level);
  if (!(prior.alpha > 0 && prior.beta > 0 && Number.isFinite(prior.alpha + prior.beta)))
    throw new RangeError(
      `A Beta prior needs alpha and beta above 0, but has ${prior.alpha} and ${prior.beta}.`,
    );
  if (!(Number.isFinite(trials) && successes >= 0 && successes <= trials)) return null;
  const alpha = prior.alpha + successes;
  const beta = prior.beta + trials - successes;
  const interval = {
    low: betaQuantile((1 - level) / 2, alpha, beta),
    high: betaQuantile((1 + level) / 2, alpha, beta),
    level,
  };
  return { alpha, beta, mean: alpha / (alpha + beta), interval };
}
