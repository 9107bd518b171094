import { addDays, daysBetween, instantOf, utcDayOf } from '../calendar.ts';
import { InputError } from '../errors.ts';
import { parseDate, utcDay } from './date-cell.ts';
import { type AccountName, ownText } from './identity.ts';
import type { ImportContext } from './kind.ts';
import { chooseNames, type MonthDay, monthDayOf } from './month-names.ts';
import { Refusal } from './refusal.ts';

/** What the name of an export's download tells: `Overview_<first day>_<second of the export>_<handle>`. */
export interface StudioName {
  exportedAt: string;
  handle: string;
}

export function readStudioName(file: string): StudioName | null {
  const found = /^[a-z]+_\d{4}-\d\d-\d\d_(\d{10})_([a-z0-9._]+?)\.[a-z]+$/i.exec(file);
  if (!found) return null;
  return { exportedAt: instantOf(new Date(Number(found[1]) * 1000)), handle: String(found[2]).toLowerCase() };
}

/** The account of an export: `--account`, else what the download's name says. Throws `InputError` `account_needed`. */
export function requireStudioAccount({ file, options }: ImportContext): AccountName {
  const handle = readStudioName(file.file)?.handle;
  if (options.account) return options.account;
  if (handle !== undefined) return { handle, id: null };
  throw new InputError(
    'account_needed',
    `${file.file} is an analytics export, which does not name its account.`,
    {
      hint: 'Name it with --account @handle.',
    },
  );
}

/** Days of an export by the line they stand on, and when the export was taken. */
export interface StudioDays {
  dayOf: ReadonlyMap<number, string | Refusal>;
  exportedAt: string;
}

/** The last day of an export is the day before it was taken or the one before that, give or take the zone. */
const maxLagDays = 3;

/**
 * Days of an export whose dates have no year ("February 26"). Rows go by day, so that years follow from one anchor: walking
 * from the newest row to the oldest, the year falls by one wherever the date rises. The anchor is `--year` (the year of the
 * newest row) or the day of the export, from `--at` or the download's name; a clock or the file's own times are never
 * asked, since the same file must always give the same rows. Where `--year` is all there is, the export counts as taken at noon of
 * the day after its newest row, the earliest it can have been.
 * Throws `InputError`: `year_needed` without an anchor or where the newest row does not fit it; `ambiguous_date` where a
 * month's name means different months in two languages.
 */
export async function resolveStudioDays(context: ImportContext, place: number): Promise<StudioDays> {
  const texts = new Map<number, string>();
  for await (const { rows, lines } of context.records.batches())
    rows.forEach((row, i) => {
      texts.set(lines[i] as number, ownText((row[place] ?? '').trim()));
    });
  const dated = readMonthDays(context, texts);
  const exportedAt = context.options.at?.at ?? readStudioName(context.file.file)?.exportedAt ?? null;
  const newestFirst = orderByAge(dated);
  const newest = newestFirst[0]?.[1];
  let year = newest === undefined ? 0 : anchorYear(context, newest, exportedAt);
  let after: MonthDay | undefined;
  const dayOf = new Map<number, string | Refusal>();
  for (const [line, date] of newestFirst) {
    if (date.year !== null) year = date.year;
    else if (after && isLater(date, after)) year--;
    after = date;
    const ms = utcDay(year, date.month, date.day);
    dayOf.set(
      line,
      ms === null
        ? new Refusal('impossible_date', `"${texts.get(line)}" is not in the calendar of ${year}`)
        : utcDayOf(new Date(ms).toISOString()),
    );
  }
  for (const [line, text] of texts)
    if (!dayOf.has(line))
      dayOf.set(
        line,
        new Refusal('impossible_date', `"${text.slice(0, 40)}" is not a date that import can read`),
      );
  return { dayOf, exportedAt: exportedAt ?? `${addDays(latestOf(dayOf), 1)}T12:00:00Z` };
}

function readMonthDays(context: ImportContext, texts: ReadonlyMap<number, string>): [number, MonthDay][] {
  const { names, ambiguous } = chooseNames(texts.values());
  if (ambiguous !== null)
    throw new InputError(
      'ambiguous_date',
      `The month in "${ambiguous}" in ${context.file.file} means different months in two languages.`,
      { hint: 'Set the language of TikTok to English and export again.' },
    );
  const dated: [number, MonthDay][] = [];
  for (const [line, text] of texts) {
    const date = monthDayOf(text, names) ?? wholeDate(text);
    if (date) dated.push([line, date]);
  }
  return dated;
}

function wholeDate(text: string): MonthDay | null {
  const found = parseDate(text, null, new Map());
  if (found instanceof Refusal) return null;
  const date = new Date(found.ms);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

/** The same rows, newest first: exports ascend, but a person may have sorted the table the other way. */
function orderByAge(dated: readonly [number, MonthDay][]): readonly [number, MonthDay][] {
  let rises = 0;
  for (let i = 1; i < dated.length; i++) {
    const [before, date] = [dated[i - 1]?.[1] as MonthDay, dated[i]?.[1] as MonthDay];
    rises += isLater(date, before) ? 1 : isLater(before, date) ? -1 : 0;
  }
  return rises < 0 ? dated : dated.toReversed();
}

function isLater(one: MonthDay, other: MonthDay): boolean {
  return one.month * 31 + one.day > other.month * 31 + other.day;
}

function anchorYear({ file, options }: ImportContext, newest: MonthDay, exportedAt: string | null): number {
  if (newest.year !== null) return newest.year;
  if (options.year !== undefined) return options.year;
  const hint =
    'Give the year of its newest row as --year 2026, or the day it was exported as --at 2026-02-28.';
  if (exportedAt === null)
    throw new InputError('year_needed', `The dates in ${file.file} have no year.`, { hint });
  const day = utcDayOf(exportedAt);
  const year = Number(day.slice(0, 4));
  const fits = [year, year - 1].find((each) => {
    const ms = utcDay(each, newest.month, newest.day);
    if (ms === null) return false;
    const lag = daysBetween(utcDayOf(new Date(ms).toISOString()), day);
    return lag >= 0 && lag <= maxLagDays;
  });
  if (fits !== undefined) return fits;
  throw new InputError(
    'year_needed',
    `The newest row of ${file.file} is month ${newest.month}, day ${newest.day}, which is not the day before an export on ${day}.`,
    { hint },
  );
}

function latestOf(dayOf: ReadonlyMap<number, string | Refusal>): string {
  let latest = '2016-09-01';
  for (const day of dayOf.values()) if (typeof day === 'string' && day > latest) latest = day;
  return latest;
}
