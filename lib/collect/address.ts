import { InputError } from '../errors.ts';
import { handlePattern } from '../schema/column.ts';

/**
 * Paths of public pages. Handles and ids go into them unescaped, so each is checked first; names of hashtags are escaped.
 */

/** `/@handle`. Throws `InputError` `bad_handle`. */
export function accountPath(handle: string): string {
  return `/@${checkedHandle(handle)}`;
}

/** `/@handle/video/id`, which photo posts have as well. Throws `InputError` `bad_handle` or `bad_post_id`. */
export function postPath(handle: string, postId: string): string {
  return `/@${checkedHandle(handle)}/video/${checkedPostId(postId)}`;
}

/** `/embed/v2/id`. Throws `InputError` `bad_post_id`. */
export function postEmbedPath(postId: string): string {
  return `/embed/v2/${checkedPostId(postId)}`;
}

/** `/embed/@handle`. Throws `InputError` `bad_handle`. */
export function creatorEmbedPath(handle: string): string {
  return `/embed/@${checkedHandle(handle)}`;
}

/** `/tag/name`. Throws `InputError` `bad_hashtag`. */
export function hashtagPath(name: string): string {
  return `/tag/${encodeURIComponent(checkedHashtag(name))}`;
}

/** `/embed/tag/name`. Throws `InputError` `bad_hashtag`. */
export function hashtagEmbedPath(name: string): string {
  return `/embed/tag/${encodeURIComponent(checkedHashtag(name))}`;
}

/** `/music/x-id`: the page is found by the id, whatever words stand before it. Throws `InputError` `bad_sound_id`. */
export function soundPath(soundId: string): string {
  return `/music/x-${checkedSoundId(soundId)}`;
}

/** `/embed/music/id`. Throws `InputError` `bad_sound_id`. */
export function soundEmbedPath(soundId: string): string {
  return `/embed/music/${checkedSoundId(soundId)}`;
}

function checkedPostId(postId: string): string {
  if (!idPattern.test(postId))
    throw new InputError('bad_post_id', `${JSON.stringify(postId)} is not a post id.`, {
      hint: 'A post id is the number at the end of the post’s address.',
    });
  return postId;
}

function checkedSoundId(soundId: string): string {
  if (!idPattern.test(soundId))
    throw new InputError('bad_sound_id', `${JSON.stringify(soundId)} is not a sound id.`, {
      hint: 'A sound id is the number at the end of the sound’s address.',
    });
  return soundId;
}

function checkedHashtag(name: string): string {
  if (!hashtagPattern.test(name))
    throw new InputError('bad_hashtag', `${JSON.stringify(name)} is not a hashtag.`, {
      hint: 'A hashtag has letters, digits and _ only, and no #.',
    });
  return name;
}

const idPattern = /^\d{1,20}$/;
/** Letters, marks, digits and _ of any script. */
const hashtagPattern = /^[\p{L}\p{M}\p{N}_]{1,150}$/u;

function checkedHandle(handle: string): string {
  if (!handlePattern.test(handle))
    throw new InputError('bad_handle', `${JSON.stringify(handle)} is not a handle.`, {
      hint: 'A handle has lower case letters, digits, . and _ only, and no @.',
    });
  return handle;
}
