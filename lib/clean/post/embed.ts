import { seenStep } from '../../counts.ts';
import type { Capture } from '../../schema/capture.ts';
import type { Cleaned } from '../cleaned.ts';
import { readCounter } from '../counters.ts';
import { embedData } from '../embed-page.ts';
import { field, flagOf, handleOf, idOf, isObject, listOf, textOf } from '../fields.ts';
import { cleanedPost, creationOf, notObserved, type PostFacts } from '../post-facts.ts';
import { durationOf, hashtagsOf } from '../post-item.ts';
import { type Reading, refused } from '../reading.ts';

/**
 * Reads the embed of a post: one `post` draft, rounded and without saves, and one `post_info` draft, source `post_embed`. An
 * embed that is refused says nothing of the post: it may be private, gone, or not allowed to be embedded.
 */
export function cleanPostEmbed(capture: Capture, text: string): Cleaned {
  return cleanedPost(capture, readEmbed(text));
}

function readEmbed(text: string): Reading<PostFacts> {
  const page = embedData(text, /^\/embed\/(?:v2\/)?\d/i, unavailable);
  if (page.state !== 'read') return page;
  const data = field(page.facts, 'videoData');
  const item = field(data, 'itemInfos');
  if (!isObject(item)) return refused('layout_changed', 'The embed has no post.');
  const post_id = idOf(field(item, 'id'));
  const handle = handleOf(field(data, 'authorInfos', 'uniqueId'));
  const author = idOf(field(data, 'authorInfos', 'userId')) ?? idOf(field(item, 'authorId'));
  const account_id = author ?? (handle === null ? null : `handle:${handle}`);
  if (post_id === null || account_id === null)
    return refused('layout_changed', 'The embed has no post id or no author.');
  const counter = (key: string) => readCounter(field(item, key), seenStep);
  const isPhoto = listOf(field(data, 'imagePostInfo', 'images')).length > 0;
  const hasVideo = isObject(field(item, 'video'));
  return {
    state: 'read',
    facts: {
      source: 'post_embed',
      post_id,
      account_id,
      handle,
      counters: {
        views: counter('playCount'),
        likes: counter('diggCount'),
        comments: counter('commentCount'),
        shares: counter('shareCount'),
        saves: notObserved,
      },
      details: {
        ...creationOf(field(item, 'createTime'), post_id),
        text: textOf(field(item, 'text')),
        kind: isPhoto ? 'photo' : hasVideo ? 'video' : null,
        duration_s: isPhoto ? null : durationOf(field(item, 'video', 'videoMeta', 'duration')),
        sound_id: idOf(field(data, 'musicInfos', 'musicId')) ?? idOf(field(item, 'musicId')),
        hashtags: hashtagsOf([
          ...listOf(field(data, 'textExtra')).map((span) => field(span, 'HashtagName')),
          ...listOf(field(data, 'challengeInfoList')).map((challenge) => field(challenge, 'challengeName')),
        ]),
        pinned: null,
        ad: flagOf(field(item, 'isAd')),
      },
    },
  };
}

const unavailable = 'The post is private or gone, or may not be embedded.';
