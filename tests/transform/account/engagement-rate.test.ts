import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { engagementMethod } from '../../../lib/transform/account/engagement.ts';
import { engagementRate, type RatePost } from '../../../lib/transform/account/engagement-rate.ts';
import { derive, postWith } from '../post/ledger.ts';

const post = (views: number, likes: number, rest: RatePost = {}): RatePost => ({
  views,
  likes,
  comments: 0,
  shares: 0,
  saves: 0,
  ...rest,
});
/** Seven posts: 2, 3, 4, 5, 6 and 7% of 1,000 views, and a hit with 20% of 100,000. */
const seven = [...[20, 30, 40, 50, 60, 70].map((likes) => post(1000, likes)), post(100_000, 20_000)];

describe('engagementRate', () => {
  test('median, pooled and mean, with what they were divided by', () => {
    expect(engagementRate(seven)).toMatchObject({
      rate: 'er_view',
      aggregate: 'median',
      value: 0.05,
      // Of 7 sorted posts the 1st and the 7th: 1 − 2/2⁷ = 98.4%.
      low: 0.02,
      high: 0.2,
      level: 1 - 2 / 2 ** 7,
      numerator: 20_270,
      denominator: 106_000,
      n: 7,
      posts: 7,
      reason: null,
    });
    expect(engagementRate(seven, { aggregate: 'pooled' }).value).toBeCloseTo(20_270 / 106_000, 12);
    expect(engagementRate(seven, { aggregate: 'mean' }).value).toBeCloseTo((0.27 + 0.2) / 7, 12);
  });

  test('every rate by its own parts', () => {
    const posts = [
      {
        views: 2000,
        likes: 100,
        comments: 20,
        shares: 10,
        saves: 30,
        followers: 800,
        views_7d: 1600,
      },
    ];
    const rate = (name: Parameters<typeof engagementRate>[1] & object) => engagementRate(posts, name).value;
    expect(rate({ rate: 'er_view' })).toBe(160 / 2000);
    expect(rate({ rate: 'er3_view' })).toBe(130 / 2000);
    expect(rate({ rate: 'er_follower' })).toBe(160 / 800);
    expect(rate({ rate: 'like_rate' })).toBe(0.05);
    expect(rate({ rate: 'comment_rate' })).toBe(0.01);
    expect(rate({ rate: 'share_rate' })).toBe(0.005);
    expect(rate({ rate: 'save_rate' })).toBe(0.015);
    expect(rate({ rate: 'views_per_follower' })).toBe(2);
    expect(engagementRate(posts, { rate: 'er_reach' })).toMatchObject({
      value: null,
      n: 0,
      posts: 1,
      reason: 'how many people saw a post is not public',
    });
  });

  test('missing saves are not 0, no views are not 0 either', () => {
    const posts = [post(1000, 50, { saves: null }), post(0, 0), post(1000, 70)];
    expect(engagementRate(posts)).toMatchObject({ value: 0.07, n: 1, posts: 3, denominator: 1000 });
    expect(engagementRate(posts, { rate: 'er3_view' })).toMatchObject({
      value: expect.closeTo(0.06, 12),
      n: 2,
    });
    expect(engagementRate([post(1000, 50, { saves: null })])).toMatchObject({
      value: null,
      numerator: null,
      low: null,
      reason: 'saves are not known',
    });
    expect(engagementRate([post(0, 0)])).toMatchObject({ value: null, reason: 'it has no views' });
    expect(engagementRate([])).toMatchObject({
      value: null,
      n: 0,
      reason: 'no post that is old enough was observed',
    });
  });

  test('the last 30 posts of at least 7 days', () => {
    const day = (index: number) => `2026-10-${String(index).padStart(2, '0')}T00:00:00Z`;
    const posts = Array.from({ length: 31 }, (_, index) =>
      post(1000, index + 1, { created_at: day(index + 1) }),
    );
    // Of posts 1 to 31 those of 2 … 31 are taken: the median of 2 … 31 ‰ is 16.5 ‰.
    expect(engagementRate(posts)).toMatchObject({ value: 0.0165, n: 30, level: expect.closeTo(0.957, 3) });
    // The 10th and the 21st of them: 11 ‰ and 22 ‰.
    expect(engagementRate(posts)).toMatchObject({ low: 0.011, high: 0.022 });
    // On 31 October posts until the 24th are 7 days old: the median of 1 … 24 ‰.
    expect(engagementRate(posts.toReversed(), { asOf: day(31) })).toMatchObject({ value: 0.0125, n: 24 });
    expect(engagementRate(posts, { last: 3 })).toMatchObject({ value: 0.03, n: 3, low: null, level: null });
    expect(() => engagementRate(posts, { last: 0 })).toThrow(RangeError);
  });

  test('rounded counts: what rounding leaves open', () => {
    const rounded = post(10_000, 1000, { views_step: 1000, rounding: 'nearest' });
    // 10K views to the nearest thousand are 9,500 to 10,499.
    const rate = engagementRate([rounded], { aggregate: 'pooled' });
    expect(rate.rounding_low).toBeCloseTo(1000 / 10_499, 12);
    expect(rate.rounding_high).toBeCloseTo(1000 / 9500, 12);
    expect(engagementRate([post(10_000, 1000)])).toMatchObject({ rounding_low: 0.1, rounding_high: 0.1 });
    expect(engagementRate([post(10_000, 1000, { views_step: null })]).rounding_low).toBeNull();
  });
});

