import type { Capture } from '../schema/capture.ts';
import { postEmbedPath } from './address.ts';
import type { Getter } from './getter.ts';

/**
 * Fetches the embed of a post: views, likes, comments and shares, no saves. TikTok's own robots.txt disallows it, so there it
 * is the person's choice (`CLIPBOOK_ROBOTS=/embed/v2`). `owner` is the account whose pages it is fetched with; the post
 * by default. Throws `InputError` where the id is none, and `FetchError` as the getter does.
 */
export async function collectPostEmbed(
  postId: string,
  getter: Getter,
  owner: string = postId,
): Promise<Capture> {
  return getter.get({ kind: 'post-embed', subject: postId, path: postEmbedPath(postId), owner });
}
