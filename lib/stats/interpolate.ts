/**
 * The value at `x` on the straight line through (x0, y0) and (x1, y1). Outside [x0, x1], where the ends coincide,
 * or where a number is not finite there is none: null. Nothing is extrapolated.
 */
export function interpolateLinear(x0: number, y0: number, x1: number, y1: number, x: number): number | null {
  if (
    !(
      Number.isFinite(x0) &&
      Number.isFinite(x1) &&
      Number.isFinite(y0) &&
      Number.isFinite(y1) &&
      Number.isFinite(x)
    )
  )
    return null;
  if (x < x0 || x > x1 || x0 >= x1) return null;
  if (x === x1) return y1;
  return y0 + (y1 - y0) * ((x - x0) / (x1 - x0));
}
