import normalQuantile from '@stdlib/stats-base-dists-normal-quantile';
import { requireFraction } from '../finite.ts';
import type { Forecast } from './types.ts';

/** Bounds at each step that hold the value with probability `level`. */
export interface Band {
  /** A fraction: 0.8 is 80%. */
  level: number;
  lower: number[];
  upper: number[];
}

/**
 * The central band of probability `level` (0 to 1, both excluded, else RangeError) by normal errors: point ± z·σ(h), on a log scale
 * point × exp(±z·σ(h)). It takes the model for true, and so is as a rule too narrow: hold it against past errors (`coverage`).
 * Hyndman and Athanasopoulos (2021), 5.5.
 */
export function normalBand(forecast: Pick<Forecast, 'point' | 'sigma' | 'scale'>, level: number): Band {
  requireFraction('level', level);
  const { point, sigma, scale } = forecast;
  const z = distanceOf(level);
  const lower = new Array<number>(point.length);
  const upper = new Array<number>(point.length);
  for (let h = 0; h < point.length; h++) {
    const value = point[h] as number;
    const away = z * (sigma[h] as number);
    lower[h] = scale === 'log' ? value * Math.exp(-away) : value - away;
    upper[h] = scale === 'log' ? value * Math.exp(away) : value + away;
  }
  return { level, lower, upper };
}

const distances = new Map<number, number>();

/** Standard deviations to either side that hold a normal value with this probability; two levels are asked for again and again. */
function distanceOf(level: number): number {
  const known = distances.get(level);
  if (known !== undefined) return known;
  const z = normalQuantile((1 + level) / 2, 0, 1);
  if (distances.size < 100) distances.set(level, z);
  return z;
}
