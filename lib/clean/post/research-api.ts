import type { Capture } from '../../schema/capture.ts';
import { handlePattern } from '../../schema/column.ts';
import { readEnvelope } from '../api-envelope.ts';
import { type Cleaned, sourceOf, withoutRows } from '../cleaned.ts';
import { field, handleOf, hashtagOf, idOf, listOf, textOf } from '../fields.ts';
import { draftsOfApiPost, hashtagsIn, nextOf } from './api-post.ts';

/**
 * Reads an answer of the Research API's video query: `post` and `post_info` drafts, source `research_api`. Counters are
 * exact and some days old; one that is missing is not known. Posts without a usable id or author, and those of another
 * account than the one asked for, are left out and counted in `message`.
 */
export function cleanResearchPosts(capture: Capture, text: string): Cleaned {
  const answer = readEnvelope(text);
  if (answer.state === 'refused') return withoutRows(capture, answer.outcome, answer.message);
  if (answer.state === 'none') return withoutRows(capture, 'layout_changed', answer.message);
  const videos = field(answer.data, 'videos');
  if (!Array.isArray(videos))
    return withoutRows(capture, 'layout_changed', 'The answer of the API lists no posts.');

  const source = sourceOf(capture);
  const asked = handleOf(capture.subject);
  const posts = videos.flatMap((item: unknown) => {
    const postId = idOf(field(item, 'id'));
    const handle = handleOf(field(item, 'username')) ?? asked;
    const isOther = asked !== null && handle !== asked;
    return postId === null || handle === null || isOther || !handlePattern.test(handle)
      ? []
      : [{ item, postId, handle }];
  });
  const unread = videos.length - posts.length;
  return {
    outcome: 'ok',
    message:
      unread === 0
        ? null
        : `${unread} of ${videos.length} posts have no usable id or are of another account.`,
    account_id: asked === null ? null : `handle:${asked}`,
    handle: asked,
    status: null,
    source,
    listed: posts.map(({ postId, handle }) => ({ post_id: postId, handle })),
    next: nextOf(answer.data),
    drafts: posts.flatMap(({ item, postId, handle }) => {
      const caption = textOf(field(item, 'video_description'));
      const named = listOf(field(item, 'hashtag_names'))
        .map(hashtagOf)
        .filter((name) => name !== null);
      return draftsOfApiPost(capture, source, item, {
        postId,
        accountId: `handle:${handle}`,
        savesField: 'favorites_count',
        text: caption,
        durationS: field(item, 'video_duration'),
        soundId: idOf(field(item, 'music_id')),
        hashtags: [...new Set([...hashtagsIn(caption ?? ''), ...named])],
      });
    }),
  };
}
