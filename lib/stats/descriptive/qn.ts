import { quickselect } from 'simple-statistics';
import { allFinite } from '../finite.ts';

/** Makes it the standard deviation of normal values. */
const consistency = 2.2219;

/**
 * The scale Qn of Rousseeuw and Croux (1993), "Alternatives to the median absolute deviation": what a quarter of the distances
 * between pairs of values stay below, made comparable with a standard deviation, with their correction for few values. Nearly half of the
 * values may be outliers, as with the MAD, but it is as sure with 30 values as the MAD with 66 (82% efficient in place of 37%). In
 * the unit of the values; 0 where so many are alike. Takes time with the square of their number. Null below two values, or where one is
 * not finite.
 */
export function qnScale(values: readonly number[]): number | null {
  const n = values.length;
  if (n < 2 || !allFinite(values)) return null;
  const distances: number[] = [];
  for (let i = 1; i < n; i++)
    for (let j = 0; j < i; j++) distances.push(Math.abs((values[i] as number) - (values[j] as number)));
  const half = Math.floor(n / 2) + 1;
  const place = (half * (half - 1)) / 2 - 1;
  quickselect(distances, place);
  return consistency * fewValues(n) * (distances[place] as number);
}

const small = [0.399, 0.994, 0.512, 0.844, 0.611, 0.857, 0.669, 0.872] as const;

/** The correction for few values: of Croux and Rousseeuw (1992) up to 9 values, then of their formula. */
function fewValues(n: number): number {
  return small[n - 2] ?? n / (n + (n % 2 === 1 ? 1.4 : 3.8));
}
