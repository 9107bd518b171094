import { instantOf, msPerDay } from '../calendar.ts';
import type { Settings } from '../config.ts';
import type { Row } from '../schema/index.ts';
import { defaultTiers, readTiers } from '../schema/tier.ts';
import { bucketOf } from '../store/arrow/buckets.ts';
import { listDays } from '../store/days.ts';
import { readWatchlist } from '../store/lists.ts';
import { SettledLedger } from '../store/settled.ts';
import {
  type AccountInputs,
  beginTransform,
  collect,
  type DerivedRows,
  emptyRows,
  type TransformStart,
} from '../transform/all.ts';
import { type DerivedTable, derivedTables, setTables, tablesOfSet } from '../transform/tables.ts';

/** Days for which past forecasts are judged. */
const judgedDays = 400;

/** Accounts whose posts are in memory at one time, about. */
const accountsAtOnce = 8;

/** The settings that a derivation needs. */
export type DerivationSettings = Pick<Settings, 'data' | 'zone' | 'tiers' | 'cache'>;

/** Derived tables of a ledger as of an instant, under way. */
export interface Derivation {
  start: TransformStart;
  /** Accounts that are taken together, each in one chunk. */
  chunks: readonly Chunk[];
  /** Whether tables that compare accounts are wanted. */
  comparing: boolean;
  asOf: Date;
  data: string;
  cache: string;
  ledger: SettledLedger;
}

/**
 * Reads accounts, joins them and puts them on their days. What comes after is done chunk by chunk, so that the posts of a few accounts
 * are in memory at one time; accounts of which rows name the same posts are `together` in one.
 */
export async function beginDerivation(
  settings: DerivationSettings,
  asOf: Date,
  wanted: readonly DerivedTable[],
  together: readonly AccountPair[] = [],
): Promise<Derivation> {
  const { data, cache } = settings;
  const ledger = new SettledLedger(data, cache);
  const inputs = await readInputs(ledger, settings, asOf, wanted);
  const comparing = isComparing(wanted);
  const start = beginTransform(inputs, comparing ? derivedTables : wanted);
  if (wanted.every((table) => table === 'account_daily'))
    return { start, chunks: [], comparing, asOf, data, cache, ledger };
  const chunks = chunksOf(await planAccounts(ledger, start, inputs), together);
  return { start, chunks, comparing, asOf, data, cache, ledger };
}

/** `beginDerivation` of the accounts of one chunk, of those that are taken by themselves; with the purges of all accounts. */
export async function beginChunk(
  ledger: SettledLedger,
  settings: DerivationSettings,
  asOf: Date,
  wanted: readonly DerivedTable[],
  chunk: Chunk,
  purges: ReadonlySet<string>,
): Promise<Derivation> {
  const accounts = chunk.accounts.map(({ id }) => id);
  const inputs = { ...(await readInputs(ledger, settings, asOf, wanted, accounts)), purges };
  const comparing = isComparing(wanted);
  const start = beginTransform(inputs, comparing ? derivedTables : wanted);
  const { data, cache } = settings;
  return { start, chunks: [chunk], comparing, asOf, data, cache, ledger };
}

/** Whether tables that compare accounts are wanted. */
function isComparing(wanted: readonly DerivedTable[]): boolean {
  return wanted.some((table) => Object.hasOwn(setTables, table));
}

/** What is known of accounts, or of some of them, posts apart. */
async function readInputs(
  ledger: SettledLedger,
  { data, zone, tiers }: DerivationSettings,
  asOf: Date,
  wanted: readonly DerivedTable[],
  accounts?: readonly string[],
): Promise<AccountInputs & { issued: readonly Row<'forecast_issued'>[] }> {
  const options = accounts === undefined ? {} : { accounts };
  const [account, accountInfo, watchlist] = await Promise.all([
    ledger.rows('account', options),
    ledger.rows('account_info', options),
    readWatchlist(data),
  ]);
  // What was said longer ago has long been judged, and says little of the models of today.
  const since = instantOf(new Date(asOf.getTime() - judgedDays * msPerDay)).slice(0, 10);
  const issued = wanted.some((table) => table.startsWith('forecast_score'))
    ? await ledger.rows('forecast_issued', { ...options, from: since })
    : [];
  return {
    account,
    accountInfo,
    watchlist,
    defaultZone: zone,
    asOf,
    issued,
    tiers: readTiers(tiers) ?? defaultTiers,
  };
}

/**
 * Brings the cache of posts up to date, month by month, `next` telling the number of the month to take: several threads that share it
 * make each month once. Nothing is lost where it is left out, as whoever needs a month makes it.
 */
