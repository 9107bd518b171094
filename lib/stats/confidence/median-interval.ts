import { allFinite, requireFraction, requireWhole } from '../finite.ts';
import type { ConfidenceInterval } from './interval.ts';

/** Which of the sorted values bound the median: ranks from 1, and the confidence that they give. */
export interface MedianRanks {
  lowRank: number;
  highRank: number;
  level: number;
}

/**
 * The ranks of the two sorted values between which the median of a population lies with at least the confidence `level`,
 * whatever its distribution: the innermost symmetric pair for which 1 − 2·P(Binomial(n, ½) < rank) is enough. Exact
 * (Conover, *Practical Nonparametric Statistics*, 1999, 3.2). Null where n is too small for any: below 6 at 0.95.
 *
 * @throws RangeError where `n` is not a whole number of at least 0, or `level` is not between 0 and 1
 */
export function medianRanks(n: number, level = 0.95): MedianRanks | null {
  requireWhole('n', n, 0);
  requireFraction('level', level);
  // Logarithms, because ½ⁿ is 0 in a double from n = 1075.
  let logTerm = -n * Math.LN2;
  let below = 0;
  let rank = 0;
  while (2 * (below + Math.exp(logTerm)) <= 1 - level && rank < n / 2) {
    below += Math.exp(logTerm);
    logTerm += Math.log((n - rank) / (rank + 1));
    rank++;
  }
  return rank === 0 ? null : { lowRank: rank, highRank: n + 1 - rank, level: 1 - 2 * below };
}

/**
 * The interval of the median between two of the sorted values (`medianRanks`), in their unit; `level` is the confidence
 * that it really has, at least the one asked for. Null where there are too few values for it (below 6 at 0.95; show the
 * values then), or where one is not finite.
 *
 * @throws RangeError where `level` is not between 0 and 1
 */
export function medianInterval(values: readonly number[], level = 0.95): ConfidenceInterval | null {
  const ranks = medianRanks(values.length, level);
  if (ranks === null || !allFinite(values)) return null;
  const sorted = Float64Array.from(values).sort();
  const [low, high] = [sorted[ranks.lowRank - 1], sorted[ranks.highRank - 1]];
  return low === undefined || high === undefined ? null : { low, high, level: ranks.level };
}
