import { describe, expect, test } from 'vitest';
import { scatter } from '../../lib/chart/scatter.ts';
import { spreadLogTicks } from '../../lib/chart/ticks.ts';

type Account = { name: string; followers: number | null; views: number | null };
const account = (name: string, followers: number | null, views: number | null): Account => ({
  name,
  followers,
  views,
});
const options = { x: 'followers', y: 'views', label: 'name', row: 'account' } as const;
/** Ten accounts with 10, 20, … followers, and the views given. */
const ten = (views: (i: number) => number | null) =>
  Array.from({ length: 10 }, (_, i) => account(`@${'abcdefghij'[i]}`, 10 * (i + 1), views(i)));

describe('the sentence under a scatter', () => {
  const rising =
    'Views against followers of 10 accounts: Views from 1 (@a) to 10 (@j); Followers from 10 (@a) to 100 (@j)';
  test.each<[string, Account[], string]>([
    ['nothing', [], 'Views against followers: there is nothing to show yet.'],
    ['one point', [account('@a', 12, 3)], 'Views against followers: @a has 3 and 12.'],
    [
      'two points',
      [account('@a', 12, 3), account('@b', 9_000, 4)],
      'Views against followers of 2 accounts: Views from 3 (@a) to 4 (@b); Followers from 12 (@a) to 9,000 (@b).',
    ],
    [
      'rising',
      ten((i) => i + 1),
      `${rising}; the one tends to be high where the other is high (rank correlation 1).`,
    ],
    [
      'falling',
      ten((i) => 10 - i),
      'Views against followers of 10 accounts: Views from 1 (@j) to 10 (@a); Followers from 10 (@a) to 100 (@j); the one tends to be low where the other is high (rank correlation −1).',
    ],
    [
      'flat',
      ten(() => 5),
      'Views against followers of 10 accounts: Views 5 for each; Followers from 10 (@a) to 100 (@j).',
    ],
    [
      'a spike, and no relation',
      // Ranks 1–10 against 5 3 8 1 10 7 2 9 4 6: Σd² = 144, ρ = 1 − 6·144/990 = 0.13.
      ten((i) => [5, 3, 8, 1, 9_999, 7, 2, 9, 4, 6][i] ?? 0),
      'Views against followers of 10 accounts: Views from 1 (@d) to 9,999 (@e); Followers from 10 (@a) to 100 (@j); no clear relation (rank correlation 0.13).',
    ],
    [
      'negative',
      [account('@a', 12, -3), account('@b', 9, -40)],
      'Views against followers of 2 accounts: Views from −40 (@b) to −3 (@a); Followers from 9 (@b) to 12 (@a).',
    ],
    [
      'a gap',
      [account('@a', 12, 3), account('@b', 9, null), account('@c', 10, 7)],
      'Views against followers of 2 accounts: Views from 3 (@a) to 7 (@c); Followers from 10 (@c) to 12 (@a); 1 of 3 not shown.',
    ],
    [
      'only gaps',
      [account('@a', null, 3), account('@b', 9, null)],
      'Views against followers: not known together for any of 2 accounts.',
    ],
  ])('%s', (_, rows, alt) => {
    expect(scatter(rows, options).alt).toBe(alt);
  });
});

test('the table is by the upright measure, has rows without a place, and ends of what is rounded', () => {
  const rows = [
    { ...account('@a', 100_000, 3), followers_step: 100_000, rounding: 'down' },
    { ...account('@b', null, 9), followers_step: null, rounding: null },
    { ...account('@c', 40, null), followers_step: 1, rounding: 'exact' },
  ];
  const { table, notes, places } = scatter(rows, options);
  expect(table.columns.map(({ key }) => key)).toEqual([
    'label',
    'views',
    'followers',
    'followers_low',
    'followers_high',
  ]);
  expect(table.rows).toEqual([
    ['@b', 9, null, null, null],
    ['@a', 3, 100_000, 100_000, 199_999],
    ['@c', null, 40, 40, 40],
  ]);
  expect(places.map(({ row }) => row)).toEqual([1]);
  expect(notes).toEqual([
    'Not shown: 2 accounts without one of the two values.',
    'Whiskers: between what the true value lies where the source rounds.',
  ]);
});

test('axes are logarithmic by themselves from a hundredfold on, and never with a zero', () => {
  const logs = (rows: Account[], more = {}) =>
    scatter(rows, { ...options, ...more }).notes.filter((note) => note.includes('logarithmic'));
  expect(logs([account('@a', 1, 5), account('@b', 100, 9)])).toEqual([
    'The level axis is logarithmic: equal distances are equal ratios.',
  ]);
  expect(logs([account('@a', 0, 5), account('@b', 100, 9)])).toEqual([]);
  expect(logs([account('@a', 0, 5), account('@b', 100, 9)], { xScale: 'log' })).toEqual([
    'Not shown: 1 account at or below 0, which a logarithmic axis has no place for.',
    'The level axis is logarithmic: equal distances are equal ratios.',
  ]);
});

test('more than 2,000 points are counted in cells, with the highlighted still as dots', () => {
  const many = Array.from({ length: 2_001 }, (_, i) =>
    account(`@${i}`, (i * 7_919) % 2_003, (i * 104_729) % 1_999),
  );
  const chart = scatter(many, { ...options, highlight: '@5' });
  expect(chart.subtitle).toBe('2,001 accounts, counted in cells');
  expect(chart.svg).toMatch(/stroke-seq-\d/);
  expect(chart.places).toHaveLength(1);
  expect(chart.table.rows).toHaveLength(2_001);
  expect(scatter(many.slice(1), options).svg).not.toMatch(/stroke-seq/);
});

test('a curve needs ten points, and is the same each time', () => {
  const curved = { ...options, curve: true };
  expect(
    scatter(
      ten((i) => i * i),
      curved,
    ).notes.at(-1),
  ).toMatch(/^Curve: smoothed by LOWESS; band: .* 95%/);
  expect(
    scatter(
      ten((i) => i * i),
      curved,
    ),
  ).toEqual(
    scatter(
      ten((i) => i * i),
      curved,
    ),
  );
  expect(scatter(ten((i) => i).slice(1), curved).svg).not.toMatch(/curve/);
});

test('ticks of a logarithmic axis', () => {
  expect(spreadLogTicks(12, 90)).toEqual([10, 20, 50, 100]);
  expect(spreadLogTicks(100, 100)).toEqual([100, 200]);
  expect(spreadLogTicks(0.0004, 0.03)).toEqual([0.0001, 0.001, 0.01, 0.1]);
  expect(spreadLogTicks(3, 9_000_000)).toEqual([1, 100, 10_000, 1_000_000, 100_000_000]);
});

test('as-of and methods come from the rows, where they say', () => {
  const rows = ['2026-03-01T00:00:00Z', '2026-03-02T00:00:00Z'].map((as_of, i) => ({
    ...account('@a', 1, i),
    as_of,
    method: 'm@1',
  }));
  expect(scatter(rows, options)).toMatchObject({ asOf: '2026-03-02T00:00:00Z', methods: ['m@1'] });
  expect(scatter([account('@a', 1, 2)], options)).not.toHaveProperty('asOf');
});
