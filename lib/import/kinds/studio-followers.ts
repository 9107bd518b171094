import { addDays } from '../../calendar.ts';
import { InputError } from '../../errors.ts';
import { openAccountRow } from '../account-row.ts';
import { findColumns, placeOf } from '../columns.ts';
import { countOf, readCountCell } from '../count-cell.ts';
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
  const none = { following: -1, likes: -1, posts: -1, likesWrapped: -1 };
  const readRow = openAccountRow(
    { followers: placeOf(columns.followers), ...none },
    { rounding: 'exact', source: 'studio_csv', capture_id: context.file.capture_id },
  );
  const differenceOff = openDifference(placeOf(columns.followers), findDifference(header));

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
  totalAt: number,
  differenceAt: number,
): (row: readonly string[], day: string) => Refusal | null {
  let before: { day: string; total: number } | null = null;
  const numberAt = (row: readonly string[], place: number): number | null => {
    const cell = readCountCell(row[place] ?? '');
    return cell instanceof Refusal ? null : countOf(cell);
  };
  return (row, day) => {
    const [total, difference] = [numberAt(row, totalAt), numberAt(row, differenceAt)];
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
