import { aicc } from './fit.ts';
import { levenbergMarquardt } from './levenberg-marquardt.ts';

/**
 * Growth curves A·h(x) fitted to counts on the logarithm: ln A is the mean of what ln h leaves, so that only the shape has to be looked for
 * (variable projection, Golub and Pereyra 1973). Hundreds of thousands of posts are fitted, hence derivatives written out.
 */

/** ln h of a curve and its derivatives by the logarithms of its shape parameters. */
export interface LogShape {
  /** How many shape parameters there are, one or two. */
  size: 1 | 2;
  /** ln h at an age; the derivatives go into `out`. `logarithms` are those of the parameters, `parameters` themselves. */
  value: (
    age: number,
    logAge: number,
    parameters: Float64Array,
    logarithms: Float64Array,
    out: Float64Array,
  ) => number;
}

/** h = 1 − exp(−(x/s)ᵏ), [s, k]. */
export const weibullShape: LogShape = {
  size: 2,
  value: (_, logAge, parameters, logarithms, out) => {
    const k = parameters[1] as number;
    const power = k * (logAge - (logarithms[0] as number));
    const u = Math.exp(power);
    // d ln h / du = 1 / (eᵘ − 1); for small u, u times it is 1.
    const slope = u < 1e-12 ? 1 : u > 700 ? 0 : u / Math.expm1(u);
    out[0] = -k * slope;
    out[1] = power * slope;
    return u < 1e-12 ? power : Math.log(-Math.expm1(-u));
  },
};

/** h = x/(K + x), [K]. */
export const michaelisMentenShape: LogShape = {
  size: 1,
  value: (age, logAge, parameters, _, out) => {
    const half = parameters[0] as number;
    out[0] = -half / (half + age);
    return logAge - Math.log(half + age);
  },
};

/** h = 1/(1 + exp((m − x)/c)), [m, c]. */
export const logisticShape: LogShape = {
  size: 2,
  value: (age, _, parameters, __, out) => {
    const [m, c] = [parameters[0] as number, parameters[1] as number];
    const z = (m - age) / c;
    const share = 1 / (1 + Math.exp(-z));
    out[0] = (-share * m) / c;
    out[1] = share * z;
    return z > 700 ? -z : -Math.log1p(Math.exp(z));
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
  if (n < shape.size + 1) return null;
  const logAges = Float64Array.from(ages, Math.log);
  const logCounts = Float64Array.from(counts, Math.log);
  const parameters = new Float64Array(shape.size);
  const residuals = new Float64Array(n);
  const slopes = new Float64Array(n * shape.size);
  const out = new Float64Array(shape.size);
  let logCeiling = 0;

  /** What ln h leaves of the counts, its mean taken off; returns the sum of squares. */
  const sumAt = (at: Float64Array): number => {
    for (let i = 0; i < shape.size; i++) parameters[i] = Math.exp(at[i] as number);
    logCeiling = 0;
    for (let p = 0; p < n; p++) {
      const left =
        (logCounts[p] as number) - shape.value(ages[p] as number, logAges[p] as number, parameters, at, out);
      residuals[p] = left;
      logCeiling += left;
      for (let i = 0; i < shape.size; i++) slopes[p * shape.size + i] = out[i] as number;
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
    const sum = sumAt(at);
    normal.fill(0);
    gradient.fill(0);
    const { size } = shape;
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
    aicc: aicc(rss, n, shape.size + 1),
  };
}
