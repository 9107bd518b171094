import type { Row } from '../schema/index.ts';
import type { WatchEntry } from '../schema/watchlist.ts';
import { dailyOf } from './daily.ts';
import type { TransformFinding } from './finding.ts';
import { accountSeries } from './series.ts';
import { type PostOwner, postsByAccount, summaryOf } from './summary.ts';

export type { TransformFinding } from './finding.ts';

/** The clean rows that derived tables are made of. */
export interface TransformInputs {
  account: readonly Row<'account'>[];
  accountInfo: readonly Row<'account_info'>[];
  /** Every post that is known, with its account; a post may come more than once. */
  postInfo: readonly PostOwner[];
  /** Its accounts name their zones. */
  watchlist: readonly Pick<WatchEntry, 'kind' | 'key' | 'zone'>[];
  /** Zone of accounts that the watchlist gives none. */
  defaultZone: string;
  /** The instant that counts as now. */
  asOf: Date | string;
}

/** The derived tables, and what the clean rows hold that could not be taken as it stands. */
export interface Derived {
  account_daily: Row<'account_daily'>[];
  summary: Row<'summary'>[];
  findings: TransformFinding[];
}

/** Every derived table from the clean ones. Same inputs, in whatever order, and same `asOf`: same rows in the same order. */
export function transformAll(inputs: TransformInputs): Derived {
  const { account, accountInfo, postInfo, watchlist, defaultZone, asOf } = inputs;
  const { series, identity, findings } = accountSeries(account, {
    zones: zonesOf(watchlist),
    defaultZone,
    asOf,
    infos: accountInfo,
  });
  const account_daily = dailyOf(series, asOf);
  const summary = summaryOf(series, account_daily, postsByAccount(postInfo, identity, asOf), asOf);
  return { account_daily, summary, findings };
}

/** The zones that a watchlist declares for its accounts, by handle. */
export function zonesOf(watchlist: TransformInputs['watchlist']): Map<string, string> {
  return new Map(
    watchlist
      .filter(({ kind, zone }) => kind === 'account' && zone !== '')
      .map(({ key, zone }) => [key, zone] as const),
  );
}
