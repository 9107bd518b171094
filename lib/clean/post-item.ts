import { seenStep } from '../counts.ts';
import { contradiction, pickCounter } from './counters.ts';
import { field, flagOf, handleOf, hashtagOf, idOf, isObject, listOf, textOf } from './fields.ts';
import { creationOf, type PostDetails, type PostFacts } from './post-facts.ts';
import { type Reading, refused } from './reading.ts';

const keys = {
  views: 'playCount',
  likes: 'diggCount',
  comments: 'commentCount',
  shares: 'shareCount',
  saves: 'collectCount',
} as const;

/**
 * Reads an item, the form in which every page of a post and every list has it. Its counters are rounded from 10,000 on,
 * in `statsV2` as well, so each carries its own step. Older items have the author's handle as text and its id beside it.
 */
export function readItem(item: unknown, source: string): Reading<PostFacts> {
  if (!isObject(item)) return refused('layout_changed', 'The post page has no post.');
  if (flagOf(field(item, 'isContentClassified')) === true && !isObject(field(item, 'video')))
    return refused('login_required', 'The post is shown to people who are logged in.', 'login_required');
  const post_id = idOf(field(item, 'id'));
  const { account_id, handle } = authorOf(item);
  if (post_id === null || account_id === null)
    return refused('layout_changed', 'The post page has no post id or no author.');
  const statsV2 = field(item, 'statsV2');
  const stats = field(item, 'stats');
  const conflict = contradiction(statsV2, stats, Object.values(keys));
  if (conflict !== null) return refused('invalid', conflict);
  const counter = (key: string) => pickCounter(statsV2, stats, key, { v2: seenStep, v1: seenStep });
  const counters = {
    views: counter(keys.views),
    likes: counter(keys.likes),
    comments: counter(keys.comments),
    shares: counter(keys.shares),
    saves: counter(keys.saves),
  };
  return {
    state: 'read',
    facts: { source, post_id, account_id, handle, counters, details: detailsOf(item, post_id) },
  };
}

function authorOf(item: unknown): { account_id: string | null; handle: string | null } {
  const author = field(item, 'author');
  const handle = handleOf(typeof author === 'string' ? author : field(author, 'uniqueId'));
  const id = idOf(field(author, 'id')) ?? idOf(field(item, 'authorId'));
  return { account_id: id ?? (handle === null ? null : `handle:${handle}`), handle };
}

function detailsOf(item: unknown, postId: string): PostDetails {
  const isPhoto = isObject(field(item, 'imagePost'));
  const hasVideo = isObject(field(item, 'video'));
  return {
    ...creationOf(field(item, 'createTime'), postId),
    text: textOf(field(item, 'desc')),
    kind: isPhoto ? 'photo' : hasVideo ? 'video' : null,
    duration_s: isPhoto ? null : durationOf(field(item, 'video', 'duration')),
    sound_id: idOf(field(item, 'music', 'id')),
    hashtags: hashtagsOf([
      ...listOf(field(item, 'textExtra')).map((span) => field(span, 'hashtagName')),
      ...listOf(field(item, 'challenges')).map((challenge) => field(challenge, 'title')),
    ]),
    // Only item lists carry it, and only where it is true: absent means not known.
    pinned: flagOf(field(item, 'isPinnedItem')),
    ad: flagOf(field(item, 'isAd')),
  };
}

/** Seconds; null for photo posts, which say 0. */
export function durationOf(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : null;
}

/** Hashtags in the order given, that of the text first; lower case, each once. */
export function hashtagsOf(names: readonly unknown[]): string[] {
  const tags = names.slice(0, mostHashtags).map(hashtagOf);
  return [...new Set(tags.filter((tag) => tag !== null))];
}
/** A caption has room for a thousand at most, twice. */
const mostHashtags = 2_000;
