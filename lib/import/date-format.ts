import { instantOf, instantOfLocal } from '../calendar.ts';
import { type DateCell, utcDay } from './date-cell.ts';
import { type MonthNames, monthDayOf } from './month-names.ts';
import { Refusal } from './refusal.ts';

type Part =
  | ('year' | 'shortYear' | 'month' | 'monthName' | 'day' | 'hour' | 'minute' | 'second' | 'fraction')
  | ('half' | 'offset' | 'seconds' | 'milliseconds');

/** What each token of a format stands for, and what it looks like. */
const tokens: Readonly<Record<string, readonly [part: Part, pattern: string]>> = {
  YYYY: ['year', '\\d{4}'],
  YY: ['shortYear', '\\d{2}'],
  MMMM: ['monthName', '\\p{L}[\\p{L}\\p{M}]*\\.?'],
  MMM: ['monthName', '\\p{L}[\\p{L}\\p{M}]*\\.?'],
  MM: ['month', '\\d{2}'],
  M: ['month', '\\d{1,2}'],
  DD: ['day', '\\d{2}'],
  D: ['day', '\\d{1,2}'],
  HH: ['hour', '\\d{2}'],
  H: ['hour', '\\d{1,2}'],
  hh: ['hour', '\\d{2}'],
  h: ['hour', '\\d{1,2}'],
  mm: ['minute', '\\d{2}'],
  m: ['minute', '\\d{1,2}'],
  ss: ['second', '\\d{2}'],
  s: ['second', '\\d{1,2}'],
  SSS: ['fraction', '\\d{1,9}'],
  A: ['half', '[AaPp]\\.?[Mm]\\.?'],
  Z: ['offset', 'Z|[+-]\\d{2}:?\\d{2}'],
  X: ['seconds', '\\d{9,10}(?:\\.\\d+)?'],
  x: ['milliseconds', '\\d{12,13}'],
};

const token = /\[[^\]]*\]|YYYY|YY|MMMM|MMM|MM|M|DD|D|HH|H|hh|h|mm|m|SSS|ss|s|A|Z|X|x|./gsu;

/** A format such as `DD/MM/YYYY HH:mm`, ready to read; text in `[brackets]` and all other signs stand for themselves. */
export interface DateFormat {
  pattern: RegExp;
  parts: readonly Part[];
}

/** A format from its text, or in words what is wrong with it. */
export function compileFormat(text: string): DateFormat | string {
  const parts: Part[] = [];
  let pattern = '';
  for (const [piece] of text.matchAll(token)) {
    const known = tokens[piece];
    if (known === undefined) {
      const literal = piece.replace(/^\[([^\]]*)\]$/, '$1');
      pattern += literal.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&').replace(/\s+/g, '\\s+');
      continue;
    }
    if (parts.includes(known[0])) return `it has two tokens for the ${known[0]}`;
    parts.push(known[0]);
    pattern += `(${known[1]})`;
  }
  const has = (...names: Part[]) => names.some((name) => parts.includes(name));
  const isWhole = has('year', 'shortYear') && has('month', 'monthName') && has('day');
  if (!isWhole && !has('seconds', 'milliseconds'))
    return 'a date needs a year, a month and a day (YYYY, MM, DD), or Unix time (X, x)';
  if (has('minute') && !has('hour')) return 'it has minutes and no hour';
  return { pattern: new RegExp(`^\\s*${pattern}\\s*$`, 'u'), parts };
}

/**
 * Reads a date by a format. A time without an offset is of the zone; a date without a time stands at 12:00:00Z, as everywhere.
 * A time that the zone's clocks skip is refused; of one that comes twice the first is taken.
 */
export function readByFormat(
  text: string,
  { pattern, parts }: DateFormat,
  zone: string,
  names: MonthNames,
): DateCell {
  const found = pattern.exec(text);
  const impossible = (why: string) => new Refusal('impossible_date', `"${text.slice(0, 40)}" ${why}`);
  if (!found) return impossible('is not in the form that the mapping says');
  const part = (name: Part): string | undefined =>
    parts.includes(name) ? found[parts.indexOf(name) + 1] : undefined;
  const number = (name: Part) => Number(part(name) ?? 0);
  if (part('seconds') !== undefined) return instant(Math.floor(number('seconds')) * 1000);
  if (part('milliseconds') !== undefined) return instant(number('milliseconds'));
  const year = part('year') === undefined ? 2000 + number('shortYear') : number('year');
  const name = part('monthName');
  const month = name === undefined ? number('month') : (monthDayOf(`${name} 1`, names)?.month ?? 0);
  const midnight = utcDay(year, month, number('day'));
  if (midnight === null) return impossible('is not in the calendar');
  if (part('hour') === undefined) return { at: instantOf(new Date(midnight + 43_200_000)), precision: 'day' };
  const hour = hourOf(number('hour'), part('half'));
  if (hour === null || number('minute') > 59 || number('second') > 59)
    return impossible('has a time that cannot be');
  const local = midnight + (hour * 3600 + number('minute') * 60 + number('second')) * 1000;
  const offset = part('offset');
  const ms = offset === undefined ? instantOfLocal(zone, local) : local - minutesOf(offset) * 60_000;
  return ms === null ? impossible(`is a time that the clocks of ${zone} skip`) : instant(ms);
}

function instant(ms: number): DateCell {
  return { at: instantOf(new Date(ms)), precision: 'instant' };
}

function hourOf(hour: number, half: string | undefined): number | null {
  if (half === undefined) return hour < 24 ? hour : null;
  return hour < 1 || hour > 12 ? null : (hour % 12) + (/^p/i.test(half) ? 12 : 0);
}

function minutesOf(offset: string): number {
  const found = /^([+-])(\d{2}):?(\d{2})$/.exec(offset);
  return found ? (Number(found[2]) * 60 + Number(found[3])) * (found[1] === '-' ? -1 : 1) : 0;
}
