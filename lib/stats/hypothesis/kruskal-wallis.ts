import { allFinite } from '../finite.ts';
import { chiSquaredTail } from './chi-squared.ts';
import { rank } from './ranks.ts';

/** Whether groups differ, by the ranks of their values. */
export interface KruskalWallis {
  /** The statistic H, corrected for ties. */
  h: number;
  degreesOfFreedom: number;
  /** The probability of an H at least as large where all groups are alike. */
  p: number;
  /** Values in all groups together. */
  n: number;
}

/**
 * The test of Kruskal and Wallis (1952) whether several groups come from one distribution, with the correction for ties; p by
 * the χ² approximation with one degree of freedom less than groups, as R's kruskal.test. It needs no normal values, so
 * heavy tails do it no harm; p is good from about five values a group. Groups without values are left out. Null below two
 * groups, where all values are alike, or where one is not finite.
 */
export function kruskalWallis(groups: readonly (readonly number[])[]): KruskalWallis | null {
  const filled = groups.filter((group) => group.length > 0);
  const values = filled.flat();
  const n = values.length;
  if (filled.length < 2 || !allFinite(values)) return null;
  const { ranks, ties } = rank(values);
  const correction = 1 - ties / (n ** 3 - n);
  if (correction <= 0) return null;
  let start = 0;
  const squares = filled.reduce((sum, group) => {
    const rankSum = ranks.subarray(start, start + group.length).reduce((total, each) => total + each, 0);
    start += group.length;
    return sum + rankSum ** 2 / group.length;
  }, 0);
  const h = Math.max(0, ((12 * squares) / (n * (n + 1)) - 3 * (n + 1)) / correction);
  const degreesOfFreedom = filled.length - 1;
  return { h, degreesOfFreedom, p: chiSquaredTail(h, degreesOfFreedom), n };
}
