import { describe, expect, test } from 'vitest';
import { readSettings } from '../../lib/config.ts';
import { accountViews, benchmark } from '../../lib/schema/derived-benchmark.ts';
import { defaultTiers, readTiers, tierOf } from '../../lib/schema/tier.ts';
import { standingOf } from '../../lib/transform/set/benchmark.ts';
import { derive } from './account-tables.ts';
import { hourlyRows, postInfoRow, postRow } from './rows.ts';

describe('tiers', () => {
  test('lower ends are included; other lines are a setting', () => {
    expect([0, 999, 1000, 99_999, 100_000, 500_000, 1_000_000].map((followers) => tierOf(followers))).toEqual(
      ['starter', 'starter', 'nano', 'micro', 'mid', 'macro', 'mega'],
    );
    expect(readTiers(['small=100', 'large=5000'])).toEqual([
      { name: 'small', from: 100 },
      { name: 'large', from: 5000 },
    ]);
    expect(tierOf(99, readTiers(['small=100']) ?? [])).toBeNull();
    for (const wrong of [[], ['a=2', 'b=2'], ['a=1', 'a=2'], ['a'], ['A=1'], ['a=-1'], ['a=1.5']])
      expect([wrong, readTiers(wrong)]).toEqual([wrong, null]);
  });

  test('the setting is read from the environment, and a wrong one is refused', () => {
    expect(readTiers(readSettings({}, {}, '/p').tiers)).toEqual(defaultTiers);
    expect(readSettings({}, { CLIPBOOK_TIERS: 'small=0, large=5000' }, '/p').tiers).toEqual([
      'small=0',
      'large=5000',
    ]);
    expect(() => readSettings({}, { CLIPBOOK_TIERS: 'large=5000 small=0' }, '/p')).toThrow(
      /CLIPBOOK_TIERS.*rising/,
    );
  });
});

describe('standingOf', () => {
  test('midrank, quartiles, and the Wilson interval', () => {
    // One below, two equal of five: (1 + 1) / 5. Wilson 2 of 5 at 95%: 0.1176 to 0.7693.
    const standing = standingOf([3, 1, 3, 9, 5], 3);
    expect(standing).toMatchObject({ percentile: 0.4, median: 3, q1: 3, q3: 5, n: 5 });
    expect(standing.low).toBeCloseTo(0.1176, 4);
    expect(standing.high).toBeCloseTo(0.7693, 4);
  });

  test('below five values there is no percentile, without any nothing', () => {
    expect(standingOf([1, 2, 3, 4], 4)).toEqual({
      percentile: null,
      low: null,
      high: null,
      median: 2.5,
      q1: 1.75,
      q3: 3.25,
      n: 4,
    });
    expect(standingOf([], 1)).toEqual({
      percentile: null,
      low: null,
      high: null,
      median: null,
      q1: null,
      q3: null,
      n: 0,
    });
    expect(standingOf([1, 2, 3, 4, 5], null).percentile).toBeNull();
  });
});

describe('table benchmark', () => {
  // Five nano accounts that grow by 1 to 5% over 28 days, and a mid one.
  const series = (account_id: string, from: number, to: number) =>
    hourlyRows(
      '2026-01-12T18:00:00Z',
      [0, ...Array.from({ length: 28 }, (_, i) => i + 1)].map(
        (day) => [day * 24, Math.round(from + ((to - from) * day) / 28)] as const,
      ),
      { account_id, handle: `a${account_id}` },
    );
  const account = [
    ...[1, 2, 3, 4, 5].flatMap((i) => series(String(i), 2000, 2000 + 20 * i)),
    ...series('6', 200_000, 210_000),
  ];

  test('growth within tiers of the tracked set', () => {
    const rows = derive('benchmark', { account }).filter(({ metric }) => metric === 'followers_pct_28d');
    expect(rows.map((row) => [row.account_id, row.tier, row.percentile])).toEqual([
      ['1', 'nano', 0.1],
      ['2', 'nano', 0.3],
      ['3', 'nano', 0.5],
      ['4', 'nano', 0.7],
      ['5', 'nano', 0.9],
      ['6', 'mid', null],
    ]);
    expect(rows[2]).toMatchObject({
      tier_followers: 2000,
      value: 0.03,
      tier_median: 0.03,
      n: 5,
      reason: null,
    });
    expect(rows[5]?.reason).toBe('1 tracked account of the tier has a value, and 5 are needed');
    for (const row of rows) expect(benchmark.row.parse(row)).toEqual(row);
    const larger = derive('benchmark', { account, tiers: [{ name: 'large', from: 100_000 }] });
    expect(
      larger.find(({ account_id, metric }) => account_id === '1' && metric === 'followers_pct_28d'),
    ).toMatchObject({
      tier: null,
      reason: 'its 2,000 followers are below the first tier',
    });
  });

  test('posts count in the tier at posting, by their views at 7 days', () => {
    const rows = derive('benchmark', {
      account,
      postInfo: [
        postInfoRow({
          post_id: '11',
          account_id: '1',
          created_at: '2026-01-20T18:00:00Z',
          created_from: 'source',
        }),
      ],
      post: [
        postRow({ post_id: '11', account_id: '1', observed_at: '2026-01-27T18:00:00Z', views: 700 }),
        postRow({ post_id: '11', account_id: '1', observed_at: '2026-02-08T18:00:00Z', views: 900 }),
      ],
    });
    const views = rows.filter(({ metric }) => metric === 'views_median');
    // 8 of 28 days after 2,000 with 20 more: 2,006.
    expect(views[0]).toMatchObject({
      value: 700,
      tier: 'nano',
      tier_followers: 2006,
      tier_median: 700,
      n: 1,
    });
    expect(views[1]).toMatchObject({ value: null, tier: null, reason: 'it has no posts' });
    for (const row of rows) expect(benchmark.row.parse(row)).toEqual(row);
  });

  test('views at equal age of an account: median with its interval, mean and geometric mean', () => {
    // Six posts of six days with 100, 200, 400, 800, 1,600 and 6,400 views at 7 days, and one of which they are not known.
    const views = [100, 200, 400, 800, 1600, 6400];
    const created = (i: number) => `2026-01-1${i}T18:00:00Z`;
    const [row] = derive('account_views', {
      account,
      postInfo: [...views, 0].map((_, i) =>
        postInfoRow({ post_id: `1${i}`, account_id: '1', created_at: created(i), created_from: 'source' }),
      ),
      post: views.map((count, i) =>
        postRow({
          post_id: `1${i}`,
          account_id: '1',
          observed_at: `2026-01-${17 + i}T18:00:00Z`,
          views: count,
        }),
      ),
    });
    expect(row).toMatchObject({
      views_median: 600,
      // Ranks 1 and 6 of 6: 96.9%.
      views_median_low: 100,
      views_median_high: 6400,
      views_q1: 250,
      views_q3: 1400,
      n: 6,
      first_day: '2026-01-10',
      last_day: '2026-01-15',
      reason: null,
    });
    // 9,500 / 6; the geometric mean is 100 · 2^((0+1+2+3+4+6)/6) = 100 · 2^(16/6).
    expect(row?.views_mean).toBeCloseTo(9500 / 6, 9);
    expect(row?.views_geomean).toBeCloseTo(100 * 2 ** (16 / 6), 6);
    expect(accountViews.row.parse(row)).toEqual(row);
  });

  test('one account is held against nobody', () => {
    expect(derive('benchmark', { account: series('1', 10, 20) })).toEqual([]);
  });
});
