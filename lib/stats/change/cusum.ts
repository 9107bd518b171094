import { allFinite } from '../finite.ts';

/** How sums are kept, in standard deviations. */
export interface CusumOptions {
  /** The level without a change; 0 unless given, for standardised values. */
  target?: number;
  /** The standard deviation without a change; 1 unless given, for standardised values. */
  sigma?: number;
  /** What each value is allowed for free: half the shift that matters; 0.5 unless given. */
  k?: number;
  /** The sum at which there is an alarm; 5 unless given. */
  h?: number;
}

/** A shift that was found. */
export interface CusumAlarm {
  direction: 'up' | 'down';
  /** The place whose sum first exceeded h, from 0. */
  index: number;
  /** The place where the shift seems to have begun: the first after the sum last stood at 0. */
  changeIndex: number;
  /** The level since then, in the unit of the values. */
  level: number;
}

/** The two sums and the first alarm. */
export interface Cusum {
  /** Sums of what lies above the target, one for each value, in standard deviations. */
  up: number[];
  /** The same below the target, counted positive. */
  down: number[];
  /** Null where neither sum exceeds h. */
  alarm: CusumAlarm | null;
}

/**
 * The two-sided tabular CUSUM (Page 1954; Montgomery, *Introduction to Statistical Quality Control*, 9.1):
 * C⁺ = max(0, C⁺ + z − k), C⁻ = max(0, C⁻ − z − k), and an alarm where one exceeds h. With k = ½ and h = 5 it finds a shift
 * of one standard deviation after about ten values, and gives one false alarm in about 465. The level after the shift is
 * target ± σ·(k + C/N) over the N values since it began. Without values all is empty. Null where a value is not finite.
 *
 * @throws RangeError where `sigma` or `h` is not above 0, or `k` is below 0
 */
export function cusum(
  values: readonly number[],
  { target = 0, sigma = 1, k = 0.5, h = 5 }: CusumOptions = {},
): Cusum | null {
  if (!(sigma > 0 && h > 0 && k >= 0))
    throw new RangeError(`sigma and h must be above 0 and k not below, but are ${sigma}, ${h} and ${k}.`);
  if (!allFinite(values)) return null;
  const [up, down]: [number[], number[]] = [[], []];
  const since = { up: 0, down: 0 };
  let above = 0;
  let below = 0;
  let alarm: CusumAlarm | null = null;
  values.forEach((value, index) => {
    const z = (value - target) / sigma;
    above = Math.max(0, above + z - k);
    below = Math.max(0, below - z - k);
    up.push(above);
    down.push(below);
    if (above === 0) since.up = index + 1;
    if (below === 0) since.down = index + 1;
    if (alarm !== null || Math.max(above, below) <= h) return;
    const direction = above > h ? 'up' : 'down';
    const [sum, sign] = direction === 'up' ? [above, 1] : [below, -1];
    const changeIndex = since[direction];
    const level = target + sign * sigma * (k + sum / (index - changeIndex + 1));
    alarm = { direction, index, changeIndex, level };
  });
  return { up, down, alarm };
}
