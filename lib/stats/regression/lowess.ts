import { allFinite, requireSameLength, requireWhole } from '../finite.ts';

/** How a scatter is smoothed. */
export interface LowessOptions {
  /** The share of points that each fit sees, above 0 and at most 1; ⅔ unless given. */
  span?: number;
  /** Rounds in which points far from the curve lose weight; 3 unless given. */
  rounds?: number;
  /** Places closer than this to the last fit are filled by straight lines; 1% of the range of x unless given. */
  delta?: number;
}

/** A smooth curve through a scatter. */
export interface Lowess {
  /** Sorted; as many as points, equal ones repeated. */
  x: number[];
  /** The curve there, in the unit of y. */
  y: number[];
}

/**
 * Locally weighted regression (Cleveland 1979, with robust rounds), number for number R's lowess (but that points on a line stay on it): shows how y goes with x
 * without deciding on a shape beforehand, and without being led by single hits. A single point is its own curve. Null without
 * points, or where a number is not finite.
 *
 * @throws RangeError where x and y differ in length, or an option is out of its bounds
 */
export function lowess(
  x: readonly number[],
  y: readonly number[],
  options: LowessOptions = {},
): Lowess | null {
  requireSameLength(x, y);
  const { span = 2 / 3, rounds = 3 } = options;
  if (!(span > 0 && span <= 1)) throw new RangeError(`span must be above 0 and at most 1, but is ${span}.`);
  requireWhole('rounds', rounds, 0);
  const n = x.length;
  if (n === 0 || !allFinite(x) || !allFinite(y)) return null;
  const order = Uint32Array.from(x, (_, index) => index).sort((a, b) => (x[a] as number) - (x[b] as number));
  const xs = Float64Array.from(order, (index) => x[index] as number);
  const ys = Float64Array.from(order, (index) => y[index] as number);
  if (n === 1) return { x: [...xs], y: [...ys] };
  const range = (xs[n - 1] as number) - (xs[0] as number);
  const delta = options.delta ?? 0.01 * range;
  if (!(delta >= 0)) throw new RangeError(`delta must not be below 0, but is ${delta}.`);
  const neighbours = Math.max(2, Math.min(n, Math.floor(span * n + 1e-7)));

  const scatter = { xs, ys, range, trust: new Float64Array(n).fill(1), weights: new Float64Array(n) };
  const fitted = new Float64Array(n);
  for (let round = 0; ; round++) {
    fitAll(scatter, neighbours, delta, fitted);
    if (round === rounds || !judge(scatter, fitted)) return { x: [...xs], y: [...fitted] };
  }
}

interface Scatter {
  xs: Float64Array;
  ys: Float64Array;
  range: number;
  /** How far each point is trusted, 0 to 1. */
  trust: Float64Array;
  /** Room to work in. */
  weights: Float64Array;
}

/** Fits at places at least `delta` apart, and draws straight lines between. */
function fitAll(scatter: Scatter, neighbours: number, delta: number, fitted: Float64Array): void {
  const { xs, ys } = scatter;
  const n = xs.length;
  const at = (place: number) => xs[place] as number;
  let left = 0;
  let last = -1;
  let place = 0;
  while (last < n - 1) {
    while (left + neighbours < n && at(place) - at(left) > at(left + neighbours) - at(place)) left++;
    const fit = fitAt(scatter, at(place), left, left + neighbours - 1);
    fitted[place] = Number.isNaN(fit) ? (ys[place] as number) : fit;
    for (let between = last + 1; between < place; between++) {
      const share = (at(between) - at(last)) / (at(place) - at(last));
      fitted[between] = share * (fitted[place] as number) + (1 - share) * (fitted[last] as number);
    }
    last = place;
    let next = place + 1;
    for (; next < n && at(next) <= at(place) + delta; next++)
      if (at(next) === at(last)) {
        fitted[next] = fitted[last] as number;
        last = next;
      }
    place = Math.max(last + 1, next - 1);
  }
}

/** A line fitted around `x` with tricube weights that reach 0 at the farther of two neighbours; NaN without any weight. */
function fitAt({ xs, ys, range, trust, weights }: Scatter, x: number, left: number, right: number): number {
  const reach = Math.max(x - (xs[left] as number), (xs[right] as number) - x);
  let total = 0;
  let end = left;
  // Beyond `right` there may be points as near as the last neighbour.
  for (; end < xs.length; end++) {
    const distance = Math.abs((xs[end] as number) - x);
    weights[end] = 0;
    if (distance <= 0.999 * reach) {
      weights[end] = (distance <= 0.001 * reach ? 1 : tricube(distance / reach)) * (trust[end] as number);
      total += weights[end] as number;
    } else if ((xs[end] as number) > x) break;
  }
  if (!(total > 0)) return Number.NaN;
  let centre = 0;
  for (let place = left; place < end; place++) {
    weights[place] = (weights[place] as number) / total;
    centre += (weights[place] as number) * (xs[place] as number);
  }
  let spread = 0;
  for (let place = left; place < end; place++)
    spread += (weights[place] as number) * ((xs[place] as number) - centre) ** 2;
  const lean = reach > 0 && Math.sqrt(spread) > 0.001 * range ? (x - centre) / spread : 0;
  let fit = 0;
  for (let place = left; place < end; place++)
    fit += (weights[place] as number) * (lean * ((xs[place] as number) - centre) + 1) * (ys[place] as number);
  return fit;
}

/** (1 − d³)³, multiplied out: powers take far longer, and this is most of the work. */
function tricube(distance: number): number {
  const left = 1 - distance * distance * distance;
  return left * left * left;
}

/** Trusts points less the farther they lie from the curve; false where they all lie on it, so that nothing is left to do. */
function judge({ ys, trust }: Scatter, fitted: Float64Array): boolean {
  const sizes = ys.map((y, place) => Math.abs(y - (fitted[place] as number)));
  const sorted = sizes.toSorted();
  const n = sorted.length;
  const bound = 3 * ((sorted[n >> 1] as number) + (sorted[n - (n >> 1) - 1] as number));
  // What is left of points on a line are rounding errors, and to tell those apart would throw good points out.
  const noise = 1e-12 * ys.reduce((largest, y) => Math.max(largest, Math.abs(y)), 0);
  if (bound <= noise || bound < (1e-7 * sizes.reduce((sum, size) => sum + size, 0)) / n) return false;
  sizes.forEach((size, place) => {
    if (size <= 0.001 * bound) trust[place] = 1;
    else trust[place] = size <= 0.999 * bound ? (1 - (size / bound) ** 2) ** 2 : 0;
  });
  return true;
}
