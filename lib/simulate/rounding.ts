/**
 * How the web shows counts: one decimal of K, M or B from ten thousand up, and an old 32-bit field that overflows
 * (docs/surfaces.md#rounding, docs/surfaces.md#overflow).
 */

const steps: readonly (readonly [from: number, step: number])[] = [
  [1_000_000_000, 100_000_000],
  [1_000_000, 100_000],
  [10_000, 100],
];

/**
 * A count as the web rounds it: exact below 10,000, then to the nearest 100, 100,000 or 100,000,000; a half goes up.
 * `count` is a whole number from 0.
 */
export function roundAsShown(count: number): number {
  const [, step] = steps.find(([from]) => count >= from) ?? [0, 1];
  return Math.round(count / step) * step;
}

/** A count as a signed 32-bit counter holds it: congruent modulo 2^32, between −2^31 and 2^31 − 1. */
export function wrapInt32(count: number): number {
  // The bitwise operator takes its operand modulo 2^32, which is the overflow itself.
  return count | 0;
}

/** The `heartCount` of `stats`: the overflowed exact value once 32 bits are too few, the rounded count before that. */
export function heartCountAsShown(likes: number): number {
  return likes >= 2 ** 31 ? wrapInt32(likes) : roundAsShown(likes);
}

/**
 * A count as `shareMeta.desc` words it: one decimal with a small `k` or `m` from ten thousand up and never `b`
 * (2,680,875,280 is `2680.9m`), plain digits below.
 */
export function wordCount(count: number): string {
  if (count < 10_000) return String(count);
  // From 999,950 one decimal of k would read 1000.0k.
  return count < 999_950 ? `${(count / 1000).toFixed(1)}k` : `${(count / 1_000_000).toFixed(1)}m`;
}
