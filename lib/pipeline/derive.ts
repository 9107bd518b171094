import { instantOf, msPerDay } from '../calendar.ts';
import type { Settings } from '../config.ts';
import { defaultTiers, readTiers, type Tier } from '../schema/tier.ts';
import { bucketOf } from '../store/arrow/buckets.ts';
import { listDays } from '../store/days.ts';
import { readWatchlist } from '../store/lists.ts';
import { SettledLedger } from '../store/settled.ts';
import { type AccountInputs, collect, type DerivedRows, deriveSet, emptyRows } from '../transform/all.ts';
import type { AccountHead } from '../transform/context.ts';
import { type Identity, resolveIdentity } from '../transform/identity.ts';
import { type DerivedTable, derivedTables, setTables, tablesOfSet } from '../transform/tables.ts';

/** Days for which past forecasts are judged. */
const judgedDays = 400;

/** Accounts whose posts are in memory at one time, about. */
const accountsAtOnce = 8;

/** The settings that a derivation needs. */
export type DerivationSettings = Pick<Settings, 'data' | 'zone' | 'tiers' | 'cache'>;

/** What tables are to be derived of which ledger; each thread has its own. */
export interface Derivation extends Pick<AccountInputs, 'watchlist' | 'defaultZone'> {
  data: string;
  cache: string;
  ledger: SettledLedger;
  asOf: Date;
  tiers: readonly Tier[];
  /** The tables that are made: all where some of them compare accounts. */
  tables: readonly DerivedTable[];
  comparing: boolean;
}

export async function openDerivation(
  { data, cache, zone, tiers }: DerivationSettings,
  asOf: Date,
  wanted: readonly DerivedTable[],
): Promise<Derivation> {
  const comparing = wanted.some((table) => Object.hasOwn(setTables, table));
  return {
    data,
    cache,
    ledger: new SettledLedger(data, cache),
    asOf,
    watchlist: await readWatchlist(data),
    defaultZone: zone,
    tiers: readTiers(tiers) ?? defaultTiers,
    tables: comparing ? derivedTables : wanted,
    comparing,
  };
}

/** Whether posts are needed. */
export function needsPosts({ tables }: Pick<Derivation, 'tables'>): boolean {
  return tables.some((table) => table !== 'account_daily');
}

