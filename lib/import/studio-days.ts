import { addDays, daysBetween, utcDayOf } from '../calendar.ts';
import { InputError } from '../errors.ts';
import { type DatedCell, parseDate, utcDay } from './date-cell.ts';
import { readExportName } from './export-name.ts';
import { type AccountName, ownText } from './identity.ts';
import type { ImportContext } from './kind.ts';
import { chooseNames, type MonthDay, type MonthNames, monthDayOf } from './month-names.ts';
import { Refusal } from './refusal.ts';
import { ageOrder, isLater } from './studio-order.ts';

/** The account of an export: `--account`, else what the download's name says. Throws `InputError` `account_needed`. */
export function requireStudioAccount({ file, options }: ImportContext): AccountName {
  const { handle } = readExportName(file.file);
  if (options.account) return options.account;
  if (handle !== null) return { handle, id: null };
  throw new InputError(
    'account_needed',
    `${file.file} is an analytics export, which does not name its account.`,
    {
      hint: 'Name it with --account @handle.',
    },
  );
}

/** When an export was taken: `--at`, else what the download's name or the file's surroundings tell; null where nothing does. */
export function exportInstant({ file, options }: Pick<ImportContext, 'file' | 'options'>): DatedCell | null {
  if (options.at) return options.at;
  const named = readExportName(file.file).exportedAt;
  return named === null ? file.takenAt : { at: named, precision: 'instant' };
}

/** Days of an export by the line they stand on, and when the export was taken. */
export interface StudioDays {
  dayOf: ReadonlyMap<number, string | Refusal>;
  exportedAt: string;
}

/** The last day of an export is the day before it was taken or the one before that, give or take the zone. */
const maxLagDays = 3;
/** An export holds a year at most; a table of several joined goes on without a hole. */
const maxSpanDays = 366;

/**
 * Days of an export whose dates have no year ("February 26"). Rows go by day, so that years follow from one anchor: walking
 * from the newest row to the oldest, the year falls by one wherever the date rises. The anchor is `--year` (the year of the
 * newest row) or the day of the export, from `--at` or the download's name; a clock or the file's own times are never
 * asked, since the same file must always give the same rows. Where `--year` is all there is, the export counts as taken at noon of
 * the day after its newest row, the earliest it can have been.
 *
 * A spreadsheet that opens such a file gives every date the year of the day it was opened: where that shows (December of a year
 * before its January), those years are left out.
 *
 * Throws `InputError`: `year_needed` without an anchor, where the newest row does not fit it, where a February 29 falls
 * into a year that has none, or where the rows do not go by day; `ambiguous_date` where a month's name means different
 * months in two languages.
 */
