import { meanOf, standardDeviation } from '../descriptive/moments.ts';
import { allFinite, requireWhole } from '../finite.ts';

/** How far a group lies from the other values. */
export interface GroupTest {
  /** The mean of the group less the mean of all values, in standard errors. */
  t: number;
  /** The share of shufflings in which this group lies at least as far out. */
  p: number;
  /** The share in which any group does: adjusted for the number of groups and for their overlap. */
  adjustedP: number;
}

/**
 * Compares groups that may overlap, given by places in `values`, with all values by shuffling these: the single-step max-T
 * procedure of Westfall and Young (1993). As `permutationMaxT`, for groups that are not a partition, such as weekdays and
 * parts of the day at once. p values are at least 1/(permutations + 1). `random` gives uniforms in [0, 1): with a seeded
 * one the result is always the same. Null where there are no groups, where one is empty or has all values, where all values are
 * alike, or where one is not finite.
 *
 * @throws RangeError where `permutations` is not a whole number of at least 1
 */
export function overlappingMaxT(
  values: readonly number[],
  groups: readonly (readonly number[])[],
  random: () => number,
  permutations = 2000,
): GroupTest[] | null {
  requireWhole('permutations', permutations, 1);
  const n = values.length;
  const [mean, spread] = [meanOf(values), standardDeviation(values)];
  if (mean === null || spread === null || !(spread > 0) || !allFinite(values)) return null;
  if (groups.length === 0 || groups.some(({ length }) => length === 0 || length >= n)) return null;
  const deviations = Float64Array.from(values, (value) => value - mean);
  // One list of places, group after group: a round looks at all of them.
  const places = Uint32Array.from(groups.flat());
  const scales = Float64Array.from(
    groups,
    ({ length }) => 1 / (spread * Math.sqrt(length * (1 - length / n))),
  );
  const ends = new Uint32Array(groups.length);
  groups.forEach(({ length }, group) => {
    ends[group] = (ends[group - 1] ?? 0) + length;
  });
  const sizes = new Float64Array(groups.length);

  const ts = [...scoreAll(deviations, places, ends, scales, new Float64Array(groups.length))];
  const alone = new Uint32Array(groups.length);
  const any = new Uint32Array(groups.length);
  for (let round = 0; round < permutations; round++) {
    shuffle(deviations, random);
    scoreAll(deviations, places, ends, scales, sizes);
    let largest = 0;
    for (let group = 0; group < sizes.length; group++) {
      const size = Math.abs(sizes[group] as number);
      if (size > largest) largest = size;
      // Shuffling adds the same numbers in another order, so equal scores differ in their last digits.
      if (size >= Math.abs(ts[group] as number) - 1e-9) alone[group] = (alone[group] as number) + 1;
    }
    for (let group = 0; group < sizes.length; group++)
      if (largest >= Math.abs(ts[group] as number) - 1e-9) any[group] = (any[group] as number) + 1;
  }
  const share = (count: number | undefined) => (1 + (count ?? 0)) / (permutations + 1);
  return ts.map((t, group) => ({ t, p: share(alone[group]), adjustedP: share(any[group]) }));
}

/** Fills in the t of each group. */
function scoreAll(
  deviations: Float64Array,
  places: Uint32Array,
  ends: Uint32Array,
  scales: Float64Array,
  out: Float64Array,
): Float64Array {
  let at = 0;
  for (let group = 0; group < ends.length; group++) {
    const end = ends[group] as number;
    let sum = 0;
    for (; at < end; at++) sum += deviations[places[at] as number] as number;
    out[group] = sum * (scales[group] as number);
  }
  return out;
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
