import { findMember, nextId } from '../embedded.ts';
import { field, isObject } from '../fields.ts';
import { readChallenge } from '../hashtag-facts.ts';
import { type Reading, refusedBy, unread } from '../reading.ts';
import { answerOf } from '../status-code.ts';
import type { TopicFacts } from '../topic.ts';

/** The hashtag of pages of 2019 to 2021: `props.pageProps.challengeInfo` of `__NEXT_DATA__`. Source `web_hashtag_next`. */
export function readNext(text: string): Reading<TopicFacts> {
  const found = findMember(text, [nextId], ['props', 'pageProps']);
  if (found.state !== 'found') return unread(found);
  const answer = answerOf(found.value);
  if (answer) return refusedBy(answer);
  const info = field(found.value, 'challengeInfo');
  return isObject(info)
    ? readChallenge(info, 'web_hashtag_next')
    : { state: 'missing', message: `The script ${nextId} has no hashtag.` };
}
