import normalQuantile from '@stdlib/stats-base-dists-normal-quantile';
import { requireFraction } from '../finite.ts';
import type { Forecast } from './types.ts';

/** Bounds at each step that hold the value with probability `level`. */
export interface Band {
  /** A fraction: 0.8 is 80 %. */
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
  const z = normalQuantile((1 + level) / 2, 0, 1);
  const bound = (sign: 1 | -1) =>
    forecast.point.map((point, h) => {
      const away = sign * z * (forecast.sigma[h] as number);
      return forecast.scale === 'log' ? point * Math.exp(away) : point + away;
    });
  return { level, lower: bound(-1), upper: bound(1) };
}
