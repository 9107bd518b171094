import { instantOf, msOf, msPerDay } from '../calendar.ts';
import type { Draft } from '../schema/draft.ts';
import { flagAt, textAt } from './account-info.ts';
import type { RowOrigin } from './count-cell.ts';
import type { DateCell } from './date-cell.ts';
import { ownText, secondsOfPostId } from './identity.ts';
import { Refusal } from './refusal.ts';

/** Where the details of a post stand in a row; -1 where the file has no such column. */
export interface PostInfoPlaces {
  text: number;
  kind: number;
  duration_s: number;
  hashtags: number;
  sound_id: number;
  pinned: number;
  ad: number;
}

/** Posts whose last details are remembered; beyond it a detail may be given twice, which does no harm. */
const maxRemembered = 5_000;

/** What else is known of a post besides its row. */
export interface PostFacts {
  post_id: string;
  account_id: string;
  observed_at: string;
  /** What the file says of when it was posted; null where it says nothing. */
  created: DateCell | null;
  /** What the address of the post tells. */
  kind: 'video' | 'photo' | null;
}

/** Makes the reader of a post's details. It gives a draft only where something differs from the row before of that post. */
export function openPostInfo(
  places: PostInfoPlaces,
  { source, capture_id }: Pick<RowOrigin, 'source' | 'capture_id'>,
): (row: readonly string[], facts: PostFacts) => Draft | null {
  const last = new Map<string, string>();
  return (row, { post_id, account_id, observed_at, created, kind }) => {
    const text = textAt(row, places.text);
    const details = {
      account_id,
      ...timeOfPost(post_id, created),
      text,
      kind: kind ?? kindOf(textAt(row, places.kind)),
      duration_s: durationOf(textAt(row, places.duration_s)),
      sound_id: soundIdOf(textAt(row, places.sound_id)),
      hashtags: hashtagsOf(textAt(row, places.hashtags), text),
      pinned: flagAt(row, places.pinned),
      ad: flagAt(row, places.ad),
      status: 'ok',
    };
    const signature = JSON.stringify(details);
    if (last.get(post_id) === signature) return null;
    if (last.size >= maxRemembered) last.clear();
    last.set(ownText(post_id), signature);
    return { table: 'post_info', row: { post_id, observed_at, ...details, source, capture_id } };
  };
}

/**
 * When a post was published and how that is known. A time in the file is the best; a mere day gives way to the time in the
 * id (when the upload began) where the two agree to within two days, since a day alone is half a day off at noon.
 */
export function timeOfPost(
  post_id: string,
  created: DateCell | null,
): { created_at: string | null; created_from: 'source' | 'id' | null } {
  const seconds = secondsOfPostId(post_id);
  const fromId = seconds === null ? null : instantOf(new Date(seconds * 1000));
  if (created === null || created instanceof Refusal)
    return fromId === null
      ? { created_at: null, created_from: null }
      : { created_at: fromId, created_from: 'id' };
  if (
    created.precision === 'day' &&
    fromId !== null &&
    Math.abs(msOf(created.at) - msOf(fromId)) <= 2 * msPerDay
  )
    return { created_at: fromId, created_from: 'id' };
  return { created_at: created.at, created_from: 'source' };
}

function kindOf(text: string | null): 'video' | 'photo' | null {
  if (text === null) return null;
  if (/photo|image|carousel|slideshow/i.test(text)) return 'photo';
  return /video/i.test(text) ? 'video' : null;
}

function durationOf(text: string | null): number | null {
  const seconds = text === null || !/^\d+(?:\.\d+)?$/.test(text) ? 0 : Number(text);
  // A post without length is a photo post or was not measured.
  return seconds > 0 ? seconds : null;
}

function soundIdOf(text: string | null): string | null {
  return text !== null && /^[1-9]\d{0,19}$/.test(text) ? text : null;
}

/**
 * Hashtags in lower case without #, each once: from a column (split by commas or spaces, a list as Python or JSON prints it), else
 * out of the caption.
 */
export function hashtagsOf(column: string | null, caption: string | null): string[] {
  const tags =
    column === null
      ? (caption?.match(/#[\p{L}\p{M}\p{N}_]+/gu) ?? [])
      : column.replace(/^[[(]|[\])]$/g, '').split(/[\s,;#]+/u);
  const clean = tags
    .map((tag) => tag.replace(/^["'#]+|["']+$/g, '').toLowerCase())
    .filter((tag) => /^[\p{L}\p{M}\p{N}_]+$/u.test(tag));
  return [...new Set(clean)];
}
