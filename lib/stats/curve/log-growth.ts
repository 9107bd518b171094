import { aicc } from './fit.ts';

/**
 * Growth curves A·h(x) fitted to counts on the logarithm: ln A is the mean of what ln h leaves, so that only the shape has to be looked for
 * (variable projection, Golub and Pereyra 1973). Hundreds of thousands of posts are fitted, hence derivatives written out, and room to
 * work in that is used again.
 */

/** Points of which ages and counts are above 0, as a fit needs them; `n` of them, whatever the length of the lists. */
export interface LogPoints {
  n: number;
  ages: Float64Array;
  /** Logarithms of ages and counts. */
  logs: Float64Array;
  logCounts: Float64Array;
}

/** ln h of a curve and its derivatives by the logarithms of its shape parameters, of all points at once: no call for each. */
export interface LogShape {
  /** How many shape parameters there are, one or two. */
  size: 1 | 2;
  /**
   * Puts ln h at each age into `values`, and its derivatives into `first` and `second`. `a` and `b` are the logarithms of the
   * parameters; a shape of one has no `b`.
   */
  fill: (
    points: LogPoints,
    a: number,
    b: number,
    values: Float64Array,
    first: Float64Array,
    second: Float64Array,
  ) => void;
}

/** h = 1 − exp(−(x/s)ᵏ), [s, k]. */
export const weibullShape: LogShape = {
  size: 2,
  fill: ({ n, logs }, a, b, values, first, second) => {
    const k = Math.exp(b);
    for (let p = 0; p < n; p++) {
      const power = k * ((logs[p] as number) - a);
      const u = Math.exp(power);
      const h = -Math.expm1(-u);
      values[p] = u < 1e-12 ? power : Math.log(h);
      // d ln h / du = e⁻ᵘ / h; for small u, u times it is 1.
      const slope = u < 1e-12 ? 1 : u > 700 ? 0 : (u * (1 - h)) / h;
      first[p] = -k * slope;
      second[p] = power * slope;
    }
  },
};

/** h = x/(K + x), [K]. */
export const michaelisMentenShape: LogShape = {
  size: 1,
  fill: ({ n, ages, logs }, a, _, values, first) => {
    const half = Math.exp(a);
    for (let p = 0; p < n; p++) {
      const sum = half + (ages[p] as number);
      values[p] = (logs[p] as number) - Math.log(sum);
      first[p] = -half / sum;
    }
  },
};

