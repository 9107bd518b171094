import { findMember, nextId } from '../embedded.ts';
import { field, isObject } from '../fields.ts';
import type { PostFacts } from '../post-facts.ts';
import { readItem } from '../post-item.ts';
import { type Reading, refusedBy, unread } from '../reading.ts';
import { answerOf } from '../status-code.ts';

/**
 * The post of pages of 2019 to 2021: `props.pageProps.itemInfo.itemStruct` of `__NEXT_DATA__`. Source `web_post_next`.
 */
export function readNext(text: string): Reading<PostFacts> {
  const found = findMember(text, [nextId], ['props', 'pageProps']);
  if (found.state !== 'found') return unread(found);
  const answer = answerOf(found.value);
  if (answer) return refusedBy(answer);
  const item = field(found.value, 'itemInfo', 'itemStruct');
  return isObject(item)
    ? readItem(item, 'web_post_next')
    : { state: 'missing', message: `The script ${nextId} has no post.` };
}
