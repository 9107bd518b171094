import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { postTables as specs } from '../../../lib/schema/derived-of-posts.ts';
import { columnsOf, type TableSpec } from '../../../lib/schema/table.ts';
import { derive, hoursOn, postWith } from './ledger.ts';

type Tables = ReturnType<typeof derive>;
type PostTable = keyof typeof specs;
const names = Object.keys(specs) as PostTable[];

const count = (max: number) => fc.option(fc.integer({ min: 0, max }), { nil: null, freq: 8 });
const step = fc.constantFrom(1, 1, 1, 100, null);

/** Up to 14 posts of one account over 20 days, each observed up to eight times in its first 40 days. */
const posts = fc
  .array(
    fc.record({
      created: fc.integer({ min: 0, max: 480 }),
      observations: fc.array(
        fc.record({
          age: fc.oneof(fc.integer({ min: 1, max: 960 }), fc.constantFrom(1, 6, 24, 72, 168, 336, 720)),
          views: count(1e6),
          likes: count(1e5),
          comments: count(1e4),
          shares: count(1e4),
          saves: count(1e4),
          views_step: step,
        }),
        { maxLength: 8 },
      ),
      kind: fc.constantFrom('video' as const, 'photo' as const, null),
      duration_s: fc.option(fc.integer({ min: 1, max: 300 }), { nil: null }),
      hashtags: fc.subarray(['fyp', 'cats', 'été', '日本']),
      ad: fc.constantFrom(true, false, null),
      pinned: fc.constantFrom(true, false, null),
    }),
    { maxLength: 14 },
  )
  .map((all) =>
    all.map(({ created, observations, ...info }, index) => {
      const byAge = new Map(observations.map((each) => [each.age, each]));
      return postWith(
        String(100 + index),
        created,
        [...byAge].map(([age, { age: _, ...counts }]) => [
          age,
          { ...counts, likes_step: 1, comments_step: 1, shares_step: 1, saves_step: 1, rounding: 'nearest' },
        ]),
        info,
      );
    }),
  );
const followers = Array.from({ length: 30 }, (_, day) => [day * 24, 1000 + day * 7] as const);
const tablesOf = (all: readonly ReturnType<typeof postWith>[], asOf = 2000): Tables =>
  derive(all, asOf, { followers });
const runs = { numRuns: 25 };

describe('for any posts', () => {
  test('every cell is one that its column may hold, and every number is finite', () => {
    fc.assert(
      fc.property(posts, (all) => {
        const tables = tablesOf(all);
        const wrong = names.flatMap((name) =>
          tables[name].flatMap((row) =>
            columnsOf(specs[name] as TableSpec)
              .filter((column) => !column.holds((row as Record<string, unknown>)[column.name]))
              .map((column) => [name, column.name, row]),
          ),
        );
        expect(wrong).toEqual([]);
      }),
      runs,
    );
  });

  test('the order of the rows changes nothing', () => {
    fc.assert(
      fc.property(posts, (all) => {
        const once = tablesOf(all);
        const reversed = tablesOf(
          all.toReversed().map(({ post, postInfo }) => ({ post: post.toReversed(), postInfo })),
        );
        for (const name of names) expect([name, reversed[name]]).toEqual([name, once[name]]);
      }),
      runs,
    );
  });

  test('a later observation changes no earlier age, and no row of a post that has closed', () => {
    fc.assert(
      fc.property(posts, fc.integer({ min: 0, max: 1400 }), (all, cut) => {
        const before = hoursOn(cut);
        const earlier = tablesOf(all, cut).post_age;
        const later = new Map(tablesOf(all).post_age.map((row) => [`${row.post_id} ${row.age_h}`, row]));
        for (const row of earlier) {
          if (row.views === null && row.as_of === before) continue;
          const after = later.get(`${row.post_id} ${row.age_h}`);
          expect(after?.views).toBe(row.views);
          if (row.engagements !== null) expect(after?.engagements).toBe(row.engagements);
        }
      }),
      runs,
    );
  });

  test('no views: no rate, not 0; rates are 0 or more, and lie within what rounding leaves open', () => {
    fc.assert(
      fc.property(posts, (all) => {
        for (const row of tablesOf(all).post_engagement) {
          if (row.views === 0 || row.views === null)
            expect([row.er_view, row.like_rate]).toEqual([null, null]);
          if (row.saves === null)
            expect([row.engagements, row.er_view, row.save_rate]).toEqual([null, null, null]);
          expect(row.er_view === null).toBe(row.er_view_reason !== null);
          for (const rate of [
            'er_view',
            'er3_view',
            'er_follower',
            'like_rate',
            'views_per_follower',
          ] as const) {
            const [value, low, high] = [row[rate], row[`${rate}_low`], row[`${rate}_high`]];
            if (value === null) continue;
            expect(value).toBeGreaterThanOrEqual(0);
            if (low === null || high === null) continue;
            expect(low).toBeLessThanOrEqual(value);
            expect(high).toBeGreaterThanOrEqual(value);
          }
        }
      }),
      runs,
    );
  });

  test('views at an age lie between those of the observations around it', () => {
    fc.assert(
      fc.property(posts, (all) => {
        const seen = new Map(all.map(({ post }) => [post[0]?.post_id, post.map(({ views }) => views)]));
        for (const { post_id, views, views_low, views_high } of tablesOf(all).post_age) {
          if (views === null) continue;
          const known = (seen.get(post_id) ?? []).filter((each) => each !== null);
          expect(views).toBeGreaterThanOrEqual(Math.min(...known));
          expect(views).toBeLessThanOrEqual(Math.max(...known));
          if (views_low !== null) expect(views_low).toBeLessThanOrEqual(views);
          if (views_high !== null) expect(views_high).toBeGreaterThanOrEqual(views);
        }
      }),
      runs,
    );
  });

  test('exact counts ten times as large: the same rates and shares, ten times the views', () => {
    fc.assert(
      fc.property(posts, (given) => {
        const scale = (factor: number) =>
          tablesOf(
            given.map(({ post, postInfo }) => ({
              postInfo,
              post: post.map((row) => ({
                ...row,
                views_step: row.views === null ? null : 1,
                views: row.views === null ? null : row.views * factor,
                likes: row.likes === null ? null : row.likes * factor,
                comments: row.comments === null ? null : row.comments * factor,
                shares: row.shares === null ? null : row.shares * factor,
                saves: row.saves === null ? null : row.saves * factor,
              })),
            })),
          );
        const [once, tenfold] = [scale(1), scale(10)];
        once.post_engagement.forEach((row, index) => {
          const ten = tenfold.post_engagement[index];
          if (row.er_view !== null) expect(ten?.er_view).toBeCloseTo(row.er_view, 9);
          expect(ten?.views).toBe(row.views === null ? null : row.views * 10);
        });
        once.engagement.forEach((row, index) => {
          const ten = tenfold.engagement[index];
          if (row.rate.endsWith('_view') && row.value !== null) expect(ten?.value).toBeCloseTo(row.value, 9);
        });
        once.concentration.forEach((row, index) => {
          if (row.measure === 'views_latest' && row.gini !== null)
            expect(tenfold.concentration[index]?.gini).toBeCloseTo(row.gini, 9);
        });
        expect(tenfold.cadence).toEqual(once.cadence);
      }),
      runs,
    );
  });
});
