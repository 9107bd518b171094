import { columnKey, findColumns, placeOf } from '../columns.ts';
import { refuseNegative } from '../count-cell.ts';
import { accountIdOf } from '../identity.ts';
import type { Fit, ImportContext, Kind, RowMapper, TableHead } from '../kind.ts';
import { Refusal, refuseRow, showCells } from '../refusal.ts';
import { openAmounts } from '../studio-amounts.ts';
import { requireStudioAccount, resolveStudioDays } from '../studio-days.ts';
import { studioHeadings } from '../studio-headings.ts';

const synonyms = studioHeadings(
  ...(['day', 'video_views', 'profile_views', 'likes', 'comments', 'shares'] as const),
  ...(['followers_net', 'followers_gained', 'followers_lost', 'reached_audience'] as const),
);

/** The owner's daily amounts from the Overview of an analytics export. */
export const studioOverview: Kind = {
  id: 'studio-overview',
  title: 'Studio overview',
  about:
    'Overview.csv of a TikTok Studio export: amounts of each day (video views, profile views, likes, comments, shares, followers gained and lost, reached audience). Needs the account and the year.',
  tables: ['owner_day'],
  rank: 5,
  detect,
  open,
};

function detect({ header }: TableHead): Fit {
  const columns = findColumns(header, synonyms);
  const missing = (['day', 'video_views', 'profile_views'] as const).filter(
    (name) => columns[name].length === 0,
  );
  const keys = header.map(columnKey);
  const foreign = ['handle', 'username', 'followers', 'videoid'].some((key) => keys.includes(key));
  return {
    missing: foreign ? [...missing, 'rows of one account’s days only'] : missing,
    found: Object.values(columns).filter((places) => places.length > 0).length,
  };
}

async function open(context: ImportContext): Promise<RowMapper> {
  const { header } = context.records;
  const columns = findColumns(header, synonyms);
  const account_id = accountIdOf(requireStudioAccount(context));
  const { dayOf, exportedAt } = await resolveStudioDays(context, placeOf(columns.day));
  const place = (field: keyof typeof synonyms) => placeOf(columns[field]);
  const readAmounts = await openAmounts(context, {
    video_views: place('video_views'),
    profile_views: place('profile_views'),
    likes_net: place('likes'),
    comments_net: place('comments'),
    shares_net: place('shares'),
    followers_net: place('followers_net'),
    followers_gained: place('followers_gained'),
    followers_lost: place('followers_lost'),
    reached_audience: place('reached_audience'),
  });

  return (row, line) => {
    const refuse = (refusal: Refusal) => refuseRow(line, refusal, showCells(header, row));
    const day = dayOf.get(line) as string | Refusal;
    if (day instanceof Refusal) return refuse(day);
    const read = readAmounts(row);
    if (read instanceof Refusal) return refuse(read);
    const { followers_gained, followers_lost: lost } = read;
    // Some exports write losses below zero.
    const followers_lost = lost === null ? null : Math.abs(lost);
    const followers_net =
      read.followers_net ??
      (followers_gained === null || followers_lost === null ? null : followers_gained - followers_lost);
    const amounts = { ...read, followers_lost, followers_net };
    for (const name of ['video_views', 'profile_views', 'followers_gained', 'reached_audience'] as const) {
      const negative = refuseNegative(name.replace('_', ' '), amounts[name]);
      if (negative !== null) return refuse(negative);
    }
    if (Object.values(amounts).every((amount) => amount === null))
      return refuse(new Refusal('not_observed', 'the row holds no amount'));
    return {
      line,
      drafts: [
        {
          table: 'owner_day',
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
