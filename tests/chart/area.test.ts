import { describe, expect, test } from 'vitest';
import { areaChart } from '../../lib/chart/area.ts';
import { type DayValue, makeDaily } from '../../pages/_data/chart-rows.ts';

const pair = (a: readonly DayValue[], b: readonly DayValue[]) => [
  ...makeDaily(a, { account_id: '1', handle: 'museum' }),
  ...makeDaily(b, { account_id: '2', handle: 'zoo' }),
];
const two = (a: readonly DayValue[], b: readonly DayValue[]) => areaChart(pair(a, b), { y: 'followers' });

describe('the sentence under a stack', () => {
  test.each<[string, DayValue[], DayValue[], string]>([
    [
      'rising',
      [10, 12, 15],
      [5, 5, 5],
      'Followers of 2 accounts together rose from 15 on 1 Jan to 20 on 3 Jan 2026 (+5); on 3 Jan @museum 15 (75%) and @zoo 5 (25%).',
    ],
    [
      'falling',
      [10, 8],
      [1, 1],
      'Followers of 2 accounts together fell from 11 on 1 Jan to 9 on 2 Jan 2026 (−2); on 2 Jan @museum 8 (88.9%) and @zoo 1 (11.1%).',
    ],
    [
      'flat',
      [3, 3],
      [3, 3],
      'Followers of 2 accounts together stayed at 6 from 1 Jan to 2 Jan 2026; on 2 Jan @museum 3 (50%) and @zoo 3 (50%).',
    ],
    [
      'zero has no shares',
      [0, 0],
      [0, 0],
      'Followers of 2 accounts together stayed at 0 from 1 Jan to 2 Jan 2026; on 2 Jan @museum 0 and @zoo 0.',
    ],
    [
      'one point',
      [7],
      [2],
      'Followers of 2 accounts together stood at 9 on 1 Jan 2026; on 1 Jan @museum 7 (77.8%) and @zoo 2 (22.2%).',
    ],
    [
      'all gaps',
      [null, null],
      [1, 2],
      'Followers of 2 accounts together were not observed on any of 2 days, 1 Jan to 2 Jan 2026.',
    ],
    [
      'one part missing is no sum',
      [10, null, 12],
      [5, 5, 5],
      'Followers of 2 accounts together rose from 15 on 1 Jan to 17 on 3 Jan 2026 (+2); 1 of 3 days was not observed; on 3 Jan @museum 12 (70.6%) and @zoo 5 (29.4%).',
    ],
    [
      'gap at the ends',
      [null, 4, 4, 4],
      [5, 5, 6, null],
      'Followers of 2 accounts together rose from 9 on 2 Jan to 10 on 3 Jan 2026 (+1); 2 of 4 days were not observed, the first day and the last day among them; on 3 Jan @zoo 6 (60%) and @museum 4 (40%).',
    ],
    [
      'spike',
      [1, 90, 1],
      [1, 1, 1],
      'Followers of 2 accounts together began at 2 on 1 Jan and were back there on 3 Jan 2026, highest at 91 on 2 Jan; on 3 Jan @museum 1 (50%) and @zoo 1 (50%).',
    ],
  ])('%s', (_, a, b, alt) => {
    expect(two(a, b).alt).toBe(alt);
  });

  test('of nothing, of one account, and of rounded counts', () => {
    expect(areaChart([], { y: 'followers' }).alt).toBe('Followers: there is no observation yet.');
    expect(areaChart(makeDaily([1, 2]), { y: 'followers' }).alt).toBe(
      'Followers of @observatory rose from 1 on 1 Jan to 2 on 2 Jan 2026 (+1).',
    );
    const rounded = [
      ...makeDaily([1_200_000, 1_300_000], {
        account_id: '1',
        handle: 'a',
        step: 100_000,
        rounding: 'nearest',
      }),
      ...makeDaily([50, 50], { account_id: '2', handle: 'b' }),
    ];
    expect(areaChart(rounded, { y: 'followers' }).title).toBe(
      'Followers of 2 accounts: about 1.3M together on 2 Jan 2026',
    );
  });
});

test('a layer stands on the one before, the largest lowest, and the sum has a line of its own', () => {
  const { svg, table } = two([10, 10, 10], [30, 30, 30]);
  expect(svg.match(/class="layer c\d"/g)).toEqual(['class="layer c2"', 'class="layer c1"']);
  expect(svg).toContain('class="line total"');
  expect(table.columns.map(({ title }) => title)).toEqual(['Day', 'Together', '@zoo', '@museum']);
  expect(table.rows[0]).toEqual(['2026-01-03', 40, 30, 10]);
});

test('days before an account has its first row have no sum', () => {
  const rows = [
    ...makeDaily([5, 6, 7], { account_id: '1' }),
    ...makeDaily([9], { account_id: '2', start: '2026-01-03' }),
  ];
  expect(areaChart(rows, { y: 'followers' }).table.rows.map((row) => row[1])).toEqual([16, null, null]);
});

test('columns of any table by day are stacked in the order given, with titles and units of the schema', () => {
  const chart = areaChart(
    [
      { day: '2026-01-01', account_id: '1', video_views: 10, profile_views: 2 },
      { day: '2026-01-02', account_id: '1', video_views: 30, profile_views: 3 },
    ],
    { y: ['profile_views', 'video_views'], table: 'owner_day', zone: 'Asia/Tokyo' },
  );
  expect(chart.title).toBe('Profile views and video views: 33 together on 2 Jan 2026');
  expect(chart.subtitle).toBe(
    'Profile views and video views, by day, 1 Jan to 2 Jan 2026; days in Asia/Tokyo',
  );
  expect(chart.table.columns.map(({ title, unit }) => [title, unit])).toEqual([
    ['Day', undefined],
    ['Together', 'views'],
    ['Profile views', 'views'],
    ['Video views', 'views'],
  ]);
  expect(chart.id).toBe('area-profile-views-video-views-1');
});

test('values below zero are not stacked, and the table still has them', () => {
  const chart = areaChart([{ day: '2026-01-01', likes_net: -3, shares_net: 4 }], {
    y: ['likes_net', 'shares_net'],
    table: 'owner_day',
  });
  expect(chart.svg).toContain('values below zero cannot be stacked');
  expect(chart.table.rows).toEqual([['2026-01-01', 1, -3, 4]]);
});

test('the order of rows does not matter', () => {
  const rows = pair([1, null, 3], [4, 5, 6]);
  expect(areaChart([...rows].reverse(), { y: 'followers' }).table).toEqual(
    areaChart(rows, { y: 'followers' }).table,
  );
});
