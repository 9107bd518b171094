import { dayIn, msPerDay, msPerHour, offsetMinutes } from '../calendar.ts';
import { notObserved } from './number.ts';
import { plural } from './words.ts';

const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** A day in full: "5 March 2026". "not observed" for null. */
export function dayLong(day: string | null): string {
  if (day === null) return notObserved;
  return `${Number(day.slice(8, 10))} ${months[Number(day.slice(5, 7)) - 1]} ${day.slice(0, 4)}`;
}

/** A day in short: "5 Mar"; with its year "5 Mar 2026". "not observed" for null. */
export function dayShort(day: string | null, options: { year?: boolean } = {}): string {
  if (day === null) return notObserved;
  const month = months[Number(day.slice(5, 7)) - 1]?.slice(0, 3);
  return `${Number(day.slice(8, 10))} ${month}${options.year ? ` ${day.slice(0, 4)}` : ''}`;
}

/** An instant on the clock of a zone, which it names: "5 March 2026, 14:03 (Europe/Copenhagen)". "not observed" for null. */
export function instantIn(zone: string, instant: string | null): string {
  if (instant === null) return notObserved;
  const ms = Date.parse(instant);
  const local = new Date(ms + offsetMinutes(ms, zone) * 60_000).toISOString();
  const clock = local.slice(11, 16);
  return `${dayLong(dayIn(zone, instant))}, ${clock} ${zone === 'UTC' ? 'UTC' : `(${zone})`}`;
}

/**
 * How long before `now` something was: "just now" (under a minute), "5 min ago", "3 h ago", "1 day ago", "7 weeks
 * ago" from six weeks, "2 years ago" from two years; whole units, rounded down. "in 3 h" for what is yet to come. "not
 * observed" for null.
 */
export function ago(from: string | null, now: string | Date): string {
  if (from === null) return notObserved;
  const ms = (typeof now === 'string' ? Date.parse(now) : now.getTime()) - Date.parse(from);
  if (Math.abs(ms) < 60_000) return 'just now';
  const size = sizeInWords(Math.abs(ms));
  return ms > 0 ? `${size} ago` : `in ${size}`;
}

function sizeInWords(ms: number): string {
  const days = Math.floor(ms / msPerDay);
  if (ms < msPerHour) return `${Math.floor(ms / 60_000)} min`;
  if (days < 1) return `${Math.floor(ms / msPerHour)} h`;
  if (days < 42) return plural(days, 'day');
  if (days < 731) return plural(Math.floor(days / 7), 'week');
  return plural(Math.floor(days / 365.25), 'year');
}

/**
 * A stretch of time in at most two units: "450 ms", "3.2 s", "12 s", "2 min 5 s", "3 h 20 min", "4 days 3 h". Rounded to the
 * smaller unit. "not observed" for null and for what is negative.
 */
export function duration(ms: number | null): string {
  if (ms === null || !(ms >= 0)) return notObserved;
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  if (ms < 9_950) return `${Number((ms / 1000).toFixed(1))} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return twoUnits(seconds, 60, 'min', 's');
  const minutes = Math.round(ms / 60_000);
  if (minutes < 1440) return twoUnits(minutes, 60, 'h', 'min');
  const hours = Math.round(ms / msPerHour);
  const rest = hours % 24;
  return `${plural(Math.floor(hours / 24), 'day')}${rest > 0 ? ` ${rest} h` : ''}`;
}

function twoUnits(small: number, size: number, unit: string, smallUnit: string): string {
  const rest = small % size;
  return `${Math.floor(small / size)} ${unit}${rest > 0 ? ` ${rest} ${smallUnit}` : ''}`;
}
