import { requireWhole } from '../finite.ts';
import { fitSmoothing, type SmoothingOptions } from './fit-smoothing.ts';
import { noiseOf, sigmaOf } from './noise.ts';
import { runSmoothing, type State, type Weights } from './recursion.ts';
import type { Forecast, Parameters, Series, Withheld } from './types.ts';
import { emptyHistory, type Scaled, scaleValues, tooFew, toValues } from './values.ts';

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
    ...(options.history === false ? emptyHistory(0) : fittedAndResiduals(values, fitted, scaled, length)),
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
  const { fitted, residuals } = emptyHistory(length);
  for (let t = 0; t < values.length; t++) {
    fitted[first + t] = origin + unit * (scaledFitted[t] as number);
    const afterGap = t > 0 && Number.isNaN(values[t - 1]);
    if (!Number.isNaN(values[t]) && !afterGap)
      residuals[first + t] = unit * ((values[t] as number) - (scaledFitted[t] as number));
  }
  return { fitted, residuals };
}
