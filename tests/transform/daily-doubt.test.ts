import { describe, expect, test } from 'vitest';
import type { Row } from '../../lib/schema/index.ts';
import { accountDaily } from '../../lib/transform/daily.ts';
import { accountRow, hourlyRows, infoRow } from './rows.ts';

const inUtc = { zones: new Map([['ann', 'UTC']]), asOf: '2027-01-01T00:00:00Z' };
const daily = (rows: readonly Row<'account'>[], options = inUtc) => accountDaily(rows, options).rows;
const pick = (rows: readonly Row<'account_daily'>[]) =>
  rows.map((row) => [row.day.slice(5), row.kind, row.followers, row.followers_net]);

describe('rounding', () => {
  const rounded = (rounding: Row<'account'>['rounding'], step: number | null = 100_000) =>
    daily(
      hourlyRows(
        '2026-01-01T12:00:00Z',
        [
          [0, 1_200_000],
          [24, 1_300_000],
        ],
        { rounding, followers_step: step },
      ),
    )[1];

  test.each([
    // b − a where a is in [1.15M, 1.25M) and b in [1.25M, 1.35M), whole counts.
    ['nearest', 100_000, 1, 199_999],
    ['down', 100_000, 1, 199_999],
    // [1.15M, 1.3M) and [1.25M, 1.4M).
    ['unknown', 100_000, -49_999, 249_999],
    ['exact', 1, 100_000, 100_000],
    ['unknown', null, null, null],
  ] as const)('%s, step %s: the change is between %s and %s', (mode, step, low, high) => {
    expect(rounded(mode, step)).toMatchObject({
      followers_net: 100_000,
      followers_net_low: low,
      followers_net_high: high,
    });
  });

  test('an interpolated day carries the rounding of its neighbours', () => {
    const [, day] = daily(
      hourlyRows(
        '2026-01-01T12:00:00Z',
        [
          [0, 1_200_000],
          [48, 1_600_000],
        ],
        { rounding: 'nearest', followers_step: 100_000 },
      ),
    );
    // Three quarters of the way: 1.5M, between 1.45M and 1,549,999.
    expect(day).toMatchObject({
      followers: 1_500_000,
      followers_step: 100_000,
      followers_net_low: 1_450_000 - 1_249_999,
      followers_net_high: 1_549_999 - 1_150_000,
    });
  });

  test('a fall by one step is a flip', () => {
    const rows = hourlyRows(
      '2026-01-01T12:00:00Z',
      [
        [0, 1_300_000],
        [24, 1_200_000],
      ],
      {
        rounding: 'nearest',
        followers_step: 100_000,
      },
    );
    expect(daily(rows)[1]).toMatchObject({ followers_net: -100_000, decrease: 'rounding_flip' });
  });
});

describe('what does not count', () => {
  test('a zero after a positive value is not observed, and a finding', () => {
    const rows = hourlyRows('2026-01-01T12:00:00Z', [
      [0, 1000],
      [24, 0],
      [48, 1040],
    ]);
    const { rows: days, findings } = accountDaily(rows, inUtc);
    expect(pick(days)).toEqual([
      ['01-01', 'observed', 1000, null],
      ['01-02', 'interpolated', 1030, 30],
      ['01-03', 'observed', 1040, 10],
    ]);
    expect(findings).toMatchObject([{ rule: 'zero_sentinel', subject: '@ann', rows: 1 }]);
  });

  test('zeros to the end leave nothing after the last known day', () => {
    const rows = hourlyRows('2026-01-01T12:00:00Z', [
      [0, 7],
      [24, 0],
      [48, 0],
    ]);
    expect(pick(daily(rows))).toEqual([['01-01', 'observed', 7, null]]);
  });

  test('an overflow of followers is named and has no net', () => {
    const rows = hourlyRows('2026-01-01T12:00:00Z', [
      [0, 4_000_000_000],
      [24, 5],
    ]);
    expect(daily(rows)[1]).toMatchObject({
      followers: 5,
      followers_net: null,
      followers_net_high: null,
      followers_per_day: null,
      decrease: 'wrap',
    });
  });

  test('likes that overflow without a mark have no net', () => {
    const rows = [3_000_000_000, 5].map((likes, day) =>
      accountRow({ observed_at: `2026-01-0${day + 1}T12:00:00Z`, followers: 1, likes }),
    );
    expect(daily(rows)[1]).toMatchObject({ likes: 5, likes_net: null });
  });

  test('another account under the same handle is not compared with the one before', () => {
    const rows = hourlyRows(
      '2026-01-01T12:00:00Z',
      [
        [0, 9000],
        [24, 12],
        [48, 13],
      ],
      {
        account_id: 'handle:ann',
      },
    );
    const infos = [
      infoRow({ account_id: 'handle:ann', observed_at: '2026-01-01T12:00:00Z', sec_uid: 'a' }),
      infoRow({ account_id: 'handle:ann', observed_at: '2026-01-02T12:00:00Z', sec_uid: 'b' }),
    ];
    expect(accountDaily(rows, { ...inUtc, infos }).rows).toMatchObject([
      { followers: 9000, decrease: null },
      { followers: 12, followers_net: null, followers_per_day: null, decrease: 'identity_change' },
      { followers: 13, followers_net: 1, decrease: null },
    ]);
  });

  test('rows without an id join the id seen under their handle, across a rename', () => {
    const rows = [
      ...hourlyRows('2026-01-01T12:00:00Z', [[0, 10]], { account_id: 'handle:old', handle: 'old' }),
      ...hourlyRows('2026-01-02T12:00:00Z', [[0, 11]], { account_id: '7', handle: 'old' }),
      ...hourlyRows('2026-01-03T12:00:00Z', [[0, 12]], { account_id: '7', handle: 'new' }),
    ];
    expect(daily(rows).map((row) => [row.account_id, row.handle, row.followers_net])).toEqual([
      ['7', 'new', null],
      ['7', 'new', 1],
      ['7', 'new', 1],
    ]);
  });

  test('three accounts that fall on one day by more than half a percent are a purge', () => {
    const rows = ['1', '2', '3', '4'].flatMap((account_id) =>
      hourlyRows(
        '2026-01-01T12:00:00Z',
        [
          [0, 10_000],
          [24, account_id === '4' ? 10_010 : 9_900],
        ],
        {
          account_id,
          handle: `a${account_id}`,
        },
      ),
    );
    const kinds = (of: Row<'account'>[]) =>
      daily(of)
        .filter((row) => row.day === '2026-01-02')
        .map((row) => row.decrease);
    expect(kinds(rows)).toEqual(['purge', 'purge', 'purge', null]);
    expect(kinds(rows.slice(0, 4))).toEqual(['unexplained', 'unexplained']);
  });
});
