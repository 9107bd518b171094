import { type AccountFacts, readAccount } from '../account-facts.ts';
import { findMember, sigiIds } from '../embedded.ts';
import { field, handleOf, isObject } from '../fields.ts';
import { type Reading, refusedBy, unread } from '../reading.ts';
import { answerOf } from '../status-code.ts';

const sources = { newer: 'web_profile_sigi', older: 'web_profile_sigi' };

/**
 * The account of pages of 2021 to 2023: `UserModule.users` and `UserModule.stats` of `SIGI_STATE`, by handle, the status code
 * in `UserPage`. Rounded and repaired like `stats` of today; source `web_profile_sigi`.
 */
export function readSigi(text: string, asked: string | null): Reading<AccountFacts> {
  const page = findMember(text, sigiIds, ['UserPage']);
  if (page.state === 'broken') return unread(page);
  const envelope = page.state === 'found' ? page.value : null;
  const answer = answerOf(envelope);
  const found = findMember(text, sigiIds, ['UserModule']);
  const users = found.state === 'found' ? field(found.value, 'users') : null;
  const keys = isObject(users) ? Object.keys(users) : [];
  if (keys.length === 0 && answer) return refusedBy(answer);
  if (found.state !== 'found') return unread(found);
  if (keys.length === 0) return { state: 'missing', message: 'The page has no accounts in UserModule.' };
  // Other accounts may stand beside the one whose page it is.
  const wanted = handleOf(asked) ?? handleOf(field(envelope, 'uniqueId'));
  const key = keys.find((name) => handleOf(name) === wanted) ?? keys[0] ?? '';
  return readAccount({
    envelope,
    user: field(users, key),
    stats: field(found.value, 'stats', key),
    statsV2: field(found.value, 'statsV2', key),
    text: null,
    sources,
  });
}
