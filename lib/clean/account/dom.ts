import { seenStep } from '../../counts.ts';
import type { AccountFacts } from '../account-facts.ts';
import { type Counter, readCounter } from '../counters.ts';
import { handleOf } from '../fields.ts';
import { isWholePage, linkedPaths, textsOf } from '../markup.ts';
import { type Reading, refused } from '../reading.ts';
import { countersOf } from '../share-text.ts';

/**
 * The counters that a page shows, as a browser saves it: the elements marked `followers-count`, `following-count` and
 * `likes-count`, in compact notation. Whose they are stands in the title of the account (`user-title`) or in the page's own
 * address. No id, so the account is `handle:<handle>`; source `web_profile_dom`.
 */
export function readDom(text: string): Reading<AccountFacts> {
  const shown = ['followers-count', 'following-count', 'likes-count'].map((mark) => textsOf(text, mark));
  if (shown.every((texts) => texts.length === 0))
    return { state: 'missing', message: 'The page shows no counters.' };
  if (!isWholePage(text)) return refused('layout_changed', 'The page is cut.');
  const handles = new Set([...textsOf(text, 'user-title').map(handleOf), ...linkedPaths(text).map(handleIn)]);
  handles.delete(null);
  const [handle, ...others] = handles;
  if (!handle || others.length > 0)
    return refused('layout_changed', 'The page shows counters, but not whose they are.');
  const [followers, following, likes] = shown.map(counterOf);
  if (!followers || !following || !likes)
    return refused('layout_changed', 'The page shows counters that cannot be read.');
  const facts = {
    source: 'web_profile_dom',
    account_id: `handle:${handle}`,
    handle,
    counters: countersOf(followers, following, likes),
    details: null,
    answer: null,
  };
  return { state: 'read', facts };
}

/** The one count that an element shows, however often the page has it; null where they differ or are none. */
function counterOf(texts: readonly string[]): Counter | null {
  const [first, ...others] = new Set(texts);
  if (first === undefined || others.length > 0) return null;
  const counter = readCounter(first, seenStep);
  return typeof counter.value === 'number' ? counter : null;
}

function handleIn(path: string): string | null {
  return handleOf(/^\/@([\w.]{1,32})\/?$/.exec(path)?.[1]);
}
