import { describe, expect, test } from 'vitest';
import { reach } from '../../lib/schema/derived-set.ts';
import type { Row } from '../../lib/schema/index.ts';
import { derive } from './account-tables.ts';
import { accountRow, postInfoRow, postRow } from './rows.ts';

const account = [accountRow({ observed_at: '2026-02-09T18:00:00Z', followers: 100 })];
const info = (post_id: string, created_at: string | null) =>
  postInfoRow({ post_id, created_at, created_from: created_at === null ? null : 'source' });
const seen = (post_id: string, day: string, views: number, row: Partial<Row<'post'>> = {}) =>
  postRow({ post_id, observed_at: `2026-${day}T18:00:00Z`, views, ...row });

describe('table reach', () => {
  test('new posts with all they have, older ones with what came on top, unknown ones counted as missing', () => {
    const engagement = { likes: 10, comments: 2, shares: 1, saves: 3 };
    const rows = derive('reach', {
      account,
      postInfo: [
        info('11', '2026-01-20T00:00:00Z'),
        info('12', '2026-02-05T00:00:00Z'),
        info('13', '2026-01-01T00:00:00Z'),
        info('14', null),
        info('15', '2026-02-10T01:00:00Z'),
      ],
      post: [
        // From 2 to 9 February: 300 more views; likes known at one end only.
        seen('11', '02-02', 1000),
        seen('11', '02-09', 1300, engagement),
        // Published within the window: all 500 views and 16 engagements.
        seen('12', '02-09', 500, engagement),
        // No longer followed.
        seen('13', '02-02', 9000),
        // First seen within the window, and nobody knows since when it is there.
        seen('14', '02-05', 70),
        seen('14', '02-09', 80),
        // Published today.
        seen('15', '02-10', 5),
      ],
    });
    expect(rows.map(({ window_days }) => window_days)).toEqual([7, 28]);
    expect(rows[0]).toEqual({
      account_id: '1',
      window_days: 7,
      from_day: '2026-02-02',
      to_day: '2026-02-09',
      views: 800,
      views_low: 800,
      views_high: 800,
      older_views: 300,
      engagements: 16,
      engagements_low: 16,
      engagements_high: 16,
      posts_missing: 2,
      reason: null,
      n: 2,
      inputs: ['observed'],
      method: 'views-gained@2',
      as_of: '2026-02-10T12:00:00Z',
    });
    // 28 days: both posts are younger than the window.
    expect(rows[1]).toMatchObject({ views: 1800, older_views: null, engagements: 32, posts_missing: 2 });
    for (const row of rows) expect(reach.row.parse(row)).toEqual(row);
  });

  test('between observations at most 48 hours apart views lie on the line; rounded ones in an interval', () => {
    const between = (last: string) =>
      derive('reach', {
        account,
        postInfo: [info('11', '2026-01-20T00:00:00Z')],
        post: [
          seen('11', '02-01', 1000, { views_step: 100, rounding: 'down' }),
          seen('11', last, 2000, { views_step: 100, rounding: 'down' }),
          seen('11', '02-09', 3000),
        ],
      })[0];
    // The end of 2 February lies 30 of 48 hours after 1,000: 1,625, rounded down 1,625 to 1,724.
    expect(between('02-03')).toMatchObject({
      views: 1375,
      views_low: 1276,
      views_high: 1375,
      inputs: ['observed', 'interpolated', 'rounded'],
    });
    // 72 hours apart: not known on 2 February.
    expect(between('02-04')).toMatchObject({ views: null, n: 0, posts_missing: 1, inputs: [] });
    expect(between('02-04')?.reason).toBe('no post is known at both ends of the window');
  });

  test('engagements of rounded counts lie in an interval, those of a count whose rounding is not known in none', () => {
    const gained = (last: Partial<Row<'post'>>) =>
      derive('reach', {
        account,
        postInfo: [info('11', '2026-01-20T00:00:00Z')],
        post: [
          seen('11', '02-02', 1000, { likes: 100, comments: 5, shares: 1, saves: 2 }),
          seen('11', '02-09', 3000, { likes: 1300, comments: 9, shares: 1, saves: 2, ...last }),
        ],
      })[0];
    // 1,300 rounded down to hundreds is 1,300 to 1,399: 1,200 to 1,299 more likes, and 4 comments.
    const rounded = { rounding: 'down', ...{ views_step: 100, likes_step: 100 } } as const;
    expect(gained(rounded)).toMatchObject({
      engagements: 1204,
      engagements_low: 1204,
      engagements_high: 1303,
    });
    expect(gained({})).toMatchObject({ engagements_low: 1204, engagements_high: 1204 });
    expect(gained({ likes_step: null, rounding: 'nearest' })).toMatchObject({
      engagements: 1204,
      engagements_low: null,
      engagements_high: null,
    });
  });

  test('views that are missing are not 0, and an account without posts has no rows', () => {
    const rows = derive('reach', {
      account,
      postInfo: [info('11', '2026-02-05T00:00:00Z')],
      post: [postRow({ observed_at: '2026-02-09T18:00:00Z', likes: 5 })],
    });
    expect(rows[0]).toMatchObject({ views: null, engagements: null });
    expect(derive('reach', { account })).toEqual([]);
  });
});
