import { interpolateLinear } from './interpolate.ts';

/**
 * The value at `x` on the line through (x0, y0) and (x1, y1) that is straight in log1p(y): halfway between 100 and 400 views
 * lies 200.6, since counts that grow by factors are even on a log scale; log1p lets them begin at 0. Where both ends are alike it is
 * their value. Null outside [x0, x1], where the ends coincide, where a y is below 0, or where a number is not finite.
 */
export function interpolateLog1p(x0: number, y0: number, x1: number, y1: number, x: number): number | null {
  if (!(y0 >= 0 && y1 >= 0)) return null;
  const line = interpolateLinear(x0, Math.log1p(y0), x1, Math.log1p(y1), x);
  // Through the logarithm and back would cost the last digits of a value that is known.
  if (line === null || x === x0 || y0 === y1) return line === null ? null : y0;
  return x === x1 ? y1 : Math.expm1(line);
}