/** What is known of the accounts of some chunks, posts apart; with `identity` where these rows do not tell who is who. */
export async function readAccounts(
  { ledger, asOf, watchlist, defaultZone, tiers, tables }: Derivation,
  chunks: readonly Chunk[],
  identity: Identity | null,
): Promise<AccountInputs> {
  const planned = chunks.flatMap((chunk) => chunk.accounts);
  const accounts = planned.flatMap(({ rawIds }) => rawIds);
  // What was said longer ago has long been judged, and says little of the models of today.
  const since = instantOf(new Date(asOf.getTime() - judgedDays * msPerDay)).slice(0, 10);
  const [account, accountInfo, issued] = await Promise.all([
    ledger.rows('account', { accounts }),
    ledger.rows('account_info', { accounts }),
    tables.some((table) => table.startsWith('forecast_score'))
      ? ledger.rows('forecast_issued', { accounts, from: since })
      : [],
  ]);
  const inputs = { account, accountInfo, issued, watchlist, defaultZone, asOf, tiers };
  return identity === null
    ? inputs
    : { ...inputs, part: { identity, only: new Set(planned.map(({ id }) => id)) } };
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

/** What tables that compare accounts need of one: made of it in any thread. */
export interface AccountOfSet {
  head: AccountHead;
  rows: Partial<DerivedRows>;
}

/** The part of an account's rows that tables which compare accounts are made of. */
export function ofSetOf(head: AccountHead, rows: Partial<DerivedRows>): AccountOfSet {
  const isOfSet = ([table]: [string, unknown]) => (tablesOfSet as readonly string[]).includes(table);
  return { head, rows: Object.fromEntries(Object.entries(rows).filter(isOfSet)) };
}

/** The tables that compare accounts; these in whatever order they came. */
export function compareAccounts(
  derivation: Derivation,
  accounts: readonly AccountOfSet[],
): Partial<DerivedRows> {
  const sorted = accounts.toSorted((a, b) => (a.head.account_id < b.head.account_id ? -1 : 1));
  const rows = emptyRows();
  for (const account of sorted) collect(rows, account.rows);
  return deriveSet(
    sorted.map(({ head }) => head),
    rows,
    derivation,
  );
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

/** So many chunks are taken one after the other, their account rows read at once. */
const chunksInGroup = 4;

/**
 * Chunks by groups that are taken one after the other. Those of which an account is known under other ids than its own are groups of their own, at
 * the end: `plain` says how many come before.
 */
export function groupsOf(chunks: readonly Chunk[]): { groups: Chunk[][]; plain: number } {
  const plain = chunks.filter(isPlain);
  const groups: Chunk[][] = [];
  for (let i = 0; i < plain.length; i += chunksInGroup) groups.push(plain.slice(i, i + chunksInGroup));
  const others = chunks.filter((chunk) => !isPlain(chunk)).map((chunk) => [chunk]);
  return { groups: [...groups, ...others], plain: groups.length };
}

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

/** Who is who, and which accounts are taken together: those of which rows name the same post are, where `together` says so. */
export async function planAccounts(
  derivation: Derivation,
  together: readonly AccountPair[] = [],
): Promise<{ chunks: Chunk[]; identity: Identity }> {
  const { ledger, asOf } = derivation;
  const now = instantOf(asOf);
  const columns = ['account_id', 'observed_at', 'handle'] as const;
  const [account, accountInfo, issued] = await Promise.all([
    ledger.columns('account', { columns }),
    ledger.columns('account_info', { columns }),
    ledger.columns('forecast_issued', { columns: ['account_id', 'issued_on'] }),
  ]);
  const seen = [...account, ...accountInfo];
  const known = seen.filter(({ observed_at }) => observed_at <= now);
  const identity = resolveIdentity(known);
  const rawIdsOf = new Map<string, Set<string>>();
  const add = (account_id: string, at: string) => {
    const id = identity.idOf(account_id, at);
    const raw = rawIdsOf.get(id);
    if (raw) raw.add(account_id);
    else rawIdsOf.set(id, new Set([id, account_id]));
  };
  for (const { account_id, observed_at } of known) add(account_id, observed_at);
  const join = (account_id: string, at: string) => {
    if (isWithoutId(account_id)) rawIdsOf.get(identity.idOf(account_id, at))?.add(account_id);
  };
  for (const { account_id, observed_at } of seen) join(account_id, observed_at);
  for (const { account_id, issued_on } of issued) join(account_id, `${issued_on}T23:59:59Z`);
  if (needsPosts(derivation)) await addPosts(ledger, rawIdsOf, add);
  const accounts = [...rawIdsOf]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([id, rawIds]) => ({ id, rawIds: [...rawIds] }));
  return { chunks: chunksOf(accounts, together), identity };
}

/** Adds the accounts that are known by posts. */
async function addPosts(
  ledger: SettledLedger,
  rawIdsOf: ReadonlyMap<string, ReadonlySet<string>>,
  add: (accountId: string, at: string) => void,
): Promise<void> {
  const columns = ['account_id', 'observed_at'] as const;
  // Details tell every account; rows without an id may belong to one account or another, by their time.
  for (const { account_id, observed_at } of await ledger.columns('post_info', { columns }))
    add(account_id, observed_at);
  const withoutId = [...new Set([...rawIdsOf.values()].flatMap((ids) => [...ids]))].filter(isWithoutId);
  if (withoutId.length > 0)
    for (const { account_id, observed_at } of await ledger.columns('post', { columns, accounts: withoutId }))
      add(account_id, observed_at);
}

function isWithoutId(accountId: string): boolean {
  return accountId.startsWith('handle:');
}
