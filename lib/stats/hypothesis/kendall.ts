import { allFinite, finiteOrNull, requireSameLength } from '../finite.ts';

/**
 * Kendall's rank correlation with correction for ties on either side, τ-b, from −1 to 1, in O(n log n) (Knight 1966). Null
 * below two pairs, where one side does not vary, or where a number is not finite.
 *
 * @throws RangeError where the two differ in length
 */
export function kendall(x: readonly number[], y: readonly number[]): number | null {
  requireSameLength(x, y);
  if (!allFinite(x) || !allFinite(y)) return null;
  const n = x.length;
  const order = Uint32Array.from(x, (_, index) => index);
  order.sort((a, b) => (x[a] as number) - (x[b] as number) || (y[a] as number) - (y[b] as number));
  const ys = Float64Array.from(order, (index) => y[index] as number);
  const same = (values: readonly number[], a: number, b: number) =>
    values[order[a] as number] === values[order[b] as number];
  const tiedX = tiedPairs(n, (a, b) => same(x, a, b));
  const tiedBoth = tiedPairs(n, (a, b) => same(x, a, b) && same(y, a, b));
  const swaps = sortCountingSwaps(ys);
  const tiedY = tiedPairs(n, (a, b) => ys[a] === ys[b]);
  const pairs = (n * (n - 1)) / 2;
  const difference = pairs - tiedX - tiedY + tiedBoth - 2 * swaps;
  return finiteOrNull(difference / (Math.sqrt(pairs - tiedX) * Math.sqrt(pairs - tiedY)));
}

/** Pairs within runs of neighbours that are the same. */
function tiedPairs(n: number, same: (a: number, b: number) => boolean): number {
  let pairs = 0;
  let run = 1;
  for (let place = 1; place <= n; place++) {
    if (place < n && same(place - 1, place)) run++;
    else {
      pairs += (run * (run - 1)) / 2;
      run = 1;
    }
  }
  return pairs;
}

/** Sorts in place by merging and says how many pairs stood the wrong way round. */
function sortCountingSwaps(values: Float64Array): number {
  const n = values.length;
  let from = values;
  let to: Float64Array = new Float64Array(n);
  let swaps = 0;
  for (let width = 1; width < n; width *= 2) {
    for (let start = 0; start < n; start += 2 * width) {
      const middle = Math.min(start + width, n);
      const end = Math.min(start + 2 * width, n);
      let left = start;
      let right = middle;
      for (let place = start; place < end; place++) {
        if (right >= end || (left < middle && (from[left] as number) <= (from[right] as number)))
          to[place] = from[left++] as number;
        else {
          to[place] = from[right++] as number;
          swaps += middle - left;
        }
      }
    }
    [from, to] = [to, from];
  }
  if (from !== values) values.set(from);
  return swaps;
}
