import { msOf, msPerDay } from '../calendar.ts';
import { placeOf } from './columns.ts';
import { type DateCell, dateReader } from './date-cell.ts';
import { readPostUrl, secondsOfPostId } from './identity.ts';
import type { ImportContext } from './kind.ts';
import { englishNames } from './month-names.ts';
import { openDates } from './observed-at.ts';
import { Refusal } from './refusal.ts';

/** The columns by which a plain `date` is told apart. */
interface DateColumns {
  post_id: readonly number[];
  url: readonly number[];
  date: readonly number[];
  created_at: readonly number[];
  observed_at: readonly number[];
}

/** Reader of what a row says of when the post was published; null where it says nothing. */
export async function openCreated(
  context: ImportContext,
  place: number,
): Promise<(row: readonly string[]) => DateCell | null> {
  if (place === -1) return () => null;
  const readDate = await openDates(context, place, false);
  return (row) => ((row[place] as string).trim() === '' ? null : readDate(row[place] as string));
}

/**
 * A column called just `date` is the post's where its days are those in the ids of the posts, and the observation's where
 * they come later. Where it cannot be told it is taken for the post's, so that no observation gets a wrong instant.
 */
export function assignPostDate<C extends DateColumns>(columns: C, context: ImportContext): C {
  const place = placeOf(columns.date);
  if (place === -1) return columns;
  if (columns.created_at.length === 0 && !isLater(columns, place, context))
    return { ...columns, created_at: [place] };
  return columns.observed_at.length === 0 ? { ...columns, observed_at: [place] } : columns;
}

function isLater(columns: DateColumns, place: number, { records, effects }: ImportContext): boolean {
  const readDate = dateReader(null, effects.now().getTime(), englishNames());
  let later = 0;
  let known = 0;
  for (const row of records.sample) {
    const id = readPostUrl(row[placeOf(columns.url)] ?? '')?.id ?? row[placeOf(columns.post_id)] ?? '';
    const seconds = /^\d{18,20}$/.test(id) ? secondsOfPostId(id) : null;
    const date = readDate(row[place] ?? '');
    if (seconds === null || date instanceof Refusal) continue;
    known++;
    if (msOf(date.at) - seconds * 1000 > 2 * msPerDay) later++;
  }
  return known > 0 && later / known > 0.5;
}
