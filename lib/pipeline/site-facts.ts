import type { Settings } from '../config.ts';
import type { SiteFacts } from '../operate/site/now.ts';
import { readWatchlist } from '../store/lists.ts';
import { readTable } from '../store/tables.ts';

/** What every page of the site says of the whole ledger. */
export interface LedgerFacts extends SiteFacts {
  /** Handles on the watchlist without any observation yet. */
  waiting: string[];
}

export async function readSiteFacts({ data, cache }: Pick<Settings, 'data' | 'cache'>): Promise<LedgerFacts> {
  const options = { data, cache };
  const summaries = await readTable('summary', {
    ...options,
    columns: ['handle', 'observed_at', 'simulated'],
  });
  const infos = await readTable('account_info', { ...options, columns: ['handle'] });
  const seen = new Set([...summaries, ...infos].map(({ handle }) => handle));
  const waiting = (await readWatchlist(data))
    .filter(({ kind, key }) => kind === 'account' && !seen.has(key))
    .map(({ key }) => key);
  return {
    observed: summaries.flatMap(({ observed_at }) => observed_at ?? []),
    accounts: summaries.length + waiting.length,
    simulated: summaries.some(({ simulated }) => simulated === true),
    waiting,
  };
}
