import { sumOfMiddles } from '../descriptive/quantile.ts';
import { allFinite, requireWhole } from '../finite.ts';
import { fitAt, type Sequence, type Smoother, smooth } from './loess.ts';

/** How a series is taken apart. Windows are made odd by adding 1. */
export interface StlOptions {
  /** Values to a cycle, at least 2: 7 for days with a weekly pattern. */
  period: number;
  /** The window over the same places of successive cycles, at least 3; `periodic`: the pattern never changes. */
  seasonal?: number | 'periodic';
  /** The window of the trend; 1.5·period/(1 − 1.5/seasonal) unless given. */
  trend?: number;
  /** The window of the low-pass filter; the period unless given. */
  lowPass?: number;
  /** Local means (0) or lines (1) over the same places of cycles: 1, but 0 for `periodic`. */
  seasonalDegree?: 0 | 1;
  trendDegree?: 0 | 1;
  /** As the trend's unless given. */
  lowPassDegree?: 0 | 1;
  /** Fits at every so many places; a tenth of the window, rounded up, unless given. */
  seasonalJump?: number;
  trendJump?: number;
  lowPassJump?: number;
  /** Makes outliers count less: 1 inner and 15 outer rounds instead of 2 and 0. */
  robust?: boolean;
  inner?: number;
  outer?: number;
  /** Ends the outer rounds when season and trend move by less than 1% of their range, as netlib's `stlez` does. */
  stopEarly?: boolean;
}

/** A series in parts that add up to it. */
export interface Decomposition {
  seasonal: number[];
  trend: number[];
  remainder: number[];
}

/** What STL gives: the parts, and how far each value was trusted. */
export interface StlDecomposition extends Decomposition {
  /** From 0 (an outlier that took no part) to 1; 1 throughout without outer rounds. */
  weights: number[];
}

/**
 * Seasonal-trend decomposition by loess (Cleveland, Cleveland, McRae and Terpenning 1990), number for number that of the
 * authors' FORTRAN (netlib a/stl), with the defaults of R's stl. All parts are in the unit of the values and of their length,
 * and add up to them. Null where the values are fewer than two periods, or where one is not finite: a gap has to be closed by
 * the caller or the series cut at it.
 *
 * @throws RangeError where a window, a jump, a number of rounds or the period is not a whole number in its bounds
 */
export function stl(values: readonly number[], options: StlOptions): StlDecomposition | null {
  const plan = planOf(values.length, options);
  if (values.length < 2 * options.period || !allFinite(values)) return null;
  const series = Float64Array.from(values);
  const parts = emptyParts(series.length, plan.period);
  fitParts(series, parts, plan, false);
  for (let round = 0; round < plan.outer; round++) {
    const [seasonal, trend] = [parts.seasonal.slice(), parts.trend.slice()];
    judge(series, parts);
    fitParts(series, parts, plan, true);
    if (options.stopEarly && isStill(seasonal, parts.seasonal) && isStill(trend, parts.trend)) break;
  }
  const seasonal = plan.periodic ? cycleMeans(parts.seasonal, plan.period) : Array.from(parts.seasonal);
  const trend = Array.from(parts.trend);
  const remainder = values.map(
    (value, place) => value - (seasonal[place] as number) - (trend[place] as number),
  );
  return { seasonal, trend, remainder, weights: Array.from(parts.trust) };
}

interface Plan {
  periodic: boolean;
  period: number;
  seasonal: Smoother;
  trend: Smoother;
  lowPass: Smoother;
  inner: number;
  outer: number;
}

/** The options with everything filled in. */
function planOf(length: number, options: StlOptions): Plan {
  const { period, seasonal = 'periodic', robust = false, trendDegree = 1 } = options;
  requireWhole('period', period, 2);
  const periodic = seasonal === 'periodic';
  const seasonalWindow = windowOf('seasonal', periodic ? Math.max(3, 10 * length + 1) : seasonal);
  const trendWindow = windowOf(
    'trend',
    options.trend ?? Math.ceil((1.5 * period) / (1 - 1.5 / seasonalWindow)),
  );
  const lowPassWindow = windowOf('lowPass', Math.max(3, options.lowPass ?? period));
  const { inner = robust ? 1 : 2, outer = robust ? 15 : 0 } = options;
  requireWhole('inner', inner, 1);
  requireWhole('outer', outer, 0);
  const smoother = (name: string, window: number, degree: 0 | 1, jump = Math.ceil(window / 10)): Smoother => {
    requireWhole(name, jump, 1);
    return { window, degree, jump };
  };
  return {
    periodic,
    period,
    seasonal: smoother(
      'seasonalJump',
      seasonalWindow,
      options.seasonalDegree ?? (periodic ? 0 : 1),
      options.seasonalJump,
    ),
    trend: smoother('trendJump', trendWindow, trendDegree, options.trendJump),
    lowPass: smoother(
      'lowPassJump',
      lowPassWindow,
      options.lowPassDegree ?? trendDegree,
      options.lowPassJump,
    ),
    inner,
    outer,
  };
}

function windowOf(name: string, window: number): number {
  requireWhole(name, window, 3);
  return window % 2 === 0 ? window + 1 : window;
}

