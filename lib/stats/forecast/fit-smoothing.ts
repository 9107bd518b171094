import { levenbergMarquardt } from '../curve/levenberg-marquardt.ts';
import { lineThrough } from './line.ts';
import { levelSquares, trendSquares } from './normal-equations.ts';
import { profiledError, runSmoothing, type State, type Weights } from './recursion.ts';
import type { MethodOptions, Parameters } from './types.ts';
import type { Scaled } from './values.ts';

/** Parameters that are to be taken as they are; the others are fitted. */
export interface SmoothingOptions extends MethodOptions {
  alpha?: number;
  /** β*, see `Parameters`. */
  beta?: number;
  phi?: number;
  /** Level, and with a trend slope, before the first observation. */
  initial?: { level: number; slope?: number };
}

/** Weights and the state before the first value, in the unit of the scaled values. */
export interface SmoothingFit {
  weights: Weights;
  initial: State;
}

/** Those of R's ets for φ; α and β end short of 0 and 1, where levels never move or never stay. */
const bounds = { alpha: [1e-4, 0.9999], beta: [1e-4, 0.9999], phi: [0.8, 0.98] } as const;
/** The squared errors have several valleys, for each of which there is a start here. */
const grid = {
  alpha: [0.01, 0.1, 0.4, 0.8, 0.98],
  beta: [0.003, 0.05, 0.3, 0.9],
  phi: [0.82, 0.97],
} as const;
/** Up to here a series is searched more widely: its valleys are more, and looking costs less. */
const shortSeries = 120;

/**
 * Weights and initial state of least squared error: the best starts of a grid, or the parameters of a fit before, followed down by
 * Levenberg–Marquardt. Parameters that are to be kept are those of the fit.
 */
export function fitSmoothing(scaled: Scaled, trend: boolean, options: SmoothingOptions): SmoothingFit {
  if (options.keep) return keptFit(scaled, options.keep, options);
  const { values, origin, unit, observed } = scaled;
  const given = options.initial && {
    level: (options.initial.level - origin) / unit,
    slope: (options.initial.slope ?? 0) / unit,
  };
  const near = given ?? nearState(values, trend);
  const model = trend ? trendSquares(values) : levelSquares(values);
  const limits = limitsOf(trend, options, given);
  let best: ArrayLike<number> = [];
  let least = Number.POSITIVE_INFINITY;
  for (const { weights, initial } of bestStarts(values, observed, near, given, options)) {
    const start = trend
      ? [weights.alpha, weights.beta, weights.phi, initial.level, initial.slope]
      : [weights.alpha, initial.level];
    const found = levenbergMarquardt(model, start, limits);
    if (found.value < least) [least, best] = [found.value, found.at];
  }
  const at = (i: number) => best[i] as number;
  return trend
    ? {
        weights: { alpha: at(0), beta: at(1), phi: at(2) },
        initial: { level: at(3), slope: at(4) },
      }
    : { weights: { alpha: at(0), beta: 0, phi: 0 }, initial: { level: at(1), slope: 0 } };
}

/** A fit of before, in the unit of these values. */
function keptFit({ origin, unit }: Scaled, kept: Parameters, { phi = 1 }: SmoothingOptions): SmoothingFit {
  return {
    weights: { alpha: kept.alpha ?? 0, beta: kept.beta ?? 0, phi: kept.phi ?? phi },
    initial: {
      level: ((kept.initialLevel ?? origin) - origin) / unit,
      slope: (kept.initialSlope ?? 0) / unit,
    },
  };
}

/** Bounds of α and level, with a trend of α, β, φ, level and slope; both the value itself where it is given. */
function limitsOf(trend: boolean, { alpha, beta, phi }: SmoothingOptions, given: State | undefined) {
  const range = (fixed: number | undefined, free: readonly [number, number]) =>
    fixed === undefined ? free : ([fixed, fixed] as const);
  const anywhere = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY] as const;
  const [level, slope] = [range(given?.level, anywhere), range(given?.slope, anywhere)];
  const ranges = trend
    ? [range(alpha, bounds.alpha), range(beta, bounds.beta), range(phi, bounds.phi), level, slope]
    : [range(alpha, bounds.alpha), level];
  return {
    lower: ranges.map(([low]) => low),
    upper: ranges.map(([, high]) => high),
    tolerance: 1e-9,
    evaluations: 60,
  };
}

function bestStarts(
  values: Float64Array,
  observed: number,
  near: State,
  given: State | undefined,
  options: SmoothingOptions,
): SmoothingFit[] {
  const { alpha, beta, phi, start } = options;
  const isShort = observed <= shortSeries;
  const startAt = (weights: Weights) => {
    const initial = { ...near };
    const squares = given
      ? runSmoothing(values, weights, given).squares
      : profiledError(values, weights, near, initial);
    return { weights, initial, squares };
  };
  const before = start
    ? [
        startAt({
          alpha: alpha ?? start.alpha ?? 0.5,
          beta: beta ?? start.beta ?? 0.05,
          phi: phi ?? start.phi ?? 0.95,
        }),
      ]
    : [];
  if (start && !isShort) return before;
  const starts = (alpha === undefined ? grid.alpha : [alpha])
    .flatMap((a) =>
      (beta === undefined ? grid.beta : [beta]).flatMap((b) =>
        (phi === undefined ? grid.phi : [phi]).map((p) => startAt({ alpha: a, beta: b, phi: p })),
      ),
    )
    .sort((a, b) => a.squares - b.squares);
  return [...before, ...starts.slice(0, isShort ? 6 : 2)];
}

/** Level before the first value and slope of the least-squares line, or the mean: a near initial state. */
function nearState(values: Float64Array, trend: boolean): State {
  const { level, slope } = lineThrough(values);
  if (trend) return { level: level - slope, slope };
  return { level: level + (slope * (values.length - 1)) / 2, slope: 0 };
}
