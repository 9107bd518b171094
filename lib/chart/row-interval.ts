import { type Interval, type RoundingMode, roundedInterval } from '../stats/interval.ts';
import type { AnyRow } from './objects.ts';

/** Where the true value of a cell may lie, and who says so: the rounding of its source, or the row's own ends. */
export interface CellInterval extends Interval {
  by: 'rounding' | 'row';
}

/**
 * The interval of a cell from its row: by `<column>_step` and `rounding` where the source rounds, else from `<column>_low` to
 * `<column>_high`. Null where the row has neither, or the interval is a single value.
 */
export function intervalOf(row: AnyRow, column: string): CellInterval | null {
  const value = row[column];
  const step = row[`${column}_step`];
  if (typeof value !== 'number') return null;
  if (typeof step === 'number') {
    const rounded = roundedInterval(value, step, (row['rounding'] ?? null) as RoundingMode);
    return rounded !== null && rounded.low < rounded.high ? { ...rounded, by: 'rounding' } : null;
  }
  const [low, high] = [row[`${column}_low`], row[`${column}_high`]];
  return typeof low === 'number' && typeof high === 'number' && low < high ? { low, high, by: 'row' } : null;
}

/** What whiskers mean, in a sentence; empty where there is none. */
export function noteWhiskers(intervals: readonly (CellInterval | null)[]): string[] {
  const kinds = new Set(intervals.flatMap((interval) => (interval === null ? [] : [interval.by])));
  const rounds = 'between what the true value lies where the source rounds';
  const ends = 'from the lowest to the highest value that the data leave open';
  if (kinds.size === 0) return [];
  const what = kinds.has('rounding') ? (kinds.has('row') ? `${rounds}; else ${ends}` : rounds) : ends;
  return [`Whiskers: ${what}.`];
}
