import { meanOf } from '../descriptive/moments.ts';
import { allFinite, requireWhole, varies } from '../finite.ts';

/** Which groups differ from the rest, with a p value that holds for all of them together. */
export interface PermutationMaxT {
  groups: {
    /** The mean of the group less the mean of all values, in standard errors; 0 of a group without values. */
    t: number;
    /** The share of shufflings in which any group lies at least as far out, at least 1/(permutations + 1). */
    p: number;
  }[];
  /** Whether the groups differ at all: the smallest of the p values. */
  p: number;
}

/**
 * Compares each group with all values by shuffling them between the groups: the single-step max-T procedure of Westfall and
 * Young (1993), p = (1 + #{max|T*| ≥ |t|}) / (permutations + 1). The p values are adjusted for the number of groups and for
 * their dependence, and suppose nothing on the distribution; logarithms or ranks keep a single hit from deciding. `random` gives
 * uniforms in [0, 1): with a seeded one the result is always the same. Null below two groups with values, where all values are
 * alike, or where one is not finite.
 *
 * @throws RangeError where `permutations` is not a whole number of at least 1
 */
export function permutationMaxT(
  groups: readonly (readonly number[])[],
  random: () => number,
  permutations = 2000,
): PermutationMaxT | null {
  requireWhole('permutations', permutations, 1);
  const values = Float64Array.from(groups.flat());
  const mean = meanOf([...values]);
  if (mean === null || groups.filter((group) => group.length > 0).length < 2 || !allFinite([...values]))
    return null;
  const n = values.length;
  const deviations = values.map((value) => value - mean);
  const variance = deviations.reduce((sum, each) => sum + each * each, 0) / (n - 1);
  if (!varies(values)) return null;
  // The pooled t is the same increasing function of this for every group, so the ranking and the p values are its.
  const errors = groups.map(({ length }) => Math.sqrt(variance * length * (1 - length / n)));
  const scores = (shuffled: Float64Array, put: (group: number, score: number) => void) => {
    let start = 0;
    groups.forEach(({ length }, group) => {
      let sum = 0;
      for (let place = start; place < start + length; place++) sum += shuffled[place] as number;
      start += length;
      put(group, length === 0 ? 0 : sum / (errors[group] as number));
    });
  };

  const ts: number[] = [];
  scores(deviations, (group, score) => {
    ts[group] = score;
  });
  const exceeded = new Array<number>(groups.length).fill(0);
  const shuffled = deviations.slice();
  for (let round = 0; round < permutations; round++) {
    shuffle(shuffled, random);
    let largest = 0;
    scores(shuffled, (_, score) => {
      largest = Math.max(largest, Math.abs(score));
    });
    ts.forEach((t, group) => {
      // Shuffling adds the same numbers in another order, so equal scores differ in their last digits.
      if (largest >= Math.abs(t) - 1e-9) exceeded[group] = (exceeded[group] as number) + 1;
    });
  }
  const found = ts.map((t, group) => ({ t, p: (1 + (exceeded[group] as number)) / (permutations + 1) }));
  return { groups: found, p: Math.min(...found.map(({ p }) => p)) };
}

/** Shuffles in place (Fisher and Yates; Durstenfeld 1964). */
function shuffle(values: Float64Array, random: () => number): void {
  for (let last = values.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    const kept = values[last] as number;
    values[last] = values[other] as number;
    values[other] = kept;
  }
}
