import { daysBetween, instantOf, msPerDay, utcDayOf } from '../../calendar.ts';
import { InputError } from '../../errors.ts';
import { columnKey, findColumns, placeOf } from '../columns.ts';
import { openNotations } from '../count-notation.ts';
import { type DateCell, dateReader, parseDate, utcDay } from '../date-cell.ts';
import { accountIdOf, readPostUrl } from '../identity.ts';
import type { Fit, ImportContext, Kind, RowMapper, TableHead } from '../kind.ts';
import { chooseNames, type MonthDay, type MonthNames, monthDayOf } from '../month-names.ts';
import { openPostInfo } from '../post-info.ts';
import { openPostRow } from '../post-row.ts';
import { Refusal, refuseRow, showCells } from '../refusal.ts';
import { exportInstant } from '../studio-days.ts';
import { studioHeadings } from '../studio-headings.ts';

const synonyms = {
  ...studioHeadings('text', 'url', 'created_at', 'likes', 'comments', 'shares', 'saves'),
  time: studioHeadings('export_day').export_day,
  views: [...studioHeadings('views').views, ...studioHeadings('video_views').video_views],
};

/** Lifetime totals of the owner's posts from the Content of an analytics export. */
export const studioContent: Kind = {
  id: 'studio-content',
  title: 'Studio content',
  about:
    'Content.csv of a TikTok Studio export: lifetime totals of posts on the day of the export. Needs that day (--at) or its year.',
  tables: ['post', 'post_info'],
  rank: 5,
  detect,
  note,
  open,
};

/** Views of a span of days are no counter, and no table holds them. */
function note({ header }: TableHead): string | null {
  const left = header.filter((name) => /last\d+days$/.test(columnKey(name)));
  return left.length === 0
    ? null
    : `not read, since it is no total: ${left.map((name) => `"${name}"`).join(', ')}`;
}

function detect({ header }: TableHead): Fit {
  const columns = findColumns(header, synonyms);
  const missing = (['url', 'created_at', 'views'] as const).filter((name) => columns[name].length === 0);
  const names = { url: 'Video link', created_at: 'Post time', views: 'Total views' };
  return {
    missing: missing.map((name) => names[name]),
    found: Object.values(columns).filter((places) => places.length > 0).length,
  };
}

async function open(context: ImportContext): Promise<RowMapper> {
  const { records, options, file } = context;
  const columns = findColumns(records.header, synonyms);
  const at = (field: keyof typeof synonyms) => placeOf(columns[field]);
  const readAt = openExportDay(context, at('time'));
  // Without a year the post time is left to the id, which has the second.
  const readCreated = dateReader(options.dayOrder ?? null, context.effects.now().getTime(), new Map());
  const source = 'studio_csv';
  const places = {
    views: at('views'),
    likes: at('likes'),
    comments: at('comments'),
    shares: at('shares'),
    saves: at('saves'),
  };
  const readRow = openPostRow(
    places,
    { rounding: 'exact', source, capture_id: file.capture_id },
    await openNotations(context, places),
  );
  const none = { kind: -1, duration_s: -1, hashtags: -1, sound_id: -1, pinned: -1, ad: -1 };
  const readInfo = openPostInfo({ text: at('text'), ...none }, { source, capture_id: file.capture_id });

  return (row, line) => {
    const refuse = (refusal: Refusal) => refuseRow(line, refusal, showCells(records.header, row));
    const instant = readAt(row);
    if (instant instanceof Refusal) return refuse(instant);
    const url = readPostUrl(row[at('url')] ?? '');
    if (url === null) return refuse(new Refusal('bad_id', 'the row has no link to a post'));
    const account = options.account ?? (url.handle === null ? null : { handle: url.handle, id: null });
    if (account === null) return refuse(new Refusal('bad_handle', 'the link does not name the account'));
    const facts = { post_id: url.id, account_id: accountIdOf(account), kind: url.kind };
    const draft = readRow(row, facts.post_id, facts.account_id, instant);
    if (draft instanceof Refusal) return refuse(draft);
    const created = readCreated(row[at('created_at')] ?? '');
    const info = readInfo(row, { ...facts, observed_at: instant.at, created });
    return { line, drafts: info === null ? [draft] : [draft, info] };
  };
}

/**
 * When the totals of a row were seen: `--at` or the second in the download's name, which the day on the row must agree with;
 * else the day on the row in the year of `--year`.
 */
function openExportDay(context: ImportContext, place: number): (row: readonly string[]) => DateCell {
  const { records, options, file } = context;
  const days = records.sample.map((row) => (row[place] ?? '').trim());
  const { names } = chooseNames(days);
  const at = exportInstant(context);
  if (at) {
    const off = days.find((text) => !agrees(monthDayOf(text, names), at.at));
    if (off === undefined) return () => at;
    throw new InputError(
      'instant_mismatch',
      `${file.file} says that it was exported on ${off}, which is not ${utcDayOf(at.at)}.`,
      { hint: 'Give the day of the export as --at, or leave it out and give the year as --year.' },
    );
  }
  if (options.year === undefined && days.some((text) => parseDate(text, null, names) instanceof Refusal))
    throw new InputError('year_needed', `The day of the export stands in ${file.file} without its year.`, {
      hint: 'Give the year as --year 2026, or the day of the export as --at 2026-02-28.',
    });
  const read = dateReader(options.dayOrder ?? null, context.effects.now().getTime(), names);
  return (row) => dayInYear((row[place] ?? '').trim(), names, options.year) ?? read(row[place] ?? '');
}

function agrees(date: MonthDay | null, at: string): boolean {
  if (date === null) return true;
  const day = utcDayOf(at);
  const year = Number(day.slice(0, 4));
  // A zone can put the day on either side, and with it the year.
  return [year - 1, year, year + 1].some((each) => {
    const ms = utcDay(each, date.month, date.day);
    return ms !== null && Math.abs(daysBetween(utcDayOf(instantOf(new Date(ms))), day)) <= 1;
  });
}

function dayInYear(text: string, names: MonthNames, year: number | undefined): DateCell | null {
  const date = monthDayOf(text, names);
  if (date === null || date.year !== null || year === undefined) return null;
  const ms = utcDay(year, date.month, date.day);
  return ms === null
    ? new Refusal('impossible_date', `"${text}" is not in the calendar of ${year}`)
    : { at: instantOf(new Date(ms + msPerDay / 2)), precision: 'day' };
}
