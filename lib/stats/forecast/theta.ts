import { requireWhole } from '../finite.ts';
import { fitSmoothing } from './fit-smoothing.ts';
import { lineThrough } from './line.ts';
import { noiseOf, sigmaOf } from './noise.ts';
import { gainAfter, runSmoothing } from './recursion.ts';
import { hasSeason, seasonalFigure } from './season.ts';
import { fittedAndResiduals } from './smoothing.ts';
import type { Forecast, MethodOptions, Series, Withheld } from './types.ts';
import { emptyHistory, scaleValues, tooFew, toValues } from './values.ts';

/**
 * The theta method: simple smoothing plus half the slope of the least-squares line through all values. A season of `period`
 * steps (1, that is none, unless said) is divided out before and multiplied in after, where all values are above 0 and the
 * autocorrelation one period back is beyond chance at 10%. Band as R has it: σ(h)² = σ²(1 + (h − 1)α²) of the smoothing.
 * Fitted values include the slope. Null with a reason below 4 observations.
 * Assimakopoulos and Nikolopoulos (2000); Hyndman and Billah (2003); R's forecast::thetaf.
 */
export function theta(
  series: Series,
  horizon: number,
  { period = 1, start, keep, history = true }: MethodOptions = {},
): Forecast | Withheld {
  requireWhole('horizon', horizon, 1);
  requireWhole('period', period, 1);
  const observations = toValues(series);
  const { values: plain, figure } = withoutSeason(observations, period);
  const scaled = scaleValues(plain);
  if (!scaled || scaled.observed < 4) return tooFew('theta', scaled?.observed ?? 0, 4);
  const { values, origin, unit, last, observed } = scaled;
  const { weights, initial } = fitSmoothing(scaled, false, {
    beta: 0,
    phi: 0,
    ...(start && { start }),
    ...(keep && { keep }),
  });
  const { state, squares, fitted } = runSmoothing(values, weights, initial);
  const { alpha } = weights;
  const half = lineThrough(values).slope / 2;
  // How far the level lags behind a line that rises by 1 each step, at the next step.
  let behind = 0;
  let missing = 0;
  for (let t = 0; t < values.length; t++) {
    fitted[t] = (fitted[t] as number) + half * behind;
    if (Number.isNaN(values[t])) {
      missing++;
      behind += 1;
      continue;
    }
    behind = 1 + (1 - gainAfter(alpha, missing)) * behind;
    missing = 0;
  }
  const sigma = unit * Math.sqrt(squares / (observed - 2));
  const noise = [noiseOf({ sigma, alpha, lag: series.length - 1 - last })];
  const seasonAt = (t: number) => figure?.[t % period] ?? 1;
  const past = history ? fittedAndResiduals(values, fitted, scaled, series.length) : emptyHistory(0);
  if (figure)
    past.fitted.forEach((each, t) => {
      if (each === null) return;
      past.fitted[t] = each * seasonAt(t);
      if (past.residuals[t] !== null) past.residuals[t] = (observations[t] as number) - each * seasonAt(t);
    });
  return {
    method: 'theta',
    point: Array.from(
      { length: horizon },
      (_, h) => (origin + unit * (state.level + half * (h + behind))) * seasonAt(series.length + h),
    ),
    sigma: sigmaOf(noise, horizon),
    scale: 'identity',
    ...past,
    parameters: {
      alpha,
      initialLevel: origin + unit * initial.level,
      level: origin + unit * state.level,
      slope: unit * half,
      ...(figure && { season: figure.map((_, place) => seasonAt(series.length + place)) }),
    },
    noise,
    reason: null,
  };
}

function withoutSeason(values: Float64Array, period: number) {
  // NaN is not below or at 0 either: gaps do no harm.
  const isPositive = !values.some((value) => value <= 0);
  const figure =
    isPositive && hasSeason(values, period) ? seasonalFigure(values, period, 'multiplicative') : null;
  if (!figure || figure.some((each) => Math.abs(each) < 1e-10)) return { values, figure: null };
  return { values: values.map((value, t) => value / (figure[t % period] as number)), figure };
}
