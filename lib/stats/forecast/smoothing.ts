import { levenbergMarquardt } from '../curve/levenberg-marquardt.ts';
import { requireWhole } from '../finite.ts';
import { lineThrough } from './line.ts';
import { noiseOf, sigmaOf } from './noise.ts';
import { levelSquares, trendSquares } from './normal-equations.ts';
import { profiledError, runSmoothing, type State, type Weights } from './recursion.ts';
import type { Forecast, MethodOptions, Parameters, Series, Withheld } from './types.ts';
import { type Scaled, scaleValues, tooFew, toValues } from './values.ts';

/** Parameters that are to be taken as they are; the others are fitted. */
export interface SmoothingOptions extends MethodOptions {
  alpha?: number;
  /** β*, see `Parameters`. */
  beta?: number;
  phi?: number;
  /** Level, and with a trend slope, before the first observation. */
  initial?: { level: number; slope?: number };
}

/**
 * Simple exponential smoothing, ETS(A,N,N): a level that follows each observation by α of its error; the last level is the
 * forecast of every step. α and the initial level by least squares unless given. σ(h)² = σ²(1 + (h − 1)α²), σ² the sum of
 * squared one-step errors over (observations − fitted parameters). Over missing values the state goes on as expected: a gap at
 * the end widens the band and gives no spike. Null with a reason below 2 observations more than fitted parameters (below 1 where
 * nothing is fitted).
 * Hyndman and Athanasopoulos (2021), 8.1 and 8.7; R's forecast::ses.
 */
export function ses(series: Series, horizon: number, options: SmoothingOptions = {}): Forecast | Withheld {
  return smooth('ses', series, horizon, { ...options, beta: 0, phi: 0 });
}

/**
 * Holt's linear trend, ETS(A,A,N): level and slope both follow the errors, and the forecast goes on along the last slope. α, β and
 * the initial state by least squares unless given. σ(h)² = σ²(1 + Σ (α + αβj)²) for j below h. Otherwise as `ses`.
 * Holt (1957); Hyndman and Athanasopoulos (2021), 8.2 and 8.7; R's forecast::holt.
 */
export function holt(series: Series, horizon: number, options: SmoothingOptions = {}): Forecast | Withheld {
  return smooth('holt', series, horizon, { ...options, phi: 1 });
}

/**
 * Holt's trend with a slope that fades by φ each step, ETS(A,Ad,N): point(h) = level + (φ + … + φʰ)·slope. φ is fitted within 0.8
 * to 0.98, as there is no telling it from none above, and little forecast left below. Otherwise as `holt`.
 * Gardner and McKenzie (1985); Hyndman and Athanasopoulos (2021), 8.2 and 8.7; R's forecast::holt(damped = TRUE).
 */
export function dampedHolt(
  series: Series,
  horizon: number,
  options: SmoothingOptions = {},
): Forecast | Withheld {
  return smooth('dampedHolt', series, horizon, options);
}

function smooth(
  method: 'ses' | 'holt' | 'dampedHolt',
  series: Series,
  horizon: number,
  options: SmoothingOptions,
): Forecast | Withheld {
  requireWhole('horizon', horizon, 1);
  const trend = method !== 'ses';
  const parameters =
    [options.alpha, options.beta, options.phi].filter((each) => each === undefined).length +
    (options.initial ? 0 : trend ? 2 : 1);
  const length = series.length;
  const scaled = scaleValues(toValues(series));
  const needed = parameters === 0 ? 1 : parameters + 2;
  if (!scaled || scaled.observed < needed) return tooFew(method, scaled?.observed ?? 0, needed);
  const { values, origin, unit, last } = scaled;
  const { weights, initial } = fitSmoothing(scaled, trend, options);
  const { state, squares, fitted } = runSmoothing(values, weights, initial);
  const { alpha, beta, phi } = weights;
  const sigma = unit * Math.sqrt(squares / (scaled.observed - parameters));
  const noise = [noiseOf({ sigma, alpha, beta: alpha * beta, phi, lag: length - 1 - last })];
  const point: number[] = [];
  let { level, slope } = state;
  for (let h = 0; h < horizon; h++) {
    slope *= phi;
    level += slope;
    point.push(origin + unit * level);
  }
  return {
    method,
    point,
    sigma: sigmaOf(noise, horizon),
    scale: 'identity',
    ...fittedAndResiduals(values, fitted, scaled, length),
    parameters: parametersOf(method, weights, initial, state, scaled),
    noise,
    reason: null,
  };
}

