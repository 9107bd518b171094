import { isDue, type KnownPost, planEntries, planPosts } from '../collect/plan.ts';
import type { Settings } from '../config.ts';
import { InputError } from '../errors.ts';
import type { WatchEntry } from '../schema/watchlist.ts';
import type { CollectLedger } from './collect-ledger.ts';

export interface CollectOptions {
  /** Only this account of the watchlist. */
  only?: string;
  /** This runner's part of the watchlist: `index` of `count`, 1-based. */
  shard?: { index: number; count: number };
  /** Ask although the origin has its rest after a refusal. */
  now?: boolean;
}

/** An account of the watchlist and what of it is due. */
export interface AccountPlan {
  entry: WatchEntry;
  /** What it is asked for by: its latest known handle, which may differ from the watchlist's. */
  handle: string;
  /** Null where no page told it yet. */
  accountId: string | null;
  /** Whether its page, and with it the list of its newest posts, is due. */
  due: boolean;
  /** Its known posts that are due. */
  posts: KnownPost[];
}

/** What a run will ask for, before it has asked for anything. */
export interface CollectPlan {
  accounts: AccountPlan[];
  /** Posts of the watchlist by themselves. */
  posts: WatchEntry[];
  hashtags: WatchEntry[];
  sounds: WatchEntry[];
}

/** The entries that a run is about. Throws `InputError` (`not_watched`) where `only` is not in the list. */
export function chooseEntries(
  watchlist: readonly WatchEntry[],
  { only, shard }: CollectOptions,
): WatchEntry[] {
  let entries = [...watchlist];
  if (only !== undefined) {
    const handle = only.replace(/^@/, '').toLowerCase();
    entries = entries.filter((entry) => entry.kind === 'account' && entry.key === handle);
    if (entries.length === 0)
      throw new InputError('not_watched', `@${handle} is not in the watchlist.`, {
        hint: `Add it first: clipbook watch add @${handle}`,
      });
  }
  if (shard) entries = entries.filter((_, index) => index % shard.count === shard.index - 1);
  return entries;
}

/** What is due. Pure: the same entries, ledger and instant give the same plan. */
export function planCollect(
  entries: readonly WatchEntry[],
  ledger: CollectLedger,
  settings: Pick<Settings, 'zone'>,
  now: Date,
): CollectPlan {
  const zoneOf = (entry: WatchEntry) => entry.zone || settings.zone;
  const seen = new Map<string, string>();
  for (const { kind, key } of entries) {
    const id = kind === 'account' ? ledger.idOf(key) : null;
    const at = kind === 'account' ? ledger.accountSeenAt(id ?? `handle:${key}`) : null;
    if (at !== null) seen.set(key, at);
  }
  const accounts = planEntries('account', entries, seen, now, settings.zone).map(({ entry, due }) => {
    const accountId = ledger.idOf(entry.key);
    const handle = (accountId === null ? null : ledger.handleOf(accountId)) ?? entry.key;
    // While an account shows itself to nobody, neither do its posts.
    const isOpen = accountId === null || ledger.statusOf(accountId) === 'ok';
    const known = accountId === null ? [] : ledger.postsOf(accountId, handle);
    const posts = isOpen ? planPosts(known, now, followDaysOf(entry), zoneOf(entry)) : [];
    return { entry, handle, accountId, due, posts };
  });
  const followed = new Set(accounts.flatMap(({ posts }) => posts.map((post) => post.post_id)));
  const topics = (kind: 'hashtag' | 'sound') =>
    planEntries(kind, entries, ledger.topicsSeenAt[kind], now, settings.zone)
      .filter(({ due }) => due)
      .map(({ entry }) => entry);
  return {
    accounts,
    posts: planEntries('post', entries, new Map(), now)
      .map(({ entry }) => entry)
      .filter(
        (entry) => !followed.has(entry.key) && isPostDue(entry, ledger.post(entry.key), now, zoneOf(entry)),
      ),
    hashtags: topics('hashtag'),
    sounds: topics('sound'),
  };
}

/** The posts of a list that the ledger does not know, as posts of unknown age, and so due. */
export function newPosts(
  listed: readonly { post_id: string }[],
  known: ReadonlySet<string>,
  accountId: string,
): KnownPost[] {
  return listed
    .filter(({ post_id }) => !known.has(post_id))
    .map(({ post_id }) => ({
      post_id,
      account_id: accountId,
      created_at: null,
      last_observed_at: null,
      status: 'ok' as const,
    }));
}

/** A post of the watchlist goes by its own cadence where it has one, else by its age like any other. */
function isPostDue(entry: WatchEntry, known: KnownPost | null, now: Date, zone: string): boolean {
  if (known === null) return true;
  if (entry.cadence === '' || known.status === 'not_found')
    return planPosts([known], now, followDaysOf(entry), zone).length > 0;
  return isDue(entry.cadence, known.last_observed_at, now, zone);
}

export function followDaysOf(entry: WatchEntry): number | null {
  return entry.follow_days === '' ? null : entry.follow_days;
}
