import { instantOf } from '../calendar.ts';
import type { Row, TableName } from '../schema/index.ts';
import { defaultTiers, type Tier } from '../schema/tier.ts';
import type { WatchEntry } from '../schema/watchlist.ts';
import { countFalls, type FallCounts } from '../stats/decrease.ts';
import type { AccountHead, AccountRecord } from './context.ts';
import { countFallsOf, dailyOf } from './daily.ts';
import type { TransformFinding } from './finding.ts';
import type { Identity } from './identity.ts';
import { type PostDetail, type PostPoint, type PostSeries, postSeries } from './post-series.ts';
import { type Remember, rememberNothing } from './remember.ts';
import { accountSeries, type Observation, type SeriesOptions, zoneOf } from './series.ts';
import {
  accountContext,
  accountTables,
  type DerivedTable,
  derivedTables,
  setContext,
  setTables,
} from './tables.ts';

export type { TransformFinding } from './finding.ts';

/** The clean rows that derived tables are made of, posts apart. */
export interface AccountInputs {
  account: readonly Row<'account'>[];
  accountInfo: readonly Row<'account_info'>[];
  /** Its accounts name their zones. */
  watchlist: readonly Pick<WatchEntry, 'kind' | 'key' | 'zone'>[];
  /** Zone of accounts that the watchlist gives none. */
  defaultZone: string;
  /** The instant that counts as now. */
  asOf: Date | string;
  /** Sizes of accounts that are compared within; the usual ones unless given. */
  tiers?: readonly Tier[];
  /** Forecasts as they were said in the past. */
  issued?: readonly Row<'forecast_issued'>[];
  /** Days on which several of the tracked accounts fell at once, where the rows are those of a part of them. */
  purges?: ReadonlySet<string>;
  /** Where the rows are those that a part of the accounts has: who is who, and which accounts these are. */
  part?: { identity: Identity; only: ReadonlySet<string> };
}

/** The clean rows that derived tables are made of. */
export interface TransformInputs extends AccountInputs {
  /** Counters of posts. */
  post?: readonly PostPoint[];
  /** Details of posts. */
  postInfo: readonly PostDetail[];
}

/** Rows of derived tables by name. */
export type DerivedRows = { [T in DerivedTable]: Row<T>[] };

/** The derived tables, and what the clean rows hold that could not be taken as it stands. */
export interface Derived extends DerivedRows {
  findings: TransformFinding[];
}

/** Every derived table from the clean ones. Same inputs, in whatever order, and same `asOf`: same rows in the same order. */
export function transformAll(inputs: TransformInputs): Derived {
  const start = beginTransform(inputs);
  const posts = postSeries(inputs.post ?? [], inputs.postInfo, start.identity, inputs.asOf);
  const collected = emptyRows();
  const ids = [...new Set([...start.accountIds, ...posts.keys()])].sort();
  for (const id of ids) collect(collected, start.deriveAccount(id, posts.get(id) ?? []));
  collect(collected, deriveSet(ids.map(start.headOf), collected, inputs));
  return { ...collected, findings: start.findings };
}

/** A transform under way: accounts are joined and on their days, and each can be taken further by itself. */
export interface TransformStart {
  findings: TransformFinding[];
  identity: Identity;
  /** Accounts with observations or details, sorted. */
  accountIds: readonly string[];
  /** What some accounts add to the counts by which purges are told. */
  fallsOf(accountIds: ReadonlySet<string>): FallCounts;
  /** The observations of an account, by time. */
  observationsOf(accountId: string): readonly Observation[];
  /** The tables of one account, posts given. An id that no account row has is an account known by its posts. */
  deriveAccount(accountId: string, posts: readonly PostSeries[], remember?: Remember): Partial<DerivedRows>;
  /** What tables that compare accounts need of it beside its own. */
  headOf(accountId: string): AccountHead;
}

/**
 * The part of a transform that comes before posts: identities, false zeros, days, purges. What comes after is done account by
 * account, so that the posts of one account at a time need to be in memory.
 */
