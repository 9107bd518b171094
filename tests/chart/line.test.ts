import { describe, expect, test } from 'vitest';
import { lineChart } from '../../lib/chart/line.ts';
import { type DayValue, makeDaily } from '../../pages/_data/chart-rows.ts';

const followers = (values: readonly DayValue[], options = {}) =>
  lineChart(makeDaily(values, options), { y: 'followers' });

describe('the sentence under a line', () => {
  test.each<[string, DayValue[], string]>([
    [
      'only gaps',
      [null, null],
      'Followers of @observatory were not observed on any of 2 days, 1 Jan to 2 Jan 2026.',
    ],
    ['one point', [1204], 'Followers of @observatory stood at 1,204 on 1 Jan 2026.'],
    [
      'one point among gaps',
      [null, 7, null],
      'Followers of @observatory stood at 7 on 2 Jan 2026, the only one of 3 days observed.',
    ],
    [
      'two points, rising',
      [1204, 1205],
      'Followers of @observatory rose from 1,204 on 1 Jan to 1,205 on 2 Jan 2026 (+1).',
    ],
    ['flat', [12, 12, 12], 'Followers of @observatory stayed at 12 from 1 Jan to 3 Jan 2026.'],
    ['zero', [0, 0], 'Followers of @observatory stayed at 0 from 1 Jan to 2 Jan 2026.'],
    ['falling', [90, 80, 71], 'Followers of @observatory fell from 90 on 1 Jan to 71 on 3 Jan 2026 (−19).'],
    [
      'back where it began',
      [5, 9, 2, 5],
      'Followers of @observatory began at 5 on 1 Jan and were back there on 4 Jan 2026, highest at 9 on 2 Jan, lowest at 2 on 3 Jan.',
    ],
    [
      'gap at the start',
      [null, null, 5, 6],
      'Followers of @observatory rose from 5 on 3 Jan to 6 on 4 Jan 2026 (+1); 2 of 4 days were not observed, the first 2 among them.',
    ],
    [
      'gap at the end',
      [5, 6, null],
      'Followers of @observatory rose from 5 on 1 Jan to 6 on 2 Jan 2026 (+1); 1 of 3 days was not observed, the last day among them.',
    ],
    [
      'huge outlier',
      [12, 90_000, 19],
      'Followers of @observatory rose from 12 on 1 Jan to 19 on 3 Jan 2026 (+7), highest at 90K on 2 Jan.',
    ],
    [
      'a change that three digits would hide',
      [1_243_906, 1_243_910],
      'Followers of @observatory rose from 1,243,906 on 1 Jan to 1,243,910 on 2 Jan 2026 (+4).',
    ],
  ])('%s', (_, values, alt) => {
    expect(followers(values).alt).toBe(alt);
  });

  test('names the year of each day where the span has two', () => {
    const chart = followers([1, 2], { start: '2025-12-31' });
    expect(chart.alt).toBe('Followers of @observatory rose from 1 on 31 Dec 2025 to 2 on 1 Jan 2026 (+1).');
  });

  test('says about where the source rounds', () => {
    const chart = followers([160_400_000, 160_500_000], { step: 100_000 });
    expect(chart.alt).toContain('from about 160,400,000 on 1 Jan to about 160,500,000');
    expect(chart.title).toBe('@observatory: about 161M followers, no change beyond rounding in 1 day');
    expect(chart.notes[0]).toBe(
      'Band: the source rounds, so the count may lie up to 99,999 higher or 50,000 lower than shown.',
    );
  });

  test('without rows', () => {
    const chart = lineChart([], { y: 'likes' });
    expect(chart.alt).toBe('There is no observation of likes yet.');
    expect(chart.table.rows).toEqual([]);
    expect(chart.notes).toEqual([]);
  });
});

describe('the title', () => {
  test.each<[DayValue[], string]>([
    [[10, 12], '@observatory gained 2 followers in 1 day'],
    [[10, 11, 9], '@observatory lost 1 follower in 2 days'],
    [[10, 11, 10], '@observatory: 10 followers, as many as 2 days before'],
    [[1], '@observatory: 1 follower'],
    [[null], '@observatory: followers not observed'],
  ])('of %j', (values, title) => {
    expect(followers(values).title).toBe(title);
  });

  test('of posts says added and removed', () => {
    expect(lineChart(makeDaily([1, 1, 1]), { y: 'posts' }).title).toBe(
      '@observatory added 2 posts in 2 days',
    );
  });
});

