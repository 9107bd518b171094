/**
 * Instants and days. An instant is an ISO 8601 string in UTC with seconds (`2026-11-22T03:15:00Z`); a day is
 * `YYYY-MM-DD` and always belongs to a named IANA zone. Nothing here reads the machine's own zone.
 */

export const msPerMinute = 60_000;
export const msPerHour = 3_600_000;
export const msPerDay = 86_400_000;

/** A date as an instant string, milliseconds cut off. Throws `RangeError` on an invalid date. */
export function instantOf(date: Date): string {
  return `${date.toISOString().slice(0, 19)}Z`;
}

/** Milliseconds since 1970 of an instant or of a UTC day (its midnight); NaN where it is neither. */
export function msOf(instantOrDay: string): number {
  return Date.parse(instantOrDay);
}

/** The UTC day of an instant. */
export function utcDayOf(instant: string): string {
  return instant.slice(0, 10);
}

const dayPattern = /^(\d{4})-(\d\d)-(\d\d)$/;
const instantPattern = /^\d{4}-\d\d-\d\dT(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\dZ$/;

/** True for a day that exists in the calendar (2024-02-30 does not). */
export function isDay(text: string): boolean {
  const match = dayPattern.exec(text);
  if (!match) return false;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  return month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** True for an instant in the ledger's form that exists in the calendar. */
export function isInstant(text: string): boolean {
  return instantPattern.test(text) && isDay(text.slice(0, 10));
}

// A ledger has a few thousand days, and each is asked for many times an account: texts and numbers are kept.
const dayTexts = new Map<number, string>();
const dayNumbers = new Map<string, number>();

/** The text of the day that begins `dayNumber` days after 1970-01-01. */
function dayText(dayNumber: number): string {
  let text = dayTexts.get(dayNumber);
  if (text === undefined) {
    text = new Date(dayNumber * msPerDay).toISOString().slice(0, 10);
    dayTexts.set(dayNumber, text);
  }
  return text;
}

/** The instant at `ms` milliseconds since 1970, as `instantOf` has it and several times as fast, for long columns of instants. */
export function instantAt(ms: number): string {
  const dayNumber = Math.floor(ms / msPerDay);
  const second = Math.floor((ms - dayNumber * msPerDay) / 1000);
  const hour = Math.floor(second / 3600);
  const minute = Math.floor(second / 60) % 60;
  return `${dayText(dayNumber)}T${twoDigits(hour)}:${twoDigits(minute)}:${twoDigits(second % 60)}Z`;
}

function twoDigits(value: number): string {
  return value < 10 ? `0${value}` : String(value);
}

function dayNumberOf(day: string): number {
  let dayNumber = dayNumbers.get(day);
  if (dayNumber === undefined) {
    dayNumber = Math.round(Date.parse(`${day}T00:00:00Z`) / msPerDay);
    if (!Number.isNaN(dayNumber)) dayNumbers.set(day, dayNumber);
  }
  return dayNumber;
}

/** The day `days` later (earlier when negative). */
export function addDays(day: string, days: number): string {
  return dayText(dayNumberOf(day) + days);
}

/** Whole days from one day to another; negative when `to` is earlier. */
export function daysBetween(from: string, to: string): number {
  return dayNumberOf(to) - dayNumberOf(from);
}

/** Every day from the first to the last, both included; empty when the last is earlier. */
export function daysFrom(first: string, last: string): string[] {
  const days: string[] = [];
  const end = dayNumberOf(last);
  for (let day = dayNumberOf(first); day <= end; day++) days.push(dayText(day));
  return days;
}

/** True where the runtime knows the IANA zone. */
export function isZone(zone: string): boolean {
  try {
    formatterOf(zone);
    return true;
  } catch {
    return false;
  }
}

const formatters = new Map<string, Intl.DateTimeFormat>();
function formatterOf(zone: string): Intl.DateTimeFormat {
  let formatter = formatters.get(zone);
  if (!formatter) {
    // hourCycle h23: with `hour12: false` midnight would be printed as 24.
    formatter = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
    formatters.set(zone, formatter);
  }
  return formatter;
}

/** Minutes that the zone's clock is ahead of UTC at that instant, daylight saving included. */
export function offsetMinutes(ms: number, zone: string): number {
  if (zone === 'UTC') return 0;
  let offsets = offsetsByDay.get(zone);
  if (!offsets) {
    offsets = new Map();
    offsetsByDay.set(zone, offsets);
  }
  const utcDay = Math.floor(ms / msPerDay);
  let offset = offsets.get(utcDay);
  if (offset === undefined) {
    const atStart = readOffset(utcDay * msPerDay, zone);
    offset = atStart === readOffset((utcDay + 1) * msPerDay, zone) ? atStart : Number.NaN;
    offsets.set(utcDay, offset);
  }
  return Number.isNaN(offset) ? readOffset(ms, zone) : offset;
}

// Asking Intl costs microseconds, and a year of a thousand accounts asks half a million times. The offset of a
// UTC day is kept where both its ends agree; on the days the clocks change (NaN here) Intl is asked each time.
const offsetsByDay = new Map<string, Map<number, number>>();

function readOffset(ms: number, zone: string): number {
  const part: Record<string, number> = {};
  for (const { type, value } of formatterOf(zone).formatToParts(ms)) part[type] = Number(value);
  const local = Date.UTC(
    part['year'] ?? 0,
    (part['month'] ?? 1) - 1,
    part['day'] ?? 1,
    part['hour'] ?? 0,
    part['minute'] ?? 0,
    part['second'] ?? 0,
  );
  return Math.round((local - Math.floor(ms / 1000) * 1000) / 60_000);
}

/**
 * The instant (milliseconds) at which a zone's clock shows a local time, given as if it were UTC. Of a time that comes twice the
 * first; null for one that the clocks skip.
 */
export function instantOfLocal(zone: string, localMs: number): number | null {
  const offsets = [localMs - msPerDay, localMs + msPerDay].map((ms) => offsetMinutes(ms, zone));
  const candidates = offsets.map((offset) => localMs - offset * msPerMinute).sort((a, b) => a - b);
  return candidates.find((ms) => ms + offsetMinutes(ms, zone) * msPerMinute === localMs) ?? null;
}

/** The local day of an instant in a zone. */
export function dayIn(zone: string, instant: string | Date): string {
  const ms = typeof instant === 'string' ? Date.parse(instant) : instant.getTime();
  return dayText(Math.floor((ms + offsetMinutes(ms, zone) * 60_000) / msPerDay));
}

/**
 * The instant (milliseconds) at which a local day begins in a zone; days may have 23 or 25 hours. Where the clocks
 * skip midnight the day begins when they do; where midnight comes twice it begins at the first. A day that a zone
 * left out altogether (Apia, 2011-12-30) is empty: it begins and ends at one instant.
 */
export function startOfDay(zone: string, day: string): number {
  const utcMidnight = Date.parse(`${day}T00:00:00Z`);
  const before = utcMidnight - offsetMinutes(utcMidnight - msPerDay, zone) * 60_000;
  const after = utcMidnight - offsetMinutes(utcMidnight + msPerDay, zone) * 60_000;
  if (before === after) return before;
  const [first, last] = [Math.min(before, after), Math.max(before, after)];
  return dayIn(zone, new Date(first)) === day ? first : last;
}

/** The instant (milliseconds) at which a local day ends, which is when the next one begins. */
export function endOfDay(zone: string, day: string): number {
  return startOfDay(zone, addDays(day, 1));
}
