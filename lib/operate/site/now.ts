import { msOf } from '../../calendar.ts';
import { instantIn } from '../../format/time.ts';
import { plural } from '../../format/words.ts';

/**
 * What every page says of the moment it was built: how fresh the ledger is and what counts as now. It stands in marked places
 * and nowhere else, so that a page taken over from an earlier build gets today's words without being rendered.
 */

/** What the words are made of, besides the clock. */
export interface SiteFacts {
  /** The latest observation of each observed account. */
  observed: readonly string[];
  /** Accounts that are followed, observed or not. */
  accounts: number;
  /** True where any account comes from the simulated origin, whose clock is not the reader's. */
  simulated: boolean;
}

/** `strip`: the line under the masthead; `as-of`: the instant of the build; `fresh`: how many accounts of how many. */
const nowNames = ['strip', 'as-of', 'fresh'] as const;
export type NowName = (typeof nowNames)[number];

/** The words of each kind of place, as HTML. */
export type NowWords = Record<NowName, string>;

/** Hours within which an account counts as freshly observed: a day, and half a day's grace. */
export const freshHours = 36;

/** The words for a build at the instant `asOf`. Ages are instants here; the page's script writes "3 h ago" for them. */
export function wordsOfNow({ observed, accounts, simulated }: SiteFacts, asOf: string): NowWords {
  const since = msOf(asOf) - freshHours * 3_600_000;
  const fresh = observed.filter((instant) => msOf(instant) >= since).length;
  const latest = observed.reduce((a, b) => (a > b ? a : b), '');
  const time = (instant: string, age: string) =>
    `<time datetime="${instant}"${age}>${instantIn('UTC', instant)}</time>`;
  const age = simulated ? '' : ` title="${instantIn('UTC', latest || null)}" data-age="${latest}"`;
  const strip =
    latest === ''
      ? `<span>${accounts === 0 ? 'Nothing is followed yet' : `Nothing observed yet of ${plural(accounts, 'account')}`}</span>`
      : `<span${fresh === 0 ? ' class="stale"' : ''} title="Observed within ${freshHours} hours of this build">Observed ${time(latest, age)}, ${fresh} of ${plural(accounts, 'account')}</span>`;
  return { strip, 'as-of': time(asOf, ''), fresh: `${fresh} of ${accounts}` };
}

const beginning = '<!--now:';
const end = '<!--/now-->';

/** A place that says something of now, as HTML. */
export function markNow(name: NowName, words: NowWords): string {
  return `${beginning}${name}-->${words[name]}${end}`;
}

/** The page with its places filled anew, both as the bytes of their files. The same words give the same page, however often. */
export function fillNow(page: Buffer, words: NowWords): Buffer {
  // A site has thousands of pages, each with few places: bytes are searched many times faster than text is read.
  const parts: Buffer[] = [];
  let from = 0;
  for (let at = page.indexOf(beginning); at !== -1; at = page.indexOf(beginning, at + 1)) {
    const until = page.indexOf(end, at);
    if (until === -1) break;
    const [name = ''] = page.toString('latin1', at + beginning.length, until).split('-->', 1);
    if (!Object.hasOwn(words, name)) continue;
    parts.push(page.subarray(from, at), Buffer.from(markNow(name as NowName, words)));
    from = until + end.length;
  }
  return Buffer.concat([...parts, page.subarray(from)]);
}

/** The page with its words as they are, to stay as they were said: without the marks nothing renews them. */
export function settleNow(page: string): string {
  return page.replace(/<!--(?:now:[a-z-]+|\/now)-->/g, '');
}
