import { gammaln } from 'simple-statistics';
import { meanOf, standardDeviation } from '../descriptive/moments.ts';
import { digamma, trigamma } from './gamma-derivatives.ts';

/** How a rate is spread before its trials are seen: the two shapes of a Beta distribution, both above 0. */
export interface BetaPrior {
  alpha: number;
  beta: number;
}

/** Successes among trials; neither need be whole. */
export interface RateCount {
  successes: number;
  trials: number;
}

/** `likelihood`: beta-binomial maximum likelihood. `moments`: mean and variance of the raw rates, each counting the same. */
export type BetaPriorMethod = 'likelihood' | 'moments';

/**
 * The Beta distribution from which the rates of several items seem to come, estimated from their counts: maximum
 * likelihood of the beta-binomial (Griffiths 1973) by damped Newton steps, or by moments (Gelman et al., *Bayesian Data
 * Analysis*, 5.1), which takes chance for spread where trials are few. Items without trials say nothing and are left
 * out. Null below two items, and where the rates differ no more than chance makes them differ (for the likelihood by the
 * score of Tarone 1979), so that no spread can be estimated: the pooled rate is then the best that can be said of each. Null,
 * too, where the successes of an item are not within 0 to its trials.
 */
export function fitBetaPrior(
  counts: readonly RateCount[],
  method: BetaPriorMethod = 'likelihood',
): BetaPrior | null {
  if (
    counts.some(
      ({ successes, trials }) => !(Number.isFinite(trials) && successes >= 0 && successes <= trials),
    )
  )
    return null;
  const known = counts.filter(({ trials }) => trials > 0);
  if (known.length < 2) return null;
  return method === 'moments' ? byMoments(known) : byLikelihood(known);
}

function byMoments(counts: readonly RateCount[]): BetaPrior | null {
  const rates = counts.map(({ successes, trials }) => successes / trials);
  const mean = meanOf(rates) ?? 0;
  const variance = (standardDeviation(rates) ?? 0) ** 2;
  const total = (mean * (1 - mean)) / variance - 1;
  return total > 0 && Number.isFinite(total) ? { alpha: mean * total, beta: (1 - mean) * total } : null;
}

/** The log-likelihood up to a constant, with its gradient and Hessian in (ln α, ln β). */
function logLikelihood(counts: readonly RateCount[], alpha: number, beta: number) {
  const n = counts.length;
  const total = alpha + beta;
  let value = n * (gammaln(total) - gammaln(alpha) - gammaln(beta));
  let ga = n * (digamma(total) - digamma(alpha));
  let gb = n * (digamma(total) - digamma(beta));
  let hab = n * trigamma(total);
  let haa = hab - n * trigamma(alpha);
  let hbb = hab - n * trigamma(beta);
  for (const { successes, trials } of counts) {
    const failures = trials - successes;
    value += gammaln(alpha + successes) + gammaln(beta + failures) - gammaln(total + trials);
    const all = digamma(total + trials);
    ga += digamma(alpha + successes) - all;
    gb += digamma(beta + failures) - all;
    const bend = trigamma(total + trials);
    haa += trigamma(alpha + successes) - bend;
    hbb += trigamma(beta + failures) - bend;
    hab -= bend;
  }
  return {
    value,
    gradient: [alpha * ga, beta * gb] as const,
    hessian: [alpha ** 2 * haa + alpha * ga, alpha * beta * hab, beta ** 2 * hbb + beta * gb] as const,
  };
}

/** Tarone's score of more spread than binomial: not above 0 where the likelihood only grows as the spread goes to 0. */
function spreadScore(counts: readonly RateCount[]): number {
  const trials = counts.reduce((sum, count) => sum + count.trials, 0);
  const rate = counts.reduce((sum, count) => sum + count.successes, 0) / trials;
  const squares = counts.reduce((sum, count) => sum + (count.successes - count.trials * rate) ** 2, 0);
  return squares / (rate * (1 - rate)) - trials;
}

function byLikelihood(counts: readonly RateCount[]): BetaPrior | null {
  if (!(spreadScore(counts) > 0)) return null;
  const start = byMoments(counts) ?? { alpha: 1, beta: 1 };
  let a = Math.log(start.alpha);
  let b = Math.log(start.beta);
  let here = logLikelihood(counts, start.alpha, start.beta);
  let damping = 0;
  for (let round = 0; round < 200; round++) {
    const [haa, hab, hbb] = here.hessian;
    const [p, q] = [damping - haa, damping - hbb];
    const determinant = p * q - hab ** 2;
    const stepA = (q * here.gradient[0] + hab * here.gradient[1]) / determinant;
    const stepB = (hab * here.gradient[0] + p * here.gradient[1]) / determinant;
    const concave = p > 0 && determinant > 0;
    const there = concave ? logLikelihood(counts, Math.exp(a + stepA), Math.exp(b + stepB)) : null;
    if (concave && Math.max(Math.abs(stepA), Math.abs(stepB)) < 1e-10) break;
    if (there !== null && there.value > here.value) {
      [a, b, here] = [a + stepA, b + stepB, there];
      damping = damping < 1e-6 ? 0 : damping / 10;
    } else if (damping > 1e12) break;
    else damping = Math.max(1e-3, damping * 4);
  }
  const prior = { alpha: Math.exp(a), beta: Math.exp(b) };
  return Number.isFinite(prior.alpha + prior.beta) ? prior : null;
}
