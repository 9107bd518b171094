import { roundingOf, seenStep } from '../counts.ts';
import type { Capture } from '../schema/capture.ts';
import type { Draft } from '../schema/draft.ts';
import { type Cleaned, provenanceOf, sourceOf, withoutRows } from './cleaned.ts';
import { readCounter } from './counters.ts';
import { findBlock, frontityId } from './embedded.ts';
import { field, handleOf, idOf, isObject, listOf } from './fields.ts';

/**
 * Reads a creator embed: the newest 8 to 12 posts of an account (a pinned one first, without a mark) with rounded
 * views, as `listed` and as `post` drafts that know nothing but views, source `embed`. No account draft: the account's
 * page says the same exactly. Entries without a usable id are left out of both and counted in `message`.
 */
export function cleanCreatorEmbed(capture: Capture, text: string): Cleaned {
  const block = findBlock(text, frontityId);
  if (block.state !== 'found') return withoutRows(capture, 'layout_changed', block.message);
  const pages = field(block.value, 'source', 'data');
  const page = isObject(pages)
    ? Object.entries(pages).find(([path]) => /^\/embed\/@/i.test(path))?.[1]
    : undefined;
  const user = field(page, 'userInfo');
  const accountId = idOf(field(user, 'id'));
  const handle = handleOf(field(user, 'uniqueId'));
  if (field(page, 'isError') === true || (isObject(user) && field(user, 'code') === 400))
    return withoutRows(capture, 'not_found', unavailable);
  const videos = field(page, 'videoList');
  if (accountId === null || handle === null || !Array.isArray(videos))
    return withoutRows(capture, 'layout_changed', 'The embed names no account or lists no posts.');
  const asked = handleOf(capture.subject);
  if (asked !== null && asked !== handle)
    return withoutRows(capture, 'invalid', `Asked for @${asked}, the embed is of @${handle}.`);

  const posts = listOf(videos).flatMap((video) => {
    const postId = idOf(field(video, 'id'));
    return postId === null
      ? []
      : [
          {
            postId,
            handle: handleOf(field(video, 'authorUniqueId')) ?? handle,
            views: field(video, 'playCount'),
          },
        ];
  });
  const unread = videos.length - posts.length;
  const source = sourceOf(capture);
  return {
    outcome: 'ok',
    message: unread === 0 ? null : `${unread} of ${videos.length} listed posts have no usable id.`,
    account_id: accountId,
    status: null,
    source,
    listed: posts.map((post) => ({ post_id: post.postId, handle: post.handle })),
    drafts: posts
      // A reposted entry belongs to another account, whose id the embed does not give.
      .filter((post) => post.handle === handle)
      .flatMap((post): Draft[] => {
        const views = readCounter(post.views, seenStep);
        if (views.value === null) return [];
        return [
          {
            table: 'post',
            row: {
              post_id: post.postId,
              account_id: accountId,
              views: views.value,
              likes: null,
              comments: null,
              shares: null,
              saves: null,
              views_step: views.step,
              likes_step: null,
              comments_step: null,
              shares_step: null,
              saves_step: null,
              rounding: roundingOf([views.step]),
              time_precision: 'instant',
              ...provenanceOf(capture, source),
            },
          },
        ];
      }),
  };
}

/** What a refused embed means: the origin does not tell the three cases apart. */
const unavailable = 'The account is private or unknown, or does not allow embeds.';
