import { medianAbsoluteDeviation } from '../descriptive/quantile.ts';
import { medianOf } from '../median.ts';

/** Values in units of their usual step to step variation. */
export interface Standardised {
  /** (value − centre) / sigma, in the order of the values. */
  z: number[];
  /** The median of the baseline. */
  centre: number;
  /** In the unit of the values. */
  sigma: number;
}

/**
 * Puts a series on a common scale for control charts: centre is the median of the baseline, σ the median absolute deviation
 * of its first differences, times 1.4826 and divided by √2. Differences see how much neighbours vary and not how far a
 * shift moved the series, so a shift does not widen the limits that should find it (the idea of von Neumann 1941, with a MAD
 * for outliers). The baseline is the series itself unless another is given. Null below three values of it, where its
 * neighbours are mostly alike so that σ is 0, or where a number is not finite.
 */
export function standardise(
  values: readonly number[],
  baseline: readonly number[] = values,
): Standardised | null {
  if (baseline.length < 3 || !values.every(Number.isFinite)) return null;
  const centre = medianOf(baseline);
  const steps = baseline.slice(1).map((value, index) => value - (baseline[index] as number));
  const mad = medianAbsoluteDeviation(steps);
  if (centre === null || mad === null || mad === 0) return null;
  const sigma = (1.4826 * mad) / Math.SQRT2;
  return { z: values.map((value) => (value - centre) / sigma), centre, sigma };
}
