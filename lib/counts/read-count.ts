import type { Notation } from './notation.ts';
import { plainText, readNumber } from './number-text.ts';
import { factorOf, splitUnit } from './units.ts';

/** A count as text said it. `step` is the rounding step that the notation itself shows: 100000 for "1.2M", 1 for "1,234". */
export interface ReadCount {
  value: number;
  step: number;
}

const missingTokens = new Set([
  ...['', '-', '--', '---', '‐', '‑', '‒', '–', '—', '―', '.', '..', '…', '?', 'n/a', '#n/a', '<na>', 'n.a.'],
  ...[
    'n.a',
    'na',
    'n/d',
    'n.d.',
    'nd',
    'k.a.',
    's.d.',
    'undefined',
    'null',
    '\\n',
    'none',
    'nil',
    'nan',
    'nat',
  ],
]);

/** True for the ways in which sources write that they have no count: '', '-', 'N/A', 'undefined', 'null', 'None', 'NaN'. */
export function isMissingCount(text: string): boolean {
  return text === '' || (text.length < 40 && missingTokens.has(plainText(text).toLowerCase()));
}

/** English, which TikTok's own pages use for numbers in every language. */
export const englishNotation: Notation = { decimal: '.', languages: null };

/** Longer than any count; what is longer is not looked at. */
const maxChars = 64;
const scientific = /^(\d)(?:[.,٫](\d{1,15}))?e\+?(\d{1,2})$/i;

/**
 * Reads a count as people and programs write it: "1.2M", "984.1K", "12,3 Mio.", "3.4万", "1,234", "1 234", "1'234",
 * "12,34,567", "١٢٣", "163000000", "740.0", "1.63E+08". The notation tells what "1.234" and "1 billion" are.
 *
 * `unit` is what a number without a word counts in: thousands are 1000.
 *
 * `missing` where the text says that there is none (`isMissingCount`); `open` where it may be two numbers and the notation does
 * not tell; null where it is not a count, not whole (12.5, 1.2345K), or beyond 2^53 − 1. A negative whole number is read as it
 * stands: a caller decides what it means.
 */
export function parseCount(
  text: string,
  notation: Notation,
  unit = 1,
): ReadCount | 'missing' | 'open' | null {
  if (text.length > maxChars) return null;
  const clean = plainText(text.trim());
  if (isMissingCount(clean)) return 'missing';
  const spread = scientific.exec(clean);
  if (spread)
    return scaled(false, `${spread[1]}${spread[2] ?? ''}`, (spread[2] ?? '').length, 10 ** Number(spread[3]));
  const { number, unit: word } = splitUnit(clean);
  const read = readNumber(number, notation.decimal);
  if (read === null || read === 'open') return read;
  const { negative, digits, decimals } = read;
  if (word === '' && unit !== 1) return scaled(negative, digits, decimals, unit);
  if (word === '') {
    const [whole, rest] = [digits.slice(0, digits.length - decimals), digits.slice(digits.length - decimals)];
    return /^0*$/.test(rest) ? scaled(negative, whole, 0, 1) : null;
  }
  const factor = factorOf(word, notation.languages, number.includes(',') && decimals > 0);
  return factor === null || factor === 'open' ? factor : scaled(negative, digits, decimals, factor);
}

/**
 * A count in the notation of TikTok's own pages, or in any that can be told: "1,234" is 1234, "1,2M" is 1.2 million, and "1.234"
 * is not whole. Null as `parseCount`, and where there is none.
 */
export function readCount(text: string, notation: Notation = englishNotation): ReadCount | null {
  const read = parseCount(text, notation);
  return typeof read === 'object' ? read : null;
}

// Digits and step are multiplied as integers: 2680.9 * 1e6 is not 2680900000 in doubles for every such pair.
function scaled(negative: boolean, digits: string, decimals: number, factor: number): ReadCount | null {
  const step = factor / 10 ** decimals;
  if (step < 1) return null;
  const value = Number(digits) * step;
  if (!Number.isSafeInteger(value)) return null;
  return { value: value === 0 ? 0 : negative ? -value : value, step };
}
