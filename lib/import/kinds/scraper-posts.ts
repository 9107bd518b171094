import type { Draft } from '../../schema/draft.ts';
import { openAccountInfo } from '../account-info.ts';
import { openAccountRow } from '../account-row.ts';
import { openNotations } from '../count-notation.ts';
import { openHandles } from '../identity.ts';
import {
  type Fit,
  type ImportContext,
  type Kind,
  originOf,
  type RowMapper,
  type TableHead,
} from '../kind.ts';
import { openObservedAt } from '../observed-at.ts';
import { openCreated } from '../post-dates.ts';
import { openPostIdentity } from '../post-identity.ts';
import { openPostInfo } from '../post-info.ts';
import { openPostRow } from '../post-row.ts';
import { pathOf, projectRecords } from '../projection.ts';
import { Refusal, refuseRow, showCells } from '../refusal.ts';
import { type ScraperColumn, type ScraperShape, scraperShapes } from '../scraper-shapes.ts';

/** The records of scrapers: each a post, its details, and where the record tells them its author's counters and details. */
export const scraperKinds: readonly Kind[] = scraperShapes.map((shape) => ({
  id: shape.id,
  title: shape.title,
  about: shape.about,
  tables: ['post', 'post_info', 'account', 'account_info'],
  rank: 5,
  detect: (head) => detect(shape, head),
  open: (context) => open(shape, context),
}));

function detect({ needs, where, columns }: ScraperShape, { header, sample }: TableHead): Fit {
  const paths = header.map(pathOf);
  const names = new Set(paths);
  const missing = needs
    .filter((group) => !group.some((name) => names.has(name)))
    .map((group) => group.join(' or '));
  const first = where === undefined ? '' : (sample[0]?.[paths.indexOf(where.field)] ?? '');
  if (where !== undefined && !where.is.test(first)) missing.push(`${where.field} that is TikTok’s`);
  const fields = Object.values(columns).flat();
  return { missing, found: fields.filter((name) => names.has(name)).length };
}

async function open(shape: ScraperShape, original: ImportContext): Promise<RowMapper> {
  const wanted = (Object.entries(shape.columns) as [ScraperColumn, readonly string[]][]).map(
    ([name, from]) => {
      const read = shape.read?.[name];
      return read === undefined ? { name, from } : { name, from, read };
    },
  );
  const { records, project } = projectRecords(original.records, wanted);
  const context: ImportContext = { ...original, records };
  const at = (name: ScraperColumn) => records.header.indexOf(name);
  const { capture_id, source } = originOf(original);
  const origin = { capture_id, source, rounding: original.options.rounding ?? shape.rounding };
  const readAt = await openObservedAt(context, at('observed_at'));
  const readCreated = await openCreated(context, at('created_at'));
  const identify = openPostIdentity(context, {
    ...{ post_id: at('post_id'), url: at('url'), handle: at('handle'), account_id: at('account_id') },
  });
  const places = {
    ...{ views: at('views'), likes: at('likes'), comments: at('comments') },
    ...{ shares: at('shares'), saves: at('saves') },
  };
  const readPost = openPostRow(places, origin, await openNotations(context, places));
  const readInfo = openPostInfo(
    {
      ...{ text: at('text'), kind: -1, duration_s: at('duration_s'), hashtags: at('hashtags') },
      ...{ sound_id: at('sound_id'), pinned: at('pinned'), ad: at('ad') },
    },
    origin,
  );
  const readAuthor = await openAuthor(context, origin, at);
  const imagesAt = at('images');
  const durationAt = at('duration_s');

  return (cells, line) => {
    const row = project(cells);
    const refuse = (refusal: Refusal) => refuseRow(line, refusal, showCells(records.header, row));
    const instant = readAt(row);
    if (instant instanceof Refusal) return refuse(instant);
    const post = identify(row);
    if (post instanceof Refusal) return refuse(post);
    const draft = readPost(row, post.post_id, post.account_id, instant);
    if (draft instanceof Refusal) return refuse(draft);
    const kind = post.kind === 'photo' ? 'photo' : (kindOf(row[imagesAt], row[durationAt]) ?? post.kind);
    // Of a photo post some tell the length of its sound.
    const details = kind === 'photo' ? row.map((cell, i) => (i === durationAt ? '' : cell)) : row;
    const info = readInfo(details, {
      ...post,
      observed_at: instant.at,
      created: readCreated(row),
      kind,
    });
    const authors = readAuthor(row, post.account_id, instant);
    return { line, drafts: [draft, ...(info === null ? [] : [info]), ...authors] };
  };
}

/** Photo or video, by the pictures and the length that a record has; null where it has neither. */
function kindOf(images: string | undefined, duration: string | undefined): 'video' | 'photo' | null {
  if (images !== undefined && /^(?:true|\[\s*[^\s\]])/i.test(images)) return 'photo';
  return Number(duration) > 0 ? 'video' : null;
}

/** Accounts whose last counters are remembered; beyond it they may be given twice, which does no harm. */
const maxRemembered = 20_000;

/**
 * Makes the reader of the author's counters and details in a record of a post: given where they differ from those in the record
 * before of that author, since a feed repeats them with every post. Counters that are all zero were not observed.
 */
async function openAuthor(
  context: ImportContext,
  origin: Parameters<typeof openAccountRow>[1],
  at: (name: ScraperColumn) => number,
): Promise<
  (
    row: readonly string[],
    account_id: string,
    instant: { at: string; precision: 'instant' | 'day' },
  ) => Draft[]
> {
  const places = {
    followers: at('account_followers'),
    following: at('account_following'),
    likes: at('account_likes'),
    posts: at('account_posts'),
    likesWrapped: at('account_likes_wrapped'),
  };
  const used = Object.values(places).filter((place) => place !== -1);
  const readRow = openAccountRow(places, origin, await openNotations(context, places));
  const readInfo = openAccountInfo(context);
  const handleOf = openHandles(context.options.accounts);
  const last = new Map<string, string>();
  return (row, account_id, instant) => {
    const handle = handleOf(row[at('handle')] ?? '');
    if (handle instanceof Refusal) return [];
    const drafts: Draft[] = [];
    const counters = used.map((place) => row[place]).join(' ');
    const signature = `${instant.at} ${counters}`;
    if (/[1-9]/.test(counters) && last.get(account_id) !== signature) {
      const draft = readRow(row, account_id, instant, handle);
      if (!(draft instanceof Refusal)) drafts.push(draft);
      if (last.size >= maxRemembered) last.clear();
      last.set(account_id, signature);
    }
    const info = readInfo === null ? null : readInfo(row, account_id, handle, instant.at);
    return info === null ? drafts : [...drafts, info];
  };
}
