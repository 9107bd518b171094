import type { Row } from '../../lib/schema/index.ts';
import { windowGrowth } from '../../lib/transform/growth.ts';
import type { Account } from '../../pages/_data/account.ts';
import type { AccountLine } from '../../pages/_data/accounts.ts';
import { summaryRow } from '../helpers/summary.ts';

export type Point = Pick<Row<'account_daily'>, 'day' | 'followers'> & Partial<Row<'account_daily'>>;

/** An account as the pages hold it, with these days; rounding is exact unless the days say otherwise. */
export function accountOf(
  points: readonly Point[],
  changes: Partial<Account & AccountLine> = {},
): Account & AccountLine {
  const summary = changes.summary ?? summaryRow({ followers: points.at(-1)?.followers ?? null });
  const daily = points.map((point) => dailyRow({ account_id: summary.account_id, ...point }));
  const change = (days: number) => windowGrowth(daily, { days })[0] ?? null;
  return {
    segment: summary.handle,
    simulated: false,
    summary,
    daily,
    info: [],
    posts: [],
    postCount: 0,
    change: { 7: change(7), 28: change(28) },
    findings: [],
    annotations: [],
    charts: { forecast: [], backtest: [], scores: [], ages: [], curve: null },
    recent: [],
    ...changes,
  };
}

function dailyRow(row: Point & { account_id: string }): Row<'account_daily'> {
  return {
    handle: 'someone',
    zone: 'UTC',
    kind: row.followers === null ? 'gap' : 'observed',
    followers_step: 1,
    rounding: 'exact',
    followers_net: null,
    followers_net_low: null,
    followers_net_high: null,
    followers_per_day: null,
    elapsed_h: null,
    likes: null,
    likes_net: null,
    posts: null,
    posts_net: null,
    decrease: null,
    observed_at: null,
    source: null,
    n: row.followers === null ? 0 : 1,
    method: 'day-grid@1',
    as_of: '2026-01-01T00:00:00Z',
    ...row,
  };
}