/** h = 1/(1 + exp((m − x)/c)), [m, c]. */
export const logisticShape: LogShape = {
  size: 2,
  fill: ({ n, ages }, a, b, values, first, second) => {
    const m = Math.exp(a);
    const c = Math.exp(b);
    for (let p = 0; p < n; p++) {
      const z = (m - (ages[p] as number)) / c;
      const grown = Math.exp(z);
      values[p] = z > 700 ? -z : -Math.log1p(grown);
      const share = z > 700 ? 1 : grown / (1 + grown);
      first[p] = (-share * m) / c;
      second[p] = share * z;
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

/** Logarithms of the parameters of a shape; of a shape of one the second says nothing. */
export type LogPlace = readonly [number, number];

/** Ends where a step lowers the sum by less than this fraction. */
const tolerance = 1e-9;
const mostEvaluations = 200;

/**
 * The curve of least squares within bounds of the logarithms of the shape's parameters, by Levenberg (1944) and Marquardt (1963) from
 * the best of `starts`. Null where there are fewer points than parameters, or nothing comes near.
 */
export function fitLogGrowth(
  shape: LogShape,
  points: LogPoints,
  starts: readonly LogPlace[],
  { lower, upper }: { lower: LogPlace; upper: LogPlace },
): LogGrowthFit | null {
  const { n } = points;
  const { size } = shape;
  if (n < size + 1) return null;
  const room = roomFor(n);
  let a = 0;
  let b = 0;
  let value = Number.POSITIVE_INFINITY;
  let { aa, ab, bb, ga, gb, logCeiling } = room;
  for (const start of starts) {
    const nextA = clamp(start[0], lower[0], upper[0]);
    const nextB = clamp(start[1], lower[1], upper[1]);
    const sum = squaresAt(shape, points, nextA, nextB, room);
    if (!(sum < value)) continue;
    a = nextA;
    b = nextB;
    value = sum;
    ({ aa, ab, bb, ga, gb, logCeiling } = room);
  }
  if (!Number.isFinite(value)) return null;
  let damping = 1e-3;
  for (let used = 1; used < mostEvaluations && damping < 1e12; used++) {
    const heldA = isHeld(a, ga, lower[0], upper[0]);
    const heldB = size === 1 || isHeld(b, gb, lower[1], upper[1]);
    const own = heldA ? 0 : aa * (1 + damping);
    const other = heldB ? 0 : bb * (1 + damping);
    const determinant = own * other - ab * ab;
    let stepA = own > 0 ? ga / own : 0;
    let stepB = own > 0 || !(other > 0) ? 0 : gb / other;
    if (own > 0 && other > 0 && determinant > 1e-14 * own * other) {
      stepA = (other * ga - ab * gb) / determinant;
      stepB = (own * gb - ab * ga) / determinant;
    }
    const nextA = clamp(a + stepA, lower[0], upper[0]);
    const nextB = clamp(b + stepB, lower[1], upper[1]);
    if (nextA === a && nextB === b) break;
    const sum = squaresAt(shape, points, nextA, nextB, room);
    if (!(sum <= value)) {
      damping *= 10;
      continue;
    }
    const gain = value - sum;
    a = nextA;
    b = nextB;
    value = sum;
    ({ aa, ab, bb, ga, gb, logCeiling } = room);
    if (gain <= tolerance * sum) break;
    damping = Math.max(damping / 10, 1e-12);
  }
  const parameters =
    size === 1 ? [Math.exp(logCeiling), Math.exp(a)] : [Math.exp(logCeiling), Math.exp(a), Math.exp(b)];
  return { parameters, rss: value, n, aicc: aicc(value, n, size + 1) };
}

function clamp(value: number, lower: number, upper: number): number {
  return Math.min(upper, Math.max(lower, value));
}

/** True for a parameter on its bound that would be pushed through it. */
function isHeld(at: number, push: number, lower: number, upper: number): boolean {
  return (at <= lower && push <= 0) || (at >= upper && push >= 0);
}

interface Room {
  values: Float64Array;
  first: Float64Array;
  second: Float64Array;
  /** JᵀJ and Jᵀr at the last place that was looked at, r being observed − curve; ln A there. */
  aa: number;
  ab: number;
  bb: number;
  ga: number;
  gb: number;
  logCeiling: number;
}

let kept: Room | null = null;

function roomFor(n: number): Room {
  if (kept === null || kept.values.length < n)
    kept = {
      values: new Float64Array(2 * n),
      first: new Float64Array(2 * n),
      second: new Float64Array(2 * n),
      aa: 0,
      ab: 0,
      bb: 0,
      ga: 0,
      gb: 0,
      logCeiling: 0,
    };
  return kept;
}

/** Sum of squared residuals at a place, and there, in `room`, what a step needs; Infinity where the place is none. */
function squaresAt(shape: LogShape, points: LogPoints, a: number, b: number, room: Room): number {
  const { n, logCounts } = points;
  const { values, first, second } = room;
  shape.fill(points, a, b, values, first, second);
  let mean = 0;
  for (let p = 0; p < n; p++) mean += (logCounts[p] as number) - (values[p] as number);
  mean /= n;
  let sum = 0;
  let ma = 0;
  let mb = 0;
  let aa = 0;
  let ab = 0;
  let bb = 0;
  let ga = 0;
  let gb = 0;
  const isTwo = shape.size === 2;
  for (let p = 0; p < n; p++) {
    const residual = (logCounts[p] as number) - (values[p] as number) - mean;
    const slope = first[p] as number;
    sum += residual * residual;
    ma += slope;
    aa += slope * slope;
    ga += slope * residual;
    if (!isTwo) continue;
    const other = second[p] as number;
    mb += other;
    ab += slope * other;
    bb += other * other;
    gb += other * residual;
  }
  // Residuals have the mean 0: of the derivatives only what differs from theirs counts.
  room.aa = aa - (ma * ma) / n;
  room.ab = ab - (ma * mb) / n;
  room.bb = bb - (mb * mb) / n;
  room.ga = ga;
  room.gb = gb;
  room.logCeiling = mean;
  return Number.isFinite(sum) ? sum : Number.POSITIVE_INFINITY;
}
