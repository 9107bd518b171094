import { decompose } from '../decomposition/classical.ts';
import { requireWhole } from '../finite.ts';
import { lineThrough } from './line.ts';
import { minimise } from './nelder-mead.ts';
import { noiseOf, sigmaOf } from './noise.ts';
import type { Forecast, MethodOptions, Parameters, Series, Withheld } from './types.ts';
import { emptyHistory, toValues } from './values.ts';

export interface HoltWintersOptions extends MethodOptions {
  /** Whether the season is added or multiplied; added unless said. */
  seasonal?: 'additive' | 'multiplicative';
  /** Parameters that are to be taken as they are; the others are fitted within 0 to 1. */
  alpha?: number;
  beta?: number;
  gamma?: number;
}

/**
 * Holt–Winters: level, slope and a seasonal term for each place of the season (`period`, 7 unless said) follow the errors by α, β and γ.
 * The first two seasons without a gap give the start, by classical decomposition and a line through its trend, and
 * errors count from the second season on, as in R. α, β and γ by least squares unless given. Over a missing value the
 * state goes on as expected. Bands by the variance of the residuals and the effects ψ(j) = α(1 + βj) + γ(1 − α)[period
 * divides j] of a surprise j steps later; a multiplied season scales them (Yar and Chatfield 1990). Null with a reason
 * where no two seasons follow each other without a gap, fewer than 5 observations come after the first of them or a
 * multiplied season meets a value that is not above 0.
 * Holt (1957), Winters (1960); R's stats::HoltWinters.
 */
export function holtWinters(
  series: Series,
  horizon: number,
  options: HoltWintersOptions = {},
): Forecast | Withheld {
  requireWhole('horizon', horizon, 1);
  const { period = 7, seasonal = 'additive' } = options;
  requireWhole('period', period, 2);
  const method = 'holtWinters';
  const withheld = (reason: string): Withheld => ({ method, point: null, reason });
  const values = toValues(series);
  const isAdded = seasonal === 'additive';
  if (!isAdded && values.some((value) => value <= 0))
    return withheld('A season that multiplies takes values above 0, and there are others.');
  const begin = firstWhole(values, 2 * period);
  if (begin < 0) return withheld(`It takes ${2 * period} observations without a gap.`);
  const initial = initialState(values.subarray(begin, begin + 2 * period), period, seasonal);
  const rest = values.subarray(begin + period);
  const observed = rest.reduce((count, value) => count + (Number.isNaN(value) ? 0 : 1), 0);
  if (!initial || observed < 5) return withheld('It takes 5 observations after the first season.');
  const season = new Float64Array(period);
  const squares = (at: ArrayLike<number>) => run(rest, at, initial, isAdded, season).squares;
  const at = fitWeights(squares, options);
  const [alpha = 0, beta = 0, gamma = 0] = at;
  const fitted = new Array<number | null>(values.length).fill(null);
  const { level, slope } = run(rest, at, initial, isAdded, season, (t, expected) => {
    fitted[begin + period + t] = expected;
  });
  const residuals = fitted.map((expected, t) => {
    const value = values[t] as number;
    return expected === null || Number.isNaN(value) ? null : value - expected;
  });
  const ahead = (h: number) => season[(rest.length + h) % period] as number;
  const lag = values.length - 1 - values.findLastIndex((value) => !Number.isNaN(value));
  const noise = [
    noiseOf({
      sigma: deviationOf(residuals.filter((each) => each !== null)),
      alpha,
      beta: alpha * beta,
      gamma: gamma * (1 - alpha),
      period,
      lag,
    }),
  ];
  const trendAt = (h: number) => level + (h + 1) * slope;
  const parameters: Parameters = {
    alpha,
    beta,
    gamma,
    initialLevel: initial.level,
    initialSlope: initial.slope,
    level,
    slope,
    season: Array.from(season, (_, h) => ahead(h)),
  };
  const point = Array.from({ length: horizon }, (_, h) =>
    isAdded ? trendAt(h) + ahead(h) : trendAt(h) * ahead(h),
  );
  const sigma = isAdded
    ? sigmaOf(noise, horizon)
    : multipliedSigma(noise[0]?.sigma ?? 0, at, lag, ahead, horizon, period);
  const past = options.history === false ? emptyHistory(0) : { fitted, residuals };
  return { method, point, sigma, scale: 'identity', ...past, parameters, noise, reason: null };
}

