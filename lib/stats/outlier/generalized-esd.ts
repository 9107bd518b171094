import { tQuantile } from '../confidence/t-quantile.ts';
import { meanOf, standardDeviation } from '../descriptive/moments.ts';
import { allFinite, requireFraction, requireWhole } from '../finite.ts';

/** Which values may be outliers: those on either side, or only those above or below the centre. */
export type EsdDirection = 'both' | 'up' | 'down';

/** How outliers are sought. */
export interface EsdOptions {
  /** How many there may be at most; well below half of the values. */
  maxOutliers: number;
  /** The probability of finding any in normal values; 0.05 unless given. */
  alpha?: number;
  /** `mean`: mean and standard deviation (Rosner). `median`: median and 1.4826·MAD, which outliers do not move; finds more. */
  centre?: 'mean' | 'median';
  /** `both` unless given. */
  direction?: EsdDirection;
  /**
   * The scale is never taken for smaller, in the unit of the values; 0 unless given. Where most values are alike this is what
   * makes a test possible: for whole counts ½, for rounded ones half their step.
   */
  leastScale?: number;
}

/** One step of the test: the most distant of the values that are left. */
export interface EsdStep {
  /** Its place among the values, from 0. */
  index: number;
  /** Its distance from their centre, in units of their scale. */
  score: number;
  /** The distance that it would have to exceed. */
  critical: number;
}

/** What the test finds. */
export interface Esd {
  /** Places of the outliers, most distant first. */
  outliers: number[];
  /** Every step that was made, also those that found nothing. */
  steps: EsdStep[];
}

/**
 * The generalized extreme Studentized deviate test (Rosner 1983; NIST e-Handbook 1.3.5.17.3): takes away the most distant
 * value `maxOutliers` times, and calls the first r outliers, where r is the last step whose score exceeds its critical
 * value, so that outliers cannot hide each other. With the `median` as centre it is the hybrid test of Hochenbaum, Vallis and
 * Kejariwal (2017). It supposes values that are normal but for the outliers, and its critical values are good from 25. Where
 * the scale of what is left is 0 (most values alike) no further step is made. Null below three values, or where one is not
 * finite.
 *
 * @throws RangeError where `maxOutliers` is not a whole number of at least 1, or `alpha` is not between 0 and 1
 */
export function generalizedEsd(values: readonly number[], options: EsdOptions): Esd | null {
  const { maxOutliers, alpha = 0.05, centre = 'mean', direction = 'both', leastScale = 0 } = options;
  requireWhole('maxOutliers', maxOutliers, 1);
  requireFraction('alpha', alpha);
  const n = values.length;
  if (n < 3 || !allFinite(values)) return null;
  const rest = new Rest(values);
  const steps: EsdStep[] = [];
  for (let step = 1; step <= Math.min(maxOutliers, n - 2); step++) {
    const { size } = rest;
    const middle = centre === 'mean' ? rest.mean() : rest.median();
    const spread = centre === 'mean' ? rest.deviation() : 1.4826 * rest.medianDistance(middle);
    const scale = Math.max(leastScale, spread);
    if (!(scale > 0)) break;
    const { index, distance } = rest.takeFarthest(middle, direction);
    const tail = alpha / ((direction === 'both' ? 2 : 1) * size);
    steps.push({ index, score: distance / scale, critical: criticalOf(tail, size) });
  }
  const last = steps.findLastIndex(({ score, critical }) => score > critical);
  return { outliers: steps.slice(0, last + 1).map(({ index }) => index), steps };
}

/** The distance that the farthest of so many normal values exceeds with about that probability. */
function criticalOf(tail: number, size: number): number {
  const t = tQuantile(1 - tail, size - 2);
  return (t * (size - 1)) / Math.sqrt((size - 2 + t ** 2) * size);
}

/** The values that are left, in order of size: the most distant one stands at an end. */
class Rest {
  readonly #values: readonly number[];
  readonly #sorted: Float64Array;
  readonly #taken = new Set<number>();
  #from = 0;
  #end: number;

  constructor(values: readonly number[]) {
    this.#values = values;
    this.#sorted = Float64Array.from(values).sort();
    this.#end = values.length;
  }

  get size(): number {
    return this.#end - this.#from;
  }

  mean(): number {
    return meanOf(Array.from(this.#sorted.subarray(this.#from, this.#end))) ?? 0;
  }

  deviation(): number {
    return standardDeviation(Array.from(this.#sorted.subarray(this.#from, this.#end))) ?? 0;
  }

  median(): number {
    const last = this.#from + this.#end - 1;
    return ((this.#sorted[last >> 1] as number) + (this.#sorted[(last + 1) >> 1] as number)) / 2;
  }

  /** The median distance from `middle`, of which distances grow to both sides. */
  medianDistance(middle: number): number {
    const sorted = this.#sorted;
    const half = this.size >> 1;
    let above = this.#from;
    while (above < this.#end && (sorted[above] as number) < middle) above++;
    let below = above - 1;
    let before = 0;
    let distance = 0;
    for (let i = 0; i <= half; i++) {
      before = distance;
      const down = below < this.#from ? Number.POSITIVE_INFINITY : middle - (sorted[below] as number);
      const up = above >= this.#end ? Number.POSITIVE_INFINITY : (sorted[above] as number) - middle;
      distance = Math.min(down, up);
      if (down < up) below--;
      else above++;
    }
    return this.size % 2 === 1 ? distance : (before + distance) / 2;
  }

  /** Takes away the value that lies farthest, of equal ones the first. */
  takeFarthest(middle: number, direction: EsdDirection): { index: number; distance: number } {
    const lowest = this.#sorted[this.#from] as number;
    const highest = this.#sorted[this.#end - 1] as number;
    const down = middle - lowest;
    const up = highest - middle;
    const first = this.#indexOf(lowest);
    const last = this.#indexOf(highest);
    const isDown =
      direction === 'down' || (direction === 'both' && (down > up || (down === up && first < last)));
    if (isDown) this.#from++;
    else this.#end--;
    const index = isDown ? first : last;
    this.#taken.add(index);
    return { index, distance: isDown ? down : up };
  }

  #indexOf(value: number): number {
    let index = this.#values.indexOf(value);
    while (this.#taken.has(index)) index = this.#values.indexOf(value, index + 1);
    return index;
  }
}
