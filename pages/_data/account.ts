import { type Annotation, type Row, readTable } from '#lib';
import { KeyPart, pageKey } from '#lib/operate/site/page-key';
import {
  type AccountCharts,
  byAccount,
  lastDayOf,
  readAccountCharts,
  readForecasts,
  startOfAges,
} from './account-charts.ts';
import {
  type AccountLine,
  accountsAtOnce,
  compareDown,
  lineOf,
  type PlacedAccount,
  readAccounts,
  readOrder,
} from './accounts.ts';
import { ledgerHashes, readLedger, readSinceMs, thread } from './ledger.ts';

/** All of one account, for its page. */

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

/** Paths of the accounts' pages with their keys: neighbours are read together. */
export async function accountPaths(): Promise<
  { params: { handle: string }; props: { at: number }; cacheKey?: string }[]
> {
  // A thread that only renders was told which pages, so it needs no keys; neither does `dev`.
  const keys = thread?.plans === true ? await readKeys() : new Map<string, string>();
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

/** By segment, hashes of all that an account's page is made of, by the words for what it is. */
async function readKeys(): Promise<Map<string, string>> {
  const keys = new Map<string, string>();
  const all = await readOrder();
  const hashes = ledgerHashes();
  const ages = startOfAges(lastDayOf(all));
  const { annotations } = await readLedger();
  const current = new Set(all.map(({ summary }) => summary.handle));
  const info = await readTable('account_info', { columns: ['account_id', 'handle'] });
  const handlesOf = byAccount(info);
  const lines = new Map((await readAccounts()).map((line) => [line.segment, line]));
  for (let from = 0; from < all.length; from += accountsAtOnce) {
    const part = all.slice(from, from + accountsAtOnce);
    const forecastsOf = await readForecasts(part.map(({ summary }) => summary.account_id));
    for (const account of part) {
      const { account_id } = account.summary;
      // Rows of these tables stay as they are, byte for byte, until something new is known.
      const whole = async (table: 'account_info' | 'post' | 'post_info') =>
        wholeOf(await hashes.ofAccount(table, account_id));
      const aged = async (table: 'post_age' | 'post_curve') =>
        wholeOf(await hashes.ofAccount(table, account_id, ages));
      const { findings, recent: _, ...numbers } = lines.get(account.segment) as AccountLine;
      keys.set(
        account.segment,
        pageKey({
          days: new KeyPart(await hashes.ofAccount('account_daily', account_id)),
          posts: [await whole('post'), await whole('post_info')],
          numbers,
          details: await whole('account_info'),
          warnings: findings,
          // What is said of a handle that nobody has now may be said of anybody who had it.
          annotations: [
            annotationsOf(annotations, account, handlesOf.get(account_id) ?? []),
            annotations.filter(({ subject }) => !current.has(subject)),
          ],
          forecasts: forecastsOf(account_id),
          curves: [await aged('post_age'), await aged('post_curve')],
        }),
      );
    }
  }
  // A page may show what was there before it was hashed: without a key it is rendered again when the ledger has changed.
  const tables = keyTables.map((table) => hashes.readOf(table));
  return (await hashes.changedSince({ tables, files: [], other: false }, readSinceMs)) ? new Map() : keys;
}

/** Tables of which rows are told by their hashes. */
const keyTables = ['account_daily', 'account_info', 'post', 'post_info', 'post_age', 'post_curve'] as const;

/** The hash of a part by days, without its days. */
const wholeOf = (part: string) => part.split('/', 1)[0];

let latest:
  | { part: number; rendered: ReadonlySet<string> | undefined; accounts: Promise<Account[]> }
  | undefined;

function readPart(part: number, rendered?: ReadonlySet<string>): Promise<Account[]> {
  if (latest?.part !== part || latest.rendered !== rendered)
    latest = { part, rendered, accounts: loadPart(part, rendered) };
  return latest.accounts;
}

async function loadPart(part: number, rendered?: ReadonlySet<string>): Promise<Account[]> {
  const all = await readOrder();
  const own = all
    .slice(part * accountsAtOnce, (part + 1) * accountsAtOnce)
    .filter(({ segment }) => rendered?.has(`/accounts/${segment}/`) ?? true);
  const accounts = own.map(({ summary }) => summary.account_id);
  const daily = byAccount(await readTable('account_daily', { accounts }));
  const info = byAccount(await readTable('account_info', { accounts }));
  const posts = await loadPosts(accounts);
  const chartsOf = await readAccountCharts(accounts, lastDayOf(all));
  const { annotations } = await readLedger();
  return Promise.all(
    own.map(async (account): Promise<Account> => {
      const { account_id } = account.summary;
      const days = daily.get(account_id) ?? [];
      return {
        ...(await lineOf(account, days)),
        daily: days,
        info: info.get(account_id) ?? [],
        posts: posts.get(account_id)?.slice(0, postsShown) ?? [],
        annotations: annotationsOf(annotations, account, days),
        charts: chartsOf(account_id),
      };
    }),
  );
}

/** Events that concern an account under any of its handles, or every account. */
function annotationsOf(
  annotations: readonly Annotation[],
  { summary }: PlacedAccount,
  had: readonly { handle: string | null }[],
): Annotation[] {
  const handles = new Set([summary.handle, ...had.map(({ handle }) => handle)]);
  return annotations.filter(({ subject }) => subject === '*' || handles.has(subject));
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
