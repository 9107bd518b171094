import { describe, expect, test } from 'vitest';
import { table } from '../../lib/chart/table.ts';
import { bodyRows } from '../../pages/_data/table-html.ts';

interface Account {
  handle: string;
  followers: number | null;
  net: number | null;
  last: (number | null)[];
}
const account = (
  handle: string,
  followers: number | null,
  net: number | null = 0,
  last: (number | null)[] = [],
): Account => ({
  handle,
  followers,
  net,
  last,
});
const options = { title: 'Accounts', label: 'handle', row: 'account', columns: ['followers'] } as const;

describe('the sentence of a table', () => {
  test.each<[string, Account[], string]>([
    ['nothing', [], 'there is nothing to show yet.'],
    ['one', [account('a', 5)], 'Followers: 5 (@a).'],
    ['two', [account('a', 5), account('b', 9)], 'Followers from 5 (@a) to 9 (@b).'],
    [
      'rising and falling alike: the order of rows says nothing',
      [account('a', 9), account('b', 5)],
      'Followers from 5 (@b) to 9 (@a).',
    ],
    ['all equal', [account('a', 5), account('b', 5)], 'Followers: 5 for each of 2 accounts.'],
    ['all zero', [account('a', 0), account('b', 0)], 'Followers: 0 for each of 2 accounts.'],
    ['negative', [account('a', -3), account('b', -40)], 'Followers from −40 (@b) to −3 (@a).'],
    [
      'one outlier',
      [account('a', 1), account('b', 2), account('c', 90_000_000)],
      'Followers from 1 (@a) to 90M (@c).',
    ],
    [
      'a gap',
      [account('a', 1), account('b', null), account('c', 4)],
      'Followers from 1 (@a) to 4 (@c); 1 of 3 was not observed.',
    ],
    ['only gaps', [account('a', null), account('b', null)], 'Followers: not observed for any of 2 accounts.'],
  ])('%s', (_, rows, alt) => {
    const columns = [{ key: 'followers', marks: 'bar' }] as const;
    expect(table(rows, { ...options, columns }).alt).toBe(`Accounts: ${alt}`);
  });
});

test('rows are sorted where that is asked for, the unknown last, and cut in the picture only', () => {
  const rows = [account('a', 3), account('b', null), account('c', 9)];
  const chart = table(rows, { ...options, sort: 'followers', limit: 2 });
  expect(chart.table.rows).toEqual([
    ['@c', 9],
    ['@a', 3],
    ['@b', null],
  ]);
  expect(chart.notes).toEqual(['A picture of this table has the first 2 of 3 rows.']);
  expect(table(rows, options).table.rows[0]).toEqual(['@a', 3]);
});

test('bars share a scale with zero, falls to its left', () => {
  const columns = [{ key: 'net', marks: 'bar', signed: true }] as const;
  const [, net] = table([account('a', 1, 30), account('b', 1, -10), account('c', 1, null)], {
    ...options,
    columns,
  }).table.columns;
  // From −10 to 30 zero stands at a quarter.
  expect(net?.marks?.cells).toEqual([
    expect.stringContaining('<rect class="gain" x="25" width="75" height="10"/>'),
    expect.stringContaining('<rect class="loss" x="0" width="25" height="10"/>'),
    '',
  ]);
  expect(net?.signed).toBe(true);
});

test('a line is drawn through a list, whose last number is the cell, and says how it goes', () => {
  const columns = [{ key: 'last', marks: 'line', title: '3 days' }] as const;
  const chart = table([account('a', 1, 0, [3, null, 9]), account('b', 1)], { ...options, columns });
  expect(chart.table.rows).toEqual([
    ['@a', 9],
    ['@b', null],
  ]);
  const [, last] = chart.table.columns;
  expect(last?.marks?.cells[0]).toMatch(
    /^<svg class="spark-svg" .*role="img" aria-label="Values from 3 \(1 of 3\) to 9 \(3 of 3\); 1 of 3 was not observed"/,
  );
  expect(last?.marks?.cells[1]).toBe('');
});

test('pages print bars beside numbers and lines in their place, and every cell escaped', () => {
  const columns = [
    { key: 'followers', marks: 'bar' },
    { key: 'last', marks: 'line' },
  ] as const;
  const { table: printed } = table([account('<b>', 5, 0, [1, 2])], { ...options, columns });
  expect(bodyRows(printed.columns, printed.rows)).toMatch(
    /^<tr><th scope=row>@&lt;b&gt;<td class=n>5<svg class="bar-svg"[^>]*><rect [^>]*\/><\/svg><td class=n><svg class="spark-svg".*<\/svg>$/,
  );
});

test('a picture has as many columns as its width holds', () => {
  const wide = Array.from({ length: 12 }, (_, i) => `a_column_with_a_long_name_${i}`);
  const row = Object.fromEntries([['name', 'x'], ...wide.map((key, i) => [key, i])]) as Record<
    string,
    string | number
  >;
  const chart = table([row], { title: 'Wide', label: 'name', columns: wide });
  expect(chart.table.columns).toHaveLength(13);
  expect(chart.notes).toEqual([
    expect.stringMatching(/^A picture of this table has the first [4-6] of 13 columns\.$/),
  ]);
});
