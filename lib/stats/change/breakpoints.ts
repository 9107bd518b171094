import { meanOf } from '../descriptive/moments.ts';
import { requireFraction, requireWhole, varies } from '../finite.ts';

/** How many levels a series may have. */
export interface BreakpointOptions {
  /** No level is shorter than this fraction of the series, at most ½; 0.15 unless given. */
  minSegment?: number;
  /** As many as the shortest level allows unless given. */
  maxBreaks?: number;
}

/** A stretch with a level of its own. */
export interface Segment {
  /** The place of its first value, from 0. */
  from: number;
  /** The place of its last value. */
  to: number;
  /** Its level, in the unit of the values. */
  mean: number;
}

/** Where the level of a series changes. */
export interface Breakpoints {
  /** Places of the first value after each change, in order; none where one level is enough. */
  breaks: number[];
  segments: Segment[];
  /** Bayesian information criterion with 0, 1, 2 … changes; the smallest decides. Empty where all values are alike. */
  bic: number[];
  /** Sum of squared deviations from the levels with 0, 1, 2 … changes. */
  rss: number[];
}

/**
 * Where the mean of a series changes, looking back over all of it: the segments with the smallest sum of squares for each
 * number of changes (dynamic programming; Bai and Perron 2003), and the number with the smallest BIC, as R's
 * strucchange::breakpoints(y ~ 1). O(n²) for each number of changes. Null below four values, or where one is not finite.
 *
 * @throws RangeError where `minSegment` is not above 0 and at most ½, or `maxBreaks` is not a whole number of at least 0
 */
export function breakpoints(
  values: readonly number[],
  { minSegment = 0.15, maxBreaks }: BreakpointOptions = {},
): Breakpoints | null {
  requireFraction('minSegment', minSegment);
  if (minSegment > 0.5) throw new RangeError(`minSegment must be at most 0.5, but is ${minSegment}.`);
  if (maxBreaks !== undefined) requireWhole('maxBreaks', maxBreaks, 0);
  const n = values.length;
  const centre = meanOf(values);
  if (n < 4 || centre === null) return null;
  if (!varies(values))
    return { breaks: [], segments: [{ from: 0, to: n - 1, mean: values[0] as number }], bic: [], rss: [0] };
  const least = Math.max(2, Math.floor(minSegment * n));
  const most = Math.min(maxBreaks ?? n, Math.max(Math.ceil(n / least) - 2, 1), Math.floor(n / least) - 1);
  const { rss, starts } = bestSegments(
    values.map((value) => value - centre),
    least,
    most,
  );
  const bic = rss.map((squares, changes) =>
    criterion(Math.max(squares, 1e-12 * (rss[0] as number)), n, changes),
  );
  const changes = bic.indexOf(Math.min(...bic));
  const breaks = tracedBack(starts, n, changes);
  const segments = [0, ...breaks].map((from, index) => {
    const to = (breaks[index] ?? n) - 1;
    return { from, to, mean: meanOf(values.slice(from, to + 1)) as number };
  });
  return { breaks, segments, bic, rss };
}

/** −2·log-likelihood of normal deviations, and ln n for each level, each change and the variance. */
function criterion(squares: number, n: number, changes: number): number {
  return n * (Math.log(squares / n) + 1 + Math.log(2 * Math.PI)) + Math.log(n) * 2 * (changes + 1);
}

/** The smallest sums of squares by number of changes, and where the last segment of the best solution up to each end begins. */
function bestSegments(deviations: readonly number[], least: number, most: number) {
  const n = deviations.length;
  const [sums, squares] = [new Float64Array(n + 1), new Float64Array(n + 1)];
  deviations.forEach((value, index) => {
    sums[index + 1] = (sums[index] as number) + value;
    squares[index + 1] = (squares[index] as number) + value * value;
  });
  const cost = (from: number, end: number) =>
    Math.max(
      0,
      (squares[end] as number) -
        (squares[from] as number) -
        ((sums[end] as number) - (sums[from] as number)) ** 2 / (end - from),
    );
  let best = Float64Array.from({ length: n + 1 }, (_, end) => (end < least ? Infinity : cost(0, end)));
  const rss = [best[n] as number];
  const starts: Uint32Array[] = [];
  for (let changes = 1; changes <= most; changes++) {
    const next = new Float64Array(n + 1).fill(Infinity);
    const start = new Uint32Array(n + 1);
    for (let end = (changes + 1) * least; end <= n; end++)
      for (let from = changes * least; from <= end - least; from++) {
        const total = (best[from] as number) + cost(from, end);
        if (total < (next[end] as number)) {
          next[end] = total;
          start[end] = from;
        }
      }
    rss.push(next[n] as number);
    starts.push(start);
    best = next;
  }
  return { rss, starts };
}

function tracedBack(starts: readonly Uint32Array[], n: number, changes: number): number[] {
  const breaks: number[] = [];
  let end = n;
  for (let left = changes; left > 0; left--) {
    end = starts[left - 1]?.[end] as number;
    breaks.unshift(end);
  }
  return breaks;
}
