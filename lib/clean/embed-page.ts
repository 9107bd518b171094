import { findMember, frontityId } from './embedded.ts';
import { field, isObject } from './fields.ts';
import { type Reading, refused, unread } from './reading.ts';

/**
 * The data of an embed, which stands under its own path: the first whose path is of that form. An embed that says of
 * itself that it is an error is `not_found`, and `unavailable` says what that may mean: the origin does not tell.
 */
export function embedData(text: string, path: RegExp, unavailable: string): Reading<unknown> {
  const found = findMember(text, [frontityId], ['source', 'data']);
  if (found.state !== 'found') return unread(found);
  const pages = isObject(found.value) ? Object.entries(found.value) : [];
  const page = pages.find(([key]) => path.test(key))?.[1];
  if (page === undefined) return { state: 'missing', message: 'The embed has no page of its kind.' };
  const isError = field(page, 'isError') === true || field(page, 'errorCode') === 400;
  return isError ? refused('not_found', unavailable) : { state: 'read', facts: page };
}
