import { requireSameLength } from '../finite.ts';
import { levenbergMarquardt, type SquaredResiduals } from './levenberg-marquardt.ts';

/** A curve y = f(x) with parameters. */
export interface Curve {
  name: string;
  value: (x: number, parameters: ArrayLike<number>) => number;
  /** Fills in the derivatives by each parameter; central differences unless given. */
  derivatives?: (x: number, parameters: ArrayLike<number>, out: Float64Array) => void;
}

export interface CurveFit {
  curve: string;
  /** In the order of the curve. */
  parameters: number[];
  /** Residual sum of squares. */
  rss: number;
  /** Points. */
  n: number;
  /** Corrected Akaike information criterion, see `aicc`; null where there are too few points for it. */
  aicc: number | null;
  /** False where the search was cut off before it came to an end. */
  converged: boolean;
}

export interface CurveOptions {
  /** Bounds per parameter; none unless given. */
  lower?: readonly number[];
  upper?: readonly number[];
}

/**
 * Fits a curve to points by non-linear least squares from a start, as R's nls does. A valley is followed to its bottom;
 * whether it is the deepest depends on the start. Null where there are fewer points than parameters or the curve has no
 * value at a point from there. Throws RangeError
 * where x and y differ in length, or a number is not finite.
 */
export function fitCurve(
  curve: Curve,
  x: readonly number[],
  y: readonly number[],
  start: readonly number[],
  options: CurveOptions = {},
): CurveFit | null {
  const n = x.length;
  const size = start.length;
  requireSameLength(x, y);
  if (![...x, ...y, ...start].every(Number.isFinite))
    throw new RangeError('Points and starts are finite numbers.');
  if (n < size || n === 0) return null;
  const found = levenbergMarquardt(squaresOf(curve, x, y, size), start, {
    lower: options.lower ?? start.map(() => Number.NEGATIVE_INFINITY),
    upper: options.upper ?? start.map(() => Number.POSITIVE_INFINITY),
    evaluations: 500,
  });
  if (!Number.isFinite(found.value)) return null;
  return {
    curve: curve.name,
    parameters: Array.from(found.at),
    rss: found.value,
    n,
    aicc: aicc(found.value, n, size),
    converged: found.converged,
  };
}

/** The best of the fits from several starts; null where there is none, or no start. */
export function fitCurveFrom(
  curve: Curve,
  x: readonly number[],
  y: readonly number[],
  starts: readonly (readonly number[])[],
  options: CurveOptions = {},
): CurveFit | null {
  let best: CurveFit | null = null;
  for (const start of starts) {
    const fit = fitCurve(curve, x, y, start, options);
    if (fit && (best === null || fit.rss < best.rss)) best = fit;
  }
  return best;
}

/**
 * Corrected Akaike information criterion of a least-squares fit with `parameters` parameters and normal errors, up to what all fits to
 * the same points share: n·ln(rss/n) + 2k + 2k(k + 1)/(n − k − 1), k counting the variance too. Smaller is better; fits
 * compare only over the same points. Null where n is not above k + 1. A sum below rounding counts as rounding.
 * Akaike (1974); Hurvich and Tsai (1989).
 */
export function aicc(rss: number, n: number, parameters: number): number | null {
  const k = parameters + 1;
  if (n <= k + 1) return null;
  return n * Math.log(Math.max(rss / n, Number.EPSILON ** 2)) + 2 * k + (2 * k * (k + 1)) / (n - k - 1);
}

function squaresOf(curve: Curve, x: readonly number[], y: readonly number[], size: number): SquaredResiduals {
  const slopes = new Float64Array(size);
  const derivatives = curve.derivatives ?? differences(curve, size);
  return (at, normal, gradient) => {
    normal.fill(0);
    gradient.fill(0);
    let sum = 0;
    for (let p = 0; p < x.length; p++) {
      const here = x[p] as number;
      const residual = (y[p] as number) - curve.value(here, at);
      if (!Number.isFinite(residual)) return Number.POSITIVE_INFINITY;
      sum += residual * residual;
      derivatives(here, at, slopes);
      for (let i = 0; i < size; i++) {
        const slope = slopes[i] as number;
        gradient[i] = (gradient[i] as number) + slope * residual;
        for (let j = 0; j < size; j++)
          normal[i * size + j] = (normal[i * size + j] as number) + slope * (slopes[j] as number);
      }
    }
    return sum;
  };
}

/** Central differences, with a step that balances rounding against curvature. */
function differences({ value }: Curve, size: number): NonNullable<Curve['derivatives']> {
  const moved = new Float64Array(size);
  return (x, parameters, out) => {
    for (let i = 0; i < size; i++) moved[i] = parameters[i] as number;
    for (let i = 0; i < size; i++) {
      const here = parameters[i] as number;
      const step = Math.cbrt(Number.EPSILON) * Math.max(Math.abs(here), 1e-4);
      moved[i] = here + step;
      const above = value(x, moved);
      moved[i] = here - step;
      out[i] = (above - value(x, moved)) / (2 * step);
      moved[i] = here;
    }
  };
}
