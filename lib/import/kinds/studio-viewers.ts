import { findColumns, placeOf } from '../columns.ts';
import { refuseNegative } from '../count-cell.ts';
import { accountIdOf } from '../identity.ts';
import type { Fit, ImportContext, Kind, RowMapper, TableHead } from '../kind.ts';
import { Refusal, refuseRow, showCells } from '../refusal.ts';
import { openAmounts } from '../studio-amounts.ts';
import { requireStudioAccount, resolveStudioDays } from '../studio-days.ts';
import { studioHeadings } from '../studio-headings.ts';

const synonyms = studioHeadings('day', 'viewers', 'new_viewers', 'returning_viewers');

/** Who watched the owner's posts, by day, from the Viewers of an analytics export. */
export const studioViewers: Kind = {
  id: 'studio-viewers',
  title: 'Studio viewers',
  about:
    'Viewers.csv of a TikTok Studio export: viewers of each day, new and returning. Needs the account and the year.',
  tables: ['owner_viewers'],
  rank: 5,
  detect,
  open,
};

function detect({ header }: TableHead): Fit {
  const columns = findColumns(header, synonyms);
  const names = { day: 'the day', viewers: 'Total viewers', new_viewers: 'New viewers' };
  const missing = (['day', 'viewers', 'new_viewers'] as const).filter((name) => columns[name].length === 0);
  return {
    missing: missing.map((name) => names[name]),
    found: Object.values(columns).filter((places) => places.length > 0).length,
  };
}

async function open(context: ImportContext): Promise<RowMapper> {
  const { header } = context.records;
  const columns = findColumns(header, synonyms);
  const account_id = accountIdOf(requireStudioAccount(context));
  const { dayOf, exportedAt } = await resolveStudioDays(context, placeOf(columns.day));
  const readAmounts = await openAmounts(context, {
    viewers: placeOf(columns.viewers),
    new_viewers: placeOf(columns.new_viewers),
    returning_viewers: placeOf(columns.returning_viewers),
  });

  return (row, line) => {
    const refuse = (refusal: Refusal) => refuseRow(line, refusal, showCells(header, row));
    const day = dayOf.get(line) as string | Refusal;
    if (day instanceof Refusal) return refuse(day);
    const amounts = readAmounts(row);
    if (amounts instanceof Refusal) return refuse(amounts);
    const { viewers, new_viewers, returning_viewers } = amounts;
    // Before an account has viewers its export has "undefined" for all of them, and zeros beside it that fill the place.
    if (viewers === null && !new_viewers && !returning_viewers)
      return refuse(new Refusal('not_observed', 'the row does not know its viewers'));
    for (const [name, amount] of Object.entries(amounts)) {
      const negative = refuseNegative(name.replace('_', ' '), amount);
      if (negative !== null) return refuse(negative);
    }
    if (viewers !== null && new_viewers !== null && returning_viewers !== null)
      if (viewers !== new_viewers + returning_viewers)
        return refuse(
          new Refusal(
            'conflicting_columns',
            `${viewers} viewers are not ${new_viewers} new and ${returning_viewers} returning ones`,
          ),
        );
    return {
      line,
      drafts: [
        {
          table: 'owner_viewers',
          row: {
            account_id,
            day,
            observed_at: exportedAt,
            ...amounts,
            source: 'studio_csv',
            capture_id: context.file.capture_id,
          },
        },
      ],
    };
  };
}
