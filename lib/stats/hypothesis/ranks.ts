/** Ranks of values, and what their ties take away. */
export interface Ranks {
  /** From 1, in the order of the values; equal ones share the mean of their ranks (midranks). */
  ranks: Float64Array;
  /** Σ(t³ − t) over groups of t equal values; 0 without ties. */
  ties: number;
}

/** Ranks values from the smallest; none of them may be NaN. */
export function rank(values: readonly number[]): Ranks {
  const order = Uint32Array.from(values, (_, index) => index);
  order.sort((a, b) => (values[a] as number) - (values[b] as number));
  const ranks = new Float64Array(values.length);
  let ties = 0;
  let first = 0;
  while (first < order.length) {
    let next = first + 1;
    while (next < order.length && values[order[next] as number] === values[order[first] as number]) next++;
    for (let place = first; place < next; place++) ranks[order[place] as number] = (first + 1 + next) / 2;
    const count = next - first;
    ties += count ** 3 - count;
    first = next;
  }
  return { ranks, ties };
}
