import { findScope } from '../embedded.ts';
import { field } from '../fields.ts';
import { readChallenge } from '../hashtag-facts.ts';
import { type Reading, refused, refusedBy, unread } from '../reading.ts';
import { answerOf } from '../status-code.ts';
import type { TopicFacts } from '../topic.ts';

/**
 * The hashtag of today's pages, `webapp.challenge-detail` in the rehydration block; source `web_hashtag`. The scope is there
 * for some guests and not for others.
 */
export function readUniversal(text: string): Reading<TopicFacts> {
  const scope = findScope(text, ['webapp.challenge-detail']);
  if (scope.state !== 'found') return unread(scope);
  const answer = answerOf(scope.value);
  if (answer) return refusedBy(answer);
  const info = field(scope.value, 'challengeInfo');
  return info === undefined
    ? refused('layout_changed', 'The hashtag page has no hashtag.')
    : readChallenge(info, 'web_hashtag');
}
