import { describe, expect, test } from 'vitest';
import { summary } from '../../lib/schema/derived.ts';
import { transformAll, zonesOf } from '../../lib/transform/all.ts';
import { accountDaily } from '../../lib/transform/daily.ts';
import { derivedTables } from '../../lib/transform/tables.ts';
import { accountRow, hourlyRows, infoRow, postInfoRow } from './rows.ts';

const days = (count: number, followers: (day: number) => number) =>
  Array.from({ length: count }, (_, day) => [day * 24, followers(day)] as const);

const inputs = {
  account: [
    ...hourlyRows(
      '2026-01-01T20:00:00Z',
      days(10, (day) => 100 + day * 10),
      { posts: 4, likes: 9 },
    ),
    ...hourlyRows(
      '2026-01-01T20:00:00Z',
      days(3, (day) => 50 - day),
      {
        account_id: 'handle:bob',
        handle: 'bob',
        source: 'simulated:embed',
      },
    ),
    accountRow({ account_id: '3', handle: 'cid', likes_wrapped: -5, observed_at: '2026-01-02T00:00:00Z' }),
  ],
  accountInfo: [
    infoRow({ observed_at: '2026-01-01T20:00:00Z', name: 'Ann', status: 'ok' }),
    infoRow({ observed_at: '2026-01-05T20:00:00Z', status: 'private' }),
    infoRow({ observed_at: '2026-03-05T20:00:00Z', status: 'banned', name: 'Later' }),
    infoRow({ account_id: '2', handle: 'bob', observed_at: '2026-01-03T20:00:00Z', name: 'Bob' }),
    infoRow({ account_id: '4', handle: 'dee', status: 'not_found', observed_at: '2026-01-03T20:00:00Z' }),
  ],
  postInfo: [
    postInfoRow({ post_id: '11', account_id: '1' }),
    postInfoRow({ post_id: '11', account_id: '1' }),
    postInfoRow({ post_id: '12', account_id: 'handle:ann' }),
    postInfoRow({ post_id: '13', account_id: '1', observed_at: '2026-03-01T00:00:00Z' }),
    postInfoRow({ post_id: '21', account_id: '2' }),
    postInfoRow({ post_id: '99', account_id: '9' }),
  ],
  watchlist: [
    { kind: 'account' as const, key: 'ann', zone: 'America/New_York' },
    { kind: 'account' as const, key: 'bob', zone: '' },
    { kind: 'hashtag' as const, key: 'dee', zone: 'Asia/Tokyo' },
  ],
  defaultZone: 'Europe/Copenhagen',
  asOf: new Date('2026-01-10T21:00:00Z'),
};

describe('transformAll', () => {
  const derived = transformAll(inputs);
  const { account_daily, summary: summaries, findings } = derived;

  test('one summary an account, known counts up to now, days and growth of complete days', () => {
    expect(summaries.map((row) => [row.account_id, row.handle])).toEqual([
      ['1', 'ann'],
      ['2', 'bob'],
      ['3', 'cid'],
      ['4', 'dee'],
    ]);
    expect(summaries[0]).toEqual({
      account_id: '1',
      handle: 'ann',
      name: 'Ann',
      zone: 'America/New_York',
      status: 'private',
      simulated: false,
      observed_at: '2026-01-10T20:00:00Z',
      followers: 190,
      followers_step: 1,
      likes: 9,
      posts: 4,
      first_day: '2026-01-01',
      last_day: '2026-01-09',
      days_observed: 9,
      days_interpolated: 0,
      days_gap: 0,
      followers_net_7d: 70,
      // 2 January: 110 followers.
      followers_pct_7d: 70 / 110,
      followers_net_28d: null,
      followers_pct_28d: null,
      posts_tracked: 2,
      n: 10,
      inputs: ['observed'],
      method: 'summary@1',
      as_of: '2026-01-10T21:00:00Z',
    });
  });

  test('an account without an id is joined and keeps its mark of simulation; one long silent has no growth', () => {
    expect(summaries[1]).toMatchObject({
      name: 'Bob',
      zone: 'Europe/Copenhagen',
      simulated: true,
      followers: 48,
      last_day: '2026-01-03',
      followers_net_7d: null,
      posts_tracked: 1,
    });
    expect(account_daily.filter((row) => row.account_id === '2').map((row) => row.followers_net)).toEqual([
      null,
      -1,
      -1,
    ]);
  });

  test('an account of which only details are known has no counts', () => {
    expect(summaries[3]).toMatchObject({
      status: 'not_found',
      observed_at: null,
      followers: null,
      first_day: null,
      days_observed: 0,
      days_gap: 0,
    });
  });

  test('what could not be resolved is found, once an account', () => {
    expect(findings.map(({ rule, subject }) => [rule, subject])).toEqual([['wrap_unresolved', '@cid']]);
  });

  test('every summary passes its table, columns in order', () => {
    for (const row of summaries) expect(summary.row.safeParse(row).success).toBe(true);
    expect(Object.keys(summaries[0] ?? {})).toEqual(Object.keys(summary.row.shape));
  });

  test('the order of the inputs changes nothing', () => {
    const turned = {
      ...inputs,
      account: inputs.account.toReversed(),
      accountInfo: inputs.accountInfo.toReversed(),
      postInfo: inputs.postInfo.toReversed(),
      watchlist: inputs.watchlist.toReversed(),
    };
    expect(transformAll(turned)).toEqual(derived);
  });

  test('the days made by themselves are the same', () => {
    const options = {
      zones: zonesOf(inputs.watchlist),
      defaultZone: inputs.defaultZone,
      asOf: inputs.asOf,
      infos: inputs.accountInfo,
    };
    const daily = accountDaily(inputs.account, options);
    expect(daily).toEqual({ rows: account_daily, findings });
  });

  test('nothing in, nothing out', () => {
    const none = transformAll({ ...inputs, account: [], accountInfo: [], postInfo: [], watchlist: [] });
    expect(Object.keys(none)).toEqual([...derivedTables, 'findings']);
    expect(Object.values(none).flat()).toEqual([]);
  });
});
