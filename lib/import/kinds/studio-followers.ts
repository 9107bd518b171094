import { InputError } from '../../errors.ts';
import { openAccountRow } from '../account-row.ts';
import { findColumns, placeOf, type Synonyms } from '../columns.ts';
import { accountIdOf } from '../identity.ts';
import type { Fit, ImportContext, Kind, RowMapper, TableHead } from '../kind.ts';
import { Refusal, refuseRow, showCells } from '../refusal.ts';
import { requireStudioAccount, resolveStudioDays } from '../studio-days.ts';

const synonyms = {
  day: ['date', 'datum'],
  followers: ['followers', 'följare'],
  difference: ['differenceinfollowersfrompreviousday'],
} as const satisfies Synonyms<string>;

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
  const missing = (['day', 'followers', 'difference'] as const).filter((name) => columns[name].length === 0);
  return {
    missing: missing.map((name) => (name === 'difference' ? 'the difference from the previous day' : name)),
    found: 3 - missing.length,
  };
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

  return (row, line) => {
    const refuse = (refusal: Refusal) => refuseRow(line, refusal, showCells(header, row));
    const day = dayOf.get(line) as string | Refusal;
    if (day instanceof Refusal) return refuse(day);
    const draft = readRow(row, accountIdOf(account), { at: `${day}T12:00:00Z`, precision: 'day' }, handle);
    return draft instanceof Refusal ? refuse(draft) : { line, drafts: [draft] };
  };
}
