import { requireFraction } from '../finite.ts';
import type { Band } from './bands.ts';
import type { Origin } from './rolling-origin.ts';
import type { Forecast } from './types.ts';

/** What one forecast of the past said, and what came. */
export interface PastErrors extends Pick<Origin, 'actual' | 'errors'> {
  forecast: { point: readonly number[] | null };
}

/**
 * A band as wide as past errors were, step by step: at each the (n + 1)·level-th smallest of n absolute errors at the same step
 * (as factors where the forecast is on a log scale), and never narrower than at the step before. "Calibrated on past
 * errors", not guaranteed: errors of one series are not exchangeable. Null where a step has too few errors, below
 * level / (1 − level): 4 for 80 %, 19 for 95 %.
 * Split conformal prediction: Papadopoulos and others (2002); Lei and others (2018).
 */
export function pastErrorBand(
  forecast: Forecast,
  origins: readonly PastErrors[],
  level: number,
): Band | null {
  requireFraction('level', level);
  const isLog = forecast.scale === 'log';
  const lower: number[] = [];
  const upper: number[] = [];
  let width = 0;
  for (let h = 0; h < forecast.point.length; h++) {
    const errors = origins
      .map((origin) => sizeOfError(origin, h, isLog))
      .filter((error) => error !== null)
      .sort((a, b) => a - b);
    // 19 · 0.95 is a hair more than 18.05: without the tolerance a whole rank would round up to the next.
    const rank = Math.ceil((errors.length + 1) * level - 1e-9);
    const error = errors[rank - 1];
    if (error === undefined) return null;
    width = Math.max(width, error);
    const point = forecast.point[h] as number;
    lower.push(isLog ? point * Math.exp(-width) : point - width);
    upper.push(isLog ? point * Math.exp(width) : point + width);
  }
  return { level, lower, upper };
}

function sizeOfError({ forecast, actual, errors }: PastErrors, h: number, isLog: boolean): number | null {
  const error = errors[h] ?? null;
  if (error === null || forecast.point === null) return null;
  if (!isLog) return Math.abs(error);
  const [value, point] = [actual[h] as number, forecast.point[h] as number];
  return value > 0 && point > 0 ? Math.abs(Math.log(value / point)) : null;
}
