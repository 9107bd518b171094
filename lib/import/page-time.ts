import { instantOf } from '../calendar.ts';
import { type DatedCell, platformStartMs, utcDay } from './date-cell.ts';
import { valueAt } from './page-state.ts';

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/**
 * When a saved page says it was saved: SingleFile writes it into the file, and the web API says `extra.now` (milliseconds). Null
 * where it says nothing, or a time that cannot be.
 */
export function timeOfPage(text: string, nowMs: number): DatedCell | null {
  const ms = singleFileMs(text) ?? answerMs(text);
  if (ms === null || ms < platformStartMs || ms > nowMs + 86_400_000) return null;
  return { at: instantOf(new Date(ms)), precision: 'instant' };
}

function singleFileMs(text: string): number | null {
  const found =
    /Page saved with SingleFile\s+url:\s*\S{1,2000}\s+saved date: \w{3} (\w{3}) (\d{2}) (\d{4}) (\d{2}):(\d{2}):(\d{2}) GMT([+-])(\d{2})(\d{2})/.exec(
      text.slice(0, 20_000),
    );
  if (!found) return null;
  const [, month = '', day, year, hour, minute, second, sign, zoneHours, zoneMinutes] = found;
  const midnight = utcDay(Number(year), months.indexOf(month) + 1, Number(day));
  if (midnight === null) return null;
  const ahead = (Number(zoneHours) * 60 + Number(zoneMinutes)) * (sign === '-' ? -1 : 1);
  return midnight + (Number(hour) * 3600 + Number(minute) * 60 + Number(second) - ahead * 60) * 1000;
}

function answerMs(text: string): number | null {
  if (!/^\s*\{/.test(text) || !text.includes('"extra"')) return null;
  try {
    const now = valueAt(JSON.parse(text), 'extra', 'now');
    return typeof now === 'number' && Number.isSafeInteger(now) ? now : null;
  } catch {
    return null;
  }
}

/**
 * The day, or the instant in UTC, in the name of a file: `page-2026-09-22.html`, `20260922T151646Z`, `2026-09-22_15-16-46`. Null
 * where there is none or more than one.
 */
export function dateOfName(name: string, nowMs: number): DatedCell | null {
  const found = [
    ...name.matchAll(
      /(?<!\d)(20\d{2})([-_.]?)(\d{2})\2(\d{2})(?:[T_ -](\d{2})[-:_.]?(\d{2})[-:_.]?(\d{2})Z?(?!\d|-\d))?(?!\d)/g,
    ),
  ];
  const [only, other] = found;
  if (!only || other) return null;
  const [, year, , month, day, hour, minute, second] = only;
  const midnight = utcDay(Number(year), Number(month), Number(day));
  if (midnight === null || midnight < platformStartMs || midnight > nowMs + 86_400_000) return null;
  const hasTime = hour !== undefined && Number(hour) < 24 && Number(minute) < 60 && Number(second) < 60;
  const seconds = hasTime ? Number(hour) * 3600 + Number(minute) * 60 + Number(second) : 43_200;
  return { at: instantOf(new Date(midnight + seconds * 1000)), precision: hasTime ? 'instant' : 'day' };
}
