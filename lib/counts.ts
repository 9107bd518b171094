/**
 * How TikTok counts: rounded numbers, and likes that overflowed 32 bits. How counts are written is read by `counts/`.
 */

export { isMissingCount, type ReadCount, readCount } from './counts/read-count.ts';

/**
 * The step to which TikTok's web surfaces round a count of this size: one decimal of the compact unit, nearest.
 * Below 10,000 → 1, from 10,000 → 100, from 1 million → 100,000, from 1 billion → 100,000,000.
 */
export function webStep(value: number): number {
  if (value < 10_000) return 1;
  if (value < 1_000_000) return 100;
  return value < 1_000_000_000 ? 100_000 : 100_000_000;
}

/** True where the value could have come out of the web's rounding. Every value below 10,000 could. */
export function isRoundedLikeWeb(value: number): boolean {
  return value % webStep(value) === 0;
}

/**
 * The step of a count read from a surface that rounds: the web's step where the value fits it, 1 where the value fits
 * no rounding at all (it is not even whole hundreds), null where it was rounded in a way we do not know.
 */
export function seenStep(value: number): number | null {
  if (isRoundedLikeWeb(value)) return webStep(value);
  return value % 100 === 0 ? null : 1;
}

/**
 * How a row's counts were rounded, from their steps: `exact` where every known count has step 1, `nearest` where some
 * were rounded by the web's rule, `unknown` where the step of some is not known. Steps of missing counts are left out.
 */
export function roundingOf(steps: readonly (number | null)[]): 'exact' | 'nearest' | 'unknown' {
  if (steps.includes(null)) return 'unknown';
  return steps.some((step) => step !== 1) ? 'nearest' : 'exact';
}

const wrap = 2 ** 32;

/**
 * The exact likes from a counter that overflowed 32 bits: `wrapped + k · 2^32`, smallest k ≥ 0 that lands within the
 * web's rounding of `rounded`, the same row's unwrapped neighbour (`stats.heartCount` and `stats.heart`). One k at
 * most fits, since the rounding is far finer than 2^32. Null where none fits, so where the row cannot tell.
 * Where both are equal nothing was wrapped, and the result is as rounded as they are.
 */
export function unwrapLikes(wrapped: number, rounded: number): number | null {
  if (!Number.isSafeInteger(wrapped) || !Number.isSafeInteger(rounded) || rounded < 0) return null;
  const k = Math.max(0, Math.round((rounded - wrapped) / wrap));
  const exact = wrapped + k * wrap;
  return exact >= 0 && Math.abs(exact - rounded) <= webStep(rounded) / 2 ? exact : null;
}
