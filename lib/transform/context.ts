import type { Row, TableName } from '../schema/index.ts';
import type { Tier } from '../schema/tier.ts';
import type { PostSeries } from './post-series.ts';
import type { Remember } from './remember.ts';
import type { AccountSeries } from './series.ts';

/** One account and everything that is known of it up to `asOf`. */
export interface AccountRecord {
  account_id: string;
  /** Latest known handle without @; the id where none is known. */
  handle: string;
  /** IANA zone that its days are cut in. */
  zone: string;
  /** Its observations by time; none for an account that is known by its posts alone. */
  series: AccountSeries;
  /** Its rows of `account_daily`, by day. */
  daily: readonly Row<'account_daily'>[];
  /** Its posts, by publication. */
  posts: readonly PostSeries[];
  /** What was forecast of it in the past, as it was said. */
  issued: readonly Row<'forecast_issued'>[];
}

/** Reads another derived table while one is made; the same rows each time, made when first asked for. */
type ReadDerived = <T extends TableName>(table: T) => readonly Row<T>[];

/** What a table of one account is made of. */
export interface AccountContext {
  account: AccountRecord;
  /** The instant that counts as now, as text. */
  asOf: string;
  /** For a step that takes long and depends on little: what it made of the same inputs in an earlier run. */
  remember: Remember;
  /** Rows of another table of this account. Throws `RangeError` for one that is not made by account, or that asks for itself. */
  table: ReadDerived;
}

/** A day of an account on which its followers are known. */
export type KnownDay = Pick<
  Row<'account_daily'>,
  'day' | 'kind' | 'followers' | 'followers_step' | 'rounding'
>;

/** An account where all are looked at together. */
export interface AccountHead extends Pick<AccountRecord, 'account_id' | 'handle' | 'zone'> {
  /** Whether it has observations of its own, and is not known by its posts alone. */
  isObserved: boolean;
  /** By day. */
  days: readonly KnownDay[];
}

/** What a table of the whole tracked set is made of. */
export interface SetContext {
  /** By account id. */
  accounts: readonly AccountHead[];
  /** Sizes of accounts to compare within. */
  tiers: readonly Tier[];
  asOf: string;
  /** Rows of another table, of every account. Throws `RangeError` for one that `tablesOfSet` does not name. */
  table: ReadDerived;
}

/** Makes the rows of one account. */
export type MakeAccountTable<T extends TableName> = (context: AccountContext) => Row<T>[];
/** Makes the rows of a table that compares accounts. */
export type MakeSetTable<T extends TableName> = (context: SetContext) => Row<T>[];
