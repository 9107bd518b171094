/** How a local fit is made. */
export interface Smoother {
  /** Neighbours that a fit sees; more than there are values makes it stiffer still. */
  window: number;
  /** 0: local means, 1: local lines. */
  degree: 0 | 1;
  /** A fit at every `jump`-th place, straight lines between. */
  jump: number;
}

/** Values at the places 0, 1, 2 … of which only the first `length` count, and how far each is to be trusted. */
export interface Sequence {
  values: Float64Array;
  /** Between 0 and 1; null where all count in full. */
  trust: Float64Array | null;
  length: number;
}

/**
 * The local fit at place `x` from the places `left` to `right`, with tricube weights that reach 0 at the farther end (or beyond
 * it, where the window is wider than the sequence). NaN where nothing has any weight. `weights` is room to work in, at least as
 * long as the sequence. Cleveland et al. (1990), the routine `est` of netlib stl.
 */
export function fitAt(
  sequence: Sequence,
  { window, degree }: Smoother,
  x: number,
  left: number,
  right: number,
  weights: Float64Array,
): number {
  const { values, trust, length } = sequence;
  let reach = Math.max(x - left, right - x);
  if (window > length) reach += Math.floor((window - length) / 2);
  const near = 0.001 * reach;
  const far = 0.999 * reach;
  let total = 0;
  for (let place = left; place <= right; place++) {
    const distance = Math.abs(place - x);
    let weight = 0;
    if (distance <= far) {
      const ratio = distance / reach;
      const rest = 1 - ratio * ratio * ratio;
      weight = distance <= near ? 1 : rest * rest * rest;
      if (trust !== null) weight *= trust[place] as number;
    }
    weights[place] = weight;
    total += weight;
  }
  if (!(total > 0)) return Number.NaN;
  let fit = 0;
  let centre = 0;
  for (let place = left; place <= right; place++) {
    const weight = (weights[place] as number) / total;
    weights[place] = weight;
    fit += weight * (values[place] as number);
    centre += weight * place;
  }
  if (degree === 0 || reach <= 0) return fit;
  let spread = 0;
  for (let place = left; place <= right; place++)
    spread += (weights[place] as number) * (place - centre) ** 2;
  if (Math.sqrt(spread) <= 0.001 * (length - 1)) return fit;
  const lean = (x - centre) / spread;
  fit = 0;
  for (let place = left; place <= right; place++)
    fit += (weights[place] as number) * (lean * (place - centre) + 1) * (values[place] as number);
  return fit;
}

/**
 * Smooths a sequence into `out`, from its place `start` on: local fits at every `jump`-th place and the last, straight lines
 * between. A value without any trusted neighbour stays as it is. Cleveland et al. (1990), the routine `ess` of netlib stl.
 */
export function smooth(
  sequence: Sequence,
  smoother: Smoother,
  out: Float64Array,
  start: number,
  weights: Float64Array,
): void {
  const { values, length } = sequence;
  if (length < 2) {
    out[start] = values[0] as number;
    return;
  }
  const jump = Math.min(smoother.jump, length - 1);
  const width = Math.min(smoother.window, length);
  const half = Math.floor((smoother.window + 1) / 2);
  const kernel = sequence.trust === null && smoother.window < length ? kernelOf(smoother) : null;
  const put = (place: number, left: number) => {
    const fit =
      kernel !== null && 2 * (place - left) === width - 1
        ? weightedSum(values, kernel, left)
        : fitAt(sequence, smoother, place, left, left + width - 1, weights);
    out[start + place] = Number.isNaN(fit) ? (values[place] as number) : fit;
  };
  let left = 0;
  for (let place = 0; place < length; place += jump) {
    // Around the place, moved inwards at the ends.
    left = Math.max(0, Math.min(place - half + 1, length - width));
    put(place, left);
  }
  if (jump === 1) return;
  for (let place = jump; place < length; place += jump) between(out, start + place - jump, start + place);
  const last = Math.floor((length - 1) / jump) * jump;
  if (last === length - 1) return;
  // From the window of the fit before, as the original does.
  put(length - 1, left);
  between(out, start + last, start + length - 1);
}

const kernels = new Map<number, Float64Array>();

/**
 * The weights of all neighbours alike on both sides, where each is trusted in full: a local line has no slope in the middle of these, so
 * that it passes through their weighted mean.
 */
function kernelOf({ window }: Smoother): Float64Array {
  const known = kernels.get(window);
  if (known) return known;
  const made = new Float64Array(window);
  const ones = { values: new Float64Array(window).fill(1), trust: null, length: window };
  // Filled in as a fit does.
  fitAt(ones, { window, degree: 0, jump: 1 }, (window - 1) / 2, 0, window - 1, made);
  if (kernels.size < 100) kernels.set(window, made);
  return made;
}

function weightedSum(values: Float64Array, kernel: Float64Array, left: number): number {
  let sum = 0;
  for (let i = 0; i < kernel.length; i++) sum += (kernel[i] as number) * (values[left + i] as number);
  return sum;
}

/** Fills the places between two known ones by a straight line. */
function between(out: Float64Array, from: number, to: number): void {
  const first = out[from] as number;
  const slope = ((out[to] as number) - first) / (to - from);
  for (let place = from + 1; place < to; place++) out[place] = first + slope * (place - from);
}