describe('the picture', () => {
  const lineOf = (svg: string) => /<g class="line accent"[^>]*><path d="([^"]*)"/.exec(svg)?.[1] ?? '';

  test('breaks at a gap and does not bridge it', () => {
    expect(lineOf(followers([1, 2, 3]).svg).match(/m/g)).toHaveLength(1);
    const gap = followers([1, 2, null, null, 5, 6]);
    expect(lineOf(gap.svg).match(/m/g)).toHaveLength(2);
    expect(gap.svg).toContain('class="gap"');
  });

  test('a day that has no row is a gap too', () => {
    const rows = makeDaily([1, 2, 3, 4, 5]).filter(({ day }) => day !== '2026-01-03');
    const chart = lineChart(rows, { y: 'followers' });
    expect(chart.svg).toContain('class="gap"');
    expect(chart.alt).toContain('1 of 5 days was not observed');
    expect(chart.table.rows[2]).toEqual(['2026-01-03', null, 'not observed']);
  });

  test('draws interpolated days dashed, and says so', () => {
    const chart = followers([1, '~2', 3]);
    expect(chart.svg).toContain('class="line dashed accent"');
    expect(chart.notes).toContain('Dashed: 1 day interpolated between observations at most 48 hours apart.');
    expect(followers([1, 2, 3]).svg).not.toContain('dashed');
  });

  test('says where the axis does not start at zero', () => {
    expect(followers([100, 110]).notes).toContain('The axis starts at 100 followers, not at zero.');
    expect(followers([3, 110]).notes).toEqual([]);
  });

  test('draws an area only down to zero', () => {
    expect(followers([3, 110]).svg).toContain('class="area"');
    expect(followers([100, 110]).svg).not.toContain('class="area"');
  });

  test('does not depend on the order of the rows', () => {
    const rows = makeDaily([1, 2, null, 4]);
    expect(lineChart([...rows].reverse(), { y: 'followers' })).toEqual(lineChart(rows, { y: 'followers' }));
  });

  test('has two widths, of which the narrow one can be left out', () => {
    const rows = makeDaily([1, 2]);
    expect(lineChart(rows, { y: 'followers' }).svgNarrow).toContain('viewBox="0 0 340 ');
    const wide = lineChart(rows, { y: 'followers', width: 960, narrowWidth: null });
    expect(wide.svg).toContain('viewBox="0 0 960 ');
    expect(wide.svgNarrow).toBeNull();
  });
});

describe('several accounts', () => {
  const small = makeDaily([10, 11], { account_id: '1', handle: 'small' });
  const large = makeDaily([9_000, 9_900], { account_id: '2', handle: 'large', zone: 'Asia/Tokyo' });

  test('highlight one; the others are context', () => {
    const chart = lineChart([...small, ...large], { y: 'followers', highlight: '1' });
    expect(chart.title).toBe('@small gained 1 follower in 1 day');
    expect(chart.alt).toBe(
      'Followers of @small rose from 10 on 1 Jan to 11 on 2 Jan 2026 (+1); the other account ended at 9,900.',
    );
    expect(chart.svg).toContain('class="line context"');
    expect(chart.subtitle).toContain('days in each account’s own zone');
    expect(chart.id).toBe('line-followers-1');
  });

  test('use a logarithmic axis where they differ more than thirtyfold, and say so', () => {
    const chart = lineChart([...small, ...large], { y: 'followers' });
    expect(chart.notes).toEqual(['Logarithmic axis: equal distances are equal ratios.']);
    const linear = lineChart([...small, ...large], { y: 'followers', scale: 'linear' });
    expect(linear.notes).toEqual([]);
    const zero = makeDaily([0, 0], { account_id: '3', handle: 'zero' });
    expect(lineChart([...zero, ...large], { y: 'followers', scale: 'log' }).notes).toEqual([]);
  });

  test('share a table with a column each, newest day first', () => {
    const late = makeDaily([7], { account_id: '4', handle: 'late', start: '2026-01-02' });
    const { table } = lineChart([...small, ...late], { y: 'followers' });
    expect(table.columns.map(({ title, unit }) => [title, unit])).toEqual([
      ['Day', undefined],
      ['@small', 'followers'],
      ['@late', 'followers'],
    ]);
    expect(table.rows).toEqual([
      ['2026-01-02', 11, 7],
      ['2026-01-01', 10, null],
    ]);
  });
});

describe('annotations', () => {
  const note = (date: string, subject: string, text: string) => ({ date, subject, text, link: '' });

  test('are those of the account or of all, within the days shown, numbered by date', () => {
    const chart = lineChart(makeDaily([1, 2, 3, 4]), {
      y: 'followers',
      annotations: [
        note('2026-01-03', 'observatory', 'second'),
        note('2026-01-02', '*', 'first'),
        note('2026-01-02', 'other', 'not here'),
        note('2026-01-09', '*', 'too late'),
      ],
    });
    expect(chart.notes.slice(0, 2)).toEqual(['(1) 2 January 2026: first', '(2) 3 January 2026: second']);
    expect(chart.svg).toMatch(/class="event-number"[^>]*>.*>1<.*>2<\/text>/);
  });
});

test('sources are named once, and simulated ones as such', () => {
  expect(followers([1, 2], { source: 'web_profile_v2' }).source).toBe('TikTok account pages');
  expect(followers([1, 2], { source: 'simulated:web_profile_v2' }).source).toBe(
    'simulated data (TikTok account pages)',
  );
  expect(followers([null]).source).toBe('');
});
