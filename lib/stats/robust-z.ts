import { medianAbsoluteDeviation } from './descriptive/quantile.ts';
import { medianOf } from './median.ts';

/** The usual bound of a robust z: beyond it a value is unusual. */
export const unusualFrom = 3.5;

/** A value beside a reference that it is not part of. */
export interface Unusualness {
  /** 0.6745 · (value − median) / MAD of the reference; null where the MAD is 0. */
  z: number | null;
  /** |z| above 3.5; where most of the reference is alike and there is no z, a value outside its range. */
  unusual: boolean;
}

/**
 * How far a value lies from a reference, by the robust z-score of Iglewicz and Hoaglin (1993), made of the median and the
 * median absolute deviation (MAD): one hit in the reference would move a mean and a standard deviation and so hide the
 * next. Null without a reference, or where a number is not finite.
 */
export function unusualness(value: number, reference: readonly number[]): Unusualness | null {
  const median = medianOf(reference);
  const mad = medianAbsoluteDeviation(reference);
  if (median === null || mad === null || !Number.isFinite(value)) return null;
  if (mad === 0)
    return {
      z: null,
      unusual: reference.every((each) => value < each) || reference.every((each) => value > each),
    };
  const z = (0.6745 * (value - median)) / mad;
  return { z, unusual: Math.abs(z) > unusualFrom };
}

/**
 * The robust z-score of each value among all of them, in their order: 0.6745 · (value − median) / MAD (Iglewicz and Hoaglin
 * 1993), without unit. Null where there is no scale: without values, where most are alike so that the MAD is 0, or where
 * one is not finite.
 */
export function robustZScores(values: readonly number[]): number[] | null {
  const median = medianOf(values);
  const mad = medianAbsoluteDeviation(values);
  return median === null || mad === null || mad === 0
    ? null
    : values.map((value) => (0.6745 * (value - median)) / mad);
}
