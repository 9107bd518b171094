import normalQuantile from '@stdlib/stats-base-dists-normal-quantile';
import { requireFraction } from '../finite.ts';
import type { ConfidenceInterval } from './interval.ts';

/**
 * The score interval of a proportion (Wilson 1927; method 3 of Newcombe 1998), as fractions from 0 to 1; right also where
 * there are few trials or none succeeded, where p ± z·se is not. The numbers need not be whole. Null without trials, or
 * where the successes are not within 0 to trials.
 *
 * @throws RangeError where `level` is not between 0 and 1
 */
export function wilsonInterval(successes: number, trials: number, level = 0.95): ConfidenceInterval | null {
  requireFraction('level', level);
  if (!(trials > 0 && Number.isFinite(trials) && successes >= 0 && successes <= trials)) return null;
  const z = normalQuantile(0.5 + level / 2, 0, 1);
  const p = successes / trials;
  const middle = p + z ** 2 / (2 * trials);
  const reach = z * Math.sqrt((p * (1 - p)) / trials + (z / (2 * trials)) ** 2);
  const scale = 1 + z ** 2 / trials;
  return {
    low: successes === 0 ? 0 : (middle - reach) / scale,
    high: successes === trials ? 1 : (middle + reach) / scale,
    level,
  };
}
