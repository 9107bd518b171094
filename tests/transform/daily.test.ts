import { describe, expect, test } from 'vitest';
import { accountDaily as accountDailyTable } from '../../lib/schema/derived.ts';
import type { Row } from '../../lib/schema/index.ts';
import { accountDaily } from '../../lib/transform/daily.ts';
import { accountRow, hourlyRows } from './rows.ts';

const later = '2027-01-01T00:00:00Z';
const inZone = (zone: string) => ({ zones: new Map([['ann', zone]]), asOf: later });
const inUtc = inZone('UTC');
const daily = (rows: readonly Row<'account'>[], options = inUtc) => accountDaily(rows, options).rows;
const pick = (rows: readonly Row<'account_daily'>[]) =>
  rows.map((row) => [row.day.slice(5), row.kind, row.followers, row.followers_net]);

describe('the grid of days', () => {
  test('observed days, a gap over 48 hours, and no day made up (published grid: 72 hours lie between)', () => {
    const rows = hourlyRows('2026-01-01T00:00:00Z', [
      [0, 1000],
      [26, 1100],
      [50, 1090],
      [122, 1400],
    ]);
    expect(pick(daily(rows))).toEqual([
      ['01-01', 'observed', 1000, null],
      ['01-02', 'observed', 1100, 100],
      ['01-03', 'observed', 1090, -10],
      ['01-04', 'gap', null, null],
      ['01-05', 'gap', null, null],
      ['01-06', 'observed', 1400, null],
    ]);
    // Across the gap: 310 followers in the 72 hours that really passed.
    expect(daily(rows)[5]).toMatchObject({ followers_per_day: 103.333333, elapsed_h: 72, decrease: null });
  });

  test('a missing day is read off the line at its end, from the nearest observations on either side', () => {
    const rows = hourlyRows('2026-01-01T00:00:00Z', [
      [2, 500],
      [20, 1000],
      [54, 1170],
      [60, 2000],
    ]);
    // 1000 at hour 20, 1170 at hour 54: 28 of 34 hours have passed at the end of the second day.
    const [, second, third] = daily(rows);
    expect(second).toMatchObject({
      kind: 'interpolated',
      followers: 1140,
      followers_net: 140,
      followers_step: 1,
      followers_net_low: 140,
      followers_net_high: 140,
      followers_per_day: 120,
      elapsed_h: 28,
      observed_at: null,
      source: null,
    });
    expect(third).toMatchObject({ kind: 'observed', followers: 2000, followers_net: 860, elapsed_h: 12 });
  });

  test('48 hours are bridged, a second more is a gap', () => {
    const bridged = hourlyRows('2026-01-01T12:00:00Z', [
      [0, 10],
      [48, 20],
    ]);
    expect(pick(daily(bridged))[1]).toEqual(['01-02', 'interpolated', 18, 8]);
    const gap = hourlyRows('2026-01-01T12:00:00Z', [
      [0, 10],
      [48 + 1 / 3600, 20],
    ]);
    expect(pick(daily(gap))[1]).toEqual(['01-02', 'gap', null, null]);
  });

  test('the last observation of the day counts, and its instant and source stay with it', () => {
    const rows = hourlyRows('2026-01-01T00:00:00Z', [
      [3, 10],
      [23, 12],
      [9, 11],
    ]);
    expect(daily(rows)).toMatchObject([
      { followers: 12, observed_at: '2026-01-01T23:00:00Z', source: 'web_profile_v2' },
    ]);
  });

  test('an observation at the very instant a day ends leaves no time to divide by', () => {
    const rows = hourlyRows('2026-01-01T12:00:00Z', [
      [0, 10],
      [36, 40],
    ]);
    expect(daily(rows).slice(1)).toMatchObject([
      { day: '2026-01-02', kind: 'interpolated', followers: 40, followers_per_day: 20 },
      { day: '2026-01-03', followers: 40, followers_net: 0, followers_per_day: null, elapsed_h: null },
    ]);
  });

  test('followers are a gauge: 0 1 2 3 2 3 4 is a net of 4, where a counter that resets would say 7', () => {
    const rows = daily(
      hourlyRows(
        '2026-01-01T12:00:00Z',
        [0, 1, 2, 3, 2, 3, 4].map((followers, day) => [day * 24, followers] as const),
      ),
    );
    expect(rows.map((row) => row.followers_net)).toEqual([null, 1, 1, 1, -1, 1, 1]);
    expect(rows.reduce((sum, row) => sum + (row.followers_net ?? 0), 0)).toBe(4);
    expect(rows.map((row) => row.decrease)).toEqual([null, null, null, null, 'unexplained', null, null]);
  });

  test('no rows, no days; every row passes its table', () => {
    expect(accountDaily([], inUtc)).toEqual({ rows: [], findings: [] });
    expect(daily([accountRow({})])).toEqual([]);
    const rows = daily(
      hourlyRows('2026-01-01T00:00:00Z', [
        [0, 5],
        [30, 7],
        [70, 9],
        [200, 4],
      ]),
    );
    for (const row of rows) expect(accountDailyTable.row.safeParse(row).success).toBe(true);
    expect(Object.keys(rows[0] ?? {})).toEqual(Object.keys(accountDailyTable.row.shape));
  });
});

