import { type AccountCounters, readAccountCounters } from './account-counters.ts';
import { contradiction } from './counters.ts';
import { field, flagOf, handleOf, idOf, instantOfSeconds, isObject, textOf } from './fields.ts';
import { type Reading, refused, refusedBy } from './reading.ts';
import { shareText } from './share-text.ts';
import { type Answer, answerOf } from './status-code.ts';

/** What a carrier says of an account. */
export interface AccountFacts {
  /** What rows from this carrier are called in `source`. */
  source: string;
  account_id: string;
  handle: string;
  counters: AccountCounters;
  /** What the account says of itself; null where the carrier holds counters alone. */
  details: AccountDetails | null;
  /** The answer that came along with an account that can be read all the same. */
  answer: Answer | null;
}

export type AccountDetails = ReturnType<typeof detailsOf>;

/** Where a carrier keeps the things of an account page, which are the same in all that are JSON. */
export interface AccountParts {
  /** Holds the status code. */
  envelope: unknown;
  user: unknown;
  stats: unknown;
  statsV2: unknown;
  /** `shareMeta.desc`, a last resort for the counters. */
  text: unknown;
  /** Names of the source with the newer counters, and without. */
  sources: { newer: string; older: string };
}

/** Reads an account out of its JSON. A page that contradicts itself is `invalid`. */
export function readAccount({
  envelope,
  user,
  stats,
  statsV2,
  text,
  sources,
}: AccountParts): Reading<AccountFacts> {
  const answer = answerOf(envelope);
  // 10222 may come with a readable account; every other answer comes alone.
  if (answer && !(answer.outcome === 'private' && isObject(user))) return refusedBy(answer);
  const account_id = idOf(field(user, 'id'));
  const handle = handleOf(field(user, 'uniqueId'));
  if (account_id === null || handle === null)
    return refused('layout_changed', 'The account page has no account id or no handle.');
  const conflict = contradiction(statsV2, stats, ['followerCount', 'followingCount', 'videoCount', 'heart']);
  if (conflict !== null) return refused('invalid', conflict);

  const facts = { account_id, handle, details: detailsOf(user, answer), answer };
  const counters = readAccountCounters(statsV2, stats);
  if (counters) {
    const source = counters.isNewer ? sources.newer : sources.older;
    return { state: 'read', facts: { ...facts, source, counters } };
  }
  const shared = shareText(text);
  if (shared === null) return refused('layout_changed', 'The account page has no counters.');
  if (shared.handle !== handle)
    return refused('invalid', `The account page is of @${handle}, its counters are of @${shared.handle}.`);
  return { state: 'read', facts: { ...facts, source: metaSource, counters: shared.counters } };
}

export const metaSource = 'web_profile_meta';

function detailsOf(user: unknown, answer: Answer | null) {
  const isPrivate = flagOf(field(user, 'privateAccount'));
  // The page's own flag outweighs 10222, which is also answered for accounts whose posts everyone can see.
  const hides = isPrivate === true || (answer !== null && isPrivate === null);
  return {
    name: textOf(field(user, 'nickname')),
    bio: textOf(field(user, 'signature')),
    verified: flagOf(field(user, 'verified')),
    private: isPrivate,
    region: textOf(field(user, 'region')),
    status: hides ? ('private' as const) : ('ok' as const),
    sec_uid: textOf(field(user, 'secUid')),
    created_at: instantOfSeconds(field(user, 'createTime')),
    link: textOf(field(user, 'bioLink', 'link')),
  };
}
