import { describe, expect, test } from 'vitest';
import { deltaChart } from '../../lib/chart/delta.ts';
import { type DayValue, makeDaily } from '../../pages/_data/chart-rows.ts';

describe('the sentence under daily changes', () => {
  test.each<[string, DayValue[], string]>([
    ['only the first day', [50], 'There is no change of followers to show yet.'],
    ['one change', [50, 53], 'Daily change of followers of @observatory, 2 Jan 2026: +3 on 2 Jan.'],
    [
      'no change at all',
      [5, 5, 5],
      'Daily change of followers of @observatory, 2 Jan to 3 Jan 2026: unchanged on 2 days.',
    ],
    [
      'up, down and none',
      [10, 14, 14, 11],
      'Daily change of followers of @observatory, 2 Jan to 4 Jan 2026: up on 1 day, down on 1 day, unchanged on 1 day; largest gain +4 on 2 Jan; largest loss −3 on 4 Jan; last −3 on 4 Jan.',
    ],
    [
      'negative only',
      [10, 9, 7],
      'Daily change of followers of @observatory, 2 Jan to 3 Jan 2026: down on 2 days; largest loss −2 on 3 Jan; last −2 on 3 Jan.',
    ],
    [
      'a gap takes the change of the day after it too',
      [10, 12, null, 20, 21],
      'Daily change of followers of @observatory, 2 Jan to 5 Jan 2026: up on 2 days; largest gain +2 on 2 Jan; last +1 on 5 Jan; 2 of 4 days were not known.',
    ],
    [
      'only gaps',
      [null, null, null],
      'Daily change of followers of @observatory, 2 Jan to 3 Jan 2026: not known on any day.',
    ],
  ])('%s', (_, values, alt) => {
    expect(deltaChart(makeDaily(values)).alt).toBe(alt);
  });
});

test.each<[DayValue[], string]>([
  [[1, 2, 3], '@observatory gained followers on 2 of 2 days'],
  [[3, 2], '@observatory lost followers on 1 of 1 day'],
  [[3, 3, 3], '@observatory: followers unchanged on all 2 days'],
  [[3], '@observatory: no daily change of followers known yet'],
])('the title of %j', (values, title) => {
  expect(deltaChart(makeDaily(values)).title).toBe(title);
});

test('the table is newest first, without the first day, and tells not known from zero', () => {
  const { table } = deltaChart(makeDaily([10, 10, null, 20, '~18']));
  expect(table.columns.map(({ key }) => key)).toEqual(['day', 'followers_net', 'kind']);
  expect(table.columns[1]?.unit).toBe('followers per day');
  expect(table.rows).toEqual([
    ['2026-01-05', -2, 'interpolated'],
    ['2026-01-04', null, 'not known'],
    ['2026-01-03', null, 'not known'],
    ['2026-01-02', 0, 'observed'],
  ]);
});

test('gains, losses and days without change are drawn apart, unknown days are shaded', () => {
  const { svg } = deltaChart(makeDaily([10, 12, 12, 9, null, 9, 10]));
  const stems = (name: string) => new RegExp(`stem ${name}" d="([^"]*)"`).exec(svg)?.[1]?.match(/m/g);
  expect(stems('gain')).toHaveLength(2);
  expect(stems('loss')).toHaveLength(1);
  expect(stems('none')).toHaveLength(1);
  expect(svg.match(/<rect/g)).toHaveLength(1);
});

test('rounding is said with how far it reaches', () => {
  const { notes, table } = deltaChart(makeDaily([100_000, 200_000], { step: 100_000 }));
  expect(notes).toEqual([
    'The source rounds: a day’s change may be up to 100,000 higher or lower than shown.',
  ]);
  expect(table.rows).toEqual([['2026-01-02', 100_000, 0, 200_000, 'observed']]);
});

test('other counters have their own words', () => {
  const chart = deltaChart(makeDaily([1, 2]), { y: 'posts' });
  expect(chart.title).toBe('@observatory added posts on 1 of 1 day');
  expect(chart.id).toBe('delta-posts-101');
});
