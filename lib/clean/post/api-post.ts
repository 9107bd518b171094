import type { Capture } from '../../schema/capture.ts';
import type { Draft } from '../../schema/draft.ts';
import { provenanceOf } from '../cleaned.ts';
import { readCounter } from '../counters.ts';
import { field, textOf } from '../fields.ts';
import { creationOf, draftOfCounters, notObserved } from '../post-facts.ts';

/** What the two APIs call differently. */
export interface ApiPost {
  postId: string;
  accountId: string;
  /** Name of the field that holds the saves; null where the API has none. */
  savesField: string | null;
  text: string | null;
  durationS: unknown;
  soundId: string | null;
  hashtags: readonly string[];
}

/**
 * The drafts of a post that an official API describes: `post`, exact, unless it has no counter, and `post_info`. A
 * length above 0 makes it a video; without one it may be a photo post or not.
 */
export function draftsOfApiPost(capture: Capture, source: string, item: unknown, post: ApiPost): Draft[] {
  const { postId, accountId, savesField, durationS } = post;
  const counter = (key: string) => readCounter(field(item, key), () => 1);
  const counters = {
    views: counter('view_count'),
    likes: counter('like_count'),
    comments: counter('comment_count'),
    shares: counter('share_count'),
    saves: savesField === null ? notObserved : counter(savesField),
  };
  const provenance = provenanceOf(capture, source);
  const duration_s = typeof durationS === 'number' && durationS > 0 ? durationS : null;
  const info: Draft = {
    table: 'post_info',
    row: {
      post_id: postId,
      account_id: accountId,
      ...creationOf(field(item, 'create_time'), postId),
      text: post.text,
      kind: duration_s === null ? null : 'video',
      duration_s,
      sound_id: post.soundId,
      hashtags: [...post.hashtags],
      pinned: null,
      ad: null,
      status: 'ok',
      ...provenance,
    },
  };
  const isObserved = Object.values(counters).some(({ value }) => value !== null);
  return isObserved ? [draftOfCounters(postId, accountId, counters, provenance), info] : [info];
}

/** Where a listing goes on: null where it says that it ends, and where it tells no cursor that can be sent back. */
export function nextOf(data: unknown): { cursor: string; search_id?: string } | null {
  const cursor = field(data, 'cursor');
  if (field(data, 'has_more') !== true || typeof cursor !== 'number') return null;
  if (!Number.isSafeInteger(cursor) || cursor < 0) return null;
  const searchId = textOf(field(data, 'search_id'));
  return { cursor: String(cursor), ...(searchId === null ? {} : { search_id: searchId }) };
}

/** Hashtags of a text, lower case and each once: letters, marks, digits and _ of any script. */
export function hashtagsIn(text: string): string[] {
  const tags = [...text.matchAll(/#([\p{L}\p{M}\p{N}_]+)/gu)].map((match) => (match[1] ?? '').toLowerCase());
  return [...new Set(tags)];
}
