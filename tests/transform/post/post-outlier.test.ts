import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { postOutlierMethod } from '../../../lib/transform/post/post-outlier.ts';
import { unusualPosts } from '../../../lib/transform/post/unusual-posts.ts';
import { falseAlarms, hitsFound } from '../../proof/quiet-posts.ts';
import { derive, hoursOn, postWith } from './ledger.ts';

const posts = (views: readonly (number | null)[]) =>
  views.map((each, index) => ({ post_id: String(index), created_at: hoursOn(index), views: each }));
const last = (views: readonly (number | null)[]) => unusualPosts(posts(views)).at(-1);
/** 30 posts of 100, 110 … 390 views: median 245. */
const usual = Array.from({ length: 30 }, (_, index) => 100 + 10 * index);

describe('unusualPosts', () => {
  test('a hit: multiple, z and evidence against the 30 posts before', () => {
    const hit = last([...usual, 3000]);
    // In logs the median is (ln 241 + ln 251)/2 = 5.5052. 16 posts, 180 to 330, lie within 0.3067 of it: 180 at 0.3067, 330
    // at 0.2969, so the MAD is 0.3018 and z = 0.6745 · (ln 3001 − 5.5052)/0.3018 = 5.59.
    expect(hit).toMatchObject({ median_before: 245, unusual: true, reason: null, n: 30 });
    expect(hit?.outlier_multiple).toBeCloseTo(3000 / 245, 12);
    expect(hit?.z).toBeCloseTo(5.59, 2);
    expect(hit?.evidence).toBe(
      '12 times the median of the 30 posts before at 7 days (3,000 against 245; robust z 5.6, beyond 3.5)',
    );
  });

  test('a flop is unusual too, an ordinary post is not', () => {
    expect(last([...usual, 12])).toMatchObject({ unusual: true });
    // 0.6745 · (ln 13 − 5.5052)/0.3018 = −6.57.
    expect(last([...usual, 12])?.evidence).toMatch(
      /^0.049 times the median .* robust z −6\.6, beyond 3\.5\)$/,
    );
    expect(last([...usual, 500])).toMatchObject({ unusual: false, evidence: null });
  });

  test('only the 30 before count, and never the post itself or a later one', () => {
    const old = Array.from({ length: 20 }, () => 1_000_000);
    // All of them are of 30 days and share the allowance, and the older ones say that posts differ more than these 30 do.
    const { p_30d, ...beside } = last([...old, ...usual, 3000]) ?? {};
    const { p_30d: fewer, ...without } = last([...usual, 3000]) ?? {};
    expect(beside).toEqual({ ...without, post_id: '50', posts_30d: 51 });
    expect(p_30d).toBeGreaterThan((51 / 31) * (fewer ?? Number.NaN));
    const alone = unusualPosts(posts([...usual, 3000]));
    expect(unusualPosts(posts([...usual, 3000, 1, 9_999_999])).slice(0, 31)).toEqual(alone);
  });

  test('who posts more must go further: the posts of 30 days share one allowance', () => {
    const daysApart = (days: number, views: number) =>
      unusualPosts(
        [...usual, views].map((each, index) => ({
          post_id: String(index),
          created_at: hoursOn(24 * days * index),
          views: each,
        })),
      ).at(-1);
    // 0.6745 · (ln 1201 − 5.5052)/0.3018 = 3.54 either way; 30 posts in 30 days, or it alone.
    const [daily, rare] = [daysApart(1, 1200), daysApart(60, 1200)];
    expect(daily).toMatchObject({ posts_30d: 30, unusual: false, evidence: null });
    expect(daily?.z).toBeCloseTo(3.54, 2);
    expect(rare).toMatchObject({ posts_30d: 1, unusual: true, z: daily?.z });
    expect(daily?.p_30d).toBeCloseTo(30 * (rare?.p_30d ?? Number.NaN), 12);
    expect(daysApart(60, 500)).toMatchObject({ p_30d: null, unusual: false });
  });

  test('of quiet accounts at most 2% of the months have an unusual post, and a planted hit is found', () => {
    // A sample of what `npm run proof` does with 200 accounts.
    expect(falseAlarms(100, 3)).toBeLessThanOrEqual(0.02);
    expect(hitsFound(40, 3)).toBeGreaterThanOrEqual(0.9);
  });

  test('a MAD of 0: unusual is what lies outside the range', () => {
    const alike = [...Array.from({ length: 19 }, () => 100), 150];
    expect(last([...alike, 120])).toMatchObject({ z: null, unusual: false, outlier_multiple: 1.2 });
    expect(last([...alike, 151])).toMatchObject({ z: null, unusual: true });
    expect(last([...alike, 151])?.evidence).toBe(
      '1.5 times the median of the 20 posts before at 7 days (151 against 100; outside their range, most of them being alike)',
    );
    expect(last([...Array.from({ length: 16 }, () => 0), 7])).toMatchObject({
      outlier_multiple: null,
      unusual: true,
      evidence:
        '7 views where the median of the 16 posts before at 7 days is 0 (7 against 0; outside their range, most of them being alike)',
    });
  });

  test('without views at that age, or with too few before it: a reason', () => {
    expect(last([...usual, null])).toMatchObject({
      unusual: null,
      outlier_multiple: null,
      reason: 'its views at 7 days are not known',
    });
    expect(last([...usual.slice(0, 14), 1e9])).toMatchObject({
      unusual: null,
      z: null,
      n: 14,
      reason: 'views at 7 days are known of 14 posts before it, of the 15 it takes',
    });
    // A post without views is nobody's reference.
    expect(last([...usual.slice(0, 14), null, 1e9])?.n).toBe(14);
    expect(unusualPosts([])).toEqual([]);
  });

  test('for any views: order does not matter, scale only through the 1 of log1p', () => {
    const views = fc.array(fc.integer({ min: 1000, max: 1_000_000 }), { minLength: 16, maxLength: 35 });
    fc.assert(
      fc.property(views, (all) => {
        const found = unusualPosts(posts(all));
        expect(unusualPosts(posts(all).toReversed())).toEqual(found);
        unusualPosts(posts(all.map((each) => each * 10))).forEach((tenfold, index) => {
          const once = found[index];
          if (once?.z == null || tenfold.z === null) return;
          expect(tenfold.outlier_multiple).toBeCloseTo(once.outlier_multiple ?? 0, 6);
          expect(Math.abs(tenfold.z - once.z)).toBeLessThan(0.02 + 0.02 * Math.abs(once.z));
        });
      }),
      { numRuns: 30 },
    );
  });
});

test('table post_outlier: posts that are 7 days old, by their views then', () => {
  const all = [...usual.slice(0, 16), 50_000].map((views, index) =>
    postWith(String(100 + index), index, [[168, views]]),
  );
  const rows = derive(
    [...all, postWith('200', 300, [[20, 5]]), postWith('201', 18, [[20, 5]])],
    400,
  ).post_outlier;
  expect(rows).toHaveLength(18);
  expect(rows[16]).toMatchObject({
    post_id: '116',
    day: '2026-11-01',
    views_7d: 50_000,
    unusual: true,
    n: 16,
    inputs: ['observed'],
    method: 'post-outlier@2',
    as_of: hoursOn(184),
  });
  expect(rows[17]).toMatchObject({
    post_id: '201',
    views_7d: null,
    unusual: null,
    reason: 'no views were observed within 42 hours of that age',
  });
});

test('the worked example', () => {
  expect(postOutlierMethod.example().result).toMatch(
    /^12 times the median of the 30 posts before at 7 days \(19,000 against 1,580; robust z \d+\.\d, beyond 3\.5\)\.$/,
  );
});
