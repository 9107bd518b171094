import { requireFraction } from '../finite.ts';
import type { Band } from './bands.ts';
import type { Origin } from './rolling-origin.ts';
import type { Forecast } from './types.ts';

/** What one forecast of the past said, and what came. */
export interface PastErrors extends Pick<Origin, 'actual' | 'errors'> {
  forecast: { point: readonly number[] | null };
}

/**
 * Half the width of the band of past errors at steps 1 … `horizon`, see `pastErrorBand`: amounts, or logarithms of factors where `isLog`.
 * Beyond the last step with enough errors it grows in proportion, as errors of a slope do.
 */
export function pastErrorWidths(
  origins: readonly PastErrors[],
  { horizon, level, isLog }: { horizon: number; level: number; isLog: boolean },
): number[] | null {
  requireFraction('level', level);
  const widths: number[] = [];
  const sizes = new Float64Array(origins.length);
  let judged = 0;
  for (let h = 0; h < horizon; h++) {
    let n = 0;
    for (const origin of origins) {
      const size = sizeOfError(origin, h, isLog);
      if (size !== null) sizes[n++] = size;
    }
    // 19 · 0.95 is a hair more than 18.05: without the tolerance a whole rank would round up to the next.
    const rank = Math.ceil((n + 1) * level - 1e-9);
    const before = widths.at(-1) ?? 0;
    if (rank <= n) {
      widths.push(Math.max(before, sizes.subarray(0, n).sort()[rank - 1] as number));
      judged = h + 1;
    } else if (judged === 0) return null;
    else widths.push((widths[judged - 1] as number) * ((h + 1) / judged));
  }
  return widths;
}

/**
 * A band as wide as past errors were: at each step the (n + 1)·level-th smallest of n absolute errors at the same step (as factors where the
 * forecast is on a log scale), and never narrower than at the step before. A step with too few errors, below level / (1 − level): 4 for
 * 80%, 19 for 95%, is as wide as the last one with enough in proportion to the steps. "Calibrated on past errors", not guaranteed: errors
 * of one series are not exchangeable. Null where the first step has too few.
 * Split conformal prediction: Papadopoulos and others (2002); Lei and others (2018).
 */
export function pastErrorBand(
  forecast: Forecast,
  origins: readonly PastErrors[],
  level: number,
): Band | null {
  const isLog = forecast.scale === 'log';
  const widths = pastErrorWidths(origins, { horizon: forecast.point.length, level, isLog });
  return widths && bandAround(forecast, widths, level);
}

/** A band of these half widths: amounts, on a log scale logarithms of factors. */
export function bandAround(
  { point, scale }: Pick<Forecast, 'point' | 'scale'>,
  widths: readonly number[],
  level: number,
): Band {
  const bound = (sign: 1 | -1) =>
    point.map((value, h) => {
      const away = sign * (widths[h] as number);
      return scale === 'log' ? value * Math.exp(away) : value + away;
    });
  return { level, lower: bound(-1), upper: bound(1) };
}

function sizeOfError({ forecast, actual, errors }: PastErrors, h: number, isLog: boolean): number | null {
  const error = errors[h] ?? null;
  if (error === null || forecast.point === null) return null;
  if (!isLog) return Math.abs(error);
  const [value, point] = [actual[h] as number, forecast.point[h] as number];
  return value > 0 && point > 0 ? Math.abs(Math.log(value / point)) : null;
}
