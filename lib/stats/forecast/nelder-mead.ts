export interface Minimum {
  at: Float64Array;
  value: number;
  evaluations: number;
}

export interface SearchOptions {
  lower: readonly number[];
  upper: readonly number[];
  /** Length of the first step along each axis. */
  step: readonly number[];
  /** Ends where the values of the simplex differ by at most this fraction of the best; 1e-10 unless said. */
  tolerance?: number;
  /** At most this many evaluations; 200 per dimension unless said. */
  evaluations?: number;
}

/**
 * Least value of a function within bounds near `start`, by the simplex of Nelder and Mead (1965) with the usual coefficients 1,
 * 2, ½, ½; a step beyond a bound ends on it. No derivatives, no randomness: the same call gives the same answer. The
 * function must not keep or change the array it is given, and gives a finite number or Infinity. A local minimum:
 * start well. Dimensions without room between their bounds stay where they are.
 */
export function minimise(
  objective: (at: Float64Array) => number,
  start: readonly number[],
  { lower, upper, step, tolerance = 1e-10, evaluations = 200 * start.length }: SearchOptions,
): Minimum {
  const free = start.map((_, i) => i).filter((i) => (lower[i] as number) < (upper[i] as number));
  const clamp = (value: number, i: number) =>
    Math.min(upper[i] as number, Math.max(lower[i] as number, value));
  let used = 0;
  const evaluate = (at: Float64Array): Vertex => {
    used++;
    return { at, value: objective(at) };
  };
  const origin = Float64Array.from(start, clamp);
  const simplex = [evaluate(origin)];
  for (const i of free) {
    const at = origin.slice();
    const length = step[i] as number;
    at[i] = clamp((origin[i] as number) + length, i);
    // At the upper bound the step goes the other way, else the simplex would be flat.
    if (at[i] === origin[i]) at[i] = clamp((origin[i] as number) - length, i);
    simplex.push(evaluate(at));
  }
  const worst = free.length;
  const byValue = (a: Vertex, b: Vertex) => a.value - b.value;
  /** The point beyond (or before) the centre of all but the worst, seen from the worst. */
  const along = (factor: number): Vertex => {
    const at = origin.slice();
    const from = (simplex[worst] as Vertex).at;
    for (const i of free) {
      let centre = 0;
      for (let v = 0; v < worst; v++) centre += (simplex[v] as Vertex).at[i] as number;
      centre /= worst;
      at[i] = clamp(centre + factor * (centre - (from[i] as number)), i);
    }
    return evaluate(at);
  };
  simplex.sort(byValue);
  while (worst > 0 && used < evaluations) {
    const [best, last] = [simplex[0] as Vertex, simplex[worst] as Vertex];
    if (last.value - best.value <= tolerance * Math.abs(best.value) && isSmall(simplex, free, step)) break;
    const reflected = along(1);
    let next: Vertex | null = reflected;
    if (reflected.value < best.value) {
      const expanded = along(2);
      if (expanded.value < reflected.value) next = expanded;
    } else if (reflected.value >= (simplex[worst - 1] as Vertex).value) {
      const contracted = along(reflected.value < last.value ? 0.5 : -0.5);
      next = contracted.value < Math.min(reflected.value, last.value) ? contracted : null;
    }
    if (next) simplex[worst] = next;
    else
      for (let v = 1; v <= worst; v++) {
        const at = (simplex[v] as Vertex).at.map((each, i) => (each + (best.at[i] as number)) / 2);
        simplex[v] = evaluate(at);
      }
    simplex.sort(byValue);
  }
  const { at, value } = simplex[0] as Vertex;
  return { at, value, evaluations: used };
}

interface Vertex {
  at: Float64Array;
  value: number;
}

/** Equal values alone may lie on either side of a minimum: the simplex has to have shrunk as well. */
function isSmall(simplex: readonly Vertex[], free: readonly number[], step: readonly number[]): boolean {
  const best = (simplex[0] as Vertex).at;
  return free.every((i) =>
    simplex.every(
      ({ at }) => Math.abs((at[i] as number) - (best[i] as number)) <= 0.02 * (step[i] as number),
    ),
  );
}
