import { isDue, type KnownPost, planEntries, planPosts } from '../collect/plan.ts';
import type { Settings } from '../config.ts';
import { InputError } from '../errors.ts';
import type { WatchEntry } from '../schema/watchlist.ts';
import { type CollectLedger, later } from './collect-ledger.ts';

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
    if (kind !== 'account') continue;
    const handle = (id === null ? null : ledger.handleOf(id)) ?? key;
    const at = later(
      ledger.accountSeenAt(id ?? `handle:${key}`, handle),
      ledger.answeredAt('account-page', handle),
    );
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
  const topics = (kind: 'hashtag' | 'sound') => {
    const own = entries.map((entry) =>
      kind === 'hashtag' ? { ...entry, key: entry.key.toLowerCase() } : entry,
    );
    const at = new Map(
      own.flatMap(({ key }) => {
        const last = later(
          ledger.topicsSeenAt[kind].get(key) ?? null,
          ledger.answeredAt(`${kind}-page`, key),
        );
        return last === null ? [] : [[key, last] as const];
      }),
    );
    return planEntries(kind, own, at, now, settings.zone)
      .filter(({ due }) => due)
      .map(({ entry }) => entry);
  };
  return {
    accounts,
    posts: planEntries('post', entries, new Map(), now)
      .map(({ entry }) => entry)
      .filter((entry) => !followed.has(entry.key) && isPostDue(entry, ledger, now, zoneOf(entry))),
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
function isPostDue(entry: WatchEntry, ledger: CollectLedger, now: Date, zone: string): boolean {
  const known = ledger.post(entry.key);
  if (known === null)
    return isDue(entry.cadence || '1d', ledger.answeredAt('post-page', entry.key), now, zone);
  if (entry.cadence === '' || known.status === 'not_found')
    return planPosts([known], now, followDaysOf(entry), zone).length > 0;
  return isDue(entry.cadence, known.last_observed_at, now, zone);
}

export function followDaysOf(entry: WatchEntry): number | null {
  return entry.follow_days === '' ? null : entry.follow_days;
}

/** How far back observations are read, in days, to see what of these is due: longer than their longest cadence. */
export function lookBackDaysOf(entries: readonly WatchEntry[]): number {
  const days = entries.map(({ cadence }) => {
    const [, count = '0', unit = 'h'] = /^(\d+)([hdw])$/.exec(cadence) ?? [];
    return Number(count) * { h: 1 / 24, d: 1, w: 7 }[unit as 'h' | 'd' | 'w'];
  });
  return Math.ceil(Math.max(usualLookBackDays, ...days.map((each) => each + 2)));
}
const usualLookBackDays = 32;