export async function readMonths(
  { data, cache }: Pick<DerivationSettings, 'data' | 'cache'>,
  next: () => number,
): Promise<void> {
  if (cache === 'off') return;
  const days = (await listDays(data, 'post')).flatMap(({ day }) => (day === null ? [] : [day.slice(0, 7)]));
  const months = [...new Set(days)];
  const ledger = new SettledLedger(data, cache);
  for (let at = next(); at < months.length; at = next())
    await ledger.columns('post', {
      columns: ['post_id'],
      accounts: [],
      from: `${months[at]}-01`,
      to: `${months[at]}-31`,
    });
}

/** The rows of an account that tables which compare accounts are made of. */
export function rowsOfSet(rows: Partial<DerivedRows>): Partial<DerivedRows> {
  return Object.fromEntries(
    Object.entries(rows).filter(([table]) => (tablesOfSet as readonly string[]).includes(table)),
  );
}

/** The tables that compare accounts, of the `rowsOfSet` of each by account id; in whatever order these came. */
export function deriveSet(
  { start, chunks }: Derivation,
  ofSet: ReadonlyMap<string, Partial<DerivedRows>>,
): Partial<DerivedRows> {
  const ids = chunks.flatMap(({ accounts }) => accounts.map(({ id }) => id)).sort();
  const rows = emptyRows();
  rows.account_daily = start.account_daily;
  for (const id of ids) collect(rows, ofSet.get(id) ?? {});
  return start.deriveSet(ids, rows);
}

export interface PlannedAccount {
  id: string;
  /** The ids that its posts are stored under. */
  rawIds: string[];
}

/** Accounts that are taken together: those of one bucket of the cache, so that it is read once. */
export interface Chunk {
  /** The bucket and how many there are. */
  name: string;
  accounts: PlannedAccount[];
}

/** Two accounts of which rows name the same post. */
export type AccountPair = readonly [accountId: string, accountId: string];

function chunksOf(plan: readonly PlannedAccount[], together: readonly AccountPair[]): Chunk[] {
  let buckets = 1;
  while (plan.length / buckets > accountsAtOnce) buckets *= 2;
  const joined = Array.from({ length: buckets }, (_, bucket) => bucket);
  const groupOf = (id: string) => joined[bucketOf(id, buckets)] as number;
  for (const pair of together) {
    const [a, b] = pair.map(groupOf) as [number, number];
    joined.forEach((group, bucket) => {
      if (group === Math.max(a, b)) joined[bucket] = Math.min(a, b);
    });
  }
  const groups = Map.groupBy(plan, ({ id }) => groupOf(id));
  return [...groups].map(([bucket, accounts]) => ({ name: `${buckets}-${bucket}`, accounts }));
}

/** Whether accounts of a chunk are known under no other id than their own, so that nothing of others is needed to tell what is theirs. */
export function isPlain({ accounts }: Chunk): boolean {
  return accounts.every(({ id, rawIds }) => rawIds.every((raw) => raw === id));
}

/** Accounts by id. */
async function planAccounts(
  ledger: SettledLedger,
  { identity, accountIds }: TransformStart,
  {
    account,
    accountInfo,
    issued,
  }: Pick<AccountInputs, 'account' | 'accountInfo'> & {
    issued: readonly Row<'forecast_issued'>[];
  },
): Promise<PlannedAccount[]> {
  const rawIdsOf = new Map(accountIds.map((id) => [id, new Set([id])]));
  const columns = ['account_id', 'observed_at'] as const;
  const add = (account_id: string, at: string) => {
    const id = identity.idOf(account_id, at);
    const raw = rawIdsOf.get(id);
    if (raw) raw.add(account_id);
    else rawIdsOf.set(id, new Set([account_id]));
  };
  const join = (account_id: string, at: string) => {
    if (isWithoutId(account_id)) rawIdsOf.get(identity.idOf(account_id, at))?.add(account_id);
  };
  for (const { account_id, observed_at } of account) join(account_id, observed_at);
  for (const { account_id, observed_at } of accountInfo) join(account_id, observed_at);
  for (const { account_id, issued_on } of issued) join(account_id, `${issued_on}T23:59:59Z`);
  // Details tell every account; rows without an id may belong to one account or another, by their time.
  for (const { account_id, observed_at } of await ledger.columns('post_info', { columns }))
    add(account_id, observed_at);
  const withoutId = [...new Set([...rawIdsOf.values()].flatMap((ids) => [...ids]))].filter(isWithoutId);
  if (withoutId.length > 0)
    for (const { account_id, observed_at } of await ledger.columns('post', { columns, accounts: withoutId }))
      add(account_id, observed_at);
  return [...rawIdsOf]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([id, rawIds]) => ({ id, rawIds: [...rawIds] }));
}

function isWithoutId(accountId: string): boolean {
  return accountId.startsWith('handle:');
}
