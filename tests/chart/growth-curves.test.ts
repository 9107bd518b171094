import { describe, expect, test } from 'vitest';
import { growthCurves } from '../../lib/chart/growth-curves.ts';
import { makeAges } from '../../pages/_data/chart-samples/growth.ts';

type Views = (number | null)[];
const one = (views: Views) => growthCurves(makeAges('900', views), { highlight: '900' });
/** Five other posts with 10, 20, 30, 40 and 50 views at every age: their median is 30. */
const among = (views: Views, reached = 3) =>
  growthCurves(
    [
      ...[10, 20, 30, 40, 50].flatMap((n) => makeAges(`7${n}`, Array(reached).fill(n))),
      ...makeAges('900', views),
    ],
    { highlight: '900' },
  );

describe('the sentence under curves', () => {
  test.each<[string, Views, string]>([
    ['rising', [120, 840, 2000], 'Views of this post rose from 120 at 1 hour to 2,000 at 1 day.'],
    ['falling', [120, 90], 'Views of this post fell from 120 at 1 hour to 90 at 6 hours.'],
    ['flat', [7, 7], 'Views of this post stayed at 7 from 1 hour to 6 hours.'],
    ['zero', [0, 0], 'Views of this post stayed at 0 from 1 hour to 6 hours.'],
    ['one view', [1], 'This post had 1 view at 1 hour.'],
    ['two points', [3, 4], 'Views of this post rose from 3 at 1 hour to 4 at 6 hours.'],
    [
      'gap at the start',
      [null, 4, 9],
      'Views of this post rose from 4 at 6 hours to 9 at 1 day, not observed near 1 hour.',
    ],
    [
      'gaps at the end',
      [4, null, null],
      'This post had 4 views at 1 hour, not observed near 6 hours and 1 day.',
    ],
    ['all gaps', [null, null], 'Views of this post were not observed near any of 2 ages.'],
    [
      'a change that three digits would hide',
      [1_243_906, 1_243_910],
      'Views of this post rose from 1,243,906 at 1 hour to 1,243,910 at 6 hours.',
    ],
  ])('%s', (_, views, alt) => {
    expect(one(views).alt).toBe(alt);
  });

  test('against the median of the others at that age', () => {
    expect(among([3, 12, 72]).alt).toBe(
      'Views of this post rose from 3 at 1 hour to 72 at 1 day, 2.4 times the median of 5 others; median of 5 other posts: from 30 at 1 hour to 30 at 1 day.',
    );
    expect(among([3, 12, 72]).title).toBe('This post: 72 views at 1 day, 2.4 times the median of 5 others');
    expect(among([30]).title).toBe('This post: 30 views at 1 hour, about the median of 5 others');
  });

  test('of nothing', () => {
    expect(growthCurves([]).alt).toBe('There are no views of posts by age yet.');
  });
});

test('no post is held against an age that the others have not reached, nor against fewer than five', () => {
  expect(among([3, 12, 72, 100]).title).toBe('This post: 100 views at 3 days');
  const four = [10, 20, 30, 40].flatMap((n) => makeAges(`7${n}`, [n]));
  const chart = growthCurves([...four, ...makeAges('900', [5])], { highlight: '900' });
  expect(chart.alt).toBe('This post had 5 views at 1 hour; 4 other posts, too few at any age for a median.');
  expect(chart.table.rows).toEqual([['1 hour', 5, 5, 5, null, null, null, 4]]);
});

test('the table has the quartiles of the others at each age, and how many they are', () => {
  expect(among([3, null], 2).table.rows).toEqual([
    ['1 hour', 3, 3, 3, 20, 30, 40, 5],
    ['6 hours', null, null, null, 20, 30, 40, 5],
  ]);
});

test('what is expected at 30 days is drawn only for a younger post with views', () => {
  const curves = [{ post_id: '900', views_30d_forecast: 500, views_30d_low: 200, views_30d_high: 900 }];
  const rows = (views: Views) => growthCurves(makeAges('900', views), { highlight: '900', curves });
  expect(rows([10, 30]).alt).toContain('; expected at 30 days: 500, 80% band from 200 to 900.');
  expect(rows([10, 30]).svg).toContain('>expected 500<');
  for (const views of [[null], [1, 2, 3, 4, 5, 6, 7]]) expect(rows(views).svg).not.toContain('expected');
});

test('a view less than none is not invented: zero is on a line of its own', () => {
  const { svg, notes } = one([0, 3, 8]);
  expect(svg).toContain('>0<');
  expect(notes).toContain('No views yet are drawn at the line of 0, below the axis.');
  expect(one([1, 3]).svg).not.toContain('>0<');
});

test('many posts are drawn as bands, few as a line each', () => {
  const posts = (count: number) =>
    growthCurves(Array.from({ length: count }, (_, i) => makeAges(String(i), [i + 1, i + 9])).flat());
  expect(posts(60).svg).toContain('class="line context"');
  expect(posts(61).svg).not.toContain('class="line context"');
  expect(posts(61).notes[0]).toBe('Bands: the middle half, and 8 of 10, of 61 posts; too many to draw each.');
});

test('the order of rows does not matter', () => {
  const rows = [10, 20, 30, 40, 50].flatMap((n) => makeAges(`7${n}`, [n, n + 5]));
  expect(growthCurves([...rows].reverse()).alt).toBe(growthCurves(rows).alt);
});
