import { dayIn } from '../calendar.ts';
import type { Row } from '../schema/index.ts';
import { type Method, methodName } from '../schema/method.ts';
import { simulatedPrefix } from '../schema/provenance.ts';
import type { AccountContext } from './context.ts';
import { inputsOf } from './inputs.ts';

type Daily = Row<'account_daily'>;

export const summaryMethod: Method = {
  id: 'summary',
  version: 1,
  title: 'Account summary',
  about:
    'The latest known count of each counter, how long the account has been observed, and its growth over 7 and 28 days.',
  formula: ['latest count = the last one known up to now, of each counter by itself; growth as in `growth`'],
  edges: [
    'An account of which only details are known has empty counts and 0 days; one known by its posts alone has no row.',
    'Latest counts include the day that is not over; days and growth speak of complete days.',
  ],
  sources: ['counting'],
  example: () => {
    const followers = [118, 120, null].findLast((count) => count !== null);
    return {
      given: '118 and 120 followers on two days, and today a page on which they were missing',
      result: `${followers} followers, observed yesterday`,
    };
  },
};

/**
 * Table `summary`: one row an account. Latest counts are the last known of each counter up to `asOf`, today's included;
 * everything about days and growth speaks of complete days and is read from `account_daily` and `growth`, so that it cannot disagree
 * with them. An account of which only details are known has nulls for its counts and 0 days; one that is known by its posts
 * alone has no row.
 */
export function makeSummary({ account, asOf, table }: AccountContext): Row<'summary'>[] {
  const { account_id, handle, zone, daily } = account;
  const { observations, infos } = account.series;
  if (observations.length === 0 && infos.length === 0) return [];
  const growthOver = (days: number) =>
    table('growth').find(({ counter, window_days }) => counter === 'followers' && window_days === days);
  const [week, month] = [growthOver(7), growthOver(28)];
  const seen = observations.filter(({ row }) => row.followers !== null);
  const last = seen.at(-1);
  const today = dayIn(zone, new Date(asOf));
  const daysOf = (kind: Daily['kind']) => daily.filter((row) => row.kind === kind).length;
  return [
    {
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
      days_observed: daysOf('observed'),
      days_interpolated: daysOf('interpolated'),
      days_gap: daysOf('gap'),
      followers_net_7d: week?.net ?? null,
      followers_pct_7d: week?.pct ?? null,
      followers_net_28d: month?.net ?? null,
      followers_pct_28d: month?.pct ?? null,
      posts_tracked: account.posts.length,
      n: observations.length,
      inputs: inputsOf(seen.map(({ row }) => ({ step: row.followers_step }))),
      method: methodName(summaryMethod),
      as_of: asOf,
    },
  ];
}
