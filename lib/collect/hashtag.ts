import type { Capture } from '../schema/capture.ts';
import { hashtagEmbedPath, hashtagPath } from './address.ts';
import type { Getter } from './getter.ts';

/** Fetches the page of a hashtag. Throws `InputError` where the name is none, and `FetchError` as the getter does. */
export async function collectHashtag(name: string, getter: Getter): Promise<Capture> {
  return getter.get({ kind: 'hashtag-page', subject: name, path: hashtagPath(name) });
}

/** Fetches the embed of a hashtag, which holds its counters where the page comes without. Throws as `collectHashtag`. */
export async function collectHashtagEmbed(name: string, getter: Getter): Promise<Capture> {
  return getter.get({ kind: 'hashtag-embed', subject: name, path: hashtagEmbedPath(name) });
}
