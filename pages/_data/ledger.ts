import {
  type Annotation,
  addDays,
  instantOf,
  liveEffects,
  type Row,
  readAnnotations,
  readSettings,
  readTable,
  readWatchlist,
  type WindowGrowth,
  windowGrowth,
} from '#lib';
import { type NowWords, wordsOfNow } from '#lib/operate/site/now';

/** What the pages show of one account, each table read once for all pages. */
export interface Account {
  /** Last part of the page's path: the handle; `<handle>-<id>` for an earlier account of a handle used twice. */
  segment: string;
  simulated: boolean;
  summary: Row<'summary'>;
  daily: Row<'account_daily'>[];
  /** Oldest first. */
  info: Row<'account_info'>[];
  /** Newest first, at most `postsShown`. */
  posts: Post[];
  /** Posts the ledger knows of. */
  postCount: number;
  /** Change over 7 and 28 days, as in the summary, with its interval or why there is none; null without a day. */
  change: Record<ChangeDays, WindowGrowth | null>;
}

export type ChangeDays = 7 | 28;

export interface Post {
  info: Row<'post_info'>;
  /** Its latest observation. */
  latest: Row<'post'> | null;
}

export interface Ledger {
  /** The instant the site counts as now. */
  asOf: string;
  /** By followers, most first; not observed last. */
  accounts: Account[];
  /** Handles on the watchlist without any observation yet. */
  waiting: string[];
  /** True where any account comes from the simulated origin. */
  simulated: boolean;
  health: Row<'data_health'>[];
  annotations: Annotation[];
  /** What the pages say of the moment of the build. */
  now: NowWords;
}

export const postsShown = 50;

let loading: Promise<Ledger> | undefined;

/** The ledger as the pages need it; read once a build. */
export function readLedger(): Promise<Ledger> {
  loading ??= load();
  return loading;
}

async function load(): Promise<Ledger> {
  const settings = readSettings();
  const summaries = await readTable('summary');
  const daily = groupBy(await readTable('account_daily'), (row) => row.account_id);
  const info = groupBy(await readTable('account_info'), (row) => row.account_id);
  const posts = await loadPosts();
  const watchlist = await readWatchlist(settings.data);
  const segments = segmentsOf(summaries);

  const accounts = summaries.map((summary): Account => {
    const all = posts.get(summary.account_id) ?? [];
    const own = daily.get(summary.account_id) ?? [];
    return {
      segment: segments.get(summary.account_id) ?? summary.handle,
      simulated: summary.simulated === true,
      summary,
      daily: own,
      info: info.get(summary.account_id) ?? [],
      posts: all.slice(0, postsShown),
      postCount: all.length,
      change: { 7: changeOf(7), 28: changeOf(28) },
    };

    function changeOf(days: ChangeDays): WindowGrowth | null {
      return windowGrowth(own, { days, asOf: summary.as_of })[0] ?? null;
    }
  });
  accounts.sort(
    (a, b) =>
      (b.summary.followers ?? -1) - (a.summary.followers ?? -1) ||
      (a.summary.handle < b.summary.handle ? -1 : 1),
  );
  const seen = new Set(
    accounts.flatMap(({ info, summary }) => [summary.handle, ...info.map((row) => row.handle)]),
  );
  const asOf = settings.as_of ?? instantOf(liveEffects.now());
  const waiting = watchlist
    .filter(({ kind, key }) => kind === 'account' && !seen.has(key))
    .map(({ key }) => key);
  const simulated = accounts.some((account) => account.simulated);
  const observed = accounts.flatMap(({ summary }) => summary.observed_at ?? []);
  return {
    asOf,
    accounts,
    waiting,
    simulated,
    health: await readTable('data_health'),
    annotations: await readAnnotations(settings.data),
    now: wordsOfNow({ observed, accounts: accounts.length + waiting.length, simulated }, asOf),
  };
}

async function loadPosts(): Promise<Map<string, Post[]>> {
  const latest = new Map<string, Row<'post'>>();
  for (const row of await readTable('post')) {
    const known = latest.get(row.post_id);
    if (!known || row.observed_at > known.observed_at) latest.set(row.post_id, row);
  }
  const infos = new Map<string, Row<'post_info'>>();
  for (const row of await readTable('post_info')) {
    const known = infos.get(row.post_id);
    if (!known || row.observed_at > known.observed_at) infos.set(row.post_id, row);
  }
  const posts = [...infos.values()].map((info): Post => ({ info, latest: latest.get(info.post_id) ?? null }));
  posts.sort(
    (a, b) =>
      compareDown(a.info.created_at ?? '', b.info.created_at ?? '') ||
      compareDown(a.info.post_id, b.info.post_id),
  );
  return groupBy(posts, (post) => post.info.account_id);
}

function compareDown(a: string, b: string): number {
  return a < b ? 1 : a > b ? -1 : 0;
}

function groupBy<T>(rows: readonly T[], key: (row: T) => string): Map<string, T[]> {
  return Map.groupBy(rows, key) as Map<string, T[]>;
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
export function lastFollowers(account: Account, days: number): (number | null)[] {
  const last = account.daily.at(-1);
  if (!last) return [];
  const from = addDays(last.day, 1 - days);
  return account.daily.filter((row) => row.day >= from).map((row) => row.followers);
}
