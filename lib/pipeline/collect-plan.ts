import { msOf } from '../calendar.ts';
import type { KnownPost } from '../collect/plan.ts';
import { InputError } from '../errors.ts';
import type { Row } from '../schema/index.ts';
import type { WatchEntry } from '../schema/watchlist.ts';

export interface CollectOptions {
  /** Only this account of the watchlist. */
  only?: string;
  /** This runner's part of the watchlist: `index` of `count`, 1-based. */
  shard?: { index: number; count: number };
}

/** The entries that this run is about. Throws `InputError` (`not_watched`) where `only` is not in the list. */
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

/** The posts that the ledger knows, with the last that was seen of each, by account id. */
export function knownPosts(
  infos: readonly Row<'post_info'>[],
  observations: readonly Row<'post'>[],
): Map<string, KnownPost[]> {
  const byId = new Map<string, KnownPost>();
  for (const info of infos) {
    const known = byId.get(info.post_id);
    byId.set(info.post_id, {
      post_id: info.post_id,
      account_id: info.account_id,
      handle: null,
      created_at: info.created_at ?? known?.created_at ?? null,
      last_observed_at: null,
      status: info.status,
    });
  }
  for (const row of observations) {
    const known = byId.get(row.post_id);
    if (known && (known.last_observed_at === null || msOf(row.observed_at) > msOf(known.last_observed_at)))
      known.last_observed_at = row.observed_at;
  }
  const byAccount = new Map<string, KnownPost[]>();
  for (const post of byId.values()) {
    const posts = byAccount.get(post.account_id);
    if (posts) posts.push(post);
    else byAccount.set(post.account_id, [post]);
  }
  return byAccount;
}
