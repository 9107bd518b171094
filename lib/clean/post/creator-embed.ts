import { seenStep } from '../../counts.ts';
import type { Capture } from '../../schema/capture.ts';
import { type Cleaned, provenanceOf, sourceOf, withoutRows } from '../cleaned.ts';
import { readCounter } from '../counters.ts';
import { embedData } from '../embed-page.ts';
import { field, handleOf, idOf } from '../fields.ts';
import { draftOfCounters, notObserved } from '../post-facts.ts';
import { subjectOf } from '../reading.ts';

/**
 * Reads a creator embed: the newest 8 to 12 posts of an account (a pinned one first, without a mark) with rounded
 * views, as `listed` and as `post` drafts that know nothing but views, source `embed`. No account draft: the account's
 * page says the same exactly. Entries without a usable id are left out of both and counted in `message`.
 */
export function cleanCreatorEmbed(capture: Capture, text: string): Cleaned {
  const page = embedData(text, /^\/embed\/@/i, unavailable);
  if (page.state === 'missing') return withoutRows(capture, 'layout_changed', page.message);
  if (page.state === 'refused') return withoutRows(capture, page.outcome, page.message);
  const user = field(page.facts, 'userInfo');
  if (field(user, 'code') === 400) return withoutRows(capture, 'not_found', unavailable);
  const accountId = idOf(field(user, 'id'));
  const handle = handleOf(field(user, 'uniqueId'));
  const videos = field(page.facts, 'videoList');
  if (accountId === null || handle === null || !Array.isArray(videos))
    return withoutRows(capture, 'layout_changed', 'The embed names no account or lists no posts.');
  const asked = handleOf(subjectOf(capture));
  if (asked !== null && asked !== handle)
    return withoutRows(capture, 'invalid', `Asked for @${asked}, the embed is of @${handle}.`);

  const posts = videos.slice(0, mostListed).flatMap((video: unknown) => {
    const postId = idOf(field(video, 'id'));
    const author = handleOf(field(video, 'authorUniqueId')) ?? handle;
    return postId === null ? [] : [{ postId, handle: author, views: field(video, 'playCount') }];
  });
  const unread = videos.length - posts.length;
  const source = sourceOf(capture);
  const provenance = provenanceOf(capture, source);
  return {
    outcome: 'ok',
    message: unread === 0 ? null : `${unread} of ${videos.length} listed posts have no usable id.`,
    account_id: accountId,
    handle,
    status: null,
    source,
    listed: posts.map((post) => ({ post_id: post.postId, handle: post.handle })),
    drafts: posts
      // A reposted entry belongs to another account, whose id the embed does not give.
      .filter((post) => post.handle === handle)
      .flatMap((post) => {
        const views = readCounter(post.views, seenStep);
        if (views.value === null) return [];
        const others = { likes: notObserved, comments: notObserved, shares: notObserved, saves: notObserved };
        return [draftOfCounters(post.postId, accountId, { views, ...others }, provenance)];
      }),
  };
}

/** What a refused embed means: the origin does not tell the three cases apart. */
const unavailable = 'The account is private or unknown, or does not allow embeds.';
/** An embed lists a dozen. */
const mostListed = 1_000;
