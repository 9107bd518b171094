import { rangeOf, signed } from '../format.ts';
import { quantileOf } from '../stats/descriptive/quantile.ts';
import { roundTicks } from './ticks.ts';
import { chooseWriter, short } from './words.ts';

/** How values within certain bounds are marked: a square, larger for more, with a minus in it below zero. */
export interface HeatClass {
  /** True where a value belongs to it. */
  holds: (value: number) => boolean;
  /** Side of the square, as a part of the cell. */
  size: number;
  className: string;
  minus: boolean;
  /** For the key: "+1 to +499". */
  text: string;
}

/** From the least to the most; every value belongs to one. */
export type HeatScale = readonly HeatClass[];

const sizes = [0.42, 0.66, 0.9] as const;

/**
 * Three sizes for gains and three for losses, the same on both sides, cut at round numbers near the median and the 90th
 * percentile of the changes; a change of zero has a mark of its own.
 */
export function scaleChanges(values: readonly number[]): HeatScale {
  const changes = values.filter((value) => value !== 0).map(Math.abs);
  const most = Math.max(1, ...changes);
  const first = roundDown(quantileOf(changes, 0.5) ?? 1);
  const second = Math.max(roundDown(quantileOf(changes, 0.9) ?? 1), first + 1);
  const cuts = [1, first, second].filter((cut, i, all) => cut > (all[i - 1] ?? 0) && cut <= most);
  const steps = cuts.map((from, i) => {
    // Where all changes are as large as the largest there is nothing above it to speak of.
    const to = i === cuts.length - 1 && from === most ? from : (cuts[i + 1] ?? Number.POSITIVE_INFINITY) - 1;
    const size = sizes[sizes.length - cuts.length + i] ?? 0.9;
    return { from, to, size, strong: i === cuts.length - 1 };
  });
  const side = (sign: 1 | -1): HeatClass[] =>
    steps.map(({ from, to, size, strong }) => ({
      holds: (value) => value * sign >= from && value * sign < to + 1,
      size,
      className: `${sign > 0 ? 'gain' : 'loss'}${strong ? ' most' : ''}`,
      minus: sign < 0,
      text: Number.isFinite(to)
        ? from === to
          ? signed(sign * from, short)
          : `${signed(sign * from, short)} to ${signed(sign * to, short)}`
        : `${signed(sign * from, short)} or ${sign > 0 ? 'more' : 'below'}`,
    }));
  const zero: HeatClass = {
    holds: (value) => value === 0,
    size: 0.2,
    className: 'none',
    minus: false,
    text: '±0',
  };
  return [...side(-1).reverse(), zero, ...side(1)];
}

/** At most five sizes over the range of the values, cut at round numbers. */
export function scaleLevels(values: readonly number[]): HeatScale {
  if (values.length === 0) return [];
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const ticks = low < high ? roundTicks(low, high, 5) : [low, low + 1];
  const steps = ticks.length - 1;
  const write = chooseWriter(ticks);
  return ticks.slice(0, -1).map((from, i) => {
    const to = ticks[i + 1] ?? from;
    const isLast = i === steps - 1;
    return {
      holds: (value) => value >= from && (value < to || (isLast && value <= to)),
      size: high === 0 ? 0.2 : steps === 1 ? 0.66 : 0.3 + (0.6 * i) / (steps - 1),
      className: i >= steps - 2 ? 'level most' : 'level',
      minus: false,
      text: low === high ? write(low) : rangeOf(from, isLast ? to : to - 1, write),
    };
  });
}

/** The largest of 1, 2 and 5 times a power of ten that is not above the value; 1 at least. */
function roundDown(value: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, value)));
  return Math.max(1, ...[1, 2, 5].map((digit) => digit * power).filter((round) => round <= value));
}
