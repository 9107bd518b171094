import { describe, expect, test } from 'vitest';
import { decrease, growth } from '../../lib/schema/derived-growth.ts';
import type { Row } from '../../lib/schema/index.ts';
import { derive } from './account-tables.ts';
import { accountRow, hourlyRows, infoRow } from './rows.ts';

const days = (values: readonly number[], row: Partial<Row<'account'>> = {}) =>
  hourlyRows(
    '2026-02-01T18:00:00Z',
    values.map((value, day) => [day * 24, value]),
    row,
  );

describe('table decrease', () => {
  test('falls of every counter, each of its kind', () => {
    const rows = (
      [
        [1000, 50_000, 20],
        // 30 followers of 1,000 are 3%, likes 1%; a post went.
        [970, 49_500, 19],
        // 1 of 970 is 0.1%.
        [969, 49_600, 19],
        [960, 49_600, 19],
      ] as const
    ).map(([followers, likes, posts], day) =>
      accountRow({ observed_at: `2026-02-0${day + 1}T18:00:00Z`, followers, likes, posts }),
    );
    const falls = derive('decrease', { account: rows });
    expect(falls.map((row) => [row.counter, row.day.slice(8), row.kind, row.fall])).toEqual([
      ['followers', '02', 'content_removed', 30],
      ['followers', '03', 'small_correction', 1],
      ['followers', '04', 'unexplained', 9],
      ['likes', '02', 'content_removed', 500],
      ['posts', '02', 'content_removed', 1],
    ]);
    expect(falls[0]).toMatchObject({
      before: 1000,
      after: 970,
      fall_low: 30,
      fall_high: 30,
      fraction: 0.03,
      evidence: '30 of 1,000 (3%), and posts fell by 1 the same day.',
      n: 2,
      inputs: ['observed'],
      method: 'decrease@1',
      as_of: '2026-02-02T18:00:00Z',
    });
    expect(falls[2]?.evidence).toBe(
      '9 of 969 (0.93%); neither did posts fall nor most of the other accounts.',
    );
    for (const row of falls) expect(decrease.row.parse(row)).toEqual(row);
  });

  test('rounding explains a fall of one step, which may have been a rise', () => {
    const [fall] = derive('decrease', {
      account: days([1_300_000, 1_200_000], { followers_step: 100_000, rounding: 'nearest' }),
    });
    expect(fall).toMatchObject({
      kind: 'rounding_flip',
      fall: 100_000,
      // 1,250,000 to 1,349,999 before, 1,150,000 to 1,249,999 after.
      fall_low: 1,
      fall_high: 199_999,
      inputs: ['observed', 'rounded'],
      evidence: '100,000 of 1,300,000 (7.7%): no more than the step of 100,000 to which the source rounds.',
    });
  });

  test('a purge is one for the likes of that day too; a fall over a gap is no day’s', () => {
    const account = ['1', '2', '3'].flatMap((account_id) =>
      [1000, 900].map((followers, day) =>
        accountRow({
          account_id,
          handle: `a${account_id}`,
          observed_at: `2026-02-0${day + 1}T18:00:00Z`,
          followers,
          likes: followers * 10,
        }),
      ),
    );
    const gap = [0, 5].map((day) =>
      accountRow({
        account_id: '4',
        handle: 'd',
        observed_at: `2026-02-0${day + 1}T18:00:00Z`,
        followers: 100 - day,
      }),
    );
    const falls = derive('decrease', { account: [...account, ...gap] });
    expect(falls.map((row) => [row.account_id, row.counter, row.kind])).toEqual(
      ['1', '2', '3'].flatMap((id) => [
        [id, 'followers', 'purge'],
        [id, 'likes', 'purge'],
      ]),
    );
  });

  test('another account under the handle, and an overflow, have no size', () => {
    const [other] = derive('decrease', {
      account: days([500, 400]),
      accountInfo: [
        infoRow({ observed_at: '2026-02-01T00:00:00Z', sec_uid: 'MS4wA' }),
        infoRow({ observed_at: '2026-02-02T00:00:00Z', sec_uid: 'MS4wB' }),
      ],
    });
    expect(other).toMatchObject({
      kind: 'identity_change',
      before: 500,
      after: 400,
      fall: null,
      fraction: null,
    });
    const [wrap] = derive('decrease', {
      account: [4_000_000_000, 5_000_000].map((likes, day) =>
        accountRow({ observed_at: `2026-02-0${day + 1}T18:00:00Z`, likes }),
      ),
    });
    expect(wrap).toMatchObject({ counter: 'likes', kind: 'wrap', fall: null });
  });

  test('no falls, no rows', () => {
    expect(derive('decrease', { account: days([1, 2, 2, 3]) })).toEqual([]);
    expect(derive('decrease', { account: [] })).toEqual([]);
  });
});

describe('table growth', () => {
  test('every counter that is known, every window, ending on the last complete day', () => {
    const rows = [...Array(9).keys()].map((day) =>
      accountRow({
        observed_at: `2026-02-0${day + 1}T18:00:00Z`,
        followers: 100 + 10 * day,
        likes: day === 1 ? null : 7000 - 10 * day,
      }),
    );
    const table = derive('growth', { account: rows });
    expect(table.map((row) => [row.counter, row.window_days, row.net])).toEqual([
      ['followers', 1, 10],
      ['followers', 7, 70],
      ['followers', 28, null],
      ['followers', 90, null],
      ['followers', 365, null],
      ['likes', 1, -10],
      // 2 February was not observed; its neighbours are 48 hours apart and the day ends in between.
      ['likes', 7, -68],
      ['likes', 28, null],
      ['likes', 90, null],
      ['likes', 365, null],
    ]);
    expect(table[1]).toMatchObject({
      from_day: '2026-02-02',
      to_day: '2026-02-09',
      elapsed_days: 7,
      value_from: 110,
      value_to: 180,
      pct: 70 / 110,
      net_low: 70,
      net_high: 70,
      reason: null,
      n: 2,
      inputs: ['observed'],
      method: 'window-growth@1',
      as_of: '2026-02-10T12:00:00Z',
    });
    // The line from 7,000 (1 February, 18:00) to 6,980 (3 February, 18:00) at midnight after 2 February: 30 of 48 hours, 6,987.5.
    expect(table[6]).toMatchObject({
      value_from: 6988,
      value_to: 6920,
      inputs: ['observed', 'interpolated'],
    });
    expect(table[2]).toMatchObject({
      n: 1,
      reason: 'it is known only since 1 February 2026',
      inputs: ['observed'],
    });
    for (const row of table) expect(growth.row.parse(row)).toEqual(row);
  });
});
