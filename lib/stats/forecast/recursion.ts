/**
 * The recursions of exponential smoothing with an additive trend, in error-correction form (Hyndman, Koehler, Ord and Snyder
 * 2008, chapters 2 and 3), on scaled values with NaN for what is missing:
 *
 *   expected = level + φ·slope;  e = value − expected;  level = expected + α·e;  slope = φ·slope + α·β·e
 *
 * Simple smoothing is φ = 0 with slope 0. Over a missing value the state goes on as expected. The value after k missing ones
 * meets a state that is less sure: its gain is the one of the local level model, P/(1 + P) with P = α + (k + 1)α²/(1 − α),
 * which is α for k = 0 (Durbin and Koopman 2012, 2.11); its error is one of k + 1 steps, so the slope takes a
 * (k + 1)th of it, and its square counts as much.
 */

export interface Weights {
  alpha: number;
  /** β*, the smoothing of the slope. */
  beta: number;
  phi: number;
}

export interface State {
  level: number;
  slope: number;
}

/** How far the level follows the first value after `missing` ones. */
export function gainAfter(alpha: number, missing: number): number {
  if (alpha >= 1) return 1;
  const uncertainty = alpha + ((missing + 1) * alpha * alpha) / (1 - alpha);
  return uncertainty / (1 + uncertainty);
}

/**
 * Sum of squared errors at the best initial state for these weights, and that state in `best`. Errors are linear in the initial
 * state, so the best one is a least-squares solution found in the same run, and the search is left with the weights
 * alone. `from` is any initial state; a near one keeps digits.
 */
export function profiledError(
  values: Float64Array,
  { alpha, beta, phi }: Weights,
  from: State,
  best: State,
): number {
  if (phi === 0) return profiledLevelError(values, alpha, from, best);
  let level = from.level;
  let slope = from.slope;
  // How level and slope answer to the initial level (l) and to the initial slope (s).
  let levelL = 1;
  let slopeL = 0;
  let levelS = 0;
  let slopeS = 1;
  let ee = 0;
  let el = 0;
  let es = 0;
  let ll = 0;
  let ls = 0;
  let ss = 0;
  let gain = alpha;
  let slopeGain = alpha * beta;
  let weight = 1;
  let missing = 0;
  for (let t = 0; t < values.length; t++) {
    const value = values[t] as number;
    slope *= phi;
    slopeL *= phi;
    slopeS *= phi;
    level += slope;
    levelL += slopeL;
    levelS += slopeS;
    if (Number.isNaN(value)) {
      missing++;
      continue;
    }
    if (missing > 0) {
      gain = gainAfter(alpha, missing);
      slopeGain = (gain * beta) / (missing + 1);
      weight = 1 / (missing + 1);
    }
    const error = value - level;
    ee += weight * error * error;
    el += weight * error * levelL;
    es += weight * error * levelS;
    ll += weight * levelL * levelL;
    ls += weight * levelL * levelS;
    ss += weight * levelS * levelS;
    level += gain * error;
    slope += slopeGain * error;
    slopeL -= slopeGain * levelL;
    slopeS -= slopeGain * levelS;
    levelL -= gain * levelL;
    levelS -= gain * levelS;
    if (missing > 0) {
      gain = alpha;
      slopeGain = alpha * beta;
      weight = 1;
      missing = 0;
    }
  }
  const determinant = ll * ss - ls * ls;
  // Where the two cannot be told apart the slope stays.
  const known = determinant > 1e-12 * ll * ss;
  const byLevel = known ? (el * ss - es * ls) / determinant : el / ll;
  const bySlope = known ? (es * ll - el * ls) / determinant : 0;
  best.level = from.level + byLevel;
  best.slope = from.slope + bySlope;
  return Math.max(0, ee - byLevel * el - bySlope * es);
}

function profiledLevelError(values: Float64Array, alpha: number, from: State, best: State): number {
  let level = from.level;
  let sensitivity = 1;
  let ee = 0;
  let es = 0;
  let ss = 0;
  let missing = 0;
  for (let t = 0; t < values.length; t++) {
    const value = values[t] as number;
    if (Number.isNaN(value)) {
      missing++;
      continue;
    }
    const error = value - level;
    let gain = alpha;
    if (missing > 0) {
      const weight = 1 / (missing + 1);
      ee += weight * error * error;
      es += weight * error * sensitivity;
      ss += weight * sensitivity * sensitivity;
      gain = gainAfter(alpha, missing);
      missing = 0;
    } else {
      ee += error * error;
      es += error * sensitivity;
      ss += sensitivity * sensitivity;
    }
    level += gain * error;
    sensitivity -= gain * sensitivity;
  }
  const byLevel = ss > 0 ? es / ss : 0;
  best.level = from.level + byLevel;
  best.slope = 0;
  return Math.max(0, ee - byLevel * es);
}

export interface Run {
  /** The state after the last value. */
  state: State;
  squares: number;
  fitted: Float64Array;
}

/** One run of the recursions from a given initial state. */
export function runSmoothing(values: Float64Array, { alpha, beta, phi }: Weights, initial: State): Run {
  let { level, slope } = initial;
  let squares = 0;
  let missing = 0;
  const fitted = new Float64Array(values.length);
  for (let t = 0; t < values.length; t++) {
    const value = values[t] as number;
    slope *= phi;
    level += slope;
    fitted[t] = level;
    if (Number.isNaN(value)) {
      missing++;
      continue;
    }
    const error = value - level;
    const gain = missing > 0 ? gainAfter(alpha, missing) : alpha;
    squares += (error * error) / (missing + 1);
    level += gain * error;
    slope += (gain * beta * error) / (missing + 1);
    missing = 0;
  }
  return { state: { level, slope }, squares, fitted };
}