describe('now', () => {
  const rows = hourlyRows('2026-01-01T12:00:00Z', [
    [0, 10],
    [24, 20],
    [48, 30],
    [72, 40],
  ]);

  test('the day that is not over has no row, and later observations are not looked at', () => {
    const options = { ...inUtc, asOf: '2026-01-03T12:00:00Z' };
    expect(pick(daily(rows, options))).toEqual([
      ['01-01', 'observed', 10, null],
      ['01-02', 'observed', 20, 10],
    ]);
    expect(daily(rows, options)).toEqual(daily(rows.slice(0, 3), options));
    // What was observed after now does not help to fill a day before it.
    const holed = [...rows.slice(0, 1), ...rows.slice(2, 3)];
    expect(daily(holed, { ...inUtc, asOf: '2026-01-03T11:59:59Z' })).toHaveLength(1);
  });

  test('the day is over at midnight of the account’s zone', () => {
    const at = (asOf: string) => daily(rows.slice(0, 2), { ...inZone('America/New_York'), asOf }).length;
    expect(at('2026-01-03T04:59:59Z')).toBe(1);
    expect(at('2026-01-03T05:00:00Z')).toBe(2);
  });

  test('an observation of today serves as neighbour of yesterday', () => {
    const options = { ...inUtc, asOf: '2026-01-03T13:00:00Z' };
    expect(pick(daily([...rows.slice(0, 1), ...rows.slice(2, 3)], options))).toEqual([
      ['01-01', 'observed', 10, null],
      ['01-02', 'interpolated', 25, 15],
    ]);
  });
});

describe('counters apart', () => {
  test('each counter has its own last value of the day; kind speaks of followers', () => {
    const at = (hour: string, row: Partial<Row<'account'>>) =>
      accountRow({ observed_at: `2026-01-${hour}:00:00Z`, ...row });
    const rows = daily([
      at('01T10', { followers: 10, likes: 100, posts: 5 }),
      at('01T20', { likes: 110 }),
      at('02T20', { likes: 130, posts: 5 }),
      at('03T02', { followers: 20 }),
      at('03T08', { likes: 140, posts: 6 }),
    ]);
    expect(
      rows.map(({ kind, followers, likes, likes_net, posts, posts_net }) => [
        kind,
        followers,
        likes,
        likes_net,
        posts,
        posts_net,
      ]),
    ).toEqual([
      ['observed', 10, 110, null, 5, null],
      ['interpolated', 20, 130, 20, 5, 0],
      ['observed', 20, 140, 10, 6, 1],
    ]);
    expect(rows[0]?.observed_at).toBe('2026-01-01T10:00:00Z');
  });

  test('likes are not interpolated beside an observed follower count, where nothing would say so', () => {
    const rows = daily([
      accountRow({ observed_at: '2026-01-01T12:00:00Z', followers: 10, likes: 100 }),
      accountRow({ observed_at: '2026-01-02T12:00:00Z', followers: 11 }),
      accountRow({ observed_at: '2026-01-03T12:00:00Z', followers: 12, likes: 120 }),
    ]);
    expect(rows.map((row) => [row.kind, row.likes, row.likes_net])).toEqual([
      ['observed', 100, null],
      ['observed', null, null],
      ['observed', 120, null],
    ]);
  });

  test('at one instant the finer step counts, then the first source by name', () => {
    const row = (source: string, followers: number, followers_step: number | null) =>
      accountRow({ source, followers, followers_step, rounding: 'nearest' });
    const of = (...rows: Row<'account'>[]) => {
      const [forth, back] = [daily(rows), daily(rows.toReversed())];
      expect(forth).toEqual(back);
      return forth[0]?.followers;
    };
    expect(of(row('a', 1200, 100), row('b', 1234, 1), row('c', 1000, null))).toBe(1234);
    expect(of(row('embed', 1, 1), row('web', 2, 1))).toBe(1);
  });

  test('a finer row at one instant is also the one that a missing day is read from', () => {
    const rounded = { rounding: 'nearest', followers_step: 100 } as const;
    const rows = [
      accountRow({ observed_at: '2026-01-01T12:00:00Z', followers: 1000 }),
      accountRow({ observed_at: '2026-01-03T12:00:00Z', followers: 1200, ...rounded }),
      accountRow({ observed_at: '2026-01-03T12:00:00Z', followers: 1160, source: 'z' }),
    ];
    expect(daily(rows)[1]).toMatchObject({ kind: 'interpolated', followers: 1120, followers_step: 1 });
  });
});