/** The parts while they are worked out, and room to work in. */
interface Parts {
  seasonal: Float64Array;
  trend: Float64Array;
  trust: Float64Array;
  /** The smoothed cycles, reaching one cycle beyond the series at each end. */
  cycles: Float64Array;
  work: [Float64Array, Float64Array, Float64Array, Float64Array];
}

function emptyParts(length: number, period: number): Parts {
  const room = () => new Float64Array(length + 2 * period);
  return {
    seasonal: new Float64Array(length),
    trend: new Float64Array(length),
    trust: new Float64Array(length).fill(1),
    cycles: room(),
    work: [room(), room(), room(), room()],
  };
}

/** The inner rounds: season from what the trend leaves, trend from what the season leaves. */
function fitParts(series: Float64Array, parts: Parts, plan: Plan, trusting: boolean): void {
  const { seasonal, trend, cycles, work } = parts;
  const n = series.length;
  const trust = trusting ? parts.trust : null;
  const [rest, first, second, weights] = work;
  for (let round = 0; round < plan.inner; round++) {
    for (let place = 0; place < n; place++)
      rest[place] = (series[place] as number) - (trend[place] as number);
    smoothCycles(rest, trust, n, plan, parts);
    movingAverage(cycles, n + 2 * plan.period, plan.period, first);
    movingAverage(first, n + plan.period + 1, plan.period, second);
    movingAverage(second, n + 2, 3, first);
    smooth({ values: first, trust: null, length: n }, plan.lowPass, rest, 0, weights);
    for (let place = 0; place < n; place++) {
      seasonal[place] = (cycles[plan.period + place] as number) - (rest[place] as number);
      first[place] = (series[place] as number) - (seasonal[place] as number);
    }
    smooth({ values: first, trust, length: n }, plan.trend, trend, 0, weights);
  }
}

/** Smooths the values at the same place of successive cycles, each sequence one step beyond its ends. */
function smoothCycles(
  rest: Float64Array,
  trust: Float64Array | null,
  n: number,
  { period, seasonal }: Plan,
  { cycles, work }: Parts,
): void {
  const [, values, smoothed, weights] = work;
  const trusted = trust === null ? null : new Float64Array(Math.ceil(n / period));
  for (let phase = 0; phase < period; phase++) {
    const length = Math.floor((n - phase - 1) / period) + 1;
    for (let cycle = 0; cycle < length; cycle++) {
      values[cycle] = rest[cycle * period + phase] as number;
      if (trusted !== null && trust !== null) trusted[cycle] = trust[cycle * period + phase] as number;
    }
    const sequence: Sequence = { values, trust: trusted, length };
    smooth(sequence, seasonal, smoothed, 1, weights);
    const before = fitAt(sequence, seasonal, -1, 0, Math.min(seasonal.window, length) - 1, weights);
    const after = fitAt(
      sequence,
      seasonal,
      length,
      Math.max(0, length - seasonal.window),
      length - 1,
      weights,
    );
    smoothed[0] = Number.isNaN(before) ? (smoothed[1] as number) : before;
    smoothed[length + 1] = Number.isNaN(after) ? (smoothed[length] as number) : after;
    for (let cycle = 0; cycle < length + 2; cycle++)
      cycles[cycle * period + phase] = smoothed[cycle] as number;
  }
}

/** The means of `width` neighbours among the first `length` values, as many as there are whole windows. */
function movingAverage(values: Float64Array, length: number, width: number, out: Float64Array): void {
  let sum = 0;
  for (let place = 0; place < width; place++) sum += values[place] as number;
  out[0] = sum / width;
  for (let place = width; place < length; place++) {
    sum += (values[place] as number) - (values[place - width] as number);
    out[place - width + 1] = sum / width;
  }
}

/** Says how far each value is to be trusted: bisquare of its remainder beside six times their median size. */
function judge(series: Float64Array, { seasonal, trend, trust }: Parts): void {
  for (let place = 0; place < series.length; place++)
    trust[place] = Math.abs(
      (series[place] as number) - ((seasonal[place] as number) + (trend[place] as number)),
    );
  const sizes = new Array<number>(trust.length);
  for (let place = 0; place < trust.length; place++) sizes[place] = trust[place] as number;
  const bound = 3 * sumOfMiddles(sizes);
  for (let place = 0; place < series.length; place++) {
    const size = trust[place] as number;
    if (size <= 0.001 * bound) trust[place] = 1;
    else trust[place] = size <= 0.999 * bound ? (1 - (size / bound) ** 2) ** 2 : 0;
  }
}

/** True where no place moved by more than 1% of the range before. */
function isStill(before: Float64Array, after: Float64Array): boolean {
  const [least, most] = [Math.min(...before), Math.max(...before)];
  return before.every((value, place) => Math.abs(value - (after[place] as number)) < 0.01 * (most - least));
}

/** Each place gets the mean of its place in all cycles. */
function cycleMeans(values: Float64Array, period: number): number[] {
  const sums = new Float64Array(period);
  const numbers = new Float64Array(period);
  for (let place = 0; place < values.length; place++) {
    sums[place % period] = (sums[place % period] as number) + (values[place] as number);
    numbers[place % period] = (numbers[place % period] as number) + 1;
  }
  const means = new Array<number>(values.length);
  for (let place = 0; place < values.length; place++)
    means[place] = (sums[place % period] as number) / (numbers[place % period] as number);
  return means;
}
