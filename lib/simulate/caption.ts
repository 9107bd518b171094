import { type Chance, chanceOf, hashOf } from './chance.ts';
import { commonTags, endings, hostileCaptions, openings } from './phrases.ts';

/** A marked span of a caption: UTF-16 offsets, the mark included, the end excluded (docs/surfaces.md#post-page). */
export type Span =
  | { start: number; end: number; hashtag: string }
  | { start: number; end: number; mention: string };

export interface Caption {
  text: string;
  /** In the order of the text; hashtags are lower case without #, mentions hold an account id. */
  spans: readonly Span[];
}

/** Whom a caption may mention: its id, and the name that the text shows. */
export interface Mentionable {
  id: string;
  nickname: string;
}

/** One caption in this many is a hostile one. */
const hostileEvery = 23;

/**
 * The caption of the `order`-th post of an account, counted from 0. `salt` (a whole number from 0) shifts which of
 * the posts are the hostile ones, and which hostile ones they are. Pure: the same arguments and the same stream give
 * the same caption.
 */
export function writeCaption(
  author: { language: string; tags: readonly [string, ...string[]] },
  order: number,
  salt: number,
  friend: Mentionable | null,
  chance: Chance,
): Caption {
  const turn = order + salt;
  if (turn % hostileEvery === 0) {
    const hostile = hostileCaptions[(turn / hostileEvery) % hostileCaptions.length] ?? '';
    return { text: hostile, spans: findHashtags(hostile) };
  }
  let text = chance.pick(openings[author.language] ?? openings['en'] ?? ['']);
  const spans: Span[] = [];
  if (friend !== null && chance.hit(0.06)) {
    text += ' with ';
    const start = text.length;
    // The text shows the display name, spaces and all, not the handle.
    text += `@${friend.nickname}`;
    spans.push({ start, end: text.length, mention: friend.id });
  }
  text += chance.pick(endings);
  const tags = [...author.tags, chance.pick(commonTags)].slice(chance.whole(0, 2));
  text += tags.map((tag) => ` #${tag}`).join('');
  return { text, spans: [...spans, ...findHashtags(text)] };
}

/** Every hashtag of a text, in order, with its offsets. Letters, marks, digits and _ of any script belong to it. */
export function findHashtags(text: string): Span[] {
  return [...text.matchAll(/#([\p{L}\p{M}\p{N}_]+)/gu)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
    hashtag: (match[1] ?? '').toLowerCase(),
  }));
}

/** The id of a hashtag: some are short, since old ids are, others have sixteen or nineteen digits. */
export function hashtagId(name: string): string {
  const chance = chanceOf('hashtag', name);
  const size = hashOf('hashtag size', name) % 3;
  if (size === 0) return String(chance.whole(4_000, 9_999_999));
  const head = size === 1 ? '16' : '7';
  const digits = size === 1 ? 14 : 18;
  return head + Array.from({ length: digits }, () => chance.whole(0, 9)).join('');
}
