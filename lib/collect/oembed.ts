import type { Capture } from '../schema/capture.ts';
import { postPath } from './address.ts';
import type { Getter } from './getter.ts';

/**
 * Fetches the oEmbed answer of a post, the lightest sign of life there is: no counts, no date. Throws `InputError` where
 * handle or id is none, and `FetchError` as the getter does.
 */
export async function collectOembed(handle: string, postId: string, getter: Getter): Promise<Capture> {
  // The address that is asked about is TikTok's own, whichever origin answers.
  const about = `https://www.tiktok.com${postPath(handle, postId)}`;
  return getter.get({
    kind: 'oembed',
    subject: postId,
    path: `/oembed?url=${encodeURIComponent(about)}`,
    owner: handle,
  });
}