interface Initial {
  level: number;
  slope: number;
  season: number[];
}

/** Where `length` observations follow each other for the first time; −1 where they never do. */
function firstWhole(values: Float64Array, length: number): number {
  let known = 0;
  for (let t = 0; t < values.length; t++) {
    known = Number.isNaN(values[t]) ? 0 : known + 1;
    if (known === length) return t - length + 1;
  }
  return -1;
}

function initialState(
  values: Float64Array,
  period: number,
  seasonal: 'additive' | 'multiplicative',
): Initial | null {
  const parts = decompose(Array.from(values), period, seasonal);
  if (!parts) return null;
  const trend = Float64Array.from(parts.trend.filter((value) => value !== null));
  const { level, slope } = lineThrough(trend);
  // R numbers the trend from 1, so that its intercept lies one step before the first value of the trend.
  return { level: level - slope, slope, season: parts.figure };
}

/** One run from the initial state; the season of the next period is left in `season`, by place from the first value. */
function run(
  values: Float64Array,
  at: ArrayLike<number>,
  initial: Initial,
  isAdded: boolean,
  season: Float64Array,
  each?: (t: number, expected: number) => void,
): { level: number; slope: number; squares: number } {
  const [alpha, beta, gamma] = [at[0] as number, at[1] as number, at[2] as number];
  let { level, slope } = initial;
  let squares = 0;
  season.set(initial.season);
  for (let t = 0; t < values.length; t++) {
    const value = values[t] as number;
    const place = t % season.length;
    const term = season[place] as number;
    const trend = level + slope;
    const expected = isAdded ? trend + term : trend * term;
    each?.(t, expected);
    if (Number.isNaN(value)) {
      level = trend;
      continue;
    }
    squares += (value - expected) ** 2;
    const before = level;
    level = alpha * (isAdded ? value - term : value / term) + (1 - alpha) * trend;
    slope = beta * (level - before) + (1 - beta) * slope;
    season[place] = gamma * (isAdded ? value - level : value / level) + (1 - gamma) * term;
  }
  return { level, slope, squares };
}

/** R's start, and two for series whose level jumps or whose season holds still. */
const starts = [
  [0.3, 0.1, 0.1],
  [0.8, 0.02, 0.3],
  [0.1, 0.02, 0.02],
] as const;

function fitWeights(
  squares: (at: ArrayLike<number>) => number,
  { alpha, beta, gamma, start }: HoltWintersOptions,
): Float64Array {
  const fixed = [alpha, beta, gamma];
  const search = {
    lower: fixed.map((value) => value ?? 0),
    upper: fixed.map((value) => value ?? 1),
    step: start ? [0.04, 0.02, 0.04] : [0.2, 0.05, 0.1],
    tolerance: 1e-8,
  };
  const finite = (at: Float64Array) => {
    const value = squares(at);
    return Number.isNaN(value) ? Number.POSITIVE_INFINITY : value;
  };
  const begins = start ? [[start.alpha ?? 0.3, start.beta ?? 0.1, start.gamma ?? 0.1]] : starts;
  return begins
    .map((begin) =>
      minimise(
        finite,
        begin.map((value, i) => fixed[i] ?? value),
        search,
      ),
    )
    .reduce((best, each) => (each.value < best.value ? each : best)).at;
}

/** Sample standard deviation, R's choice for the residuals: a lasting bias is not counted. */
function deviationOf(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
}

function multipliedSigma(
  sigma: number,
  at: ArrayLike<number>,
  lag: number,
  ahead: (h: number) => number,
  horizon: number,
  period: number,
): number[] {
  const [alpha, beta, gamma] = [at[0] as number, at[1] as number, at[2] as number];
  // Places before the first step: a whole number of periods keeps the index above 0.
  const place = (h: number) => ahead(h + period * Math.ceil((lag + horizon) / period));
  return Array.from({ length: horizon }, (_, h) => {
    let variance = 1;
    for (let j = 1; j <= h + lag; j++) {
      const effect = alpha * (1 + j * beta) + (j % period === 0 ? gamma * (1 - alpha) : 0);
      variance += ((effect * place(h)) / place(h - j)) ** 2;
    }
    return sigma * Math.sqrt(variance);
  });
}
