import { findColumns, mergeColumns, placeOf } from '../columns.ts';
import { openNotations } from '../count-notation.ts';
import { postHeadings } from '../headings.ts';
import { readPostUrl } from '../identity.ts';
import {
  type Fit,
  type ImportContext,
  type Kind,
  originOf,
  type RowMapper,
  type TableHead,
} from '../kind.ts';
import { openObservedAt } from '../observed-at.ts';
import { assignPostDate, openCreated } from '../post-dates.ts';
import { openPostIdentity } from '../post-identity.ts';
import { openPostInfo } from '../post-info.ts';
import { openPostRow } from '../post-row.ts';
import { Refusal, refuseRow, showCells } from '../refusal.ts';

type Columns = Record<keyof typeof postHeadings, readonly number[]>;
const counters = ['views', 'likes', 'comments', 'shares', 'saves'] as const;

/** Counters of posts: one row a post and instant. */
export const postTable: Kind = {
  id: 'post-table',
  title: 'Post table',
  about:
    'A table with a row for each post: its id or address, and views, likes, comments, shares or saves. Without a column for when they were seen, --at says it.',
  tables: ['post', 'post_info'],
  rank: 2,
  detect,
  open,
};

/** The columns of a table; that of the addresses by what is in it, where its name does not tell. */
function columnsOf({ header, sample }: TableHead): Columns {
  const columns: Columns = findColumns(header, postHeadings);
  if (columns.url.length > 0) return columns;
  const isUrl = (place: number) => {
    const filled = sample.map((row) => (row[place] ?? '').trim()).filter((text) => text !== '');
    return filled.length > 0 && filled.every((text) => readPostUrl(text) !== null);
  };
  return { ...columns, url: header.flatMap((_, place) => (isUrl(place) ? [place] : [])) };
}

function detect(head: TableHead): Fit {
  const columns = columnsOf(head);
  const missing: string[] = [];
  if (columns.post_id.length === 0 && columns.url.length === 0)
    missing.push('the post (an id or its address)');
  // Likes and shares alone may as well belong to an account.
  const telling =
    columns.views.length + columns.comments.length + columns.shares.length + columns.saves.length;
  if (telling === 0) missing.push('views, comments, shares or saves');
  return { missing, found: Object.values(columns).filter((places) => places.length > 0).length };
}

async function open(context: ImportContext): Promise<RowMapper> {
  const { header } = context.records;
  const columns = assignPostDate(columnsOf(context.records), context);
  const at = (field: keyof Columns) => placeOf(columns[field]);
  const { views, likes, comments, shares, saves } = columns;
  const notations = await openNotations(context, { views, likes, comments, shares, saves });
  const merge = mergeColumns([
    ...(['url', 'handle', 'observed_at', 'created_at', 'text'] as const).map((name) => ({
      name,
      places: columns[name],
    })),
    ...counters.map((name) => ({ name, places: columns[name], counts: notations[name] })),
  ]);
  const readAt = await openObservedAt(context, at('observed_at'));
  const readCreated = await openCreated(context, at('created_at'));
  const identify = openPostIdentity(context, {
    ...{ post_id: at('post_id'), url: at('url'), handle: at('handle'), account_id: at('account_id') },
  });
  const origin = originOf(context);
  const readRow = openPostRow(
    {
      views: at('views'),
      likes: at('likes'),
      comments: at('comments'),
      shares: at('shares'),
      saves: at('saves'),
    },
    origin,
    notations,
  );
  const readInfo = openPostInfo(
    {
      ...{ text: at('text'), kind: at('kind'), duration_s: at('duration_s'), hashtags: at('hashtags') },
      ...{ sound_id: at('sound_id'), pinned: at('pinned'), ad: at('ad') },
    },
    origin,
  );
  const refuse = (line: number, refusal: Refusal, cells: readonly string[]) =>
    refuseRow(line, refusal, showCells(header, cells));

  return (cells, line) => {
    const row = merge === null ? cells : merge(cells);
    if (row instanceof Refusal) return refuse(line, row, cells);
    const instant = readAt(row);
    if (instant instanceof Refusal) return refuse(line, instant, cells);
    const post = identify(row);
    if (post instanceof Refusal) return refuse(line, post, cells);
    const draft = readRow(row, post.post_id, post.account_id, instant);
    if (draft instanceof Refusal) return refuse(line, draft, cells);
    const info = readInfo(row, { ...post, observed_at: instant.at, created: readCreated(row) });
    return { line, drafts: info === null ? [draft] : [draft, info] };
  };
}
