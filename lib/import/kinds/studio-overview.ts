import { columnKey, findColumns, placeOf, type Synonyms } from '../columns.ts';
import { type CountCell, readCountCell, refuseNegative } from '../count-cell.ts';
import { accountIdOf } from '../identity.ts';
import type { Fit, ImportContext, Kind, RowMapper, TableHead } from '../kind.ts';
import { Refusal, refuseRow, showCells } from '../refusal.ts';
import { requireStudioAccount, resolveStudioDays } from '../studio-days.ts';

const synonyms = {
  day: ['date', 'datum'],
  video_views: ['videoviews', 'videovisningar'],
  profile_views: ['profileviews', 'profilvisningar'],
  likes_net: ['likes', 'gillamarkeringar'],
  comments_net: ['comments', 'kommentarer'],
  shares_net: ['shares', 'delningar'],
  followers_net: ['nettotillväxt', 'netgrowth'],
  followers_new: ['newfollowers', 'nyaföljare'],
  followers_lost: ['lostfollowers', 'tappadeföljare'],
} as const satisfies Synonyms<string>;

/** Amounts of a day, which are whole numbers or not there. */
type Amount = number | null;

/** The owner's daily amounts from the Overview of an analytics export. */
export const studioOverview: Kind = {
  id: 'studio-overview',
  title: 'Studio overview',
  about:
    'Overview.csv of a TikTok Studio export: amounts of each day (video views, profile views, likes, comments, shares). Needs the account and the year.',
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
  const fields = Object.keys(synonyms).filter((name) => name !== 'day') as Exclude<
    keyof typeof synonyms,
    'day'
  >[];

  return (row, line) => {
    const refuse = (refusal: Refusal) => refuseRow(line, refusal, showCells(header, row));
    const day = dayOf.get(line) as string | Refusal;
    if (day instanceof Refusal) return refuse(day);
    const amounts = {} as Record<(typeof fields)[number], Amount>;
    for (const field of fields) {
      const cell = readAmount(row[placeOf(columns[field])] ?? '');
      if (cell instanceof Refusal) return refuse(cell);
      amounts[field] = cell;
    }
    const { followers_new, followers_lost, ...kept } = amounts;
    const negative =
      refuseNegative('video views', kept.video_views) ?? refuseNegative('profile views', kept.profile_views);
    if (negative !== null) return refuse(negative);
    if (followers_new !== null && followers_lost !== null)
      kept.followers_net ??= followers_new - Math.abs(followers_lost);
    if (Object.values(kept).every((amount) => amount === null))
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
            ...kept,
            source: 'studio_csv',
            capture_id: context.file.capture_id,
          },
        },
      ],
    };
  };
}

function readAmount(text: string): Amount | Refusal {
  const cell: CountCell = readCountCell(text);
  if (typeof cell !== 'object' || cell === null || cell instanceof Refusal) return cell;
  return new Refusal('not_a_count', `"${text}" is rounded, and an export gives whole amounts`);
}
