import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compare, shareOfVoice } from '../../lib/schema/derived-set.ts';
import { sharesOfGains } from '../../lib/transform/set/share-of-voice.ts';
import { derive } from './account-tables.ts';
import { hourlyRows, postInfoRow, postRow } from './rows.ts';

/** Days from 1 February on; null is a day without an observation. */
const series = (account_id: string, values: readonly (number | null)[], row: object = {}) =>
  hourlyRows(
    '2026-02-01T18:00:00Z',
    values.flatMap((value, day) => (value === null ? [] : [[day * 24, value] as const])),
    { account_id, handle: `a${account_id}`, ...row },
  );
const rising = (from: number, by: number) => Array.from({ length: 9 }, (_, day) => from + by * day);

describe('sharesOfGains', () => {
  test('a loss counts as no gain', () => {
    expect(sharesOfGains([{ value: 300 }, { value: 100 }, { value: -50 }, { value: null }])).toEqual([
      { share: 0.75, low: null, high: null },
      { share: 0.25, low: null, high: null },
      { share: 0, low: null, high: null },
      { share: null, low: null, high: null },
    ]);
    expect(sharesOfGains([{ value: 0 }, { value: -1 }])[0]?.share).toBeNull();
    expect(sharesOfGains([])).toEqual([]);
  });

  test('rounding leaves an interval: least own over most of the others, and the other way round', () => {
    const [first] = sharesOfGains([
      { value: 100, low: 50, high: 150 },
      { value: 100, low: -10, high: 200 },
    ]);
    // 50 of 50 + 200, 150 of 150 + 0.
    expect(first).toEqual({ share: 0.5, low: 0.2, high: 1 });
  });

  test('any gains: shares add up to 1, lie in their intervals, and scaling leaves them', () => {
    const gains = fc.array(
      fc.record({ value: fc.integer({ min: -1000, max: 1000 }), slack: fc.integer({ min: 0, max: 50 }) }),
      { minLength: 1 },
    );
    fc.assert(
      fc.property(gains, fc.integer({ min: 1, max: 99 }), (all, k) => {
        const at = (f: number) =>
          sharesOfGains(
            all.map(({ value, slack }) => ({
              value: value * f,
              low: (value - slack) * f,
              high: (value + slack) * f,
            })),
          );
        const shares = at(1);
        if (all.every(({ value }) => value <= 0)) return shares.every(({ share }) => share === null);
        expect(shares.reduce((sum, { share }) => sum + (share ?? 0), 0)).toBeCloseTo(1, 9);
        for (const { share, low, high } of shares) {
          expect(low).toBeLessThanOrEqual((share ?? 0) + 1e-12);
          expect(high).toBeGreaterThanOrEqual((share ?? 0) - 1e-12);
        }
        at(k).forEach(({ share }, i) => {
          expect(share).toBeCloseTo(shares[i]?.share ?? Number.NaN, 9);
        });
        return true;
      }),
    );
  });
});