export function beginTransform(
  inputs: AccountInputs,
  wanted: readonly DerivedTable[] = derivedTables,
): TransformStart {
  const { asOf } = inputs;
  const options = seriesOptions(inputs);
  const { series, identity, findings } = accountSeries(inputs.account, options);
  const { rows, changes } = dailyOf(series, asOf, inputs.purges);
  const seriesOf = new Map(series.map((each) => [each.account_id, each]));
  const daysOf = Map.groupBy(rows, (row) => row.account_id);
  const now = instantOf(new Date(asOf));
  const issuedOf = Map.groupBy(
    (inputs.issued ?? []).filter(({ issued_on }) => issued_on <= now.slice(0, 10)),
    (row) => identity.idOf(row.account_id, `${row.issued_on}T23:59:59Z`),
  );

  const nameOf = (account_id: string) => ({
    account_id,
    handle: identity.handleOf(account_id) ?? account_id.replace(/^handle:/, ''),
    zone: zoneOf(account_id, identity, options),
  });
  const recordOf = (account_id: string, posts: readonly PostSeries[]): AccountRecord => {
    const name = nameOf(account_id);
    return {
      ...name,
      series: seriesOf.get(account_id) ?? { ...name, observations: [], infos: [] },
      daily: daysOf.get(account_id) ?? [],
      posts,
      issued: issuedOf.get(account_id) ?? [],
    };
  };
  return {
    findings,
    identity,
    accountIds: [...seriesOf.keys()],
    fallsOf: (ids) => {
      const counts: FallCounts = new Map();
      for (const [{ account_id }, change] of changes) if (ids.has(account_id)) countFalls([change], counts);
      return counts;
    },
    observationsOf: (id) => seriesOf.get(id)?.observations ?? [],
    deriveAccount: (id, posts, remember = rememberNothing) => {
      const account = recordOf(id, posts);
      const context = accountContext({ account, asOf: now, remember });
      return readAll(context.table, ['account_daily', ...Object.keys(accountTables)], wanted);
    },
    headOf: (id) => ({
      ...nameOf(id),
      isObserved: (seriesOf.get(id)?.observations.length ?? 0) > 0,
      days: (daysOf.get(id) ?? [])
        .filter(({ followers }) => followers !== null)
        .map(({ day, kind, followers, followers_step, rounding }) => ({
          day,
          kind,
          followers,
          followers_step,
          rounding,
        })),
    }),
  };
}

/** Adds some accounts to the counts by which purges are told. */
export function countAccounts(inputs: AccountInputs, counts: FallCounts): void {
  const { series } = accountSeries(inputs.account, seriesOptions(inputs));
  countFallsOf(series, inputs.asOf, counts);
}

function seriesOptions(inputs: AccountInputs): SeriesOptions {
  const { accountInfo, watchlist, defaultZone, asOf, part } = inputs;
  const options = { zones: zonesOf(watchlist), defaultZone, asOf, infos: accountInfo };
  return { ...options, ...part };
}

/** The tables that compare accounts, from those of each; `rows` and `accounts` by account id. */
export function deriveSet(
  accounts: readonly AccountHead[],
  rows: Partial<DerivedRows>,
  { asOf, tiers = defaultTiers }: Pick<AccountInputs, 'asOf' | 'tiers'>,
  wanted: readonly DerivedTable[] = derivedTables,
): Partial<DerivedRows> {
  const context = setContext({ accounts, tiers, asOf: instantOf(new Date(asOf)) }, rows);
  return readAll(context.table, Object.keys(setTables), wanted);
}

/** Adds rows to those that are there. */
export function collect(into: DerivedRows, rows: Partial<DerivedRows>): void {
  for (const [table, more] of Object.entries(rows)) {
    const all = into[table as DerivedTable] as unknown[];
    for (const row of more) all.push(row);
  }
}

export function emptyRows(): DerivedRows {
  return Object.fromEntries(derivedTables.map((table) => [table, []])) as unknown as DerivedRows;
}

function readAll(
  read: <T extends TableName>(table: T) => readonly Row<T>[],
  tables: readonly string[],
  wanted: readonly DerivedTable[],
): Partial<DerivedRows> {
  const names = tables.filter((table) => wanted.includes(table as DerivedTable));
  return Object.fromEntries(names.map((table) => [table, read(table as DerivedTable)]));
}

/** The zones that a watchlist declares for its accounts, by handle. */
export function zonesOf(watchlist: AccountInputs['watchlist']): Map<string, string> {
  return new Map(
    watchlist
      .filter(({ kind, zone }) => kind === 'account' && zone !== '')
      .map(({ key, zone }) => [key, zone] as const),
  );
}
