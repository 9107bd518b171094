/**
 * A series at equal steps (days, as a rule), oldest first. `null`, and in a typed array `NaN`, is a value nobody knows: a gap,
 * never a zero.
 */
export type Series = ArrayLike<number | null>;

/** What a method found or was told. Which members exist depends on the method; all are in the unit of the series. */
export interface Parameters {
  /** Smoothing of the level, 0 to 1: the share of a surprise that stays. */
  alpha?: number;
  /** Smoothing of the slope, 0 to 1 (β* of Hyndman and Athanasopoulos, `beta` of R's HoltWinters; R's ets says α·β*). */
  beta?: number;
  /** Smoothing of the season, 0 to 1. */
  gamma?: number;
  /** Damping of the slope per step; 1 is none. */
  phi?: number;
  /** Level and slope before the first observation. */
  initialLevel?: number;
  initialSlope?: number;
  /** Level after the last element of the series. */
  level?: number;
  /** Slope per step after the last element of the series. */
  slope?: number;
  /** Seasonal terms of the next period, in its order. */
  season?: number[];
  /** Of a combination: the parameters of its members. */
  members?: Parameters[];
}

/**
 * How errors add up over the steps of a forecast. A surprise e of one step moves the value j steps later by
 * c(j)·e with c(j) = α + β(φ + φ² + … + φʲ) + γ[period divides j] (Hyndman, Koehler, Ord and Snyder 2008, chapter 6).
 */
export interface Noise {
  /** Standard deviation of one step's surprise. */
  sigma: number;
  alpha: number;
  /** Here α·β*, the direct effect of a surprise on the slope. */
  beta: number;
  phi: number;
  gamma: number;
  period: number;
  /** Standard error of the slope itself, which every step adds once more. */
  slopeError: number;
  /** Steps since the last observation: the missing values at the end of the series. */
  lag: number;
}

export interface Forecast {
  method: string;
  /** Expected value (on a log scale: median) 1 … horizon steps after the last element of the series. */
  point: number[];
  /** Standard deviation of the forecast error at each step, on `scale`; 0 where every past step was hit exactly. */
  sigma: number[];
  /** Scale that `sigma` and `noise` belong to: the unit of the series, or its natural logarithm. */
  scale: 'identity' | 'log';
  /** One-step forecast of each element from those before it, in the unit of the series; null where there is none. */
  fitted: (number | null)[];
  /**
   * Observed − fitted, in the unit of the series; null where either is missing, and for the first value after a gap,
   * whose error is one of several steps.
   */
  residuals: (number | null)[];
  parameters: Parameters;
  /** How errors add up; several where the forecast is the mean of several that meet the same surprises. */
  noise: readonly Noise[];
  reason: null;
}

/** No forecast, and why, in a sentence. */
export interface Withheld {
  method: string;
  point: null;
  reason: string;
}

export interface MethodOptions {
  /** Steps in a season; 7 where a method needs one and nothing is said. */
  period?: number;
  /** Where to start looking for parameters: those of a fit to nearly the same series. */
  start?: Parameters;
  /**
   * Parameters and initial state of a fit to the same series when it was shorter: taken as they are, and only the state goes on to the
   * end. For damped Holt, Holt, simple smoothing and theta without a season; the others have nothing to fit.
   */
  keep?: Parameters;
  /** False leaves `fitted` and `residuals` empty: spares time and memory where many forecasts are made. */
  history?: boolean;
}

/**
 * A way to forecast: from a series, `horizon` steps beyond its last element. Pure; leaves the series alone. Throws RangeError
 * where the horizon is not a whole number of at least 1.
 */
export type Method = (series: Series, horizon: number, options?: MethodOptions) => Forecast | Withheld;
