import type { Capture } from '../schema/capture.ts';
import { creatorEmbedPath } from './address.ts';
import type { Getter } from './getter.ts';

/**
 * Fetches the embed that lists an account's newest posts. TikTok's own robots.txt disallows it, so there it is the
 * person's choice (`CLIPBOOK_ROBOTS=/embed/@`). Throws `InputError` where the handle is none, and `FetchError` as the
 * getter does.
 */
export async function collectCreatorEmbed(handle: string, getter: Getter): Promise<Capture> {
  return getter.get({ kind: 'creator-embed', subject: handle, path: creatorEmbedPath(handle) });
}
