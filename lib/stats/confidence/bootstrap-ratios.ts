import { seededRandom } from '../../effects.ts';
import { quantilesOf } from '../descriptive/quantile.ts';
import { requireFraction, requireSameLength } from '../finite.ts';
import type { ConfidenceInterval } from './interval.ts';

/** How often the pairs are drawn again. */
const resamples = 2000;
/** Draws of so many pairs or fewer are kept: a thousand accounts have the same thirty posts to draw from. */
const keptUpTo = 64;
const draws = new Map<number, Uint32Array>();

/**
 * The percentile bootstrap intervals (Efron 1979) of two ways to put ratios together: the mean of the ratios and the ratio
 * of the sums, from 2,000 samples of pairs drawn with replacement. The draws depend on the number of pairs alone, so the
 * same pairs have the same intervals, whatever their order. Null below two pairs, where a denominator is not above 0, or
 * where a number is not finite.
 *
 * @throws RangeError where the two differ in length, or `level` is not between 0 and 1
 */
export function bootstrapRatios(
  numerators: readonly number[],
  denominators: readonly number[],
  level = 0.95,
): { mean: ConfidenceInterval; pooled: ConfidenceInterval } | null {
  requireSameLength(numerators, denominators);
  requireFraction('level', level);
  const n = numerators.length;
  const pairs = numerators
    .map((numerator, index) => ({ numerator, denominator: denominators[index] ?? 0 }))
    .sort(
      (a, b) => a.numerator / a.denominator - b.numerator / b.denominator || a.denominator - b.denominator,
    );
  if (
    n < 2 ||
    !pairs.every((pair) => pair.denominator > 0 && Number.isFinite(pair.numerator + pair.denominator))
  )
    return null;
  const [means, pools] = [new Array<number>(resamples), new Array<number>(resamples)];
  const drawn = drawsOf(n);
  for (let round = 0, at = 0; round < resamples; round++) {
    let [ratios, above, below] = [0, 0, 0];
    for (let index = 0; index < n; index++) {
      const { numerator, denominator } = pairs[drawn[at++] as number] as (typeof pairs)[number];
      ratios += numerator / denominator;
      above += numerator;
      below += denominator;
    }
    means[round] = ratios / n;
    pools[round] = above / below;
  }
  const [mean, pooled] = [between(means, level), between(pools, level)];
  return mean === null || pooled === null ? null : { mean, pooled };
}

function between(results: readonly number[], level: number): ConfidenceInterval | null {
  const [low, high] = quantilesOf(results, [(1 - level) / 2, (1 + level) / 2]) ?? [];
  return low === undefined || high === undefined ? null : { low, high, level };
}

/** Places of the pairs that each sample takes, one sample after the other. */
function drawsOf(n: number): Uint32Array {
  const kept = draws.get(n);
  if (kept) return kept;
  const random = seededRandom(n);
  const drawn = Uint32Array.from({ length: resamples * n }, () => Math.floor(random() * n));
  if (n <= keptUpTo) draws.set(n, drawn);
  return drawn;
}
