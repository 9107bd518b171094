import { InputError } from '../errors.ts';
import { handlePattern } from '../schema/column.ts';

/**
 * Paths of public pages. Handles and ids go into them unescaped, so each is checked first.
 */

/** `/@handle`. Throws `InputError` `bad_handle`. */
export function accountPath(handle: string): string {
  return `/@${checkedHandle(handle)}`;
}

/** `/@handle/video/id`, which photo posts have as well. Throws `InputError` `bad_handle` or `bad_post_id`. */
export function postPath(handle: string, postId: string): string {
  if (!/^\d{1,20}$/.test(postId))
    throw new InputError('bad_post_id', `${JSON.stringify(postId)} is not a post id.`, {
      hint: 'A post id is the number at the end of the post’s address.',
    });
  return `/@${checkedHandle(handle)}/video/${postId}`;
}

/** `/embed/@handle`. Throws `InputError` `bad_handle`. */
export function creatorEmbedPath(handle: string): string {
  return `/embed/@${checkedHandle(handle)}`;
}

function checkedHandle(handle: string): string {
  if (!handlePattern.test(handle))
    throw new InputError('bad_handle', `${JSON.stringify(handle)} is not a handle.`, {
      hint: 'A handle has lower case letters, digits, . and _ only, and no @.',
    });
  return handle;
}
