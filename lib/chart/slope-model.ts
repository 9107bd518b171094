import type { ValueAxis } from './axes.ts';
import { makeMeasureAxis } from './measure-axis.ts';
import type { ColumnWords } from './objects.ts';
import { rangeOfValues } from './scatter-axis.ts';
import type { SlopeRow } from './slope.ts';

export interface Slope extends SlopeRow {
  bold: boolean;
}

/** All that the picture of `slopeChart` depends on, but its width. */
export interface SlopeModel {
  slopes: readonly Slope[];
  /** Null where nothing was observed. */
  axis: ValueAxis | null;
  /** Of the measure: changes of shares are in points. */
  unit: string;
  from: string;
  to: string;
  alt: string;
}

/** An axis that has every value and what rounding leaves open; a logarithmic one only where all lie above 0. */
export function makeSlopeAxis(
  slopes: readonly Slope[],
  words: ColumnWords,
  scale: 'linear' | 'log' | undefined,
): ValueAxis | null {
  const values = slopes
    .flatMap(({ before, after, beforeInterval, afterInterval }) => [
      before,
      after,
      beforeInterval?.low,
      beforeInterval?.high,
      afterInterval?.low,
      afterInterval?.high,
    ])
    .filter((value) => value !== null && value !== undefined);
  const [low, high] = rangeOfValues(values);
  if (low > high) return null;
  const log = low > 0 && (scale === undefined ? high / low >= 30 : scale === 'log');
  if (log) return makeMeasureAxis(low, high, words, true);
  if (low >= 0 && low <= 0.35 * high) return makeMeasureAxis(0, high, words, false);
  // A change of less than a hundredth is not blown up to the height of the chart.
  const least = values.every(Number.isInteger) ? Math.max(Math.abs(high) * 0.01, 4) : Math.abs(high) * 0.1;
  const pad = Math.max(0, (least - (high - low)) / 2);
  const room = values.every(Number.isInteger) ? Math.ceil(pad) : pad;
  return makeMeasureAxis(low >= 0 ? Math.max(0, low - room) : low - room, high + room, words, false);
}
