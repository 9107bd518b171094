import type { Row } from '../schema/index.ts';
import type { DayValue } from './grid.ts';
import type { AccountSeries } from './series.ts';

export type Daily = Row<'account_daily'>;

/** A row of a day, changes apart, with the values that are known of it. */
export function newRow(
  account: AccountSeries,
  day: string,
  followers: DayValue | undefined,
  likes: DayValue | undefined,
  posts: DayValue | undefined,
  method: string,
): Daily {
  const kind = followers?.kind ?? 'gap';
  const behind = followers?.observation?.row;
  return {
    account_id: account.account_id,
    day,
    handle: account.handle,
    zone: account.zone,
    kind,
    followers: wholeOf(followers, kind),
    followers_step: followers?.step ?? null,
    rounding: behind?.rounding ?? null,
    followers_net: null,
    followers_net_low: null,
    followers_net_high: null,
    followers_per_day: null,
    elapsed_h: null,
    likes: wholeOf(likes, kind),
    likes_net: null,
    posts: wholeOf(posts, kind),
    posts_net: null,
    decrease: null,
    observed_at: behind?.observed_at ?? null,
    source: behind?.source ?? null,
    n: 0,
    method,
    as_of: latestOf(kind, [followers, likes, posts]),
  };
}

/** The latest instant behind the values that a row of that kind shows; empty where it shows none. */
function latestOf(kind: Daily['kind'], values: readonly (DayValue | undefined)[]): string {
  let latest = '';
  for (const value of values)
    if (value && wholeOf(value, kind) !== null && value.until > latest) latest = value.until;
  return latest;
}

/** A value as a whole count; null where it is interpolated and the row does not say so. */
export function wholeOf(value: DayValue | undefined, kind: Daily['kind']): number | null {
  if (!value || (value.kind === 'interpolated' && kind !== 'interpolated')) return null;
  return Math.round(value.value);
}
