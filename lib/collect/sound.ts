import type { Capture } from '../schema/capture.ts';
import { soundEmbedPath, soundPath } from './address.ts';
import type { Getter } from './getter.ts';

/** Fetches the page of a sound. Throws `InputError` where the id is none, and `FetchError` as the getter does. */
export async function collectSound(soundId: string, getter: Getter): Promise<Capture> {
  return getter.get({ kind: 'sound-page', subject: soundId, path: soundPath(soundId) });
}

/** Fetches the embed of a sound, which holds its counter where the page comes without. Throws as `collectSound`. */
export async function collectSoundEmbed(soundId: string, getter: Getter): Promise<Capture> {
  return getter.get({ kind: 'sound-embed', subject: soundId, path: soundEmbedPath(soundId) });
}
