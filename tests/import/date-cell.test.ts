import { describe, expect, test } from 'vitest';
import { dateReader, provenOrder } from '../../lib/import/date-cell.ts';
import { englishNames } from '../../lib/import/month-names.ts';
import { importText, now, rowsOf } from './import-text.ts';

const read = (text: string, order: 'dmy' | 'mdy' | null = null) =>
  dateReader(order, now.getTime(), englishNames())(text);

describe('dateReader', () => {
  test.each([
    ['2026-03-27', '2026-03-27T12:00:00Z', 'day'],
    ['2026/3/7', '2026-03-07T12:00:00Z', 'day'],
    ['2026.3.7', '2026-03-07T12:00:00Z', 'day'],
    ['20260327', '2026-03-27T12:00:00Z', 'day'],
    ['28.4.2023', '2023-04-28T12:00:00Z', 'day'],
    ['3.4.2023', '2023-04-03T12:00:00Z', 'day'],
    ['28/04/2023', '2023-04-28T12:00:00Z', 'day'],
    ['04/28/2023', '2023-04-28T12:00:00Z', 'day'],
    ['March 27, 2026', '2026-03-27T12:00:00Z', 'day'],
    ['27 Mar 2026', '2026-03-27T12:00:00Z', 'day'],
    // A time without a zone is taken as UTC.
    ['2026-03-27 08:05:09', '2026-03-27T08:05:09Z', 'instant'],
    ['2026-03-27T08:05', '2026-03-27T08:05:00Z', 'instant'],
    ['2021-03-28T00:22:24+01:00', '2021-03-27T23:22:24Z', 'instant'],
    ['2026-03-27T23:30:00-0230', '2026-03-28T02:00:00Z', 'instant'],
    ['2026-03-30T19:38:55.895872Z', '2026-03-30T19:38:55Z', 'instant'],
    ['6/30/2025, 4:41:50 PM', '2025-06-30T16:41:50Z', 'instant'],
    ['6/30/2025 12:05 am', '2025-06-30T00:05:00Z', 'instant'],
    ['1604786417', '2020-11-07T22:00:17Z', 'instant'],
    ['1604786417000', '2020-11-07T22:00:17Z', 'instant'],
    [' 2024-02-29 ', '2024-02-29T12:00:00Z', 'day'],
  ])('%s is %s', (text, at, precision) => {
    expect(read(text)).toEqual({ at, precision });
  });

  test.each([
    ['', 'impossible_date'],
    ['yesterday', 'impossible_date'],
    ['2026-02-30', 'impossible_date'],
    ['2023-02-29', 'impossible_date'],
    ['2026-13-01', 'impossible_date'],
    ['2026-03-27T25:00:00Z', 'impossible_date'],
    ['2026-03-27 13:00 PM', 'impossible_date'],
    ['0', 'impossible_date'],
    ['April 12', 'impossible_date'],
    ['03/04/2026', 'ambiguous_date'],
    ['1970-01-01', 'date_out_of_range'],
    ['2016-08-31', 'date_out_of_range'],
    ['2026-11-24', 'date_out_of_range'],
  ])('%j is refused: %s', (text, rule) => {
    expect(read(text)).toMatchObject({ rule });
  });

  test('the bounds themselves are in', () => {
    expect(read('2016-09-01')).toMatchObject({ at: '2016-09-01T12:00:00Z' });
    expect(read('2026-11-22')).toMatchObject({ at: '2026-11-22T12:00:00Z' });
  });

  test('the order of the file holds for every value', () => {
    expect(read('03/04/2026', 'dmy')).toMatchObject({ at: '2026-04-03T12:00:00Z' });
    expect(read('03/04/2026', 'mdy')).toMatchObject({ at: '2026-03-04T12:00:00Z' });
    expect(read('13/04/2026', 'mdy')).toMatchObject({ rule: 'impossible_date' });
  });
});

test('a number above 12 proves the order', () => {
  expect(provenOrder('13/04/2026')).toBe('dmy');
  expect(provenOrder('04-13-2026')).toBe('mdy');
  expect(provenOrder('04/12/2026')).toBe('open');
  expect(provenOrder('04.12.2026')).toBeNull();
  expect(provenOrder('2026-04-12')).toBeNull();
});

describe('the order of day and month in a file', () => {
  const file = (...dates: string[]) =>
    `date,handle,followers\n${dates.map((date) => `${date},a,1`).join('\n')}\n`;

  test('is told by a later row', async () => {
    const imported = await importText(file('03/04/2026', '12/04/2026', '13/04/2026'));
    expect(rowsOf(imported, 'account').map((row) => row['observed_at'])).toEqual([
      '2026-04-03T12:00:00Z',
      '2026-04-12T12:00:00Z',
      '2026-04-13T12:00:00Z',
    ]);
  });

  test('is told by a row far beyond the beginning', async () => {
    const imported = await importText(file(...new Array<string>(9000).fill('03/04/2026'), '04/13/2026'));
    expect(rowsOf(imported, 'account').at(0)?.['observed_at']).toBe('2026-03-04T12:00:00Z');
  });

  test('is asked for where nothing tells it, or rows contradict', async () => {
    await expect(importText(file('03/04/2026'))).rejects.toMatchObject({
      code: 'ambiguous_date',
      hint: expect.stringMatching(/--day-order/),
    });
    await expect(importText(file('13/04/2026', '04/13/2026'))).rejects.toMatchObject({
      code: 'ambiguous_date',
    });
    const told = await importText(file('03/04/2026'), { dayOrder: 'mdy' });
    expect(rowsOf(told, 'account')[0]?.['observed_at']).toBe('2026-03-04T12:00:00Z');
  });
});
