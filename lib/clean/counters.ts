import { isMissingCount, readCount } from '../counts.ts';
import { field, shown } from './fields.ts';

/**
 * A counter as the source gives it. A value that is no count stays as it came, so that `validate` can refuse it; one that
 * is no small value at all is only described.
 */
export interface Counter {
  value: unknown;
  /** Rounding step; null where the value is missing or its rounding is not known. */
  step: number | null;
}

/** True where the value is a count: whole, not negative, kept exactly by a double. */
export function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

/** Reads a counter given as number or text. `stepOf` says how the source rounds a value of that size. */
export function readCounter(raw: unknown, stepOf: (value: number) => number | null): Counter {
  if (
    raw === undefined ||
    raw === null ||
    (typeof raw === 'string' && raw.length <= longestCount && isMissingCount(raw))
  )
    return { value: null, step: null };
  const read = typeof raw === 'string' ? readText(raw) : { value: raw, step: 1 };
  if (!read || !isCount(read.value)) return { value: refusable(raw), step: null };
  // The same number, but never minus zero.
  const value = read.value + 0;
  return { value, step: read.step > 1 ? read.step : stepOf(value) };
}

/** No count takes more; longer texts are not even looked at. */
const longestCount = 40;

function readText(text: string) {
  return text.length <= longestCount ? readCount(text) : null;
}

/** A value that `validate` will refuse, small enough to be kept: JSON has neither infinity nor any end of nesting. */
function refusable(raw: unknown): unknown {
  const isSmall = typeof raw === 'boolean' || (typeof raw === 'number' && Number.isFinite(raw));
  return isSmall ? raw : shown(raw);
}

/** Reads a counter from `statsV2` and, where that has none, from `stats`. */
export function pickCounter(
  statsV2: unknown,
  stats: unknown,
  key: string,
  step: { v2: (value: number) => number | null; v1: (value: number) => number | null },
): Counter {
  const newer = readCounter(field(statsV2, key), step.v2);
  return newer.value === null ? readCounter(field(stats, key), step.v1) : newer;
}

/**
 * The first of `keys` whose two readings cannot both be of one page, as a sentence; null where they agree. Rounding
 * explains a difference of up to 5%, and caches of different age a little more; a zero in `stats` is a failed read.
 */
export function contradiction(statsV2: unknown, stats: unknown, keys: readonly string[]): string | null {
  for (const key of keys) {
    const exact = readCounter(field(statsV2, key), () => 1).value;
    const rounded = readCounter(field(stats, key), () => 1).value;
    if (!isCount(exact) || !isCount(rounded) || rounded === 0) continue;
    if (Math.abs(exact - rounded) > Math.max(exact, rounded) / 10 + 10)
      return `The page contradicts itself: ${key} is ${exact} in statsV2 and ${rounded} in stats.`;
  }
  return null;
}
