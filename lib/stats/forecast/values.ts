import type { Forecast, Series, Withheld } from './types.ts';

/** Numbers in one block of memory, with NaN for what is missing or not finite: what the recursions run on. */
export function toValues(series: Series): Float64Array {
  if (series instanceof Float64Array && !series.includes(Infinity) && !series.includes(-Infinity))
    return series;
  const values = new Float64Array(series.length);
  for (let t = 0; t < values.length; t++) {
    const value = series[t];
    values[t] = typeof value === 'number' && Number.isFinite(value) ? value : Number.NaN;
  }
  return values;
}

/** How many values are known. */
export function countObserved(values: Float64Array): number {
  let count = 0;
  for (let t = 0; t < values.length; t++) if (!Number.isNaN(values[t])) count++;
  return count;
}

/** Fitted values and residuals of `length` elements, none of them known yet. */
export function emptyHistory(length: number): Pick<Forecast, 'fitted' | 'residuals'> {
  return {
    fitted: new Array<number | null>(length).fill(null),
    residuals: new Array<number | null>(length).fill(null),
  };
}

/** The answer where there is too little to forecast from. */
export function tooFew(method: string, observed: number, needed: number): Withheld {
  return {
    method,
    point: null,
    reason: `It takes ${needed} observations, and there ${observed === 1 ? 'is 1' : `are ${observed}`}.`,
  };
}

/** A series moved to start at 0 and shrunk to the order of 1. */
export interface Scaled {
  /** (value − origin) / unit from the first observation on. */
  values: Float64Array;
  /** Index of the first observation. */
  first: number;
  /** Index of the last observation. */
  last: number;
  observed: number;
  origin: number;
  unit: number;
}

/**
 * Moves and shrinks a series, so that a fit does the same whatever its unit and its zero, and a constant series
 * is all zeros. The unit is a power of two, which loses no digit. Null without observations.
 */
export function scaleValues(values: Float64Array): Scaled | null {
  let first = -1;
  let last = -1;
  let observed = 0;
  let widest = 0;
  for (let t = 0; t < values.length; t++) {
    const value = values[t] as number;
    if (Number.isNaN(value)) continue;
    if (first < 0) first = t;
    last = t;
    observed++;
    widest = Math.max(widest, Math.abs(value - (values[first] as number)));
  }
  if (first < 0) return null;
  const origin = values[first] as number;
  const unit = widest > 0 ? 2 ** Math.floor(Math.log2(widest)) : 1;
  const scaled = new Float64Array(values.length - first);
  for (let t = 0; t < scaled.length; t++) scaled[t] = ((values[first + t] as number) - origin) / unit;
  return { values: scaled, first, last, observed, origin, unit };
}
