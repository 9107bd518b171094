import { describe, expect, test } from 'vitest';
import { describeTable } from '../../lib/chart/value-words.ts';

describe('a table of days in a sentence', () => {
  const of = (...values: (number | null)[]) => ({
    columns: [
      { key: 'day', title: 'Day', numeric: false },
      { key: 'views', title: 'Views', numeric: true },
    ],
    rows: values.map((value, i) => [`2026-03-0${i + 1}`, value]),
  });
  test.each<[string, (number | null)[], string]>([
    ['nothing', [], 'there is nothing to show yet.'],
    ['one', [7], 'Views: 7 on 1 Mar 2026.'],
    ['two, rising', [7, 9], 'Views rose from 7 on 1 Mar 2026 to 9 on 2 Mar 2026 (+2).'],
    ['falling below zero', [7, 0, -2], 'Views fell from 7 on 1 Mar 2026 to −2 on 3 Mar 2026 (−9).'],
    ['flat', [5, 5, 5], 'Views stayed at 5 from 1 Mar 2026 to 3 Mar 2026.'],
    [
      'back to where they began, over a spike',
      [5, 12_345, 5],
      'Views began and ended at 5, from 1 Mar 2026 to 3 Mar 2026, highest 12.3K on 2 Mar 2026.',
    ],
    [
      'highest and lowest in between',
      [5, 1, 90, 7],
      'Views rose from 5 on 1 Mar 2026 to 7 on 4 Mar 2026 (+2), highest 90 on 3 Mar 2026, lowest 1 on 2 Mar 2026.',
    ],
    [
      'gaps at the ends and within',
      [null, 5, null, 7, null],
      'Views rose from 5 on 2 Mar 2026 to 7 on 4 Mar 2026 (+2); 3 of 5 were not observed.',
    ],
    ['only gaps', [null, null], 'Views: not observed for any of 2 rows.'],
    [
      'close to each other: every digit',
      [1_243_906, 1_243_907],
      'Views rose from 1,243,906 on 1 Mar 2026 to 1,243,907 on 2 Mar 2026 (+1).',
    ],
  ])('%s', (_, values, said) => {
    expect(describeTable('Views by day', of(...values))).toBe(`Views by day: ${said}`);
  });
});

test('of many columns three are said; rows are called by their words, or by their first number', () => {
  const columns = ['name', 'kind', 'a', 'b', 'c', 'd'].map((key, i) => ({
    key,
    title: key.toUpperCase(),
    numeric: i > 1,
  }));
  expect(describeTable('all', { columns, rows: [['x', 'y', 1, 2, 3, 4]] })).toBe(
    'All: A: 1 (x, y); B: 2 (x, y); C: 3 (x, y).',
  );
  const numbers = ['a', 'b'].map((key) => ({ key, title: key.toUpperCase(), numeric: true }));
  expect(
    describeTable('All', {
      columns: numbers,
      rows: [
        [1, 5],
        [2, 3],
      ],
    }),
  ).toBe('All: B from 3 (A 2) to 5 (A 1).');
  expect(describeTable('All', { columns: columns.slice(0, 2), rows: [['x', 'y']] })).toBe('All: 1 row.');
});
