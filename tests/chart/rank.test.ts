import { describe, expect, test } from 'vitest';
import { rankChart } from '../../lib/chart/rank.ts';

type Day = { handle: string; day: string; followers: number | null };
const options = { value: 'followers', label: 'handle', zone: 'UTC' } as const;
const days = ['2026-03-01', '2026-03-02', '2026-03-03'];
const of = (handle: string, ...values: (number | null)[]): Day[] =>
  values.map((followers, i) => ({ handle, day: days[i] ?? '', followers }));

describe('the sentence under ranks', () => {
  test.each<[string, Day[], string]>([
    ['nothing', [], 'Ranks by followers: there is nothing to rank yet.'],
    ['one point', of('a', 5), 'Ranks of 1 account by followers, 1 Mar 2026: first at the end @a.'],
    [
      'two points',
      of('a', 5, 6),
      'Ranks of 1 account by followers, 1 Mar to 2 Mar 2026: first at the end @a, as throughout.',
    ],
    [
      'one rises, one falls',
      [...of('a', 5, 6), ...of('b', 9, 3)],
      'Ranks of 2 accounts by followers, 1 Mar to 2 Mar 2026: first at the end @a; furthest up @a from 2 to 1; furthest down @b from 1 to 2.',
    ],
    [
      'nobody moves',
      [...of('a', 5, 6), ...of('b', 3, 4)],
      'Ranks of 2 accounts by followers, 1 Mar to 2 Mar 2026: first at the end @a, as throughout; all at the end where they began.',
    ],
    [
      'all equal',
      [...of('a', 5, 5), ...of('b', 5, 5)],
      'Ranks of 2 accounts by followers, 1 Mar to 2 Mar 2026: first at the end @a, @b, equal; all at the end where they began.',
    ],
    [
      'a gap at the end',
      [...of('a', 5, null), ...of('b', 3, 4)],
      'Ranks of 2 accounts by followers, 1 Mar to 2 Mar 2026: first at the end @b; furthest up @b from 2 to 1; 1 of 2 not observed at the end.',
    ],
    [
      'a gap at the beginning',
      [...of('a', null, 9), ...of('b', 3, 4)],
      'Ranks of 2 accounts by followers, 1 Mar to 2 Mar 2026: first at the end @a; furthest down @b from 1 to 2.',
    ],
    [
      'a spike in between',
      [...of('a', 5, 1_000, 5), ...of('b', 6, 6, 6)],
      'Ranks of 2 accounts by followers, 1 Mar to 3 Mar 2026: first at the end @b; all at the end where they began.',
    ],
    [
      'only gaps',
      of('a', null, null),
      'Ranks of 1 account by followers, 1 Mar to 2 Mar 2026: not observed for any.',
    ],
  ])('%s', (_, rows, alt) => {
    expect(rankChart(rows, options).alt).toBe(alt);
  });

  test('with one highlighted', () => {
    const rows = [...of('a', 5, 6), ...of('b', 9, 3), ...of('c', 1, 1)];
    const chart = rankChart(rows, { ...options, highlight: '@b' });
    expect(chart.title).toBe('@b: from rank 1 to rank 2 by followers');
    expect(chart.alt).toContain(': first at the end @a; @b from 1 to 2; furthest up @a from 2 to 1.');
  });
});

test('equal values share the better rank, and the next one leaves a place', () => {
  const { table } = rankChart([...of('a', 5), ...of('b', 9), ...of('c', 5), ...of('d', 1)], options);
  expect(table.columns.map(({ title }) => title)).toEqual(['Day', '@b', '@a', '@c', '@d']);
  expect(table.rows).toEqual([['2026-03-01', 1, 2, 2, 4]]);
});

test('who is not observed has no rank, and the others are ranked among themselves, which is said', () => {
  const { table, notes } = rankChart([...of('a', 5, null), ...of('b', 3, 4)], options);
  expect(table.rows).toEqual([
    ['2026-03-02', 1, null],
    ['2026-03-01', 2, 1],
  ]);
  expect(notes).toEqual(['In 1 of 2 days not all were observed; ranks there are among those that were.']);
});

test('a gap breaks the line', () => {
  const { svg } = rankChart([...of('a', 5, null, 5), ...of('b', 3, 3, 3)], { ...options, highlight: '@b' });
  expect(/class="line accent" d="([^"]*)"/.exec(svg)?.[1]?.match(/m/g)).toHaveLength(1);
  expect(svg).not.toMatch(/class="line context"/);
  expect(svg).toMatch(/class="dots context"/);
});

test('of many days the last observation of each week, month or year counts', () => {
  const at = (day: string, followers: number | null): Day => ({ handle: 'a', day, followers });
  const { table, subtitle } = rankChart(
    // 1 March 2026 is a Sunday, the last day of its week.
    [
      at('2026-03-01', 1),
      at('2026-03-02', 7),
      at('2026-03-04', null),
      { ...at('2026-03-03', 8), handle: 'b' },
    ],
    { ...options, every: 'week' },
  );
  expect(table.rows).toEqual([
    ['2026-03-04', 1, 2],
    ['2026-03-01', null, 1],
  ]);
  expect(subtitle).toBe('Rank by followers, last observation of each week, 1 Mar to 4 Mar 2026; days in UTC');
});

test('ranks within rounding are said to be unsure', () => {
  const rounded = (rows: Day[], step: number) =>
    rows.map((row) => ({ ...row, followers_step: step, rounding: 'nearest' }));
  const rows = [...of('a', 300), ...of('b', 200)];
  const said = (step: number) => rankChart(rounded(rows, step), options).notes;
  // To the nearest hundred 300 is 250 to 349, 200 is 150 to 249.
  expect(said(100)).toEqual([]);
  expect(said(200)).toEqual(['The source rounds: neighbours in rank may be the other way round.']);
});

test('twenty are drawn, with the highlighted among them', () => {
  const rows = Array.from({ length: 25 }, (_, i) => of(`a${i}`, i + 1)).flat();
  const chart = rankChart(rows, { ...options, highlight: '@a0' });
  expect(chart.notes).toEqual(['Shown: 20 of 25 accounts, the best at the end; the table has all.']);
  expect(chart.svg).toContain('25 @a0');
  expect(chart.svg).not.toContain('@a5');
  expect(chart.table.columns).toHaveLength(26);
});
