import { expect, test } from 'vitest';
import { findGaps, readChanges, readLevels, spanOf } from '../../lib/chart/series.ts';
import { makeDaily } from '../../pages/_data/chart-rows.ts';

test('rows become one unbroken run of days an account, in calendar order', () => {
  const rows = makeDaily([1, 2, 3, 4]).filter((_, i) => i !== 2);
  const [series] = readLevels([...rows].reverse(), 'followers');
  expect(series?.points.map(({ day, value }) => [day, value])).toEqual([
    ['2026-01-01', 1],
    ['2026-01-02', 2],
    ['2026-01-03', null],
    ['2026-01-04', 4],
  ]);
});

test('days are UTC midnights, whatever the machine’s zone and daylight saving', () => {
  const [series] = readLevels(makeDaily([1, null, 3], { start: '2026-03-07' }), 'followers');
  expect(series?.points.map(({ ms }) => new Date(ms).toISOString())).toEqual([
    '2026-03-07T00:00:00.000Z',
    '2026-03-08T00:00:00.000Z',
    '2026-03-09T00:00:00.000Z',
  ]);
});

test.each([
  ['nearest', { low: 1_150_000, high: 1_249_999 }],
  ['down', { low: 1_200_000, high: 1_299_999 }],
  ['unknown', { low: 1_150_000, high: 1_299_999 }],
] as const)('a count rounded %s has the interval of that, for followers only', (rounding, interval) => {
  const rows = makeDaily([1_200_000, null], { step: 100_000, rounding });
  expect(readLevels(rows, 'followers')[0]?.points.map(({ rounded }) => rounded)).toEqual([interval, null]);
  expect(readLevels(rows, 'likes')[0]?.points[0]?.rounded).toBeNull();
});

test('a change has the interval of its row', () => {
  const rows = makeDaily([1_200_000, 1_300_000], { step: 100_000 });
  expect(readChanges(rows, 'followers')[0]?.points[0]?.rounded).toEqual({ low: 0, high: 200_000 });
  expect(readChanges(makeDaily([5, 7]), 'followers')[0]?.points[0]?.rounded).toBeNull();
});

test('changes leave out the first day', () => {
  const [series] = readChanges(makeDaily([5, 7, null, 9, 10]), 'followers');
  expect(series?.points.map(({ day, value }) => [day, value])).toEqual([
    ['2026-01-02', 2],
    ['2026-01-03', null],
    ['2026-01-04', null],
    ['2026-01-05', 1],
  ]);
});

test('gaps are runs of days, those at the ends included', () => {
  const [series] = readLevels(makeDaily([null, 1, null, null, 2, null]), 'followers');
  expect(findGaps(series?.points ?? []).map(({ first, last, days }) => [first, last, days])).toEqual([
    ['2026-01-01', '2026-01-01', 1],
    ['2026-01-03', '2026-01-04', 2],
    ['2026-01-06', '2026-01-06', 1],
  ]);
});

test('the span reaches over all accounts', () => {
  const all = readLevels(
    [...makeDaily([1, 2]), ...makeDaily([1], { account_id: '9', start: '2026-02-01' })],
    'followers',
  );
  expect(spanOf(all)).toMatchObject({ first: '2026-01-01', last: '2026-02-01', days: 32 });
  expect(spanOf([])).toBeNull();
});
