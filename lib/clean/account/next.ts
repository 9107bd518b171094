import { type AccountFacts, readAccount } from '../account-facts.ts';
import { findMember, nextId } from '../embedded.ts';
import { field, isObject } from '../fields.ts';
import { type Reading, refusedBy, unread } from '../reading.ts';
import { answerOf } from '../status-code.ts';

const sources = { newer: 'web_profile_next', older: 'web_profile_next' };

/**
 * The account of pages of 2019 to 2021: `props.pageProps.userInfo` of `__NEXT_DATA__`. Rounded and repaired like `stats` of
 * today; source `web_profile_next`.
 */
export function readNext(text: string): Reading<AccountFacts> {
  const found = findMember(text, [nextId], ['props', 'pageProps']);
  if (found.state !== 'found') return unread(found);
  const info = field(found.value, 'userInfo');
  const answer = answerOf(found.value);
  if (!isObject(info))
    return answer ? refusedBy(answer) : { state: 'missing', message: `The script ${nextId} has no account.` };
  return readAccount({
    envelope: found.value,
    user: field(info, 'user'),
    stats: field(info, 'stats'),
    statsV2: field(info, 'statsV2'),
    text: field(found.value, 'shareMeta', 'desc'),
    sources,
  });
}
