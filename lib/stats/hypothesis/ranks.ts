/** Ranks of values, and what their ties take away. */
export interface Ranks {
  /** From 1, in the order of the values; equal ones share the mean of their ranks (midranks). */
  ranks: Float64Array;
  /** Σ(t³ − t) over groups of t equal values; 0 without ties. */
  ties: number;
}

/** Ranks values from the smallest; none of them may be NaN. */
export function rank(values: readonly number[]): Ranks {
  // Sorting numbers and looking each up is ten times as quick as sorting places by their numbers.
  const sorted = new Float64Array(values).sort();
  const distinct = new Float64Array(values.length);
  const shared = new Float64Array(values.length);
  let count = 0;
  let ties = 0;
  for (let first = 0; first < sorted.length; count++) {
    let next = first + 1;
    while (next < sorted.length && sorted[next] === sorted[first]) next++;
    distinct[count] = sorted[first] as number;
    shared[count] = (first + 1 + next) / 2;
    ties += (next - first) ** 3 - (next - first);
    first = next;
  }
  const ranks = new Float64Array(values);
  for (let place = 0; place < ranks.length; place++) {
    const value = ranks[place] as number;
    let low = 0;
    let high = count - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((distinct[middle] as number) < value) low = middle + 1;
      else high = middle;
    }
    ranks[place] = shared[low] as number;
  }
  return { ranks, ties };
}
