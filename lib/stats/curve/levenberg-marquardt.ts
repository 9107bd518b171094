/**
 * A sum of squared residuals around one place. Returns the sum and fills in what a step needs, for n parameters: `normal`, n × n row
 * by row, with JᵀJ, and `gradient`, n, with Jᵀr, where r is observed − model and J the derivatives of the model. Must
 * overwrite both whole. A place that is none gives Infinity.
 */
export type SquaredResiduals = (at: Float64Array, normal: Float64Array, gradient: Float64Array) => number;

export interface LeastSquaresOptions {
  /** Bounds per parameter; one whose bounds meet is fixed. */
  lower: readonly number[];
  upper: readonly number[];
  /** Ends where a step lowers the sum by less than this fraction; 1e-12 unless said. */
  tolerance?: number;
  /** At most this many evaluations; 200 unless said. */
  evaluations?: number;
}

export interface LeastSquares {
  at: Float64Array;
  /** Sum of squared residuals there. */
  value: number;
  /** Whether it ended because no step lowers the sum any further. */
  converged: boolean;
  evaluations: number;
}

/**
 * Least squares within bounds from `start`, by Levenberg (1944) and Marquardt (1963): Gauss–Newton steps, shortened where they do not
 * lower the sum. A parameter that a step would push through its bound stays on it. Deterministic; finds the minimum of
 * the valley it starts in.
 */
export function levenbergMarquardt(
  model: SquaredResiduals,
  start: ArrayLike<number>,
  { lower, upper, tolerance = 1e-12, evaluations = 200 }: LeastSquaresOptions,
): LeastSquares {
  const n = start.length;
  const clamp = (value: number, i: number) =>
    Math.min(upper[i] as number, Math.max(lower[i] as number, value));
  let at = Float64Array.from(start, clamp);
  let next = new Float64Array(n);
  let normal = new Float64Array(n * n);
  let gradient = new Float64Array(n);
  let nextNormal = new Float64Array(n * n);
  let nextGradient = new Float64Array(n);
  const system = new Float64Array(n * n);
  const step = new Float64Array(n);
  let value = model(at, normal, gradient);
  let used = 1;
  let damping = 1e-3;
  let converged = false;
  while (used < evaluations && damping < 1e12) {
    for (let i = 0; i < n; i++) {
      const low = lower[i] as number;
      const high = upper[i] as number;
      const here = at[i] as number;
      const push = gradient[i] as number;
      const held = low >= high || (here <= low && push <= 0) || (here >= high && push >= 0);
      step[i] = held ? 0 : push;
      for (let j = 0; j <= i; j++) system[i * n + j] = normal[i * n + j] as number;
      system[i * n + i] = held ? 0 : (normal[i * n + i] as number) * (1 + damping);
    }
    solveInPlace(system, step, n);
    let moved = false;
    for (let i = 0; i < n; i++) {
      next[i] = clamp((at[i] as number) + (step[i] as number), i);
      moved ||= next[i] !== at[i];
    }
    if (!moved) {
      converged = true;
      break;
    }
    const sum = model(next, nextNormal, nextGradient);
    used++;
    if (!(sum <= value)) {
      damping *= 10;
      continue;
    }
    const gain = value - sum;
    [at, next] = [next, at];
    [normal, nextNormal] = [nextNormal, normal];
    [gradient, nextGradient] = [nextGradient, gradient];
    value = sum;
    if (gain <= tolerance * sum) {
      converged = true;
      break;
    }
    damping = Math.max(damping / 10, 1e-12);
  }
  return { at, value, converged: converged || damping >= 1e12, evaluations: used };
}

/**
 * Solves a symmetric system given by its lower triangle, by Cholesky's method, leaving out unknowns with nothing on the
 * diagonal: they are answered with 0. Both arrays are used up, `right` becomes the answer.
 */
function solveInPlace(matrix: Float64Array, right: Float64Array, n: number): void {
  for (let i = 0; i < n; i++) {
    const own = matrix[i * n + i] as number;
    for (let j = 0; j <= i; j++) {
      const pivot = matrix[j * n + j] as number;
      if (j < i && pivot === 0) {
        matrix[i * n + j] = 0;
        continue;
      }
      let sum = matrix[i * n + j] as number;
      for (let k = 0; k < j; k++) sum -= (matrix[i * n + k] as number) * (matrix[j * n + k] as number);
      if (j < i) matrix[i * n + j] = sum / pivot;
      // What is left of a direction that the others span already is rounding.
      else matrix[i * n + i] = sum > 1e-14 * own ? Math.sqrt(sum) : 0;
    }
    if (own === 0) for (let j = 0; j < i; j++) matrix[i * n + j] = 0;
  }
  for (let i = 0; i < n; i++) {
    const pivot = matrix[i * n + i] as number;
    let sum = right[i] as number;
    for (let k = 0; k < i; k++) sum -= (matrix[i * n + k] as number) * (right[k] as number);
    right[i] = pivot === 0 ? 0 : sum / pivot;
  }
  for (let i = n - 1; i >= 0; i--) {
    const pivot = matrix[i * n + i] as number;
    let sum = right[i] as number;
    for (let k = i + 1; k < n; k++) sum -= (matrix[k * n + i] as number) * (right[k] as number);
    right[i] = pivot === 0 ? 0 : sum / pivot;
  }
}
