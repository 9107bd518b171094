import { msPerDay } from '../../calendar.ts';

/**
 * Instants as seconds since 1970 and back, both by tables: a year of observations holds millions of them, on a few hundred
 * days. Only the ledger's own form (`2026-11-22T03:15:00Z`) becomes a number, so that every number has one text.
 */

const secondsPerDay = 86_400;
const textsKept = 40_000;
const dayTexts = new Map<number, string>();
const dayNumbers = new Map<string, number>();
const minutes = Array.from({ length: 1440 }, (_, i) => `${two(Math.floor(i / 60))}:${two(i % 60)}:`);
const seconds = Array.from({ length: 60 }, (_, i) => `${two(i)}Z`);

function two(number: number): string {
  return String(number).padStart(2, '0');
}

/** Seconds since 1970 of an instant in the ledger's form; NaN for any other text. */
export function secondsOf(instant: string): number {
  if (instant.length !== 20 || instant[10] !== 'T' || instant[13] !== ':' || instant[16] !== ':') return NaN;
  const hour = pair(instant, 11);
  const minute = pair(instant, 14);
  const second = pair(instant, 17);
  if (instant[19] !== 'Z' || !(hour < 24 && minute < 60 && second < 60)) return NaN;
  return dayNumberOf(instant.slice(0, 10)) * secondsPerDay + hour * 3600 + minute * 60 + second;
}

/** `secondsOf` of the text between two places, of which each byte is a character; −1 for any other text, or one before 1970. */
export function secondsIn(bytes: Buffer, start: number, end: number): number {
  if (end - start !== 20 || bytes[start + 10] !== 84 || bytes[start + 13] !== 58 || bytes[start + 16] !== 58)
    return -1;
  const [hour, minute] = [pairIn(bytes, start + 11), pairIn(bytes, start + 14)];
  const second = pairIn(bytes, start + 17);
  if (bytes[start + 19] !== 90 || !(hour < 24 && minute < 60 && second < 60)) return -1;
  const day = dayNumberIn(bytes, start);
  return day >= 0 ? day * secondsPerDay + hour * 3600 + minute * 60 + second : -1;
}

/** The instant that is so many seconds after 1970. */
export function instantText(time: number): string {
  const day = Math.floor(time / secondsPerDay);
  const rest = time - day * secondsPerDay;
  return `${dayText(day)}${minutes[Math.floor(rest / 60)]}${seconds[rest % 60]}`;
}

/** Two digits as a number; NaN where they are none. */
function pair(text: string, at: number): number {
  const tens = text.charCodeAt(at) - 48;
  const ones = text.charCodeAt(at + 1) - 48;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : NaN;
}

function pairIn(bytes: Uint8Array, at: number): number {
  const tens = (bytes[at] as number) - 48;
  const ones = (bytes[at + 1] as number) - 48;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : NaN;
}

/** The day that was asked for last, as its text, and its number: rows lie by day. */
const lastDay = { bytes: Buffer.alloc(10), number: NaN };

function dayNumberIn(bytes: Buffer, start: number): number {
  if (lastDay.bytes.compare(bytes, start, start + 10) !== 0) {
    bytes.copy(lastDay.bytes, 0, start, start + 10);
    lastDay.number = dayNumberOf(bytes.toString('latin1', start, start + 10));
  }
  return lastDay.number;
}

function dayNumberOf(day: string): number {
  let known = dayNumbers.get(day);
  if (known === undefined) {
    known = Date.parse(day) / msPerDay;
    // A day that the calendar does not have, or another spelling, would come back as another text.
    if (!Number.isInteger(known) || dayText(known) !== `${day}T`) known = NaN;
    if (dayNumbers.size >= textsKept) dayNumbers.clear();
    dayNumbers.set(day, known);
  }
  return known;
}

function dayText(day: number): string {
  let known = dayTexts.get(day);
  if (known === undefined) {
    known = new Date(day * msPerDay).toISOString().slice(0, 11);
    if (dayTexts.size >= textsKept) dayTexts.clear();
    dayTexts.set(day, known);
  }
  return known;
}
