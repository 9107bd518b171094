import { stl } from '../decomposition/stl.ts';
import { requireFraction } from '../finite.ts';
import { medianOf } from '../median.ts';
import { type EsdDirection, generalizedEsd } from './generalized-esd.ts';

/** How outliers are sought in a series with a cycle. */
export interface SeasonalEsdOptions {
  /** Values to a cycle; 7 unless given. */
  period?: number;
  /** At most this fraction of the values are outliers; 0.02 unless given, and always one may be. */
  maxFraction?: number;
  /** 0.05 unless given. */
  alpha?: number;
  /** `both` unless given. */
  direction?: EsdDirection;
  /**
   * What is taken off beside the season: `median`, the median of the series, as published; `trend`, the trend of STL, for
   * series whose level moves, which a single median would take for outliers at both ends.
   */
  level?: 'median' | 'trend';
  /**
   * The window of the trend; six periods unless given where `level` is `trend`. The window that `stl` takes by itself
   * follows the values so closely that what is left is too small, and every seventh quiet month has an outlier.
   */
  trend?: number;
  /** As of `generalizedEsd`; unless given what rounding errors make of an exact pattern, 10⁻⁹ of the largest value. */
  leastScale?: number;
}

/** A value that its season and level do not explain. */
export interface SeasonalOutlier {
  /** Its place in the series, from 0. */
  index: number;
  value: number;
  /** What season and level give for that place, in the unit of the series. */
  expected: number;
  /** Its distance from what is expected, in robust standard deviations of what was left at its step. */
  score: number;
}

/**
 * Outliers of a series with a cycle by S-H-ESD (Hochenbaum, Vallis and Kejariwal 2017, "Automatic Anomaly Detection in
 * the Cloud Via Statistical Learning"): takes off the season that robust STL finds and the median (or the trend), and
 * applies the hybrid ESD test to what is left. Most distant first; none is an empty list. Null where the series is shorter
 * than two periods, or where a value is not finite.
 *
 * @throws RangeError where `period` is not a whole number of at least 2, or a fraction is not between 0 and 1
 */
export function seasonalEsd(
  values: readonly number[],
  options: SeasonalEsdOptions = {},
): SeasonalOutlier[] | null {
  const { period = 7, maxFraction = 0.02, alpha = 0.05, direction = 'both', level = 'median' } = options;
  requireFraction('maxFraction', maxFraction);
  const { trend = 6 * period } = options;
  const parts = stl(values, {
    period,
    seasonal: 'periodic',
    robust: true,
    ...(level === 'trend' || options.trend !== undefined ? { trend } : {}),
  });
  const median = medianOf(values);
  if (parts === null || median === null) return null;
  const expected = parts.seasonal.map(
    (season, index) => season + (level === 'trend' ? (parts.trend[index] as number) : median),
  );
  const left = values.map((value, index) => value - (expected[index] as number));
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const { leastScale = 1e-9 * largest } = options;
  const maxOutliers = Math.max(1, Math.floor(maxFraction * values.length));
  const found = generalizedEsd(left, { maxOutliers, alpha, direction, centre: 'median', leastScale });
  if (found === null) return null;
  return found.steps.slice(0, found.outliers.length).map(({ index, score }) => ({
    index,
    value: values[index] as number,
    expected: expected[index] as number,
    score,
  }));
}
