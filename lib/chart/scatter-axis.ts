import type { ValueAxis } from './axes.ts';
import { makeMeasureAxis } from './measure-axis.ts';
import type { ColumnWords } from './objects.ts';
import type { ScatterPoint } from './scatter-model.ts';

/** True where all lie above 0 and the largest is at least a hundred times the smallest. */
export function suitsLogAxis(values: readonly number[]): boolean {
  const [low, high] = rangeOfValues(values);
  return low > 0 && high / low >= 100;
}

export function rangeOfValues(values: readonly number[]): [number, number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return [low, high];
}

/** An axis that has all points and what rounding leaves open; zero belongs to it where it is near. */
export function makeScatterAxis(
  points: readonly ScatterPoint[],
  side: 'x' | 'y',
  words: ColumnWords,
  log: boolean,
): ValueAxis {
  const values = points.flatMap((point) => {
    const interval = point[`${side}Interval`];
    const ends = interval === null ? [] : [interval.low, interval.high];
    return [point[side], ...ends.filter((end) => !log || end > 0)];
  });
  const [low, high] = rangeOfValues(values);
  if (!log && low >= 0 && low <= 0.35 * high) return makeMeasureAxis(0, high, words, log);
  // Equal values have room on either side.
  if (low === high && !log) return makeMeasureAxis(low - room(low), high + room(high), words, log);
  return makeMeasureAxis(low, high, words, log);
}

const room = (value: number) => (Number.isInteger(value) ? 1 : Math.abs(value) / 10);
