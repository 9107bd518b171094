import { instantOf, instantOfLocal, msPerDay } from '../calendar.ts';
import { remember } from './identity.ts';
import { type MonthNames, monthDayOf } from './month-names.ts';
import { Refusal } from './refusal.ts';

/** An instant in the ledger's form, and whether the text gave a time or only the day. */
export interface DatedCell {
  at: string;
  precision: 'instant' | 'day';
}

export type DateCell = DatedCell | Refusal;

/** Whether 03/04/2026 is the 3rd of April (`dmy`) or the 4th of March (`mdy`). */
export type DayOrder = 'dmy' | 'mdy';

/** The Chinese forerunner opened in September 2016: no counter of the platform is older. */
export const platformStartMs = Date.UTC(2016, 8, 1);

const slashed = /^(\d{1,2})([/.-])(\d{1,2})\2(\d{4})(?:,?[T ]+(.+))?$/;
const yearFirst = /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?:[T ]\s*(.+))?$/;
const clock =
  /^(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*([ap])?\.?m?\.?\s*(z|utc|gmt|[+-]\d{2}(?::?\d{2})?)?$/i;

/**
 * A reader of date cells. It knows ISO 8601, `YYYY/M/D`, `YYYYMMDD`, `D/M/YYYY` and `M/D/YYYY` (by `order`), both with an
 * optional time, Unix seconds and milliseconds, and a day and month name with a year. A time without a zone is of `zone`; a date without a time stands at 12:00:00Z. Dates before September 2016 or later than a day after `nowMs` are refused.
 */
export function dateReader(
  order: DayOrder | null,
  nowMs: number,
  names: MonthNames,
  zone = 'UTC',
): (text: string) => DateCell {
  const latestMs = nowMs + msPerDay;
  return remember((text) => {
    const cell = parseDate(text.trim(), order, names, zone);
    if (cell instanceof Refusal) return cell;
    if (cell.ms < platformStartMs || cell.ms > latestMs)
      return new Refusal(
        'date_out_of_range',
        `"${text}" lies ${cell.ms > latestMs ? 'in the future' : 'before the platform existed'}`,
      );
    return { at: instantOf(new Date(cell.ms)), precision: cell.precision };
  });
}

interface Moment {
  ms: number;
  precision: 'instant' | 'day';
}

/** A date text as a moment, whatever its year; a refusal where it cannot be. */
export function parseDate(
  text: string,
  order: DayOrder | null,
  names: MonthNames,
  zone = 'UTC',
): Moment | Refusal {
  const iso = yearFirst.exec(text);
  if (iso) return moment(text, Number(iso[1]), Number(iso[3]), Number(iso[4]), iso[5], zone);
  const local = slashed.exec(text);
  if (local) {
    const [first, second] = [Number(local[1]), Number(local[3])];
    // Dots between numbers are written day first everywhere.
    const used = local[2] === '.' ? 'dmy' : (order ?? (first > 12 ? 'dmy' : second > 12 ? 'mdy' : null));
    if (used === null)
      return new Refusal(
        'ambiguous_date',
        `"${text}" may be day-month or month-day, and nothing tells which`,
      );
    const [month, day] = used === 'dmy' ? [second, first] : [first, second];
    return moment(text, Number(local[4]), month, day, local[5], zone);
  }
  const seconds = unixSeconds(text);
  if (seconds !== null) return { ms: seconds * 1000, precision: 'instant' };
  const packed = /^(20\d{2})(\d{2})(\d{2})$/.exec(text);
  if (packed) return moment(text, Number(packed[1]), Number(packed[2]), Number(packed[3]), undefined, zone);
  const named = monthDayOf(text, names);
  if (named?.year) return moment(text, named.year, named.month, named.day, undefined, zone);
  return new Refusal(
    'impossible_date',
    text === '' ? 'the row has no date' : `"${text.slice(0, 40)}" is not a date that import can read`,
  );
}

function unixSeconds(text: string): number | null {
  const whole = /^(\d{10}|\d{13})(?:\.\d+)?$/.exec(text)?.[1];
  if (whole === undefined) return null;
  return whole.length === 13 ? Math.floor(Number(whole) / 1000) : Number(whole);
}

function moment(
  text: string,
  year: number,
  month: number,
  day: number,
  time: string | undefined,
  zone: string,
): Moment | Refusal {
  const midnight = utcDay(year, month, day);
  if (midnight === null) return new Refusal('impossible_date', `"${text}" is not in the calendar`);
  if (time === undefined) return { ms: midnight + msPerDay / 2, precision: 'day' };
  const read = readClock(time.trim());
  if (read === null) return new Refusal('impossible_date', `"${text}" has a time that cannot be`);
  const local = midnight + read.seconds * 1000;
  const ms = read.hasZone || zone === 'UTC' ? local : instantOfLocal(zone, local);
  return ms === null
    ? new Refusal('impossible_date', `"${text}" is a time that the clocks of ${zone} skip`)
    : { ms, precision: 'instant' };
}

/** Midnight UTC of a day in milliseconds, or null where the calendar has no such day. */
export function utcDay(year: number, month: number, day: number): number | null {
  if (month < 1 || month > 12 || day < 1) return null;
  const ms = Date.UTC(year, month - 1, day);
  return new Date(ms).getUTCDate() === day ? ms : null;
}

/** Seconds after midnight of a time of day, in UTC where it has a zone; null where it cannot be. */
function readClock(time: string): { seconds: number; hasZone: boolean } | null {
  const found = clock.exec(time);
  if (!found) return null;
  const [, hourText, minuteText, secondText = '0', half, zone = ''] = found;
  let hour = Number(hourText);
  const [minute, second] = [Number(minuteText), Number(secondText)];
  if (minute > 59 || second > 59 || hour > 23 || (half && (hour < 1 || hour > 12))) return null;
  if (half) hour = (hour % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
  const offset = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone);
  const ahead = offset ? (Number(offset[2]) * 60 + Number(offset[3] ?? 0)) * (offset[1] === '-' ? -1 : 1) : 0;
  return { seconds: hour * 3600 + minute * 60 + second - ahead * 60, hasZone: zone !== '' };
}

/** Which order a date cell proves: one of its numbers is above 12. `open` where it could be both, null where neither applies. */
export function provenOrder(text: string): DayOrder | 'open' | null {
  const local = slashed.exec(text.trim());
  if (!local || local[2] === '.') return null;
  const [first, second] = [Number(local[1]), Number(local[3])];
  if (first > 12 && second > 12) return null;
  return first > 12 ? 'dmy' : second > 12 ? 'mdy' : 'open';
}
