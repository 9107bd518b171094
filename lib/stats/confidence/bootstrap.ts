import { quantilesOf } from '../descriptive/quantile.ts';
import { requireFraction, requireWhole } from '../finite.ts';
import type { ConfidenceInterval } from './interval.ts';

/** How a bootstrap is made. */
export interface BootstrapOptions {
  /** The confidence, 0.95 unless given. */
  level?: number;
  /** How many times the sample is drawn again, 2000 unless given. */
  resamples?: number;
}

/**
 * The percentile bootstrap interval of any statistic (Efron 1979): draws as many items as there are, with replacement,
 * computes the statistic of each such sample and takes the quantiles of the results. `items` may be numbers, pairs or
 * anything else that is to be drawn as a whole. `random` gives uniforms in [0, 1): with a seeded one the interval is always
 * the same. In the unit of the statistic. Null below two items, or where the statistic of some sample is null.
 *
 * @throws RangeError where `level` is not between 0 and 1 or `resamples` is not a whole number of at least 1
 */
export function bootstrapInterval<Item>(
  items: readonly Item[],
  statistic: (sample: readonly Item[]) => number | null,
  random: () => number,
  { level = 0.95, resamples = 2000 }: BootstrapOptions = {},
): ConfidenceInterval | null {
  requireFraction('level', level);
  requireWhole('resamples', resamples, 1);
  if (items.length < 2) return null;
  const results: number[] = [];
  const sample = [...items];
  for (let round = 0; round < resamples; round++) {
    for (let index = 0; index < items.length; index++)
      sample[index] = items[Math.floor(random() * items.length)] as Item;
    const result = statistic(sample);
    if (result === null) return null;
    results.push(result);
  }
  const [low, high] = quantilesOf(results, [(1 - level) / 2, (1 + level) / 2]) ?? [];
  return low === undefined || high === undefined ? null : { low, high, level };
}
