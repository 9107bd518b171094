import { msPerDay } from '../calendar.ts';

export interface TimeTick {
  ms: number;
  /** `9 Nov`, `Nov` or `2026`, by the interval. */
  text: string;
  /** The year, on the first tick and where it changes; empty on the others and where the text is the year. */
  year: string;
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

type Interval = { unit: 'day' | 'week' | 'month' | 'year'; every: number; days: number };
const intervals: readonly Interval[] = [
  { unit: 'day', every: 1, days: 1 },
  { unit: 'day', every: 2, days: 2 },
  { unit: 'day', every: 4, days: 4 },
  { unit: 'week', every: 1, days: 7 },
  { unit: 'week', every: 2, days: 14 },
  { unit: 'month', every: 1, days: 30.4 },
  { unit: 'month', every: 2, days: 60.9 },
  { unit: 'month', every: 3, days: 91.3 },
  { unit: 'month', every: 6, days: 182.6 },
  ...[1, 2, 5, 10, 20, 50].map((every) => ({ unit: 'year', every, days: 365.25 * every }) as const),
];
const room = { day: 58, week: 58, month: 44, year: 52 } as const;

/**
 * Ticks for days (milliseconds of UTC midnights): every day, second or fourth day, Monday, second Monday, month, quarter or year,
 * whichever is the densest that leaves room for its words over `width` user units. A span too short for one tick of
 * the chosen interval has its first and last day instead.
 */
export function timeTicks(firstMs: number, lastMs: number, width: number): TimeTick[] {
  const days = Math.max(1, (lastMs - firstMs) / msPerDay);
  const interval =
    intervals.find(({ unit, days: length }) => (width * length) / days >= room[unit]) ??
    (intervals.at(-1) as Interval);
  const found = listTicks(interval, firstMs, lastMs);
  const ticks = found.length > 1 || firstMs === lastMs ? found : [firstMs, lastMs];
  const unit = found === ticks ? interval.unit : 'day';
  return ticks.map((ms, i) => {
    const date = new Date(ms);
    const year = String(date.getUTCFullYear());
    const month = months[date.getUTCMonth()] ?? '';
    const text = unit === 'year' ? year : unit === 'month' ? month : `${date.getUTCDate()} ${month}`;
    const before = ticks[i - 1];
    const isNew = before === undefined || new Date(before).getUTCFullYear() !== date.getUTCFullYear();
    return { ms, text, year: isNew && unit !== 'year' ? year : '' };
  });
}

function listTicks({ unit, every }: Interval, firstMs: number, lastMs: number): number[] {
  const ticks: number[] = [];
  if (unit === 'day' || unit === 'week') {
    const stepMs = (unit === 'week' ? 7 * every : every) * msPerDay;
    // 1970-01-05 was a Monday. Days are counted from the first one, so that a short span begins with a tick.
    const originMs = unit === 'week' ? 4 * msPerDay : firstMs;
    for (let ms = originMs + Math.ceil((firstMs - originMs) / stepMs) * stepMs; ms <= lastMs; ms += stepMs)
      ticks.push(ms);
    return ticks;
  }
  const start = new Date(firstMs);
  const stepMonths = unit === 'year' ? 12 * every : every;
  let month = Math.floor((start.getUTCFullYear() * 12 + start.getUTCMonth()) / stepMonths) * stepMonths;
  for (let ms = monthMs(month); ms <= lastMs; month += stepMonths, ms = monthMs(month))
    if (ms >= firstMs) ticks.push(ms);
  return ticks;
}

const monthMs = (month: number) => Date.UTC(Math.floor(month / 12), month % 12, 1);
