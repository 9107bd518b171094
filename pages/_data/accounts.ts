import { type Annotation, addDays, type Row, readTable, type WindowGrowth, windowGrowth } from '#lib';
import { pageKey, partByDay } from '#lib/operate/site/page-key';
import { bucketOf } from '#lib/store/arrow/buckets';
import { type AccountCharts, readAccountCharts } from './account-charts.ts';
import { readLedger, thread } from './ledger.ts';

/** The accounts of the ledger: a line of each for lists, and all of one for its page. */

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

/** All that an account's page shows. What is not here cannot change it. */
export interface Account extends Omit<AccountLine, 'recent'> {
  daily: Row<'account_daily'>[];
  /** Oldest first. */
  info: Row<'account_info'>[];
  /** Newest first, at most `postsShown`. */
  posts: Post[];
  /** Events that concern it, or every account. */
  annotations: Annotation[];
  charts: AccountCharts;
}

/** The summary without what changes when nothing was observed. */
export type Summary = Omit<Row<'summary'>, 'as_of' | 'n' | 'inputs' | 'method'>;

export type ChangeDays = 7 | 28;

export interface Post {
  info: Pick<Row<'post_info'>, (typeof postInfoColumns)[number]>;
  /** Its latest observation. */
  latest: Pick<Row<'post'>, (typeof postColumns)[number]> | null;
}

const postInfoColumns = [
  'post_id',
  'account_id',
  'observed_at',
  'created_at',
  'text',
  'kind',
  'status',
] as const;
const postColumns = [
  'post_id',
  'account_id',
  'observed_at',
  'views',
  'likes',
  'comments',
  'shares',
  'saves',
  'views_step',
  'likes_step',
  'comments_step',
  'shares_step',
  'saves_step',
] as const;

export const postsShown = 50;
export const recentDays = 90;

/** Accounts whose rows are in memory at once. */
const accountsAtOnce = 256;

let lines: Promise<AccountLine[]> | undefined;
const keys = new Map<string, string>();

/** A line of every account, most followers first, not observed last. The rows behind them are read part by part. */
export function readAccounts(): Promise<AccountLine[]> {
  lines ??= readLines();
  return lines;
}

async function readLines(): Promise<AccountLine[]> {
  const found: AccountLine[] = [];
  const parts = Math.ceil((await readOrder()).length / accountsAtOnce);
  for (let part = 0; part < parts; part++)
    for (const account of await readPart(part)) {
      keys.set(account.segment, keyOf(account));
      const { daily, info, posts, annotations, charts, ...line } = account;
      found.push({ ...line, recent: lastFollowers(daily, recentDays) });
    }
  return found.sort(
    (a, b) =>
      (b.summary.followers ?? -1) - (a.summary.followers ?? -1) ||
      (a.summary.handle < b.summary.handle ? -1 : 1),
  );
}

/** Paths of the accounts' pages with their keys: neighbours are read together. */
export async function accountPaths(): Promise<
  { params: { handle: string }; props: { at: number }; cacheKey?: string }[]
> {
  // A thread that only renders was told which pages, so it needs no keys and reads no more rows than those.
  if (thread?.plans !== false) await readAccounts();
  return (await readOrder()).map(({ segment }, at) => {
    const cacheKey = keys.get(segment);
    return { params: { handle: segment }, props: { at }, ...(cacheKey !== undefined && { cacheKey }) };
  });
}

/** The account of a path; `rendered` is the paths of all pages that are rendered, where that is known: no rows of others are read. */
export async function readAccount({ at }: { at: number }, rendered?: ReadonlySet<string>): Promise<Account> {
  const segment = (await readOrder())[at]?.segment;
  const part = await readPart(Math.floor(at / accountsAtOnce), rendered);
  const found = part.find((account) => account.segment === segment);
  // Reading the rows of all instead would make every page as slow as reading the ledger.
  if (!found) throw new Error(`/accounts/${segment}/ is rendered, but not among the pages that are.`);
  return found;
}

/** Hashes of all that an account's page shows, by the words for what it is. */
function keyOf({ daily, info, posts, findings, annotations, charts, ...numbers }: Account): string {
  const days = partByDay(daily.map((row) => [row.day, JSON.stringify(row)]));
  const { ages, curve, ...forecasts } = charts;
  const curves = { ages, curve };
  return pageKey({ days, posts, numbers, details: info, warnings: findings, annotations, forecasts, curves });
}

