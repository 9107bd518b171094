import type { Capture } from '../../schema/capture.ts';
import { type Cleaned, withoutRows } from '../cleaned.ts';
import { bareJson } from '../embedded.ts';
import { field, idOf, textOf } from '../fields.ts';

/**
 * Reads an oEmbed answer as a sign of life of a post: `ok` where it names the post asked for. It holds no counts and
 * no date, so there are no drafts.
 */
export function cleanOembed(capture: Capture, text: string): Cleaned {
  const body = bareJson(text);
  if (body === null || body.state !== 'found')
    return withoutRows(capture, 'layout_changed', body?.message ?? 'The oEmbed answer is not JSON.');
  const postId = idOf(field(body.value, 'embed_product_id'));
  if (postId === null || textOf(field(body.value, 'author_unique_id')) === null)
    return withoutRows(capture, 'layout_changed', 'The oEmbed answer names no post or no author.');
  if (capture.subject !== '' && capture.subject !== postId)
    return withoutRows(
      capture,
      'invalid',
      `Asked for post ${capture.subject}, the answer is for post ${postId}.`,
    );
  return withoutRows(capture, 'ok', null);
}
