import { describe, expect, test } from 'vitest';
import { barChart } from '../../lib/chart/bar.ts';

const words = { measure: 'Followers gained in 7 days', unit: 'followers', signed: true };

test('rows are sorted from the highest, the unknown last', () => {
  const chart = barChart(
    [
      { label: '@a', value: -86 },
      { label: '@b', value: null },
      { label: '@c', value: 12_304 },
      { label: '@d', value: 0 },
    ],
    words,
  );
  expect(chart.table.rows).toEqual([
    ['@c', 12_304],
    ['@d', 0],
    ['@a', -86],
    ['@b', null],
  ]);
  expect(chart.alt).toBe(
    'Followers gained in 7 days, highest first: @c with +12.3K, @d with ±0 and @a with −86; not observed for 1 of 4.',
  );
  expect(chart.svg.match(/<rect/g)).toHaveLength(2);
  expect(chart.svg).toContain('>not observed<');
});

test('a long list is cut in the picture, not in the table', () => {
  const rows = Array.from({ length: 15 }, (_, i) => ({ label: `@a${i}`, value: i + 1 }));
  const chart = barChart(rows, { ...words, limit: 5 });
  expect(chart.svg.match(/<rect/g)).toHaveLength(5);
  expect(chart.table.rows).toHaveLength(15);
  expect(chart.notes).toEqual(['Shown: the first 5 of 15; the table has all.']);
  expect(chart.alt).toContain('last is @a0 with +1');
});

describe('the sentence under bars', () => {
  const of = (...values: (number | null)[]) =>
    values.map((value, i) => ({ label: `@${'abcdef'[i]}`, value }));
  test.each<[string, (number | null)[], string]>([
    ['nothing', [], ': there is nothing to compare yet.'],
    ['one', [7], ': @a with +7.'],
    ['two', [7, 9], ', highest first: @b with +9 and @a with +7.'],
    [
      'given from the lowest to the highest',
      [1, 2, 3],
      ', highest first: @c with +3, @b with +2 and @a with +1.',
    ],
    [
      'given from the highest to the lowest',
      [3, 2, 1],
      ', highest first: @a with +3, @b with +2 and @c with +1.',
    ],
    ['all equal', [5, 5, 5], ': +5 for each of 3 accounts.'],
    ['all zero', [0, 0], ': ±0 for each of 2 accounts.'],
    ['negative', [-3, -40], ', highest first: @a with −3 and @b with −40.'],
    [
      'one outlier, and more than three',
      [1, 2, 90_000_000, 3],
      ', highest first: @c with +90M, @d with +3 and @b with +2; last is @a with +1.',
    ],
    ['a gap', [7, null, 9], ', highest first: @c with +9 and @a with +7; not observed for 1 of 3.'],
    ['equal but for a gap', [7, 7, null], ': +7 for each of 2 accounts; not observed for 1 of 3.'],
    ['only gaps', [null, null], ': not observed for any of 2 accounts.'],
  ])('%s', (_, values, alt) => {
    expect(barChart(of(...values), words).alt).toBe(`Followers gained in 7 days${alt}`);
  });
});

test('nothing at all, and nothing known', () => {
  expect(barChart([], words).alt).toBe('Followers gained in 7 days: there is nothing to compare yet.');
  expect(barChart([{ label: '@a', value: null }], words).alt).toBe(
    'Followers gained in 7 days: not observed for any of 1 account.',
  );
});

test('what rounding leaves open is a whisker, two columns and a word', () => {
  const chart = barChart(
    [
      { label: '@a', value: 300, interval: { low: 201, high: 399 } },
      { label: '@b', value: 12, interval: { low: 12, high: 12 } },
    ],
    words,
  );
  expect(chart.svg.match(/whisker/g)).toHaveLength(2);
  expect(chart.table.rows).toEqual([
    ['@a', 300, 201, 399],
    ['@b', 12, 12, 12],
  ]);
  expect(chart.alt).toBe('Followers gained in 7 days, highest first: @a with about +300 and @b with +12.');
  expect(chart.notes).toEqual(['Whiskers: between what the true value lies where the source rounds.']);
});
