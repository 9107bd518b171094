import { expect, test } from 'vitest';
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

test('nothing at all, and nothing known', () => {
  expect(barChart([], words).alt).toBe('Followers gained in 7 days: there is nothing to compare yet.');
  expect(barChart([{ label: '@a', value: null }], words).alt).toBe(
    'Followers gained in 7 days: not observed for any of 1 account.',
  );
});
