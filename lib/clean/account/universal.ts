import { type AccountFacts, readAccount } from '../account-facts.ts';
import { findScope } from '../embedded.ts';
import { field } from '../fields.ts';
import { type Reading, unread } from '../reading.ts';

/**
 * The account of today's pages, `webapp.user-detail` in the rehydration block. Counters come from `statsV2`, which is exact
 * there (source `web_profile_v2`); where it is absent from the rounded `stats` with their steps, likes repaired from the
 * wrapped `heartCount` (`web_profile_v1`); where that is absent too from `shareMeta.desc` (`web_profile_meta`).
 */
export function readUniversal(text: string): Reading<AccountFacts> {
  const scope = findScope(text, ['webapp.user-detail']);
  if (scope.state !== 'found') return unread(scope);
  return readAccount({
    envelope: scope.value,
    user: field(scope.value, 'userInfo', 'user'),
    stats: field(scope.value, 'userInfo', 'stats'),
    statsV2: field(scope.value, 'userInfo', 'statsV2'),
    text: field(scope.value, 'shareMeta', 'desc'),
    sources: { newer: 'web_profile_v2', older: 'web_profile_v1' },
  });
}