describe('table share_of_voice', () => {
  test('followers from growth, views and engagements from reach, of tracked accounts alone', () => {
    const rows = derive('share_of_voice', {
      // Over 7 days 70, 210 and −7.
      account: [
        ...series('1', rising(100, 10)),
        ...series('2', rising(100, 30)),
        ...series('3', rising(100, -1)),
      ],
      postInfo: [
        postInfoRow({
          post_id: '11',
          account_id: '1',
          created_at: '2026-02-05T00:00:00Z',
          created_from: 'id',
        }),
        postInfoRow({
          post_id: '91',
          account_id: '9',
          created_at: '2026-02-05T00:00:00Z',
          created_from: 'id',
        }),
      ],
      post: [
        postRow({ post_id: '11', account_id: '1', observed_at: '2026-02-09T18:00:00Z', views: 40 }),
        postRow({ post_id: '91', account_id: '9', observed_at: '2026-02-09T18:00:00Z', views: 60 }),
      ],
    });
    const of = (measure: string, window: number) =>
      rows
        .filter((row) => row.measure === measure && row.window_days === window)
        .map((row) => [row.account_id, row.value, row.share, row.n]);
    expect(of('followers_net', 7)).toEqual([
      ['1', 70, 0.25, 3],
      ['2', 210, 0.75, 3],
      ['3', -7, 0, 3],
    ]);
    // The author of a post that somebody else’s hashtag led to is not tracked.
    expect(of('views', 7)).toEqual([['1', 40, 1, 1]]);
    expect(of('engagements', 7)).toEqual([['1', null, null, 0]]);
    expect(rows.find(({ measure }) => measure === 'engagements')?.reason).toBe('no post has all four counts');
    expect(rows.find(({ window_days }) => window_days === 28)).toMatchObject({
      share: null,
      accounts_missing: 3,
      reason: 'it is known only since 1 February 2026',
    });
    for (const row of rows) expect(shareOfVoice.row.parse(row)).toEqual(row);
  });

  test('the share of engagements has an interval where counts are rounded', () => {
    const post = (account_id: string, likes: number, row: object) =>
      postRow({
        ...{ post_id: `${account_id}1`, account_id, observed_at: '2026-02-09T18:00:00Z', views: 9000 },
        ...{ likes, comments: 0, shares: 0, saves: 0, ...row },
      });
    const rows = derive('share_of_voice', {
      account: [...series('1', rising(100, 10)), ...series('2', rising(100, 30))],
      postInfo: ['1', '2'].map((account_id) =>
        postInfoRow({
          ...{
            post_id: `${account_id}1`,
            account_id,
            created_at: '2026-02-05T00:00:00Z',
            created_from: 'id',
          },
        }),
      ),
      post: [post('1', 1000, { likes_step: 100, rounding: 'down' }), post('2', 1000, {})],
    });
    const [first] = rows.filter((row) => row.measure === 'engagements' && row.window_days === 7);
    // 1,000 to 1,099 of the first beside 1,000 of the second.
    expect(first).toMatchObject({ value: 1000, share: 0.5, share_low: 0.5 });
    expect(first?.share_high).toBeCloseTo(1099 / 2099, 12);
  });

  test('one account alone has no share of anything', () => {
    expect(derive('share_of_voice', { account: series('1', [1, 2, 3]) })).toEqual([]);
  });
});

describe('table compare', () => {
  test('every account stands at 100 on the day that leaves most to compare', () => {
    const rows = derive('compare', {
      account: [
        ...series('1', rising(200, 10)),
        ...series('2', [null, 50, 51, 52, 53, 54, 55, 56, 60]),
        ...series('3', [...Array(7).fill(null), 7, 8]),
      ],
    });
    // 1 account on 9 days, 2 on 8 days, 3 on 2 days: 2 February.
    expect(rows.map((row) => [row.account_id, row.day.slice(8), row.followers, row.index])).toEqual([
      ['1', '02', 210, 100],
      ['1', '09', 280, (280 / 210) * 100],
      ['2', '02', 50, 100],
      ['2', '09', 60, 120],
      ['3', '09', 8, null],
    ]);
    expect(rows[3]).toMatchObject({ base_day: '2026-02-02', index_low: 120, index_high: 120, n: 2 });
    expect(rows[3]?.pct).toBeCloseTo(0.2, 12);
    expect(rows[4]?.reason).toBe('it is not known on 2 February 2026, the common day');
    for (const row of rows) expect(compare.row.parse(row)).toEqual(row);
  });

  test('rounded counts leave an interval, and nothing grows from 0', () => {
    const rows = derive('compare', {
      account: [
        ...series('1', [1000, 1200], { followers_step: 100, rounding: 'down' }),
        ...series('2', [0, 5]),
      ],
    });
    // 1,200 to 1,299 over 1,000 to 1,099.
    expect(rows[1]).toMatchObject({ index: 120, index_low: (1200 / 1099) * 100, index_high: 129.9 });
    expect(rows[3]).toMatchObject({ index: null, reason: 'it had no followers on 1 February 2026' });
  });

  test('one account is not compared', () => {
    expect(derive('compare', { account: series('1', [1, 2]) })).toEqual([]);
  });
});