export async function resolveStudioDays(context: ImportContext, place: number): Promise<StudioDays> {
  const texts = new Map<number, string>();
  for await (const { rows, lines } of context.records.batches())
    rows.forEach((row, i) => {
      texts.set(lines[i] as number, ownText((row[place] ?? '').trim()));
    });
  const exportedAt = exportInstant(context)?.at ?? null;
  const newestFirst = ageOrder(readMonthDays(context, texts, exportedAt));
  const newest = newestFirst[0]?.[1];
  let year = newest === undefined ? 0 : anchorYear(context, newest, exportedAt);
  let after: MonthDay | undefined;
  const dayOf = new Map<number, string | Refusal>();
  for (const [line, date] of newestFirst) {
    if (date.year !== null) year = date.year;
    else if (after && isLater(date, after)) year--;
    after = date;
    const ms = utcDay(year, date.month, date.day);
    if (ms === null && date.month === 2 && date.day === 29 && date.year === null)
      throw yearNeeded(
        context,
        `${texts.get(line)} stands in it, and ${year} has no such day: the year is another`,
      );
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
  const last = assertSpan(context, dayOf, exportedAt);
  return { dayOf, exportedAt: exportedAt ?? `${addDays(last, 1)}T12:00:00Z` };
}

/**
 * The dates of the rows. Where two languages share a name for different months (`listopada` is October in Croatian and
 * November in Polish), the one counts whose newest row lies just before the export.
 */
function readMonthDays(
  context: ImportContext,
  texts: ReadonlyMap<number, string>,
  exportedAt: string | null,
): [number, MonthDay][] {
  const order = context.options.dayOrder ?? null;
  const readBy = (names: MonthNames): [number, MonthDay][] =>
    [...texts].flatMap(([line, text]): [number, MonthDay][] => {
      const date = monthDayOf(text, names) ?? wholeDate(text, order);
      return date ? [[line, date]] : [];
    });
  const { names, ambiguous, candidates } = chooseNames(texts.values());
  if (ambiguous === null) return readBy(names);
  const fitting = candidates.filter((each) => {
    const newest = ageOrder(readBy(each))[0]?.[1];
    return exportedAt !== null && newest !== undefined && yearBefore(newest, exportedAt) !== undefined;
  });
  if (new Set(fitting.map((each) => monthDayOf(ambiguous, each)?.month)).size === 1)
    return readBy(fitting[0] as MonthNames);
  throw new InputError(
    'ambiguous_date',
    `The month in "${ambiguous}" in ${context.file.file} means different months in two languages.`,
    { hint: 'Give the day it was exported as --at 2026-02-28, or set the language of TikTok to English.' },
  );
}

function wholeDate(text: string, order: 'dmy' | 'mdy' | null): MonthDay | null {
  const found = parseDate(text, order, new Map());
  if (found instanceof Refusal) return null;
  const date = new Date(found.ms);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

function yearNeeded({ file }: Pick<ImportContext, 'file'>, why: string): InputError {
  return new InputError('year_needed', `The days of ${file.file} cannot be told: ${why}.`, {
    hint: 'Give the year of its newest row as --year 2026, or the day it was exported as --at 2026-02-28.',
  });
}

function anchorYear(context: ImportContext, newest: MonthDay, exportedAt: string | null): number {
  const said = context.options.year;
  if (newest.year !== null && said !== undefined && newest.year !== said)
    throw yearNeeded(context, `its newest row is of ${newest.year}, and --year says ${said}`);
  if (newest.year !== null) return newest.year;
  if (said !== undefined) return said;
  if (exportedAt === null) throw yearNeeded(context, 'its dates have no year');
  const fits = yearBefore(newest, exportedAt);
  if (fits !== undefined) return fits;
  throw yearNeeded(
    context,
    `its newest row is month ${newest.month}, day ${newest.day}, which is not the day before an export on ${utcDayOf(exportedAt)}`,
  );
}

/** The year in which a date lies at most three days before an instant; undefined where it does in none. */
function yearBefore({ month, day }: MonthDay, instant: string): number | undefined {
  const exported = utcDayOf(instant);
  const year = Number(exported.slice(0, 4));
  return [year, year - 1].find((each) => {
    const ms = utcDay(each, month, day);
    if (ms === null) return false;
    const lag = daysBetween(utcDayOf(new Date(ms).toISOString()), exported);
    return lag >= 0 && lag <= maxLagDays;
  });
}

/** The newest day. Throws where the days lie too far apart to be those of an export, or after it. */
function assertSpan(
  context: ImportContext,
  dayOf: ReadonlyMap<number, string | Refusal>,
  exportedAt: string | null,
): string {
  const days = new Set([...dayOf.values()].filter((day) => typeof day === 'string'));
  let [first, last] = ['9999-12-31', '2016-09-01'];
  for (const day of days) {
    if (day < first) first = day;
    if (day > last) last = day;
  }
  const span = daysBetween(first, last) + 1;
  if (days.size > 0 && span > maxSpanDays && span > days.size * 2)
    throw yearNeeded(context, 'its rows do not go by day, so that their order does not tell the years');
  if (days.size > 0 && exportedAt !== null && last > addDays(utcDayOf(exportedAt), 1))
    throw yearNeeded(context, `it has a row of ${last}, and it was exported on ${utcDayOf(exportedAt)}`);
  return last;
}
