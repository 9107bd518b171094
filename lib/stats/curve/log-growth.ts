import { aicc } from './fit.ts';
import { levenbergMarquardt } from './levenberg-marquardt.ts';

/**
 * Growth curves A·h(x) fitted to counts on the logarithm: ln A is the mean of what ln h leaves, so that only the shape has to be looked for
 * (variable projection, Golub and Pereyra 1973). Hundreds of thousands of posts are fitted, hence derivatives written out.
 */

/** What ln h of a curve is made of: ages and their logarithms. */
export interface LogAges {
  ages: Float64Array;
  logs: Float64Array;
}

/** ln h of a curve and its derivatives by the logarithms of its shape parameters, of all points at once: no call for each. */
export interface LogShape {
  /** How many shape parameters there are, one or two. */
  size: 1 | 2;
  /**
   * Puts ln h at each age into `values`, and the derivatives, those of a point side by side, into `slopes` where given. `parameters` are
   * those of the shape, `logarithms` theirs.
   */
  fill: (
    points: LogAges,
    parameters: Float64Array,
    logarithms: Float64Array,
    values: Float64Array,
    slopes: Float64Array | null,
  ) => void;
}

/** h = 1 − exp(−(x/s)ᵏ), [s, k]. */
export const weibullShape: LogShape = {
  size: 2,
  fill: ({ logs }, parameters, logarithms, values, slopes) => {
    const k = parameters[1] as number;
    const logScale = logarithms[0] as number;
    for (let p = 0; p < logs.length; p++) {
      const power = k * ((logs[p] as number) - logScale);
      const u = Math.exp(power);
      const h = -Math.expm1(-u);
      values[p] = u < 1e-12 ? power : Math.log(h);
      if (slopes === null) continue;
      // d ln h / du = e⁻ᵘ / h; for small u, u times it is 1.
      const slope = u < 1e-12 ? 1 : u > 700 ? 0 : (u * (1 - h)) / h;
      slopes[2 * p] = -k * slope;
      slopes[2 * p + 1] = power * slope;
    }
  },
};

/** h = x/(K + x), [K]. */
export const michaelisMentenShape: LogShape = {
  size: 1,
  fill: ({ ages, logs }, parameters, _, values, slopes) => {
    const half = parameters[0] as number;
    for (let p = 0; p < ages.length; p++) {
      const sum = half + (ages[p] as number);
      values[p] = (logs[p] as number) - Math.log(sum);
      if (slopes !== null) slopes[p] = -half / sum;
    }
  },
};

/** h = 1/(1 + exp((m − x)/c)), [m, c]. */
export const logisticShape: LogShape = {
  size: 2,
  fill: ({ ages }, parameters, _, values, slopes) => {
    const m = parameters[0] as number;
    const c = parameters[1] as number;
    for (let p = 0; p < ages.length; p++) {
      const z = (m - (ages[p] as number)) / c;
      const grown = Math.exp(z);
      values[p] = z > 700 ? -z : -Math.log1p(grown);
      if (slopes === null) continue;
      const share = z > 700 ? 1 : grown / (1 + grown);
      slopes[2 * p] = (-share * m) / c;
      slopes[2 * p + 1] = share * z;
    }
  },
};

export interface LogGrowthFit {
  /** A, then the parameters of the shape. */
  parameters: number[];
  /** Residual sum of squares of the logarithms. */
  rss: number;
  n: number;
  aicc: number | null;
}

/**
 * The curve of least squares within bounds of the logarithms of the shape's parameters. The search begins at the best of `starts`
 * (logarithms too). Ages and counts are above 0, as many of the one as of the other; null where there are fewer than parameters, or nothing comes near.
 */
export function fitLogGrowth(
  shape: LogShape,
  ages: readonly number[],
  counts: readonly number[],
  starts: readonly (readonly number[])[],
  bounds: { lower: readonly number[]; upper: readonly number[] },
): LogGrowthFit | null {
  const n = ages.length;
  const { size } = shape;
  if (n < size + 1) return null;
  const points = { ages: Float64Array.from(ages), logs: logarithmsOf(ages) };
  const logCounts = logarithmsOf(counts);
  const parameters = new Float64Array(size);
  const residuals = new Float64Array(n);
  const slopes = new Float64Array(n * size);
  let logCeiling = 0;

  /** What ln h leaves of the counts, its mean taken off; returns the sum of squares. Derivatives go into `into`. */
  const sumAt = (at: Float64Array, into: Float64Array | null = null): number => {
    for (let i = 0; i < size; i++) parameters[i] = Math.exp(at[i] as number);
    shape.fill(points, parameters, at, residuals, into);
    logCeiling = 0;
    for (let p = 0; p < n; p++) {
      const left = (logCounts[p] as number) - (residuals[p] as number);
      residuals[p] = left;
      logCeiling += left;
    }
    logCeiling /= n;
    let sum = 0;
    for (let p = 0; p < n; p++) {
      const residual = (residuals[p] as number) - logCeiling;
      residuals[p] = residual;
      sum += residual * residual;
    }
    return Number.isFinite(sum) ? sum : Number.POSITIVE_INFINITY;
  };
  const squares = (at: Float64Array, normal: Float64Array, gradient: Float64Array): number => {
    const sum = sumAt(at, slopes);
    normal.fill(0);
    gradient.fill(0);
    for (let i = 0; i < size; i++) {
      let mean = 0;
      for (let p = 0; p < n; p++) mean += slopes[p * size + i] as number;
      mean /= n;
      for (let p = 0; p < n; p++) slopes[p * size + i] = (slopes[p * size + i] as number) - mean;
    }
    for (let p = 0; p < n; p++)
      for (let i = 0; i < size; i++) {
        const slope = slopes[p * size + i] as number;
        gradient[i] = (gradient[i] as number) + slope * (residuals[p] as number);
        for (let j = 0; j < size; j++)
          normal[i * size + j] = (normal[i * size + j] as number) + slope * (slopes[p * size + j] as number);
      }
    return sum;
  };

  let [start, least]: [Float64Array | null, number] = [null, Number.POSITIVE_INFINITY];
  for (const each of starts) {
    const at = Float64Array.from(each);
    const sum = sumAt(at);
    if (sum < least) [start, least] = [at, sum];
  }
  if (!start) return null;
  const found = levenbergMarquardt(squares, start, { ...bounds, tolerance: 1e-9, evaluations: 200 });
  const rss = sumAt(found.at);
  if (!Number.isFinite(rss)) return null;
  return {
    parameters: [Math.exp(logCeiling), ...Array.from(found.at, Math.exp)],
    rss,
    n,
    aicc: aicc(rss, n, size + 1),
  };
}

function logarithmsOf(values: readonly number[]): Float64Array {
  const logarithms = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) logarithms[i] = Math.log(values[i] as number);
  return logarithms;
}
