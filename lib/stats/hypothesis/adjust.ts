/** Adjusted p values in the order of the given ones; `factor` turns the rank (from 1, smallest p first) into a multiplier. */
function adjust(
  ps: readonly number[],
  factor: (rank: number) => number,
  carry: 'upwards' | 'downwards',
): number[] {
  const wrong = ps.find((p) => !(p >= 0 && p <= 1));
  if (wrong !== undefined) throw new RangeError(`A p value lies between 0 and 1, but one is ${wrong}.`);
  const order = ps.map((_, index) => index).sort((a, b) => (ps[a] as number) - (ps[b] as number));
  const adjusted = new Array<number>(ps.length);
  let bound = carry === 'upwards' ? 0 : 1;
  for (let step = 0; step < order.length; step++) {
    const rank = carry === 'upwards' ? step + 1 : order.length - step;
    const index = order[rank - 1] as number;
    const own = Math.min(1, factor(rank) * (ps[index] as number));
    bound = carry === 'upwards' ? Math.max(bound, own) : Math.min(bound, own);
    adjusted[index] = bound;
  }
  return adjusted;
}

/**
 * p values times their number, at most 1, in their order (Bonferroni; Dunn 1961): comparing them with α keeps the probability
 * of any false finding at α. None of none.
 *
 * @throws RangeError where one is not within 0 to 1
 */
export function bonferroni(ps: readonly number[]): number[] {
  return adjust(ps, () => ps.length, 'upwards');
}

/**
 * p values adjusted by Holm (1979), in their order: promises the same as Bonferroni and never says less. None of none.
 *
 * @throws RangeError where one is not within 0 to 1
 */
export function holm(ps: readonly number[]): number[] {
  return adjust(ps, (rank) => ps.length + 1 - rank, 'upwards');
}

/**
 * p values adjusted by Benjamini and Hochberg (1995), in their order: of the findings whose value is at most q, the share of
 * false ones is q on average, where the tests are independent or positively dependent. None of none.
 *
 * @throws RangeError where one is not within 0 to 1
 */
export function benjaminiHochberg(ps: readonly number[]): number[] {
  return adjust(ps, (rank) => ps.length / rank, 'downwards');
}

/**
 * As `benjaminiHochberg`, but whatever the dependence between the tests (Benjamini and Yekutieli 2001), at the price of a
 * factor of Σ1/i.
 *
 * @throws RangeError where one is not within 0 to 1
 */
export function benjaminiYekutieli(ps: readonly number[]): number[] {
  const sum = ps.reduce((total, _, index) => total + 1 / (index + 1), 0);
  return adjust(ps, (rank) => (sum * ps.length) / rank, 'downwards');
}
