import type { Row, TableName } from '../schema/index.ts';
import { makeAccountViews } from './account/account-views.ts';
import { makeChange } from './account/change.ts';
import { makeDecrease } from './account/decrease.ts';
import { makeBacktest, makeForecast } from './account/forecast.ts';
import { makeForecastScore } from './account/forecast-score.ts';
import { makeGrowth } from './account/growth.ts';
import { makeMilestone } from './account/milestone.ts';
import { makeReach } from './account/reach.ts';
import { makeUnusual } from './account/unusual.ts';
import type { AccountContext, MakeAccountTable, MakeSetTable, SetContext } from './context.ts';
import { postSetTables, postTables } from './post-tables.ts';
import { makeBenchmark } from './set/benchmark.ts';
import { makeCompare } from './set/compare.ts';
import { makeBacktestAll, makeForecastScoreAll } from './set/forecast-all.ts';
import { makeShareOfVoice } from './set/share-of-voice.ts';
import { makeSummary } from './summary.ts';

/** Derived tables that are made account by account, `account_daily` apart. A table may read others, whatever the order here. */
export const accountTables = {
  growth: makeGrowth,
  decrease: makeDecrease,
  reach: makeReach,
  account_views: makeAccountViews,
  forecast: makeForecast,
  backtest: makeBacktest,
  forecast_score: makeForecastScore,
  milestone: makeMilestone,
  unusual: makeUnusual,
  change: makeChange,
  summary: makeSummary,
  ...postTables,
} satisfies { [T in TableName]?: MakeAccountTable<T> };

/** Derived tables that look at all accounts together; made when those of each account are. */
export const setTables = {
  share_of_voice: makeShareOfVoice,
  compare: makeCompare,
  benchmark: makeBenchmark,
  ...postSetTables,
  backtest_all: makeBacktestAll,
  forecast_score_all: makeForecastScoreAll,
} satisfies { [T in TableName]?: MakeSetTable<T> };

/**
 * Tables of accounts that those of the set are made of, beside what `AccountHead` says. Of the others no row is held once it is written: a table that is not
 * named here cannot be read by a table of the set.
 */
export const tablesOfSet: readonly TableName[] = [
  'growth',
  'reach',
  'backtest',
  'forecast_score',
  'account_views',
  'engagement',
  'hashtag_effect',
  'sound_effect',
  'cadence',
];

export type AccountTable = keyof typeof accountTables;
export type SetTable = keyof typeof setTables;
/** A table that `transform` makes. */
export type DerivedTable = 'account_daily' | AccountTable | SetTable;

/** Names of every table that `transform` makes. */
export const derivedTables = [
  'account_daily',
  ...Object.keys(accountTables),
  ...Object.keys(setTables),
] as DerivedTable[];

type Rows = readonly Row<TableName>[];
type Maker<C> = (context: C) => Rows;

/** A context whose `table` makes each table once. `given` are tables that are there already. */
export function accountContext(base: Omit<AccountContext, 'table'>): AccountContext {
  const context: AccountContext = {
    ...base,
    table: reader(accountTables, () => context, { account_daily: base.account.daily }),
  };
  return context;
}

export function setContext(
  base: Omit<SetContext, 'table'>,
  given: { readonly [T in TableName]?: readonly Row<T>[] },
): SetContext {
  const ready = Object.fromEntries(Object.entries(given).filter(([name]) => isOfSet(name)));
  const context: SetContext = { ...base, table: reader(setTables, () => context, ready) };
  return context;
}

function isOfSet(name: string): boolean {
  return (tablesOfSet as readonly string[]).includes(name);
}

function reader<C>(
  makers: object,
  contextOf: () => C,
  given: { readonly [name: string]: Rows },
): AccountContext['table'] {
  const made = new Map<string, Rows>(Object.entries(given));
  const making = new Set<string>();
  const read = (name: TableName): Rows => {
    const ready = made.get(name);
    if (ready) return ready;
    const maker = (makers as Record<string, Maker<C> | undefined>)[name];
    if (!maker) throw new RangeError(`The table "${name}" cannot be read here.`);
    if (making.has(name)) throw new RangeError(`The table "${name}" asks for itself.`);
    making.add(name);
    const rows = maker(contextOf());
    making.delete(name);
    made.set(name, rows);
    return rows;
  };
  return read as AccountContext['table'];
}