let order: Promise<{ segment: string; summary: Row<'summary'> }[]> | undefined;

/** The accounts in the order in which their rows are stored together. */
function readOrder() {
  order ??= readTable('summary').then((summaries) => {
    const segments = segmentsOf(summaries);
    return summaries
      .map((summary) => ({ segment: segments.get(summary.account_id) ?? summary.handle, summary }))
      .map((account) => ({ account, bucket: bucketOf(account.summary.account_id, 256) }))
      .sort((a, b) => a.bucket - b.bucket)
      .map(({ account }) => account);
  });
  return order;
}

let latest:
  | { part: number; rendered: ReadonlySet<string> | undefined; accounts: Promise<Account[]> }
  | undefined;

function readPart(part: number, rendered?: ReadonlySet<string>): Promise<Account[]> {
  if (latest?.part !== part || latest.rendered !== rendered)
    latest = { part, rendered, accounts: loadPart(part, rendered) };
  return latest.accounts;
}

async function loadPart(part: number, rendered?: ReadonlySet<string>): Promise<Account[]> {
  const own = (await readOrder())
    .slice(part * accountsAtOnce, (part + 1) * accountsAtOnce)
    .filter(({ segment }) => rendered?.has(`/accounts/${segment}/`) ?? true);
  const accounts = own.map(({ summary }) => summary.account_id);
  const byAccount = <T extends { account_id: string }>(rows: readonly T[]) =>
    Map.groupBy(rows, (row) => row.account_id);
  const daily = byAccount(await readTable('account_daily', { accounts }));
  const info = byAccount(await readTable('account_info', { accounts }));
  const posts = await loadPosts(accounts);
  const { annotations, findings } = await readLedger();
  const chartsOf = await readAccountCharts(accounts, lastDayOf(await readOrder()));
  return own.map(({ segment, summary: { as_of, n, inputs, method, ...summary } }): Account => {
    const { account_id } = summary;
    const days = daily.get(account_id) ?? [];
    const all = posts.get(account_id) ?? [];
    const handles = new Set([summary.handle, ...days.map((row) => row.handle)]);
    const changeOf = (window: ChangeDays) => windowGrowth(days, { days: window, asOf: as_of })[0] ?? null;
    return {
      segment,
      simulated: summary.simulated === true,
      summary,
      daily: days,
      info: info.get(account_id) ?? [],
      posts: all.slice(0, postsShown),
      postCount: all.length,
      change: { 7: changeOf(7), 28: changeOf(28) },
      findings: findings.get(account_id) ?? [],
      annotations: annotations.filter(({ subject }) => subject === '*' || handles.has(subject)),
      charts: chartsOf(account_id),
    };
  });
}

/** The last day of any account, so that no page hangs on the clock. */
function lastDayOf(accounts: readonly { summary: Row<'summary'> }[]): string {
  return accounts.reduce(
    (last, { summary: { last_day } }) => ((last_day ?? '') > last ? (last_day ?? '') : last),
    '',
  );
}

async function loadPosts(accounts: string[]): Promise<Map<string, Post[]>> {
  const counts = latestOf(await readTable('post', { accounts, columns: postColumns }));
  const infos = latestOf(await readTable('post_info', { accounts, columns: postInfoColumns }));
  const posts = [...infos.values()].map((info): Post => ({ info, latest: counts.get(info.post_id) ?? null }));
  posts.sort(
    (a, b) =>
      compareDown(a.info.created_at ?? '', b.info.created_at ?? '') ||
      compareDown(a.info.post_id, b.info.post_id),
  );
  return Map.groupBy(posts, (post) => post.info.account_id);
}

function latestOf<T extends { post_id: string; observed_at: string }>(rows: readonly T[]): Map<string, T> {
  const found = new Map<string, T>();
  for (const row of rows) {
    const known = found.get(row.post_id);
    if (!known || row.observed_at > known.observed_at) found.set(row.post_id, row);
  }
  return found;
}

function compareDown(a: string, b: string): number {
  return a < b ? 1 : a > b ? -1 : 0;
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
export function lastFollowers(daily: readonly Row<'account_daily'>[], days: number): (number | null)[] {
  const last = daily.at(-1);
  if (!last) return [];
  const from = addDays(last.day, 1 - days);
  return daily.filter((row) => row.day >= from).map((row) => row.followers);
}
