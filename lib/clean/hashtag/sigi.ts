import { findMember, sigiIds } from '../embedded.ts';
import { field, isObject } from '../fields.ts';
import { readChallenge } from '../hashtag-facts.ts';
import { type Reading, refusedBy, unread } from '../reading.ts';
import { answerOf } from '../status-code.ts';
import type { TopicFacts } from '../topic.ts';

/** The hashtag of pages of 2021 to 2023: `ChallengePage` of `SIGI_STATE`. Source `web_hashtag_sigi`. */
export function readSigi(text: string): Reading<TopicFacts> {
  const page = findMember(text, sigiIds, ['ChallengePage']);
  if (page.state !== 'found') return unread(page);
  const answer = answerOf(page.value);
  if (answer) return refusedBy(answer);
  const info = field(page.value, 'challengeInfo');
  return isObject(info)
    ? readChallenge(info, 'web_hashtag_sigi')
    : { state: 'missing', message: 'The page has no hashtag in ChallengePage.' };
}
