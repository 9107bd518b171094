import { findScope } from '../embedded.ts';
import { field } from '../fields.ts';
import type { PostFacts } from '../post-facts.ts';
import { readItem } from '../post-item.ts';
import { type Reading, refusedBy, unread } from '../reading.ts';
import { answerOf } from '../status-code.ts';

/** The usual scope, and that of an A/B variant of the page with the same content. */
const scopes = ['webapp.video-detail', 'webapp.reflow.video.detail'];

/** The post of today's pages, `itemInfo.itemStruct` in the rehydration block; source `web_post`. */
export function readUniversal(text: string): Reading<PostFacts> {
  const scope = findScope(text, scopes);
  if (scope.state !== 'found') return unread(scope);
  const answer = answerOf(scope.value);
  return answer ? refusedBy(answer) : readItem(field(scope.value, 'itemInfo', 'itemStruct'), 'web_post');
}
