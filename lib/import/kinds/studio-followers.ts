import { addDays } from '../../calendar.ts';
import type { Notation } from '../../counts/notation.ts';
import { InputError } from '../../errors.ts';
import { openAccountRow } from '../account-row.ts';
import { findColumns, placeOf } from '../columns.ts';
import { countOf, readCountCell } from '../count-cell.ts';
import { openNotations } from '../count-notation.ts';
import { accountIdOf } from '../identity.ts';
import type { Fit, ImportContext, Kind, RowMapper, TableHead } from '../kind.ts';
import { Refusal, refuseRow, showCells } from '../refusal.ts';
import { requireStudioAccount, resolveStudioDays } from '../studio-days.ts';
import { findDifference, studioHeadings } from '../studio-headings.ts';

const synonyms = studioHeadings('day', 'followers');

/** The owner's follower total of each day from an analytics export. */
export const studioFollowers: Kind = {
  id: 'studio-followers',
  title: 'Studio follower history',
  about:
    'FollowerHistory.csv of a TikTok Studio export: followers of each day. Needs the account’s handle and the year.',
  tables: ['account'],
  rank: 5,
  detect,
  open,
};

function detect({ header }: TableHead): Fit {
  const columns = findColumns(header, synonyms);
  const missing: string[] = (['day', 'followers'] as const).filter((name) => columns[name].length === 0);
  if (findDifference(header) === -1) missing.push('the difference from the previous day');
  return { missing, found: 3 - missing.length };
}

async function open(context: ImportContext): Promise<RowMapper> {
  const { header } = context.records;
  const columns = findColumns(header, synonyms);
  const account = requireStudioAccount(context);
  const { handle } = account;
  if (handle === null)
    throw new InputError(
      'account_needed',
      `${context.file.file} does not say the handle of account ${account.id}.`,
      {
        hint: `Give both with --account @handle:${account.id}.`,
      },
    );
  const { dayOf } = await resolveStudioDays(context, placeOf(columns.day));
  const places = { followers: placeOf(columns.followers), difference: findDifference(header) };
  const notations = await openNotations(context, places);
  const none = { following: -1, likes: -1, posts: -1, likesWrapped: -1 };
  const readRow = openAccountRow(
    { followers: places.followers, ...none },
    { rounding: 'exact', source: 'studio_csv', capture_id: context.file.capture_id },
    notations,
  );
  const differenceOff = openDifference(places, notations);

  return (row, line) => {
    const refuse = (refusal: Refusal) => refuseRow(line, refusal, showCells(header, row));
    const day = dayOf.get(line) as string | Refusal;
    if (day instanceof Refusal) return refuse(day);
    const off = differenceOff(row, day);
    if (off !== null) return refuse(off);
    const draft = readRow(row, accountIdOf(account), { at: `${day}T12:00:00Z`, precision: 'day' }, handle);
    return draft instanceof Refusal ? refuse(draft) : { line, drafts: [draft] };
  };
}

/** Makes the check of a day's total against the difference beside it and the total of the day before, where that is known. */
function openDifference(
  places: Readonly<Record<'followers' | 'difference', number>>,
  notations: Readonly<Record<'followers' | 'difference', Notation>>,
): (row: readonly string[], day: string) => Refusal | null {
  let before: { day: string; total: number } | null = null;
  const numberOf = (row: readonly string[], name: keyof typeof places): number | null => {
    const cell = readCountCell(row[places[name]] ?? '', notations[name]);
    return cell instanceof Refusal ? null : countOf(cell);
  };
  return (row, day) => {
    const [total, difference] = [numberOf(row, 'followers'), numberOf(row, 'difference')];
    const last = before;
    before = total === null ? null : { day, total };
    if (last === null || total === null || difference === null || addDays(last.day, 1) !== day) return null;
    return total - last.total === difference
      ? null
      : new Refusal(
          'conflicting_columns',
          `followers went from ${last.total} to ${total}, and the difference beside them is ${difference}`,
        );
  };
}
