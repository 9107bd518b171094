import { findMember, sigiIds } from '../embedded.ts';
import { field, isObject } from '../fields.ts';
import { type Reading, refusedBy, unread } from '../reading.ts';
import { readMusic } from '../sound-facts.ts';
import { answerOf } from '../status-code.ts';
import type { TopicFacts } from '../topic.ts';

/** The sound of pages of 2021 to 2023: `MusicModule` of `SIGI_STATE`. Source `web_sound_sigi`. */
export function readSigi(text: string): Reading<TopicFacts> {
  const found = findMember(text, sigiIds, ['MusicModule']);
  if (found.state !== 'found') return unread(found);
  const answer = answerOf(found.value);
  if (answer) return refusedBy(answer);
  const info = field(found.value, 'musicInfo');
  return isObject(info)
    ? readMusic(info, 'web_sound_sigi')
    : { state: 'missing', message: 'The page has no sound in MusicModule.' };
}
