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
 * parts of the day at once. p values are at least 1/(permutations + 1). With `enough` shuffling ends as soon as so many shufflings have
 * had a group as far out as the farthest, whose p is then known well enough: sequential Monte Carlo (Besag and Clifford 1991), valid
 * p values with a few hundred shufflings where nothing is found. `random` gives uniforms in [0, 1): with a seeded
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
  enough = Number.POSITIVE_INFINITY,
): GroupTest[] | null {
  requireWhole('permutations', permutations, 1);
  const n = values.length;
  const [mean, spread] = [meanOf(values), standardDeviation(values)];
  if (mean === null || spread === null || !(spread > 0) || !allFinite(values)) return null;
  if (groups.length === 0 || groups.some(({ length }) => length === 0 || length >= n)) return null;
  const parts = partsOf(n, groups);
  const deviations = Float64Array.from(parts.order, (place) => (values[place] as number) - mean);
  const scales = Float64Array.from(
    groups,
    ({ length }) => 1 / (spread * Math.sqrt(length * (1 - length / n))),
  );
  const sums = new Float64Array(parts.ends.length);
  const sizes = new Float64Array(groups.length);

  sumParts(deviations, parts, sums);
  scoreAll(sums, parts, scales, sizes);
  const ts = sizes.slice();
  // Shuffling adds the same numbers in another order, so equal scores differ in their last digits.
  const bounds = ts.map((t) => Math.abs(t) - 1e-9);
  const farthest = bounds.reduce((best, bound, group) => (bound > (bounds[best] ?? 0) ? group : best), 0);
  const alone = new Uint32Array(groups.length);
  const any = new Uint32Array(groups.length);
  let rounds = 0;
  while (rounds < permutations && (any[farthest] as number) < enough) {
    shuffleParts(deviations, parts, sums, random);
    scoreAll(sums, parts, scales, sizes);
    rounds++;
    let largest = 0;
    for (let group = 0; group < sizes.length; group++) {
      const size = Math.abs(sizes[group] as number);
      if (size > largest) largest = size;
      if (size >= (bounds[group] as number)) alone[group] = (alone[group] as number) + 1;
    }
    for (let group = 0; group < sizes.length; group++)
      if (largest >= (bounds[group] as number)) any[group] = (any[group] as number) + 1;
  }
  const share = (count: number | undefined) => (1 + (count ?? 0)) / (rounds + 1);
  return Array.from(ts, (t, group) => ({ t, p: share(alone[group]), adjustedP: share(any[group]) }));
}

/** Places that are in the same groups make one part: a value is added once for its part, and parts make up the groups. */
interface Parts {
  /** Places in the order of their parts. */
  order: Uint32Array;
  /** Where each part ends in that order; places after the last are in no group. */
  ends: Uint32Array;
  /** The parts of each group, group after group, and where those of each end. */
  members: Uint32Array;
  memberEnds: Uint32Array;
}

function partsOf(n: number, groups: readonly (readonly number[])[]): Parts {
  // 0 is in no group; each group tells apart what is in it from what is not.
  const labels = new Uint32Array(n);
  let next = 1;
  for (const places of groups) {
    const renamed = new Map<number, number>();
    for (const place of places) {
      const old = labels[place] as number;
      const label = renamed.get(old) ?? next++;
      renamed.set(old, label);
      labels[place] = label;
    }
  }
  const names = [...new Set(labels)].filter((label) => label > 0).sort((a, b) => a - b);
  const numbers = new Map(names.map((label, part) => [label, part]));
  const partOf = Uint32Array.from(labels, (label) => numbers.get(label) ?? names.length);
  const order = Uint32Array.from(labels.keys()).sort(
    (a, b) => (partOf[a] as number) - (partOf[b] as number) || a - b,
  );
  const ends = new Uint32Array(names.length);
  order.forEach((place, at) => {
    const part = partOf[place] as number;
    if (part < ends.length) ends[part] = at + 1;
  });
  const members = groups.map((places) => [...new Set(places.map((place) => partOf[place] as number))]);
  const memberEnds = new Uint32Array(groups.length);
  members.forEach(({ length }, group) => {
    memberEnds[group] = (memberEnds[group - 1] ?? 0) + length;
  });
  return { order, ends, members: Uint32Array.from(members.flat()), memberEnds };
}

function sumParts(deviations: Float64Array, { ends }: Parts, sums: Float64Array): void {
  let at = 0;
  for (let part = 0; part < ends.length; part++) {
    const end = ends[part] as number;
    let sum = 0;
    for (; at < end; at++) sum += deviations[at] as number;
    sums[part] = sum;
  }
}

/** Shuffles in place (Fisher and Yates; Durstenfeld 1964), as far as there are parts, and sums these. */
function shuffleParts(
  deviations: Float64Array,
  { ends }: Parts,
  sums: Float64Array,
  random: () => number,
): void {
  const n = deviations.length;
  let at = 0;
  for (let part = 0; part < ends.length; part++) {
    const end = ends[part] as number;
    let sum = 0;
    for (; at < end; at++) {
      const other = at + Math.floor(random() * (n - at));
      const drawn = deviations[other] as number;
      deviations[other] = deviations[at] as number;
      deviations[at] = drawn;
      sum += drawn;
    }
    sums[part] = sum;
  }
}

/** Fills in the t of each group. */
function scoreAll(
  sums: Float64Array,
  { members, memberEnds }: Parts,
  scales: Float64Array,
  out: Float64Array,
): void {
  let at = 0;
  for (let group = 0; group < memberEnds.length; group++) {
    const end = memberEnds[group] as number;
    let sum = 0;
    for (; at < end; at++) sum += sums[members[at] as number] as number;
    out[group] = sum * (scales[group] as number);
  }
}
