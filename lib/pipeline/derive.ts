import type { Settings } from '../config.ts';
import { readWatchlist } from '../store/lists.ts';
import { readTable } from '../store/tables.ts';
import { type Derived, transformAll } from '../transform/all.ts';

/** The derived tables of a ledger as of an instant, computed and not written. */
export async function deriveInMemory(
  settings: Pick<Settings, 'data' | 'zone'>,
  asOf: Date,
): Promise<Derived> {
  const data = settings.data;
  const [account, accountInfo, postInfo, watchlist] = await Promise.all([
    readTable('account', { data }),
    readTable('account_info', { data }),
    readTable('post_info', { data }),
    readWatchlist(data),
  ]);
  return transformAll({ account, accountInfo, postInfo, watchlist, defaultZone: settings.zone, asOf });
}
