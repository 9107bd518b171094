import { quickselect } from 'simple-statistics';
import { allFinite } from '../finite.ts';

/**
 * The quantile at `p` (0 the smallest, 1 the largest) by linear interpolation at position (n − 1)·p of the sorted
 * values: type 7 of Hyndman and Fan (1996), the default of R, NumPy, d3 and Arquero. In the unit of the values; a single
 * value is every quantile of itself. Null without values, or where one is not finite.
 *
 * @throws RangeError where `p` is not within 0 to 1
 */
export function quantileOf(values: readonly number[], p: number): number | null {
  requireP(p);
  const work = finiteCopy(values);
  return work === null ? null : select(work, p, 0);
}

/**
 * Several quantiles at once, in the order of `ps`; otherwise as `quantileOf`. Null without values, or where one is not
 * finite.
 *
 * @throws RangeError where a `p` is not within 0 to 1
 */
export function quantilesOf(values: readonly number[], ps: readonly number[]): number[] | null {
  ps.forEach(requireP);
  const work = finiteCopy(values);
  if (work === null) return null;
  const found = new Array<number>(ps.length);
  let settled = 0;
  for (const { p, place } of ps.map((p, place) => ({ p, place })).sort((a, b) => a.p - b.p)) {
    found[place] = select(work, p, settled);
    settled = Math.floor((work.length - 1) * p);
  }
  return found;
}

/** The values to work on; null where there are none or one is not finite. */
function finiteCopy(values: readonly number[]): number[] | null {
  return values.length === 0 || !allFinite(values) ? null : values.slice();
}

/** The quantile at `p`, where everything before the place `settled` is already smaller than what comes after. Moves values. */
function select(work: number[], p: number, settled: number): number {
  const position = (work.length - 1) * p;
  const place = Math.floor(position);
  quickselect(work, place, settled, work.length - 1);
  const lower = work[place] as number;
  if (position === place) return lower;
  let upper = Infinity;
  for (let index = place + 1; index < work.length; index++)
    if ((work[index] as number) < upper) upper = work[index] as number;
  return lower + (position - place) * (upper - lower);
}

/** The sum of the two middle values, twice the middle one where their number is odd. Moves the values, of which there is one at least. */
export function sumOfMiddles(work: number[]): number {
  const place = (work.length - 1) >> 1;
  quickselect(work, place, 0, work.length - 1);
  const lower = work[place] as number;
  if (work.length % 2 === 1) return 2 * lower;
  let upper = Infinity;
  for (let index = place + 1; index < work.length; index++)
    if ((work[index] as number) < upper) upper = work[index] as number;
  return lower + upper;
}

function requireP(p: number): void {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`A quantile lies between 0 and 1, but ${p} was asked for.`);
}

/**
 * The distance between the quartiles, the quantiles at 0.25 and 0.75 (R's IQR), in the unit of the values; 0 of a
 * single value. Null without values, or where one is not finite.
 */
export function interquartileRange(values: readonly number[]): number | null {
  const [lower, upper] = quantilesOf(values, [0.25, 0.75]) ?? [];
  return lower === undefined || upper === undefined ? null : upper - lower;
}

/**
 * The median absolute deviation from the median (Hampel 1974), as it is: multiply by 1.4826 to estimate the standard
 * deviation of normal values. In the unit of the values; 0 of a single value and where most are alike. Null without
 * values, or where one is not finite.
 */
export function medianAbsoluteDeviation(values: readonly number[]): number | null {
  const work = finiteCopy(values);
  if (work === null) return null;
  const median = select(work, 0.5, 0);
  for (let index = 0; index < work.length; index++) work[index] = Math.abs((work[index] as number) - median);
  return select(work, 0.5, 0);
}
