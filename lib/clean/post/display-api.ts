import type { Capture } from '../../schema/capture.ts';
import { handlePattern } from '../../schema/column.ts';
import { readEnvelope } from '../api-envelope.ts';
import { type Cleaned, sourceOf, withoutRows } from '../cleaned.ts';
import { field, handleOf, idOf, textOf } from '../fields.ts';
import { draftsOfApiPost, hashtagsIn, nextOf } from './api-post.ts';

/** The API cuts texts to this many characters. */
const longestText = 150;

/**
 * Reads an answer of the Display API's `video.list` or `video.query`: `post` and `post_info` drafts, source
 * `display_api`, exact, without saves, which this API does not tell. The posts are of the account whose token asked
 * (`capture.subject`); where nobody knows its handle, each post's own address names it. Posts without a usable id or
 * handle are left out and counted in `message`.
 */
export function cleanDisplayPosts(capture: Capture, text: string): Cleaned {
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
    const handle = asked ?? handleInAddress(field(item, 'share_url'));
    return postId === null || handle === null ? [] : [{ item, postId, handle }];
  });
  const unread = videos.length - posts.length;
  return {
    outcome: 'ok',
    message: unread === 0 ? null : `${unread} of ${videos.length} posts have no usable id or handle.`,
    account_id: asked === null ? null : `handle:${asked}`,
    handle: asked,
    status: null,
    source,
    listed: posts.map(({ postId, handle }) => ({ post_id: postId, handle })),
    next: nextOf(answer.data),
    drafts: posts.flatMap(({ item, postId, handle }) => {
      const caption = textOf(field(item, 'video_description')) ?? textOf(field(item, 'title'));
      return draftsOfApiPost(capture, source, item, {
        postId,
        accountId: `handle:${handle}`,
        savesField: null,
        text: caption,
        durationS: field(item, 'duration'),
        soundId: null,
        hashtags: hashtagsIn(wholeWords(caption ?? '')),
      });
    }),
  };
}

function handleInAddress(value: unknown): string | null {
  const linked = /^https:\/\/(?:www\.)?tiktok\.com\/@([\w.]+)\//i.exec(textOf(value) ?? '');
  const handle = handleOf(linked?.[1]);
  return handle !== null && handlePattern.test(handle) ? handle : null;
}

/** The text without a hashtag at its end that may have been cut. */
function wholeWords(text: string): string {
  return text.length < longestText ? text : text.replace(/#[^\s#]*$/u, '');
}
