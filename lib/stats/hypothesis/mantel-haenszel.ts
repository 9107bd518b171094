import normalQuantile from '@stdlib/stats-base-dists-normal-quantile';
import type { ConfidenceInterval } from '../confidence/interval.ts';
import { requireFraction } from '../finite.ts';
import { chiSquaredTail } from './chi-squared.ts';

/** One stratum: a 2 × 2 table of counts. */
export interface FourfoldTable {
  /** First group, with the outcome. */
  a: number;
  /** Second group, with the outcome. */
  b: number;
  /** First group, without the outcome. */
  c: number;
  /** Second group, without the outcome. */
  d: number;
}

/** The association within strata, put together. */
export interface MantelHaenszel {
  /** The common odds ratio of the first group against the second. */
  oddsRatio: number;
  /** Null where a cell sum is 0, so that the odds ratio is 0 or has no bound. */
  interval: ConfidenceInterval | null;
  /** The χ² of Cochran, Mantel and Haenszel with one degree of freedom, with the continuity correction. */
  chiSquared: number;
  p: number;
}

/**
 * Whether two groups differ in an outcome once they are compared within strata (departments, formats, months), so that a
 * different mix of strata cannot feign or hide a difference: the common odds ratio and the test of Mantel and Haenszel (1959),
 * the interval by Robins, Breslow and Greenland (1986), as R's mantelhaen.test. Strata with fewer than two counts say
 * nothing and are left out. Null where nothing is left to compare, or where a count is negative or not finite.
 *
 * @throws RangeError where `level` is not between 0 and 1
 */
export function mantelHaenszel(tables: readonly FourfoldTable[], level = 0.95): MantelHaenszel | null {
  requireFraction('level', level);
  if (tables.some((table) => [table.a, table.b, table.c, table.d].some((x) => !(x >= 0 && x < Infinity))))
    return null;
  let r = 0;
  let s = 0;
  let pr = 0;
  let mixed = 0;
  let qs = 0;
  let excess = 0;
  let variance = 0;
  for (const { a, b, c, d } of tables) {
    const n = a + b + c + d;
    if (n < 2) continue;
    const [ad, bc, share] = [(a * d) / n, (b * c) / n, (a + d) / n];
    r += ad;
    s += bc;
    pr += share * ad;
    mixed += share * bc + (1 - share) * ad;
    qs += (1 - share) * bc;
    excess += a - ((a + b) * (a + c)) / n;
    variance += ((a + b) * (a + c) * (b + d) * (c + d)) / (n ** 2 * (n - 1));
  }
  if (s === 0 || variance === 0) return null;
  const oddsRatio = r / s;
  const distance = Math.abs(excess);
  const chiSquared = (distance - Math.min(0.5, distance)) ** 2 / variance;
  const error = Math.sqrt(pr / (2 * r ** 2) + mixed / (2 * r * s) + qs / (2 * s ** 2));
  const reach = normalQuantile(0.5 + level / 2, 0, 1) * error;
  const interval = { low: oddsRatio * Math.exp(-reach), high: oddsRatio * Math.exp(reach), level };
  return {
    oddsRatio,
    interval: Number.isFinite(reach) ? interval : null,
    chiSquared,
    p: chiSquaredTail(chiSquared, 1),
  };
}
