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
 * next. Null without a reference.
 */
export function unusualness(value: number, reference: readonly number[]): Unusualness | null {
  const median = medianOf(reference);
  if (median === null) return null;
  const mad = medianOf(reference.map((each) => Math.abs(each - median))) ?? 0;
  if (mad === 0)
    return { z: null, unusual: value < Math.min(...reference) || value > Math.max(...reference) };
  const z = (0.6745 * (value - median)) / mad;
  return { z, unusual: Math.abs(z) > unusualFrom };
}
