import type { Row } from '../../lib/schema/index.ts';

/** A summary row; what is not given is what a healthy account without growth figures has. */
export function summaryRow(row: Partial<Row<'summary'>> = {}): Row<'summary'> {
  return {
    account_id: '107955',
    handle: 'someone',
    name: null,
    zone: 'UTC',
    status: 'ok',
    simulated: null,
    observed_at: '2026-11-22T03:00:00Z',
    followers: 1000,
    followers_step: 1,
    likes: null,
    posts: null,
    first_day: '2026-11-01',
    last_day: '2026-11-21',
    days_observed: 21,
    days_interpolated: 0,
    days_gap: 0,
    followers_net_7d: null,
    followers_pct_7d: null,
    followers_net_28d: null,
    followers_pct_28d: null,
    posts_tracked: 0,
    n: 1,
    inputs: ['observed'],
    method: 'summary@1',
    as_of: '2026-11-22T12:00:00Z',
    ...row,
  };
}
