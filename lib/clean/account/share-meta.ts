import { type AccountFacts, metaSource } from '../account-facts.ts';
import { isWholePage, metaContents } from '../markup.ts';
import { type Reading, refused } from '../reading.ts';
import { shareText } from '../share-text.ts';

/**
 * The sentence with which an account is shared, in the description of a page whose scripts carry no data: followers,
 * following and likes in compact notation. No id, so the account is `handle:<handle>`; source `web_profile_meta`.
 */
export function readShareMeta(text: string): Reading<AccountFacts> {
  const shared = metaContents(text, ['description', 'og:description', 'twitter:description'])
    .map(shareText)
    .filter((one) => one !== null);
  const [first, ...others] = shared;
  if (!first) return { state: 'missing', message: 'The description of the page states no counters.' };
  if (!isWholePage(text)) return refused('layout_changed', 'The page is cut.');
  if (others.some((other) => JSON.stringify(other) !== JSON.stringify(first)))
    return refused('layout_changed', 'The descriptions of the page state different counters.');
  const { handle, counters } = first;
  const facts = {
    source: metaSource,
    account_id: `handle:${handle}`,
    handle,
    counters,
    details: null,
    answer: null,
  };
  return { state: 'read', facts };
}
