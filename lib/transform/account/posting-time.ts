import { msPerDay, msPerHour, msPerMinute, offsetMinutes } from '../../calendar.ts';

/** Days of the week, Monday first. */
export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof weekdays)[number];

/** Parts of the day, four local hours each. */
export const dayparts = ['00-03', '04-07', '08-11', '12-15', '16-19', '20-23'] as const;
export type Daypart = (typeof dayparts)[number];

/** The weekday and the part of the day of an instant (milliseconds) on the clock of a zone, daylight saving included. */
export function postingTime(ms: number, zone: string): { weekday: Weekday; daypart: Daypart } {
  const local = ms + offsetMinutes(ms, zone) * msPerMinute;
  const day = Math.floor(local / msPerDay);
  const hour = Math.floor((local - day * msPerDay) / msPerHour);
  // 1970-01-01 was a Thursday.
  const weekday = weekdays[(((day + 3) % 7) + 7) % 7] ?? 'mon';
  return { weekday, daypart: dayparts[Math.floor(hour / 4)] ?? '00-03' };
}

const weekdayWords: Record<Weekday, string> = {
  mon: 'Monday',
  tue: 'Tuesday',
  wed: 'Wednesday',
  thu: 'Thursday',
  fri: 'Friday',
  sat: 'Saturday',
  sun: 'Sunday',
};

/** A time of posting in words: "on Friday", "from 16:00 to 20:00", "on Friday from 16:00 to 20:00". */
export function timeInWords(weekday: Weekday | 'any', daypart: Daypart | 'any'): string {
  const on = weekday === 'any' ? '' : `on ${weekdayWords[weekday]}`;
  if (daypart === 'any') return on;
  const [from = '', to = ''] = daypart.split('-');
  const until = `${String(Number(to) + 1).padStart(2, '0')}:00`;
  return `${on}${on === '' ? '' : ' '}from ${from}:00 to ${until}`;
}
