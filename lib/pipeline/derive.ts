import { instantOf, msPerDay } from '../calendar.ts';
import type { Settings } from '../config.ts';
import type { Row } from '../schema/index.ts';
import { readWatchlist } from '../store/lists.ts';
import { readTable } from '../store/tables.ts';
import { beginTransform, collect, type Derived, emptyRows, type TransformStart } from '../transform/all.ts';
import { postColumns, postInfoColumns, postSeries } from '../transform/post-series.ts';
import { type DerivedTable, derivedTables, setTables } from '../transform/tables.ts';

/** Days for which past forecasts are judged. */
const judgedDays = 400;

/** Accounts whose posts are in memory at one time. */
const accountsAtOnce = 64;

/**
 * Derived tables of a ledger as of an instant, computed and not written. Tables that are not `wanted` may be empty;
 * what the wanted ones need is computed all the same. The posts of a few accounts at a time are in memory.
 */
export async function deriveInMemory(
  settings: Pick<Settings, 'data' | 'zone'>,
  asOf: Date,
  wanted: readonly DerivedTable[] = derivedTables,
): Promise<Derived> {
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
    { account, accountInfo, watchlist, defaultZone: settings.zone, asOf, issued },
    comparing ? derivedTables : wanted,
  );
  const rows = emptyRows();
  rows.account_daily = start.account_daily;
  const onlyDays = wanted.every((table) => table === 'account_daily');
  const plan = onlyDays ? [] : await planAccounts(data, start);
  for (let at = 0; at < plan.length; at += accountsAtOnce) {
    const chunk = plan.slice(at, at + accountsAtOnce);
    const accounts = [...new Set(chunk.flatMap(({ rawIds }) => rawIds))];
    const [post, postInfo] = await Promise.all([
      readTable('post', { data, accounts, columns: postColumns }),
      readTable('post_info', { data, accounts, columns: postInfoColumns }),
    ]);
    const posts = postSeries(post, postInfo, start.identity, asOf);
    for (const { id } of chunk) collect(rows, start.deriveAccount(id, posts.get(id) ?? []));
  }
  if (comparing)
    collect(
      rows,
      start.deriveSet(
        plan.map(({ id }) => id),
        rows,
      ),
    );
  return { ...rows, findings: start.findings };
}

/** Accounts by id, each with the ids that its posts are stored under. */
async function planAccounts(
  data: string,
  { identity, accountIds }: TransformStart,
): Promise<{ id: string; rawIds: string[] }[]> {
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