describe('for any posts', () => {
  const posts = fc.array(
    fc.record({
      views: fc.integer({ min: 0, max: 1e6 }),
      likes: fc.integer({ min: 0, max: 1e5 }),
      comments: fc.integer({ min: 0, max: 1e4 }),
      shares: fc.integer({ min: 0, max: 1e4 }),
      saves: fc.option(fc.integer({ min: 0, max: 1e4 })),
    }),
    { maxLength: 12 },
  );
  const ratesOf = (all: readonly RatePost[]) =>
    all.flatMap(({ views, likes, comments, shares, saves }) =>
      views && saves != null ? [((likes ?? 0) + (comments ?? 0) + (shares ?? 0) + saves) / views] : [],
    );

  test('pooled and mean lie between the smallest and the largest, intervals hold the estimate', () => {
    fc.assert(
      fc.property(posts, (all) => {
        const single = ratesOf(all);
        for (const aggregate of ['median', 'pooled', 'mean'] as const) {
          const { value, low, high, n } = engagementRate(all, { aggregate });
          expect(n).toBe(single.length);
          if (value === null) {
            expect(n).toBe(0);
            continue;
          }
          expect(value).toBeGreaterThanOrEqual(Math.min(...single) - 1e-12);
          expect(value).toBeLessThanOrEqual(Math.max(...single) + 1e-12);
          if (low !== null && high !== null && aggregate === 'median') {
            expect(low).toBeLessThanOrEqual(value);
            expect(high).toBeGreaterThanOrEqual(value);
          }
        }
      }),
      { numRuns: 40 },
    );
  });

  test('the median does not move when its largest post becomes a hit; order and scale do not matter', () => {
    fc.assert(
      fc.property(posts, fc.integer({ min: 2, max: 1000 }), (all, factor) => {
        const median = engagementRate(all);
        const scaled = all.map((each) => ({
          views: each.views * factor,
          likes: each.likes * factor,
          comments: each.comments * factor,
          shares: each.shares * factor,
          saves: each.saves === null ? null : each.saves * factor,
        }));
        if (median.value === null) expect(engagementRate(scaled).value).toBeNull();
        else expect(engagementRate(scaled).value).toBeCloseTo(median.value, 9);
        expect(engagementRate(all.toReversed())).toEqual(median);
        const single = ratesOf(all);
        if (single.length < 3) return;
        const top = Math.max(...single);
        const hit = all.map((each) =>
          ratesOf([each])[0] === top ? { ...each, likes: each.likes * factor + 1 } : each,
        );
        expect(engagementRate(hit).value).toBeCloseTo(median.value ?? 0, 12);
      }),
      { numRuns: 40 },
    );
  });
});

test('table engagement: nine rates in three ways, over posts that were seen at 7 days of age', () => {
  const counts = (views: number, likes: number) => ({ views, likes, comments: 0, shares: 0, saves: 0 });
  const { engagement } = derive(
    [
      postWith('11', 0, [[200, counts(1000, 100)]]),
      postWith('12', 24, [[200, counts(1000, 60)]]),
      // Old enough by now, but last seen when it was not.
      postWith('13', 48, [[20, counts(1000, 900)]]),
      postWith('14', 300, [[20, counts(1000, 900)]]),
    ],
    400,
    {
      followers: [
        [0, 500],
        [40, 500],
      ],
    },
  );
  expect(engagement).toHaveLength(27);
  const of = (rate: string, aggregate = 'median') =>
    engagement.find((row) => row.rate === rate && row.aggregate === aggregate);
  expect(of('er_view')).toMatchObject({
    account_id: '1',
    value: 0.08,
    low: null,
    numerator: 160,
    denominator: 2000,
    n: 2,
    posts: 2,
    first_day: '2026-11-01',
    last_day: '2026-11-02',
    inputs: ['observed', 'interpolated'],
    method: 'engagement@2',
    as_of: '2026-11-17T16:00:00Z',
  });
  expect(of('er_follower', 'mean')).toMatchObject({ value: 0.16, denominator: 1000 });
  expect(of('er_reach')).toMatchObject({ value: null, n: 0, inputs: [] });
  expect(derive([], 400, { followers: [[0, 5]] }).engagement).toEqual([]);
});

test('the worked example', () => {
  // Pooled 20,270 / 106,000 = 19.1%; the mean of the seven is 6.7%.
  expect(engagementMethod.example().result).toBe('median 5% (2%–20%), pooled 19.1%, mean 6.7%; n = 7.');
});
