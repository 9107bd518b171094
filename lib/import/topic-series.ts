import { columnKey, findColumns, mergeColumns, placeOf, type Synonyms } from './columns.ts';
import { countOf, readCountCell, refuseNegative, stepOf } from './count-cell.ts';
import { openNotations } from './count-notation.ts';
import { remember } from './identity.ts';
import { openIds } from './ids.ts';
import type { Fit, ImportContext, Kind, RowMapper } from './kind.ts';
import { openObservedAt } from './observed-at.ts';
import { Refusal, refuseRow, showCells } from './refusal.ts';

type Field = 'observed_at' | 'id' | 'name' | 'views' | 'posts';

/** What tells the series of one kind of topic from another's. */
export interface TopicWords {
  table: 'hashtag' | 'sound';
  headings: Synonyms<Field>;
  /** The name as the table holds it, from the cell; null where the cell has none. */
  readName(cell: string): string | null;
}

/** A table with one of these is about posts or accounts, though it may name a sound or a hashtag of each. */
const otherTopics = ['postid', 'videoid', 'awemeid', 'url', 'videourl', 'likes', 'comments', 'followers'];

/** `detect` and `open` of a kind that holds counters of hashtags or sounds, one row each and instant. */
export function topicSeries(words: TopicWords): Pick<Kind, 'detect' | 'open'> {
  return {
    detect({ header }): Fit {
      const columns = findColumns(header, words.headings);
      const missing: string[] = [];
      if (columns.id.length === 0) missing.push(`the ${words.table}’s id`);
      if (columns.name.length === 0) missing.push(`the ${words.table}’s name`);
      if (columns.views.length + columns.posts.length === 0) missing.push('views or posts');
      if (header.map(columnKey).some((key) => otherTopics.includes(key)))
        missing.push('rows that are not about posts or accounts');
      return { missing, found: Object.values(columns).filter((places) => places.length > 0).length };
    },
    open: (context) => openTopicRows(words, context),
  };
}

async function openTopicRows(words: TopicWords, context: ImportContext): Promise<RowMapper> {
  const { header } = context.records;
  const columns = findColumns(header, words.headings);
  const [idAt, nameAt] = [placeOf(columns.id), placeOf(columns.name)];
  const [viewsAt, postsAt] = [placeOf(columns.views), placeOf(columns.posts)];
  const notations = await openNotations(context, { views: columns.views, posts: columns.posts });
  const merge = mergeColumns([
    ...(['observed_at', 'id', 'name'] as const).map((name) => ({ name, places: columns[name] })),
    ...(['views', 'posts'] as const).map((name) => ({
      name,
      places: columns[name],
      counts: notations[name],
    })),
  ]);
  const readAt = await openObservedAt(context, placeOf(columns.observed_at));
  const readId = openIds(context.records.sample.map((row) => row[idAt] ?? ''));
  const idOf = (text: string) => readId(text) ?? new Refusal('bad_id', 'the row has no id');
  const nameOf = remember(words.readName);
  const { rounding } = context.options;
  const refuse = (line: number, refusal: Refusal, cells: readonly string[]) => {
    const values = showCells(header, cells);
    // The cell may hold more than the name, such as the address of a media file.
    if (nameAt in cells) values[header[nameAt] as string] = words.readName(cells[nameAt] as string);
    return refuseRow(line, refusal, values);
  };

  return (cells, line) => {
    const row = merge === null ? cells : merge(cells);
    if (row instanceof Refusal) return refuse(line, row, cells);
    const at = readAt(row);
    if (at instanceof Refusal) return refuse(line, at, cells);
    const id = idOf(row[idAt] as string);
    if (id instanceof Refusal) return refuse(line, id, cells);
    const views = viewsAt === -1 ? null : readCountCell(row[viewsAt] as string, notations.views);
    if (views instanceof Refusal) return refuse(line, views, cells);
    const posts = postsAt === -1 ? null : readCountCell(row[postsAt] as string, notations.posts);
    if (posts instanceof Refusal) return refuse(line, posts, cells);
    const negative = refuseNegative('views', views) ?? refuseNegative('posts', posts);
    if (negative !== null) return refuse(line, negative, cells);
    if (views === null && posts === null)
      return refuse(line, new Refusal('not_observed', 'the row holds no count'), cells);
    return {
      line,
      drafts: [
        {
          table: words.table,
          row: {
            id,
            observed_at: at.at,
            name: nameOf(row[nameAt] ?? ''),
            views: countOf(views),
            posts: countOf(posts),
            views_step: stepOf(views, rounding),
            posts_step: stepOf(posts, rounding),
            time_precision: at.precision,
            source: 'import',
            capture_id: context.file.capture_id,
          },
        },
      ],
    };
  };
}
