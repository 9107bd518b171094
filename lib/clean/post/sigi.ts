import { findMember, sigiIds } from '../embedded.ts';
import { field, isObject } from '../fields.ts';
import type { PostFacts } from '../post-facts.ts';
import { readItem } from '../post-item.ts';
import { type Reading, refusedBy, unread } from '../reading.ts';
import { answerOf } from '../status-code.ts';

/**
 * The post of pages of 2021 to 2023: `ItemModule[id]` of `SIGI_STATE`, the status code in `VideoPage`. Source
 * `web_post_sigi`.
 */
export function readSigi(text: string, asked: string | null): Reading<PostFacts> {
  const page = findMember(text, sigiIds, ['VideoPage']);
  if (page.state === 'broken') return unread(page);
  const answer = answerOf(page.state === 'found' ? page.value : null);
  if (answer) return refusedBy(answer);
  const found = findMember(text, sigiIds, ['ItemModule']);
  if (found.state !== 'found') return unread(found);
  // Posts that are recommended stand beside the one whose page it is.
  const ids = isObject(found.value) ? Object.keys(found.value) : [];
  const id = ids.find((one) => one === asked) ?? ids[0];
  return id === undefined
    ? { state: 'missing', message: 'The page has no posts in ItemModule.' }
    : readItem(field(found.value, id), 'web_post_sigi');
}