function parametersOf(
  method: string,
  { alpha, beta, phi }: Weights,
  initial: State,
  state: State,
  { origin, unit }: Scaled,
): Parameters {
  const levels = { initialLevel: origin + unit * initial.level, level: origin + unit * state.level };
  if (method === 'ses') return { alpha, ...levels };
  const slopes = { initialSlope: unit * initial.slope, slope: unit * state.slope };
  return { alpha, beta, ...(method === 'holt' ? {} : { phi }), ...levels, ...slopes };
}

/** Back in the unit of the series, at the places of the series. */
export function fittedAndResiduals(
  values: Float64Array,
  scaledFitted: Float64Array,
  { first, origin, unit }: Scaled,
  length: number,
): Pick<Forecast, 'fitted' | 'residuals'> {
  const fitted = new Array<number | null>(length).fill(null);
  const residuals = new Array<number | null>(length).fill(null);
  for (let t = 0; t < values.length; t++) {
    fitted[first + t] = origin + unit * (scaledFitted[t] as number);
    const afterGap = t > 0 && Number.isNaN(values[t - 1]);
    if (!Number.isNaN(values[t]) && !afterGap)
      residuals[first + t] = unit * ((values[t] as number) - (scaledFitted[t] as number));
  }
  return { fitted, residuals };
}

const bounds = { alpha: [1e-4, 0.9999], beta: [1e-4, 0.9999], phi: [0.8, 0.98] } as const;
const grid = { alpha: [0.1, 0.4, 0.8, 0.98], beta: [0.003, 0.05, 0.3] } as const;

/** Weights and initial state of least squared error, in the unit of the scaled values. */
export function fitSmoothing(
  { values, origin, unit }: Scaled,
  trend: boolean,
  options: SmoothingOptions,
): { weights: Weights; initial: State } {
  const { alpha, beta, phi, initial } = options;
  const given = initial && {
    level: (initial.level - origin) / unit,
    slope: (initial.slope ?? 0) / unit,
  };
  const near = given ?? nearState(values, trend);
  const from = { ...near };
  const seed = bestSeed(seedsOf(options), (weights) =>
    given ? runSmoothing(values, weights, given).squares : profiledError(values, weights, near, from),
  );
  if (!given) profiledError(values, seed, near, from);
  const range = (fixed: number | undefined, [low, high]: readonly [number, number]) =>
    fixed === undefined ? ([low, high] as const) : ([fixed, fixed] as const);
  const free = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY] as const;
  const [level, slope] = given
    ? ([
        [given.level, given.level],
        [given.slope, given.slope],
      ] as const)
    : [free, free];
  const ranges = trend
    ? [range(alpha, bounds.alpha), range(beta, bounds.beta), range(phi, bounds.phi), level, slope]
    : [range(alpha, bounds.alpha), level];
  const { at } = levenbergMarquardt(
    trend ? trendSquares(values) : levelSquares(values),
    trend ? [seed.alpha, seed.beta, seed.phi, from.level, from.slope] : [seed.alpha, from.level],
    {
      lower: ranges.map(([low]) => low),
      upper: ranges.map(([, high]) => high),
      tolerance: 1e-9,
      evaluations: 60,
    },
  );
  const [a, second, third, fourth, fifth] = at as unknown as [number, number, number, number, number];
  return trend
    ? { weights: { alpha: a, beta: second, phi: third }, initial: { level: fourth, slope: fifth } }
    : { weights: { alpha: a, beta: 0, phi: 0 }, initial: { level: second, slope: 0 } };
}

/** Weights to start from: those of the fit before, or a grid, as the errors have more than one valley. */
function seedsOf({ alpha, beta, phi, start }: SmoothingOptions): Weights[] {
  const seedPhi = phi ?? start?.phi ?? 0.95;
  if (start) return [{ alpha: alpha ?? start.alpha ?? 0.5, beta: beta ?? start.beta ?? 0.05, phi: seedPhi }];
  return (alpha === undefined ? grid.alpha : [alpha]).flatMap((a) =>
    (beta === undefined ? grid.beta : [beta]).map((b) => ({ alpha: a, beta: b, phi: seedPhi })),
  );
}

function bestSeed(seeds: readonly Weights[], squares: (weights: Weights) => number): Weights {
  let [best] = seeds as [Weights];
  if (seeds.length === 1) return best;
  let least = Number.POSITIVE_INFINITY;
  for (const seed of seeds) {
    const value = squares(seed);
    if (value < least) [least, best] = [value, seed];
  }
  return best;
}

/** Level before the first value and slope of the least-squares line, or the mean: a near initial state. */
function nearState(values: Float64Array, trend: boolean): State {
  const { level, slope } = lineThrough(values);
  if (trend) return { level: level - slope, slope };
  return { level: level + (slope * (values.length - 1)) / 2, slope: 0 };
}
