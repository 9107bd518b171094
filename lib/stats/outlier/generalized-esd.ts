import tQuantile from '@stdlib/stats-base-dists-t-quantile';
import { meanOf, standardDeviation } from '../descriptive/moments.ts';
import { medianAbsoluteDeviation } from '../descriptive/quantile.ts';
import { allFinite, requireFraction, requireWhole } from '../finite.ts';
import { medianOf } from '../median.ts';

/** Which values may be outliers: those on either side, or only those above or below the centre. */
export type EsdDirection = 'both' | 'up' | 'down';

/** How outliers are sought. */
export interface EsdOptions {
  /** How many there may be at most; well below half of the values. */
  maxOutliers: number;
  /** The probability of finding any in normal values; 0.05 unless given. */
  alpha?: number;
  /** `mean`: mean and standard deviation (Rosner). `median`: median and 1.4826·MAD, which outliers do not move; finds more. */
  centre?: 'mean' | 'median';
  /** `both` unless given. */
  direction?: EsdDirection;
  /**
   * The scale is never taken for smaller, in the unit of the values; 0 unless given. Where most values are alike this is what
   * makes a test possible: for whole counts ½, for rounded ones half their step.
   */
  leastScale?: number;
}

/** One step of the test: the most distant of the values that are left. */
export interface EsdStep {
  /** Its place among the values, from 0. */
  index: number;
  /** Its distance from their centre, in units of their scale. */
  score: number;
  /** The distance that it would have to exceed. */
  critical: number;
}

/** What the test finds. */
export interface Esd {
  /** Places of the outliers, most distant first. */
  outliers: number[];
  /** Every step that was made, also those that found nothing. */
  steps: EsdStep[];
}

/**
 * The generalized extreme Studentized deviate test (Rosner 1983; NIST e-Handbook 1.3.5.17.3): takes away the most distant
 * value `maxOutliers` times, and calls the first r outliers, where r is the last step whose score exceeds its critical
 * value, so that outliers cannot hide each other. With the `median` as centre it is the hybrid test of Hochenbaum, Vallis and
 * Kejariwal (2017). It supposes values that are normal but for the outliers, and its critical values are good from 25. Where
 * the scale of what is left is 0 (most values alike) no further step is made. Null below three values, or where one is not
 * finite.
 *
 * @throws RangeError where `maxOutliers` is not a whole number of at least 1, or `alpha` is not between 0 and 1
 */
export function generalizedEsd(values: readonly number[], options: EsdOptions): Esd | null {
  const { maxOutliers, alpha = 0.05, centre = 'mean', direction = 'both', leastScale = 0 } = options;
  requireWhole('maxOutliers', maxOutliers, 1);
  requireFraction('alpha', alpha);
  const n = values.length;
  if (n < 3 || !allFinite(values)) return null;
  const left = values.map((value, index) => ({ value, index }));
  const steps: EsdStep[] = [];
  for (let step = 1; step <= Math.min(maxOutliers, n - 2); step++) {
    const rest = left.map(({ value }) => value);
    const middle = (centre === 'mean' ? meanOf(rest) : medianOf(rest)) ?? 0;
    const scale = Math.max(leastScale, (centre === 'mean' ? standardDeviation(rest) : scaledMad(rest)) ?? 0);
    if (!(scale > 0)) break;
    const distances = rest.map((value) => distance(value - middle, direction));
    const place = distances.indexOf(Math.max(...distances));
    const [taken] = left.splice(place, 1);
    const tail = alpha / ((direction === 'both' ? 2 : 1) * rest.length);
    const t = tQuantile(1 - tail, rest.length - 2);
    steps.push({
      index: taken?.index ?? place,
      score: (distances[place] as number) / scale,
      critical: (t * (rest.length - 1)) / Math.sqrt((rest.length - 2 + t ** 2) * rest.length),
    });
  }
  const last = steps.findLastIndex(({ score, critical }) => score > critical);
  return { outliers: steps.slice(0, last + 1).map(({ index }) => index), steps };
}

function scaledMad(values: readonly number[]): number | null {
  const mad = medianAbsoluteDeviation(values);
  return mad === null ? null : 1.4826 * mad;
}

function distance(deviation: number, direction: EsdDirection): number {
  if (direction === 'both') return Math.abs(deviation);
  return direction === 'up' ? deviation : -deviation;
}
