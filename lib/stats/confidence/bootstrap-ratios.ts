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
  const order = Uint32Array.from(numerators.keys());
  const above = Float64Array.from(numerators);
  const below = Float64Array.from(denominators);
  for (let i = 0; i < n; i++)
    if (!((below[i] as number) > 0 && Number.isFinite((above[i] as number) + (below[i] as number))))
      return null;
  if (n < 2) return null;
  const ratios = above.map((numerator, i) => numerator / (below[i] as number));
  order.sort(
    (a, b) => (ratios[a] as number) - (ratios[b] as number) || (below[a] as number) - (below[b] as number),
  );
  const { table, draws } = drawing(n, order, [ratios, above, below]);
  const perRound = draws.length / resamples;
  const [means, pools] = [new Array<number>(resamples), new Array<number>(resamples)];
  for (let round = 0, at = 0; round < resamples; round++) {
    let ratioSum = 0;
    let aboveSum = 0;
    let belowSum = 0;
    for (const end = at + perRound; at < end; at++) {
      const place = draws[at] as number;
      ratioSum += table[place] as number;
      aboveSum += table[place + 1] as number;
      belowSum += table[place + 2] as number;
    }
    means[round] = ratioSum / n;
    pools[round] = aboveSum / belowSum;
  }
  const [mean, pooled] = [between(means, level), between(pools, level)];
  return mean === null || pooled === null ? null : { mean, pooled };
}

function between(results: readonly number[], level: number): ConfidenceInterval | null {
  const [low, high] = quantilesOf(results, [(1 - level) / 2, (1 + level) / 2]) ?? [];
  return low === undefined || high === undefined ? null : { low, high, level };
}

/**
 * What is drawn from, three sums side by side, and the places there of each sample, one sample after the other. Of few pairs two are
 * drawn at once, from a table of all twos: half as many additions, of which there are a million for an account.
 */
function drawing(
  n: number,
  order: Uint32Array,
  numbers: readonly Float64Array[],
): { table: Float64Array; draws: Uint32Array } {
  const twos = n <= keptUpTo ? n * n : 0;
  const table = new Float64Array(3 * (twos + n));
  numbers.forEach((values, part) => {
    for (let i = 0; i < n; i++) table[3 * (twos + i) + part] = values[order[i] as number] as number;
  });
  const singles = table.subarray(3 * twos);
  for (let at = 0; at < 3 * twos; at += 3 * n)
    for (let j = 0; j < 3 * n; j++)
      table[at + j] = (singles[at / n + (j % 3)] as number) + (singles[j] as number);
  return { table, draws: drawsOf(n, twos) };
}

function drawsOf(n: number, twos: number): Uint32Array {
  const kept = draws.get(n);
  if (kept) return kept;
  const random = seededRandom(n);
  const one = () => Math.floor(random() * n);
  const inTwos = twos > 0 ? n >> 1 : 0;
  const perRound = n - inTwos;
  const drawn = new Uint32Array(resamples * perRound);
  for (let i = 0; i < drawn.length; i++)
    drawn[i] = 3 * (i % perRound < inTwos ? one() * n + one() : twos + one());
  if (twos > 0) draws.set(n, drawn);
  return drawn;
}
