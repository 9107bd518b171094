import { findColumns, placeOf } from '../columns.ts';
import { refuseNegative } from '../count-cell.ts';
import { accountIdOf } from '../identity.ts';
import type { Fit, ImportContext, Kind, RowMapper, TableHead } from '../kind.ts';
import { Refusal, refuseRow, showCells } from '../refusal.ts';
import { openAmounts } from '../studio-amounts.ts';
import { requireStudioAccount, resolveStudioDays } from '../studio-days.ts';
import { studioHeadings } from '../studio-headings.ts';

const synonyms = studioHeadings('day', 'hour', 'active_followers');

/** When the owner's followers were active, by the hours of a week, from an analytics export. */
export const studioActivity: Kind = {
  id: 'studio-activity',
  title: 'Studio follower activity',
  about:
    'FollowerActivity.csv of a TikTok Studio export: followers who were active in each hour of seven days. Needs the account and the year.',
  tables: ['owner_activity'],
  rank: 5,
  detect,
  open,
};

function detect({ header }: TableHead): Fit {
  const columns = findColumns(header, synonyms);
  const names = { day: 'the day', hour: 'the hour', active_followers: 'Active followers' };
  const fields = ['day', 'hour', 'active_followers'] as const;
  const missing = fields.filter((name) => columns[name].length === 0);
  return { missing: missing.map((name) => names[name]), found: fields.length - missing.length };
}

async function open(context: ImportContext): Promise<RowMapper> {
  const { header } = context.records;
  const columns = findColumns(header, synonyms);
  const account_id = accountIdOf(requireStudioAccount(context));
  const { dayOf, exportedAt } = await resolveStudioDays(context, placeOf(columns.day));
  const hourAt = placeOf(columns.hour);
  const readAmounts = await openAmounts(context, { active_followers: placeOf(columns.active_followers) });

  return (row, line) => {
    const refuse = (refusal: Refusal) => refuseRow(line, refusal, showCells(header, row));
    const day = dayOf.get(line) as string | Refusal;
    if (day instanceof Refusal) return refuse(day);
    const hour = readHour(row[hourAt] ?? '');
    if (hour instanceof Refusal) return refuse(hour);
    const amounts = readAmounts(row);
    if (amounts instanceof Refusal) return refuse(amounts);
    const { active_followers } = amounts;
    if (active_followers === null)
      return refuse(new Refusal('not_observed', 'the row does not know its followers'));
    const negative = refuseNegative('active followers', active_followers);
    if (negative !== null) return refuse(negative);
    return {
      line,
      drafts: [
        {
          table: 'owner_activity',
          row: {
            account_id,
            day,
            hour,
            observed_at: exportedAt,
            active_followers,
            source: 'studio_csv',
            capture_id: context.file.capture_id,
          },
        },
      ],
    };
  };
}

/** An hour of the day, 0 to 23, also where it is written as `07` or `7:00`. */
function readHour(text: string): number | Refusal {
  const hour = Number(/^(\d{1,2})(?::00)?$/.exec(text.trim())?.[1] ?? Number.NaN);
  return hour <= 23
    ? hour
    : new Refusal('impossible_date', `"${text.slice(0, 20)}" is not an hour from 0 to 23`);
}
