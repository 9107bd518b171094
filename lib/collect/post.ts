import type { Capture } from '../schema/capture.ts';
import { postPath } from './address.ts';
import type { Getter } from './getter.ts';

/**
 * Fetches the page of a post. The page is found by its id: where the handle is not known, `_` stands for it, as in
 * yt-dlp (yt_dlp/extractor/tiktok.py, `_create_url`). `owner` is the account whose pages it is fetched with; the handle by
 * default. Throws `InputError` where handle or id is none, and `FetchError` as the getter does.
 */
export async function collectPost(
  handle: string,
  postId: string,
  getter: Getter,
  owner: string = handle,
): Promise<Capture> {
  return getter.get({ kind: 'post-page', subject: postId, path: postPath(handle, postId), owner });
}
