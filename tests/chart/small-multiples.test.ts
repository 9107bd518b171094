import { describe, expect, test } from 'vitest';
import { binDays } from '../../lib/chart/panels-paths.ts';
import { readLevels } from '../../lib/chart/series.ts';
import { smallMultiples } from '../../lib/chart/small-multiples.ts';
import { type DayValue, makeDaily } from '../../pages/_data/chart-rows.ts';

const rows = (...values: DayValue[][]) =>
  values.flatMap((days, i) => makeDaily(days, { account_id: String(i + 1), handle: `a${i + 1}` }));
const alt = (...values: DayValue[][]) => smallMultiples(rows(...values)).alt;

describe('the sentence under small charts', () => {
  test.each<[string, DayValue[][], string]>([
    [
      'rising',
      [
        [10, 12],
        [5, 9],
      ],
      'Followers of 2 accounts, 1 Jan to 2 Jan 2026: rose for 2; most gained by @a2 (+4, +80%).',
    ],
    [
      'falling',
      [
        [10, 8],
        [5, 4],
      ],
      'Followers of 2 accounts, 1 Jan to 2 Jan 2026: fell for 2; most lost by @a1 (−2, −20%).',
    ],
    ['flat', [[3, 3]], 'Followers of 1 account, 1 Jan to 2 Jan 2026: did not change for 1.'],
    [
      'from zero has no percentage',
      [
        [0, 3],
        [0, 0],
      ],
      'Followers of 2 accounts, 1 Jan to 2 Jan 2026: rose for 1 and did not change for 1; most gained by @a1 (+3).',
    ],
    ['one point', [[7]], 'Followers of 1 account, 1 Jan 2026: not known for 1.'],
    [
      'two points',
      [[7, 8]],
      'Followers of 1 account, 1 Jan to 2 Jan 2026: rose for 1; most gained by @a1 (+1, +14.3%).',
    ],
    [
      'all gaps',
      [
        [null, null],
        [null, null],
      ],
      'Followers of 2 accounts, 1 Jan to 2 Jan 2026: not known for 2; days are missing for 2 accounts.',
    ],
    [
      'gaps at the ends',
      [[null, 5, 6, null]],
      'Followers of 1 account, 1 Jan to 4 Jan 2026: rose for 1; most gained by @a1 (+1, +20%); days are missing for 1 account.',
    ],
    [
      'a spike is no change',
      [
        [1, 90, 1],
        [9, 8, 8],
      ],
      'Followers of 2 accounts, 1 Jan to 3 Jan 2026: fell for 1 and did not change for 1; most lost by @a2 (−1, −11.1%).',
    ],
    [
      'up, down, same and not known',
      [
        [1, 2],
        [2, 1],
        [3, 3],
        [4, null],
      ],
      'Followers of 4 accounts, 1 Jan to 2 Jan 2026: rose for 1, fell for 1, did not change for 1 and not known for 1; most gained by @a1 (+1, +100%); most lost by @a2 (−1, −50%); days are missing for 1 account.',
    ],
  ])('%s', (_, values, said) => {
    expect(alt(...values)).toBe(said);
  });

  test('of nothing, and of changes', () => {
    expect(smallMultiples([]).alt).toBe('There is no observation of followers to show yet.');
    expect(smallMultiples(rows([5, 6, 9], [9, 8, 8]), { y: 'followers_net' }).alt).toBe(
      'Followers of 2 accounts, 2 Jan to 3 Jan 2026: rose for 1 and fell for 1; most gained by @a1 (+4); most lost by @a2 (−1).',
    );
  });
});

test('the scale is shared where the accounts are about as large, and the notes say which', () => {
  expect(smallMultiples(rows([10, 12], [15, 20])).notes).toEqual([
    'All panels have one scale, from 10 to 20: heights can be compared.',
  ]);
  expect(smallMultiples(rows([10, 12], [15, 25])).notes[0]).toMatch(/^Each panel has its own scale/);
  expect(smallMultiples(rows([10, 12], [15, 25]), { scale: 'shared' }).notes[0]).toMatch(/^All panels/);
  expect(smallMultiples(rows([10, 12])).notes).toEqual([]);
});

test('the largest come first; of more than 24 the table has all', () => {
  const chart = smallMultiples(rows(...Array.from({ length: 26 }, (_, i) => [i + 1, i + 1])));
  expect(chart.svg.match(/>@a\d+</g)?.slice(0, 2)).toEqual(['>@a26<', '>@a25<']);
  expect(chart.svg.match(/>@a\d+</g)).toHaveLength(24);
  expect(chart.table.columns).toHaveLength(27);
  expect(chart.notes).toContain('Shown: the 24 largest of 26 accounts; the table has all.');
});

test('many days are drawn by week: the last level, the sum of changes where all are known', () => {
  const points = readLevels(makeDaily([1, 2, null, 4, 5, 6, 7, 8, null]), 'followers')[0]?.points ?? [];
  expect(binDays(points, 7, false).map(({ value }) => value)).toEqual([7, 8]);
  expect(binDays(points, 4, true).map(({ value }) => value)).toEqual([null, 26, null]);
  expect(binDays(points, 1, true)).toEqual(points);
  const year = Array.from({ length: 400 }, (_, i) => i);
  expect(smallMultiples(rows(year, year, year, year, year)).notes).not.toContain(
    'Drawn: the last value of each 7 days; the table has every day.',
  );
  expect(smallMultiples(rows(year, year, year, year, year, year)).notes).toContain(
    'Drawn: the last value of each 7 days; the table has every day.',
  );
});

test('a gap breaks the line and is shaded, an interpolated day is dashed', () => {
  const { svg } = smallMultiples(rows([1, 2, null, 4, '~5', 6]));
  expect(svg).toContain('class="gap"');
  expect(/class="line accent" d="([^"]*)"/.exec(svg)?.[1]?.match(/m/g)).toHaveLength(1);
  expect(/class="line dashed accent" d="([^"]*)"/.exec(svg)?.[1]?.match(/m/g)).toHaveLength(1);
});

test('an annotation is drawn in the panels that it concerns', () => {
  const note = (subject: string) => ({ date: '2026-01-02', subject, text: 'A cause', link: '' });
  const lines = (subject: string) =>
    /class="event" d="([^"]*)"/.exec(
      smallMultiples(rows([1, 2, 3], [1, 2, 3]), { annotations: [note(subject)] }).svg,
    )?.[1];
  expect(lines('*')?.match(/m/g)).toHaveLength(2);
  expect(lines('a2')?.match(/m/g)).toHaveLength(1);
  expect(lines('other')).toBeUndefined();
});
