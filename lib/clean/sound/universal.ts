import { findScope } from '../embedded.ts';
import { field } from '../fields.ts';
import { type Reading, refused, refusedBy, unread } from '../reading.ts';
import { readMusic } from '../sound-facts.ts';
import { answerOf } from '../status-code.ts';
import type { TopicFacts } from '../topic.ts';

/** The sound of today's pages, `webapp.music-detail` in the rehydration block; source `web_sound`. */
export function readUniversal(text: string): Reading<TopicFacts> {
  const scope = findScope(text, ['webapp.music-detail']);
  if (scope.state !== 'found') return unread(scope);
  const answer = answerOf(scope.value);
  if (answer) return refusedBy(answer);
  const info = field(scope.value, 'musicInfo');
  return info === undefined
    ? refused('layout_changed', 'The sound page has no sound.')
    : readMusic(info, 'web_sound');
}
