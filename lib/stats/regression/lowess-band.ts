import type { BootstrapOptions } from '../confidence/bootstrap.ts';
import { quantilesOf } from '../descriptive/quantile.ts';
import { requireFraction, requireWhole } from '../finite.ts';
import { interpolateLinear } from '../interpolate.ts';
import { type Lowess, type LowessOptions, lowess } from './lowess.ts';

/** A smooth curve, and between what the curve would lie had other points been drawn. */
export interface LowessBand extends Lowess {
  /** At each x; null at a place that hardly any sample reaches. */
  low: (number | null)[];
  high: (number | null)[];
  level: number;
}

/**
 * The curve of `lowess` at each x once, with a pointwise percentile band: points are drawn again with replacement, as pairs
 * (Efron and Tibshirani 1993, 9.5), and smoothed. It says how sure the curve is, not where points lie. `random` gives uniforms
 * in [0, 1): with a seeded one the band is always the same. Null below three points, or where a number is not finite.
 *
 * @throws RangeError where x and y differ in length, or an option is out of its bounds
 */
export function lowessBand(
  x: readonly number[],
  y: readonly number[],
  random: () => number,
  { level = 0.95, resamples = 500, ...options }: LowessOptions & BootstrapOptions = {},
): LowessBand | null {
  requireFraction('level', level);
  requireWhole('resamples', resamples, 1);
  const whole = lowess(x, y, options);
  if (whole === null || x.length < 3) return null;
  const curve = once(whole);
  const found: number[][] = curve.x.map(() => []);
  for (let round = 0; round < resamples; round++) {
    const drawn = x.map(() => Math.floor(random() * x.length));
    const sample = lowess(
      drawn.map((index) => x[index] as number),
      drawn.map((index) => y[index] as number),
      options,
    );
    if (sample !== null) readAt(once(sample), curve.x, (place, value) => found[place]?.push(value));
  }
  const ends = found.map((values) =>
    values.length < resamples / 4 ? null : quantilesOf(values, [(1 - level) / 2, (1 + level) / 2]),
  );
  return {
    ...curve,
    low: ends.map((each) => each?.[0] ?? null),
    high: ends.map((each) => each?.[1] ?? null),
    level,
  };
}

/** The curve with each x once. */
function once({ x, y }: Lowess): Lowess {
  const first = (_: number, index: number) => index === 0 || x[index] !== x[index - 1];
  return { x: x.filter(first), y: y.filter(first) };
}

/** Reads a curve at sorted places, by straight lines and only within its ends. */
function readAt(curve: Lowess, places: readonly number[], put: (place: number, value: number) => void): void {
  let next = 0;
  places.forEach((x, place) => {
    while (next < curve.x.length && (curve.x[next] as number) < x) next++;
    const [x1, y1] = [curve.x[next], curve.y[next]];
    if (x1 === undefined || y1 === undefined) return;
    const value =
      x1 === x
        ? y1
        : interpolateLinear(curve.x[next - 1] ?? Number.NaN, curve.y[next - 1] ?? Number.NaN, x1, y1, x);
    if (value !== null) put(place, value);
  });
}
