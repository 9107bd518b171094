import { instantOf, msPerDay } from '../calendar.ts';
import type { Settings } from '../config.ts';
import type { Row } from '../schema/index.ts';
import { defaultTiers, readTiers } from '../schema/tier.ts';
import { bucketOf } from '../store/arrow/buckets.ts';
import { readWatchlist } from '../store/lists.ts';
import { readTable } from '../store/tables.ts';
import {
  beginTransform,
  collect,
  type DerivedRows,
  emptyRows,
  type TransformStart,
} from '../transform/all.ts';
import type { TransformFinding } from '../transform/finding.ts';
import { postColumns, postInfoColumns, postSeries } from '../transform/post-series.ts';
import { type DerivedTable, derivedTables, setTables, tablesOfSet } from '../transform/tables.ts';

/** Days for which past forecasts are judged. */
const judgedDays = 400;

/** Accounts whose posts are in memory at one time, about. */
const accountsAtOnce = 64;

/** Takes rows of derived tables as they are made; they are forgotten when it comes back. */
export type TakeRows = (rows: Partial<DerivedRows>) => void | Promise<void>;

/**
 * Computes derived tables of a ledger as of an instant, and gives them away a part at a time. Tables that are not `wanted` may be
 * among them; what the wanted ones need is computed all the same. The posts of a few accounts at a time are in memory.
 */
export async function derive(
  settings: Pick<Settings, 'data' | 'zone' | 'tiers'>,
  asOf: Date,
  wanted: readonly DerivedTable[],
  take: TakeRows,
): Promise<{ findings: TransformFinding[] }> {
  const data = settings.data;
  const [account, accountInfo, watchlist] = await Promise.all([
    readTable('account', { data }),
    readTable('account_info', { data }),
    readWatchlist(data),
  ]);
  // What was said longer ago has long been judged, and says little of the models of today.
  const since = instantOf(new Date(asOf.getTime() - judgedDays * msPerDay)).slice(0, 10);
  const issued = wanted.some((table) => table.startsWith('forecast_score'))
    ? await readTable('forecast_issued', { data, from: since })
    : [];
  const comparing = wanted.some((table) => Object.hasOwn(setTables, table));
  const start = beginTransform(
    {
      account,
      accountInfo,
      watchlist,
      defaultZone: settings.zone,
      asOf,
      issued,
      tiers: readTiers(settings.tiers) ?? defaultTiers,
    },
    comparing ? derivedTables : wanted,
  );
  await take({ account_daily: start.account_daily });
  const onlyDays = wanted.every((table) => table === 'account_daily');
  if (onlyDays) return { findings: start.findings };
  const ofSet = new Map<string, Partial<DerivedRows>>();
  const plan = await planAccounts(data, start);
  for (const chunk of chunksOf(plan)) {
    const accounts = [...new Set(chunk.flatMap(({ rawIds }) => rawIds))];
    const [post, postInfo] = await Promise.all([
      readTable('post', { data, accounts, columns: postColumns }),
      readTable('post_info', { data, accounts, columns: postInfoColumns }),
    ]);
    const posts = postSeries(post, postInfo, start.identity, asOf);
    for (const { id } of chunk) {
      const rows = start.deriveAccount(id, posts.get(id) ?? []);
      if (comparing) ofSet.set(id, onlyOfSet(rows));
      await take(rows);
    }
  }
  if (comparing) {
    const ids = plan.map(({ id }) => id);
    const forSet = emptyRows();
    forSet.account_daily = start.account_daily;
    for (const id of ids) collect(forSet, ofSet.get(id) ?? {});
    await take(start.deriveSet(ids, forSet));
  }
  return { findings: start.findings };
}

function onlyOfSet(rows: Partial<DerivedRows>): Partial<DerivedRows> {
  return Object.fromEntries(
    Object.entries(rows).filter(([table]) => (tablesOfSet as readonly string[]).includes(table)),
  );
}

interface PlannedAccount {
  id: string;
  /** The ids that its posts are stored under. */
  rawIds: string[];
}

/** Accounts that are taken together: those of one bucket of the cache, so that it is read once. */
function chunksOf(plan: readonly PlannedAccount[]): PlannedAccount[][] {
  let buckets = 1;
  while (plan.length / buckets > accountsAtOnce) buckets *= 2;
  return [...Map.groupBy(plan, ({ id }) => bucketOf(id, buckets)).values()];
}

/** Accounts by id. */
async function planAccounts(
  data: string,
  { identity, accountIds }: TransformStart,
): Promise<PlannedAccount[]> {
  const rawIdsOf = new Map(accountIds.map((id) => [id, new Set([id])]));
  const columns = ['account_id', 'observed_at'] as const;
  const add = ({ account_id, observed_at }: Pick<Row<'post'>, (typeof columns)[number]>) => {
    const id = identity.idOf(account_id, observed_at);
    const raw = rawIdsOf.get(id);
    if (raw) raw.add(account_id);
    else rawIdsOf.set(id, new Set([account_id]));
  };
  // Details tell every account; rows without an id may belong to one account or another, by their time.
  for (const row of await readTable('post_info', { data, columns })) add(row);
  const withoutId = [...new Set([...rawIdsOf.values()].flatMap((ids) => [...ids]))].filter((id) =>
    id.startsWith('handle:'),
  );
  if (withoutId.length > 0)
    for (const row of await readTable('post', { data, columns, accounts: withoutId })) add(row);
  return [...rawIdsOf]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([id, rawIds]) => ({ id, rawIds: [...rawIds] }));
}
