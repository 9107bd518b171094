/**
 * How TikTok writes counts: compact text ("1.2M"), rounded numbers, and likes that overflowed 32 bits.
 */

/** A count as text said it. `step` is the rounding step that the notation itself shows: 100000 for "1.2M", 1 for "1,234". */
export interface ReadCount {
  value: number;
  step: number;
}

const missingTokens = new Set(['', '-', '--', '–', '—', 'n/a', 'na', 'undefined', 'null', 'none', 'nan']);

/** True for the ways in which sources write that they have no count: '', '-', 'N/A', 'undefined', 'null', 'None', 'NaN'. */
export function isMissingCount(text: string): boolean {
  return missingTokens.has(text.trim().toLowerCase());
}

const units: Record<string, number> = { k: 1e3, m: 1e6, b: 1e9 };
const plain = /^[-−]?\d+$/;
const wholeDecimal = /^([-−]?\d+)\.0*$/;
/** Groups of three after the same sign: 1,234,567, 1 234, 1'234. A dot may group only where it does so twice. */
const grouped = /^[-−]?\d{1,3}(?:([, '’_])\d{3}(?:\1\d{3})*|\.\d{3}(?:\.\d{3})+)$/;
const compact = /^(\d{1,3}(?:,\d{3})+|\d+)(?:[.,](\d{1,3}))? ?([kmb])$/i;
const scientific = /^(\d)(?:\.(\d{1,15}))?e\+?(\d{1,2})$/i;

/**
 * Reads a count: "1.2M", "984.1K", "550.0k", "1,234", "1 234", "163000000", "740.0", "1.63E+08".
 * Null where the text says that there is none (`isMissingCount`), where it is not a count, where it is not whole
 * (12.5, 1.2345K), and beyond 2^53 − 1. A negative whole number is read as it stands: a caller decides what it means.
 * "1,2M" is 1.2 million, "1,234K" is 1,234 thousand, and "1.234" alone is ambiguous and therefore null.
 */
export function readCount(text: string): ReadCount | null {
  // Spaces of every kind group digits somewhere; U+00A0 and U+202F are what Intl prints.
  const clean = text.trim().replace(/[\u00a0\u2007\u2009\u202f]/g, ' ');
  if (isMissingCount(clean)) return null;
  if (plain.test(clean)) return safeCount(clean, 1);
  const whole = wholeDecimal.exec(clean);
  if (whole?.[1] !== undefined) return safeCount(whole[1], 1);
  if (grouped.test(clean)) return safeCount(clean.replace(/[^\d−-]/g, ''), 1);
  const short = compact.exec(clean);
  if (short) return scaled(short[1] ?? '', short[2] ?? '', units[(short[3] ?? '').toLowerCase()] ?? 1);
  const spread = scientific.exec(clean);
  if (spread) return scaled(spread[1] ?? '', spread[2] ?? '', 10 ** Number(spread[3]));
  return null;
}

function safeCount(digits: string, step: number): ReadCount | null {
  const value = Number(digits.replace('−', '-')) * step;
  return Number.isSafeInteger(value) ? { value: value === 0 ? 0 : value, step } : null;
}

// Digits and step are multiplied as integers: 2680.9 * 1e6 is not 2680900000 in doubles for every such pair.
function scaled(integer: string, decimals: string, unit: number): ReadCount | null {
  const step = unit / 10 ** decimals.length;
  return step >= 1 ? safeCount(integer.replaceAll(',', '') + decimals, step) : null;
}

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
