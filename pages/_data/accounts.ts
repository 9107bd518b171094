import { addDays, type Row, readTable, type WindowGrowth, windowGrowth } from '#lib';
import { bucketOf } from '#lib/store/arrow/buckets';
import type { DailyPoint } from '#lib/transform/growth';
import { readLedger } from './ledger.ts';

/** The accounts of the ledger as lists show them; all of one is in `account.ts`. */

/** What lists show of an account. */
export interface AccountLine {
  /** Last part of the page's path: the handle; `<handle>-<id>` for an earlier account of a handle used twice. */
  segment: string;
  simulated: boolean;
  summary: Summary;
  /** Posts the ledger knows of. */
  postCount: number;
  /** Change over 7 and 28 days, as in the summary, with its interval or why there is none; null without a day. */
  change: Record<ChangeDays, WindowGrowth | null>;
  /** What the data checks found about it. */
  findings: Row<'data_health'>[];
  /** Followers of the last `recentDays` days of the grid up to its last row; null is a gap. */
  recent: (number | null)[];
}

/** The summary without what changes when nothing was observed. */
export type Summary = Omit<Row<'summary'>, 'as_of' | 'n' | 'inputs' | 'method'>;

export type ChangeDays = 7 | 28;

/** An account and where its page is. */
export interface PlacedAccount {
  segment: string;
  summary: Row<'summary'>;
}

export const recentDays = 90;

/** Accounts whose rows are in memory at once. */
export const accountsAtOnce = 256;

let lines: Promise<AccountLine[]> | undefined;

/** A line of every account, most followers first, not observed last. The rows behind them are read part by part. */
export function readAccounts(): Promise<AccountLine[]> {
  lines ??= readLines();
  return lines;
}

async function readLines(): Promise<AccountLine[]> {
  const found: AccountLine[] = [];
  const all = await readOrder();
  for (let from = 0; from < all.length; from += accountsAtOnce) {
    const part = all.slice(from, from + accountsAtOnce);
    const daily = await readRecent(part);
    for (const account of part) {
      const days = daily.get(account.summary.account_id) ?? [];
      found.push({ ...(await lineOf(account, days)), recent: lastFollowers(days, recentDays) });
    }
  }
  return found.sort(
    (a, b) =>
      (b.summary.followers ?? -1) - (a.summary.followers ?? -1) ||
      (a.summary.handle < b.summary.handle ? -1 : 1),
  );
}

/** The line of an account without its recent days. `daily` has at least the days that `readRecent` reads. */
export async function lineOf(
  { segment, summary: { as_of, n, inputs, method, ...summary } }: PlacedAccount,
  daily: readonly DailyPoint[],
): Promise<Omit<AccountLine, 'recent'>> {
  const { findings } = await readLedger();
  const changeOf = (days: ChangeDays) => windowGrowth(daily, { days, asOf: as_of })[0] ?? null;
  return {
    segment,
    simulated: summary.simulated === true,
    summary,
    postCount: summary.posts_tracked ?? 0,
    change: { 7: changeOf(7), 28: changeOf(28) },
    findings: findings.get(summary.account_id) ?? [],
  };
}

const recentColumns = [
  'account_id',
  'day',
  'handle',
  'zone',
  'kind',
  'followers',
  'followers_step',
  'rounding',
  'observed_at',
  'decrease',
] as const;

/** The days of these accounts from `recentDays` before the last day of each on, and more of some: all that a line is made of. */
async function readRecent(
  accounts: readonly PlacedAccount[],
): Promise<Map<string, Pick<Row<'account_daily'>, (typeof recentColumns)[number]>[]>> {
  const last = accounts.flatMap(({ summary: { last_day } }) => last_day ?? []).sort();
  const rows = await readTable('account_daily', {
    accounts: accounts.map(({ summary }) => summary.account_id),
    ...(last[0] !== undefined && { from: addDays(last[0], 1 - recentDays) }),
    columns: recentColumns,
  });
  return Map.groupBy(rows, (row) => row.account_id);
}

let order: Promise<PlacedAccount[]> | undefined;

/** The accounts in the order in which their rows are stored together. */
export function readOrder(): Promise<PlacedAccount[]> {
  order ??= readTable('summary').then((summaries) => {
    const segments = segmentsOf(summaries);
    return summaries
      .map((summary) => ({ segment: segments.get(summary.account_id) ?? summary.handle, summary }))
      .map((account) => ({ account, bucket: bucketOf(account.summary.account_id, accountsAtOnce) }))
      .sort((a, b) => a.bucket - b.bucket)
      .map(({ account }) => account);
  });
  return order;
}

/** A handle may have belonged to two accounts: the one observed last has the plain path. */
function segmentsOf(summaries: readonly Row<'summary'>[]): Map<string, string> {
  const taken = new Set<string>();
  const byAge = [...summaries].sort((a, b) => compareDown(a.observed_at ?? '', b.observed_at ?? ''));
  return new Map(
    byAge.map(({ account_id, handle }) => {
      const segment = taken.has(handle) ? `${handle}-${account_id.replace(':', '-')}` : handle;
      taken.add(handle);
      return [account_id, segment];
    }),
  );
}

/** Followers of the last `days` days of the grid up to its last row; null is a gap, or a day before the first. */
export function lastFollowers(
  daily: readonly Pick<Row<'account_daily'>, 'day' | 'followers'>[],
  days: number,
): (number | null)[] {
  const last = daily.at(-1);
  if (!last) return [];
  const from = addDays(last.day, 1 - days);
  return daily.filter((row) => row.day >= from).map((row) => row.followers);
}

export function compareDown(a: string, b: string): number {
  return a < b ? 1 : a > b ? -1 : 0;
}
