import normalQuantile from '@stdlib/stats-base-dists-normal-quantile';

/** 90% of a two-sided test, the bound of the theta method's test of a season. */
const bound = normalQuantile(0.95, 0, 1);

/**
 * Autocorrelations of lag 1 … `lags`, index 0 being lag 1; null for a constant series. Pairs with a missing value (NaN) are left
 * out. Box and Jenkins (1976); R's acf, which divides by n at every lag.
 */
function autocorrelations(values: Float64Array, lags: number): number[] | null {
  let sum = 0;
  let observed = 0;
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    sum += value;
    observed++;
  }
  const mean = sum / observed;
  const covariance = (lag: number) => {
    let products = 0;
    let pairs = 0;
    for (let t = lag; t < values.length; t++) {
      const product = ((values[t] as number) - mean) * ((values[t - lag] as number) - mean);
      if (Number.isNaN(product)) continue;
      products += product;
      pairs++;
    }
    return products / (pairs + lag);
  };
  const variance = covariance(0);
  if (!(variance > 0)) return null;
  return Array.from({ length: lags }, (_, lag) => covariance(lag + 1) / variance);
}

/**
 * Whether the autocorrelation one period back is beyond chance, given those before it, at 10%: |r(m)| > 1.645 √((1 + 2Σ r(i)²)/n).
 * The test of the M3 and M4 competitions and of R's forecast::thetaf. False for 2 periods or fewer and for a
 * constant series.
 */
export function hasSeason(values: Float64Array, period: number): boolean {
  if (period < 2 || values.length <= 2 * period) return false;
  const correlations = autocorrelations(values, period);
  if (!correlations) return false;
  const squares = correlations.slice(0, -1).reduce((sum, r) => sum + r * r, 0);
  return Math.abs(correlations[period - 1] as number) > bound * Math.sqrt((1 + 2 * squares) / values.length);
}

/** Centred moving average over one period, with half weight at both ends where the period is even; NaN where it is not whole. */
export function centredAverage(values: Float64Array, period: number): Float64Array {
  const average = new Float64Array(values.length).fill(Number.NaN);
  const half = Math.floor(period / 2);
  const isEven = period % 2 === 0;
  for (let t = half; t < values.length - half; t++) {
    let sum = 0;
    for (let k = -half; k <= half; k++)
      sum += (values[t + k] as number) * (isEven && Math.abs(k) === half ? 0.5 : 1);
    average[t] = sum / period;
  }
  return average;
}

/**
 * Seasonal terms by classical decomposition, from the place of the first value on: means by place of value ÷ (or, additive, −)
 * centred average, made to average 1 (or 0). Null where a place has none because of gaps or a short series.
 * Kendall and Stuart (1983); R's decompose. As `decompose`, which takes no gaps.
 */
export function seasonalFigure(
  values: Float64Array,
  period: number,
  kind: 'multiplicative' | 'additive',
): number[] | null {
  const average = centredAverage(values, period);
  const sums = new Float64Array(period);
  const counts = new Float64Array(period);
  for (let t = 0; t < values.length; t++) {
    const [value, level] = [values[t] as number, average[t] as number];
    const term = kind === 'additive' ? value - level : value / level;
    if (!Number.isFinite(term)) continue;
    const place = t % period;
    sums[place] = (sums[place] as number) + term;
    counts[place] = (counts[place] as number) + 1;
  }
  if (counts.includes(0)) return null;
  const means = Array.from(sums, (sum, place) => sum / (counts[place] as number));
  const mean = means.reduce((sum, each) => sum + each, 0) / period;
  return means.map((each) => (kind === 'additive' ? each - mean : each / mean));
}
