/**
 * Numbers as the site writes them, the same on every machine: English grouping, a true minus sign (U+2212), and "not
 * observed" where there is none.
 */

/** A number, or null where it was not observed. */
export type MaybeNumber = number | null | undefined;

/** What stands where a number is missing. */
export const notObserved = 'not observed';

const minus = '−';
const grouped = new Intl.NumberFormat('en-US', { maximumFractionDigits: 20 });

/** Every digit, grouped by thousands: "1,243,906", "−86", "0.25". "not observed" for null. */
export function exact(value: MaybeNumber): string {
  return isMissing(value) ? notObserved : withMinus(value, (size) => grouped.format(size));
}

const units = ['', 'K', 'M', 'B', 'T'];

/**
 * Three significant digits, trailing zeros left out: "986", "12.3K", "1.24M", "2.68B". A value that rounds up to the next
 * unit is written in it (999,500 → "1M"). "not observed" for null.
 */
export function compact(value: MaybeNumber): string {
  return isMissing(value) ? notObserved : withMinus(value, compactSize);
}

function compactSize(size: number): string {
  let digits = Number(size.toPrecision(3));
  let unit = 0;
  while (digits >= 1000 && unit < units.length - 1) {
    // toPrecision cuts the noise of the division: 1.24, not 1.2400000000000002.
    digits = Number((digits / 1000).toPrecision(3));
    unit++;
  }
  return grouped.format(digits) + units[unit];
}

/** With its sign, zero too: "+1,204", "−86", "±0". `write` says how the size is written. "not observed" for null. */
export function signed(value: MaybeNumber, write: (size: number) => string = exact): string {
  if (isMissing(value)) return notObserved;
  if (value === 0) return '±0';
  return (value < 0 ? minus : '+') + write(Math.abs(value));
}

/**
 * A fraction as percent with sensible digits: "1,204%", "25%", "4.2%", "0.37%", "0.003%"; one decimal from 1%, two
 * from 0.01%, below that one significant digit, and "<0.0001%" under it all. "not observed" for null.
 */
export function percent(fraction: MaybeNumber): string {
  return isMissing(fraction) ? notObserved : withMinus(fraction, percentSize);
}

/** `percent` with its sign, zero too: "+4.2%", "−0.37%", "±0%". */
export function signedPercent(fraction: MaybeNumber): string {
  if (isMissing(fraction)) return notObserved;
  if (fraction === 0) return '±0%';
  return (fraction < 0 ? minus : '+') + percentSize(Math.abs(fraction));
}

function percentSize(fraction: number): string {
  const size = fraction * 100;
  if (size === 0) return '0%';
  if (size < 0.0001) return '<0.0001%';
  if (size < 0.01) return `${grouped.format(Number(size.toPrecision(1)))}%`;
  const decimals = size >= 99.95 ? 0 : size >= 0.995 ? 1 : 2;
  return `${grouped.format(Number(size.toFixed(decimals)))}%`;
}

/**
 * A count whose source rounds, in words: "About 1.2M" where `step` is above 1, else `compact`. Never more digits than
 * the step vouches for. `inside` a sentence it is "about 1.2M". "not observed" for null.
 */
export function approx(value: MaybeNumber, step: MaybeNumber, place: 'start' | 'inside' = 'start'): string {
  if (isMissing(value)) return notObserved;
  if (isMissing(step) || step <= 1) return compact(value);
  return `${place === 'start' ? 'About' : 'about'} ${compact(Math.round(value / step) * step)}`;
}

/**
 * From low to high: "1,100–1,300" with an en dash, "−5 to 3" where a sign would stand beside the dash, one number where
 * both are written alike. "not observed" where an end is null.
 */
export function rangeOf(
  low: MaybeNumber,
  high: MaybeNumber,
  write: (value: number) => string = exact,
): string {
  if (isMissing(low) || isMissing(high)) return notObserved;
  const [from, to] = [write(low), write(high)];
  if (from === to) return from;
  return /^[\d.]/.test(from) && /^[\d.]/.test(to) ? `${from}–${to}` : `${from} to ${to}`;
}

/** What `write` makes of a value, or "not observed" for null, with the reason where one is given: "not observed (private)". */
export function orNotObserved<T>(
  value: T | null | undefined,
  write: (value: T) => string = String,
  reason?: string,
): string {
  if (value !== null && value !== undefined) return write(value);
  return reason === undefined ? notObserved : `${notObserved} (${reason})`;
}

function isMissing(value: MaybeNumber): value is null | undefined {
  return value === null || value === undefined || Number.isNaN(value);
}

function withMinus(value: number, write: (size: number) => string): string {
  const size = write(Math.abs(value));
  return value < 0 && !/^0%?$/.test(size) ? minus + size : size;
}
