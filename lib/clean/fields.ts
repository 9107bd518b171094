import { instantOf, isInstant } from '../calendar.ts';

/**
 * Reads values out of parsed JSON of unknown shape. Nothing here throws, and only own properties are seen, so a key
 * such as `__proto__` or `constructor` is data or nothing.
 */

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value at a path of keys; undefined where any of them is not there. */
export function field(value: unknown, ...path: readonly string[]): unknown {
  let at = value;
  for (const key of path) {
    if (!isObject(at) || !Object.hasOwn(at, key)) return undefined;
    at = at[key];
  }
  return at;
}

/** The elements of a list; none where it is not one. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Longer than any caption, bio or name; more is not a text of the platform's, and would only bloat the ledger. */
const longestText = 10_000;

/** Text as it stands; null where it is blank, not text, or longer than any real one. */
export function textOf(value: unknown): string | null {
  return typeof value === 'string' && value.length <= longestText && value.trim() !== '' ? value : null;
}

/** A value of any shape and size in a few characters, for messages and for `validate` to refuse. */
export function shown(value: unknown): string {
  if (typeof value === 'string')
    return value.length <= longestShown ? value : `[text of ${value.length} characters]`;
  if (Array.isArray(value)) return '[list]';
  return typeof value === 'object' && value !== null ? '[object]' : String(value);
}
const longestShown = 40;

/** A boolean, also where it is written as 0 or 1; null otherwise. */
export function flagOf(value: unknown): boolean | null {
  if (typeof value === 'boolean') return value;
  return value === 0 || value === 1 ? value === 1 : null;
}

/**
 * An id as text. Null where there is none, and where it came as a number beyond 2^53: its last digits are lost.
 */
export function idOf(value: unknown): string | null {
  if (typeof value === 'string') return /^[1-9]\d{0,19}$/.test(value) ? value : null;
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? String(value) : null;
}

/** A handle in lower case without @; null where it is not text. */
export function handleOf(value: unknown): string | null {
  return textOf(value)?.trim().replace(/^@/, '').toLowerCase() ?? null;
}

/** The name of a hashtag in lower case without #; null where it is no single word. */
export function hashtagOf(value: unknown): string | null {
  const name = textOf(value)?.trim().replace(/^#/, '').toLowerCase() ?? '';
  return name.length <= longestHashtag && /^\S+$/u.test(name) ? name : null;
}
const longestHashtag = 150;

/** An instant from Unix seconds, as number or digits. Null for 0 (which means unknown) and for dates that cannot be. */
export function instantOfSeconds(value: unknown): string | null {
  const seconds = typeof value === 'string' && /^\d{1,12}$/.test(value) ? Number(value) : value;
  if (typeof seconds !== 'number' || !Number.isInteger(seconds) || seconds <= 0) return null;
  const date = new Date(seconds * 1000);
  if (Number.isNaN(date.getTime())) return null;
  const instant = instantOf(date);
  return isInstant(instant) ? instant : null;
}
