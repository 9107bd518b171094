import { msPerDay } from '../calendar.ts';
import type { MonthDay } from './month-names.ts';

/** A row of an export: the line it stands on, and its date. */
export type DatedLine = readonly [line: number, date: MonthDay];

/** True where a date comes later within a year. */
export function isLater(one: MonthDay, other: MonthDay): boolean {
  return one.month * 31 + one.day > other.month * 31 + other.day;
}

/**
 * The same rows, newest first: exports ascend, but a person may have sorted the table the other way. Where a spreadsheet gave
 * every date the year of the day it was opened, the years are left out.
 */
export function ageOrder(dated: readonly DatedLine[]): readonly DatedLine[] {
  const rows = yearsAreMadeUp(dated)
    ? dated.map(([line, { month, day }]): DatedLine => [line, { month, day, year: null }])
    : dated;
  const rises = sum(stepsOf(rows).map(Math.sign));
  return rises < 0 ? rows : rows.toReversed();
}

/** Days from one date to the next, the short way around the year: from December 31 to January 1 it is 1. */
function stepBetween(from: MonthDay, to: MonthDay): number {
  if (from.year !== null && to.year !== null)
    return (
      (Date.UTC(to.year, to.month - 1, to.day) - Date.UTC(from.year, from.month - 1, from.day)) / msPerDay
    );
  const place = ({ month, day }: MonthDay) => Date.UTC(2024, month - 1, day) / msPerDay;
  const step = place(to) - place(from);
  return step > 183 ? step - 366 : step < -183 ? step + 366 : step;
}

function stepsOf(rows: readonly DatedLine[]): number[] {
  return rows.slice(1).map(([, date], i) => stepBetween((rows[i] as DatedLine)[1], date));
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);

/** A step of more days than this, against the order of the other rows, is a New Year whose year was not told. */
const newYearDays = 300;

/** Whether all rows have one and the same year, and go by day but for one step back from December to January. */
function yearsAreMadeUp(rows: readonly DatedLine[]): boolean {
  const year = rows[0]?.[1].year ?? null;
  if (year === null || rows.some(([, date]) => date.year !== year)) return false;
  const steps = stepsOf(rows).filter((step) => step !== 0);
  const back = steps.filter((step) => step < 0);
  const against = back.length === 1 ? back : steps.filter((step) => step > 0);
  return steps.length > 1 && against.length === 1 && Math.abs(against[0] as number) > newYearDays;
}
