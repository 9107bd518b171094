import { dayIn, instantOf } from '../calendar.ts';
import type { Row } from '../schema/index.ts';
import { simulatedPrefix } from '../schema/provenance.ts';
import { windowGrowth } from './growth.ts';
import type { Identity } from './identity.ts';
import { type AccountSeries, accountSeries, type SeriesOptions } from './series.ts';

type Daily = Row<'account_daily'>;

/** A post and the account it belongs to, as a row of `post` or `post_info` says. */
export type PostOwner = Pick<Row<'post_info'>, 'post_id' | 'account_id'> & { observed_at?: string };

/**
 * One row an account, sorted by id: table `summary`. Latest counts are the last known of each counter up to `asOf`, today's
 * included; everything about days and growth speaks of complete days and is read from `daily`, so that it cannot disagree
 * with it. An account of which only details are known has nulls for its counts and 0 days. `posts` may name a post more
 * than once.
 */
export function accountSummary(
  rows: readonly Row<'account'>[],
  options: SeriesOptions & { daily: readonly Daily[]; posts: readonly PostOwner[] },
): Row<'summary'>[] {
  const { series, identity } = accountSeries(rows, options);
  const posts = postsByAccount(options.posts, identity, options.asOf);
  return summaryOf(series, options.daily, posts, options.asOf);
}

/** Ids of the posts of each account that were seen up to `asOf`, joined as the accounts are. */
export function postsByAccount(
  posts: readonly PostOwner[],
  identity: Identity,
  asOf: Date | string,
): Map<string, Set<string>> {
  const now = instantOf(new Date(asOf));
  const byAccount = new Map<string, Set<string>>();
  for (const { post_id, account_id, observed_at } of posts) {
    if (observed_at !== undefined && observed_at > now) continue;
    const owner = identity.idOf(account_id, observed_at);
    const ids = byAccount.get(owner);
    if (ids) ids.add(post_id);
    else byAccount.set(owner, new Set([post_id]));
  }
  return byAccount;
}

/** `accountSummary` for accounts that are joined already. */
export function summaryOf(
  series: readonly AccountSeries[],
  daily: readonly Daily[],
  posts: ReadonlyMap<string, ReadonlySet<string>>,
  asOf: Date | string,
): Row<'summary'>[] {
  const weekOf = growthById(daily, 7, asOf);
  const monthOf = growthById(daily, 28, asOf);
  const daysOf = countDays(daily);
  return series.map((account) => {
    const { account_id, handle, zone, observations, infos } = account;
    const seen = observations.filter(({ row }) => row.followers !== null);
    const last = seen.at(-1);
    const today = dayIn(zone, new Date(asOf));
    const counts = daysOf.get(account_id);
    const [week, month] = [weekOf.get(account_id), monthOf.get(account_id)];
    return {
      account_id,
      handle,
      name: infos.findLast((info) => info.name !== null)?.name ?? null,
      zone,
      status: infos.at(-1)?.status ?? 'ok',
      simulated: [...observations.map(({ row }) => row), ...infos].some(({ source }) =>
        source.startsWith(simulatedPrefix),
      ),
      observed_at: last?.row.observed_at ?? null,
      followers: last?.row.followers ?? null,
      followers_step: last?.row.followers_step ?? null,
      likes: observations.findLast(({ row }) => row.likes !== null)?.row.likes ?? null,
      posts: observations.findLast(({ row }) => row.posts !== null)?.row.posts ?? null,
      first_day: seen[0]?.day ?? null,
      last_day: seen.findLast(({ day }) => day < today)?.day ?? null,
      days_observed: counts?.observed ?? 0,
      days_interpolated: counts?.interpolated ?? 0,
      days_gap: counts?.gap ?? 0,
      followers_net_7d: week?.gain ?? null,
      followers_pct_7d: week?.pct ?? null,
      followers_net_28d: month?.gain ?? null,
      followers_pct_28d: month?.pct ?? null,
      posts_tracked: posts.get(account_id)?.size ?? 0,
      as_of: instantOf(new Date(asOf)),
    };
  });
}

function growthById(daily: readonly Daily[], days: number, asOf: Date | string) {
  return new Map(windowGrowth(daily, { days, asOf }).map((growth) => [growth.account_id, growth]));
}

function countDays(daily: readonly Daily[]): Map<string, Record<Daily['kind'], number>> {
  const counts = new Map<string, Record<Daily['kind'], number>>();
  for (const { account_id, kind } of daily) {
    let count = counts.get(account_id);
    if (!count) {
      count = { observed: 0, interpolated: 0, gap: 0 };
      counts.set(account_id, count);
    }
    count[kind]++;
  }
  return counts;
}
