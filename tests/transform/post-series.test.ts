import { expect, test } from 'vitest';
import { resolveIdentity } from '../../lib/transform/identity.ts';
import { postSeries } from '../../lib/transform/post-series.ts';
import { postInfoRow, postRow } from './rows.ts';

const identity = resolveIdentity([
  { account_id: '1', handle: 'ann', observed_at: '2026-01-01T00:00:00Z' },
  { account_id: 'handle:ann', handle: 'ann', observed_at: '2026-01-01T00:00:00Z' },
]);
const asOf = '2026-02-01T00:00:00Z';

test('posts of every source are one account’s, by publication; rows after now are not looked at', () => {
  const rows = [
    postRow({ post_id: '12', account_id: 'handle:ann', observed_at: '2026-01-03T00:00:00Z', views: 5 }),
    postRow({ post_id: '11', observed_at: '2026-01-04T00:00:00Z', views: 20 }),
    postRow({ post_id: '11', observed_at: '2026-01-02T00:00:00Z', views: 10 }),
    postRow({ post_id: '11', observed_at: '2026-02-02T00:00:00Z', views: 99 }),
  ];
  const infos = [
    postInfoRow({ post_id: '11', created_at: '2026-01-02T00:00:00Z', created_from: 'source' }),
    postInfoRow({ post_id: '12', created_at: '2026-01-01T00:00:00Z', created_from: 'id' }),
    postInfoRow({ post_id: '13', account_id: '2', observed_at: '2026-03-01T00:00:00Z' }),
  ];
  const posts = postSeries(rows, infos, identity, asOf);
  expect([...posts.keys()]).toEqual(['1']);
  expect(posts.get('1')?.map((post) => [post.post_id, post.observations.map(({ views }) => views)])).toEqual([
    ['12', [5]],
    ['11', [10, 20]],
  ]);
  expect(postSeries(rows.toReversed(), infos.toReversed(), identity, asOf)).toEqual(posts);
});

test('a later detail that says less leaves what was known; the source’s time of publication goes before the id’s', () => {
  const infos = [
    postInfoRow({
      created_at: '2026-01-01T09:00:00Z',
      created_from: 'source',
      duration_s: 12,
      hashtags: ['a'],
    }),
    postInfoRow({
      observed_at: '2026-01-05T00:00:00Z',
      created_at: '2026-01-01T08:58:00Z',
      created_from: 'id',
      kind: null,
    }),
  ];
  expect(postSeries([], infos, identity, asOf).get('1')?.[0]).toMatchObject({
    created_ms: Date.parse('2026-01-01T09:00:00Z'),
    created_from: 'source',
    duration_s: 12,
    kind: 'video',
    hashtags: ['a'],
    observations: [],
  });
});

test('at one instant the finest row counts', () => {
  const rows = [
    postRow({ views: 12_345, source: 'web_post_v2' }),
    postRow({ views: 12_300, views_step: 100, rounding: 'nearest', source: 'embed' }),
  ];
  expect(
    postSeries(rows, [], identity, asOf)
      .get('1')?.[0]
      ?.observations.map(({ views }) => views),
  ).toEqual([12_345]);
});
