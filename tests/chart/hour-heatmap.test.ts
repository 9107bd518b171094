import { describe, expect, test } from 'vitest';
import { hourHeatmap } from '../../lib/chart/hour-heatmap.ts';
import { makeActivity } from '../../pages/_data/chart-samples/hours.ts';

/** One hour, 19 h, of as many days as there are values, from Monday 5 January 2026. */
const evenings = (values: (number | null)[]) =>
  hourHeatmap(makeActivity(values.length, (day, hour) => (hour === 19 ? (values[day] ?? null) : null)));
const begin = 'Active followers by weekday and hour, median over ';

describe('the sentence under hours', () => {
  test.each<[string, (number | null)[], string]>([
    [
      'one hour',
      [1204],
      '1 day, 5 Jan 2026: Monday, 19–20 h (1,204); 167 of 168 hours of the week were not observed.',
    ],
    [
      'rising',
      [5, 7, 9],
      '3 days, 5 Jan to 7 Jan 2026: most Wednesday, 19–20 h (9), fewest Monday, 19–20 h (5); 165 of 168 hours of the week were not observed.',
    ],
    [
      'falling',
      [9, 5],
      '2 days, 5 Jan to 6 Jan 2026: most Monday, 19–20 h (9), fewest Tuesday, 19–20 h (5); 166 of 168 hours of the week were not observed.',
    ],
    [
      'flat',
      [4, 4],
      '2 days, 5 Jan to 6 Jan 2026: 4 in each of 2 hours; 166 of 168 hours of the week were not observed.',
    ],
    [
      'zero',
      [0, 0],
      '2 days, 5 Jan to 6 Jan 2026: 0 in each of 2 hours; 166 of 168 hours of the week were not observed.',
    ],
    [
      'a spike',
      [4, 90_000, 4],
      '3 days, 5 Jan to 7 Jan 2026: most Tuesday, 19–20 h (90K), fewest Wednesday, 19–20 h (4); 165 of 168 hours of the week were not observed.',
    ],
  ])('%s', (_, values, said) => {
    expect(evenings(values).alt).toBe(begin + said);
  });

  test('of nothing and of gaps alone', () => {
    for (const chart of [hourHeatmap([]), evenings([null, null])])
      expect(chart.alt).toBe('There is no activity of followers by hour to show yet.');
  });
});

test('a mark is the median of the days with its weekday, and the table says of how many', () => {
  // Mondays 5, 12 and 19 January have 1, 9 and 5; Tuesdays have 3 and 4.
  const chart = evenings([1, 3, null, null, null, null, null, 9, 4, null, null, null, null, null, 5]);
  expect(chart.table.rows[19]).toEqual(['Monday, 19–20 h', 5, 3]);
  expect(chart.table.rows[24 + 19]).toEqual(['Tuesday, 19–20 h', 4, 2]);
  expect(chart.table.rows[20]).toEqual(['Monday, 20–21 h', null, 0]);
  expect(chart.title).toBe('Most followers are active on Mondays, 19–20 h');
  expect(chart.notes).toEqual([
    'Each mark is the median of 2 to 3 days with that weekday; the table says of how many.',
    'Hatched: 166 hours of the week not observed.',
  ]);
});

test('of an hour that was exported twice the last export counts, whatever the order of rows', () => {
  const [row] = makeActivity(1, () => 5);
  if (!row) throw new Error('no row');
  const rows = [row, { ...row, active_followers: 8, observed_at: '2026-04-01T00:00:00Z' }];
  for (const order of [rows, [...rows].reverse()])
    expect(hourHeatmap(order).table.rows[0]).toEqual(['Monday, 0–1 h', 8, 1]);
});
