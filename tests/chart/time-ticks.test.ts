import { expect, test } from 'vitest';
import { msOf } from '../../lib/calendar.ts';
import { timeTicks } from '../../lib/chart/time-ticks.ts';

const ticks = (first: string, last: string, width: number) =>
  timeTicks(msOf(first), msOf(last), width).map(({ text, year }) => (year === '' ? text : `${text} ${year}`));

test('a year has months, fewer where it is narrow', () => {
  expect(ticks('2026-01-01', '2026-12-31', 640)).toEqual([
    'Jan 2026',
    'Feb',
    'Mar',
    'Apr',
    'May',
    'Jun',
    'Jul',
    'Aug',
    'Sep',
    'Oct',
    'Nov',
    'Dec',
  ]);
  expect(ticks('2026-01-01', '2026-12-31', 230)).toEqual(['Jan 2026', 'Apr', 'Jul', 'Oct']);
});

test('the year stands again where it changes', () => {
  expect(ticks('2025-11-15', '2026-02-15', 200)).toEqual(['Dec 2025', 'Jan 2026', 'Feb']);
});

test('two weeks have days', () => {
  expect(ticks('2026-11-09', '2026-11-22', 640)).toEqual([
    '9 Nov 2026',
    '11 Nov',
    '13 Nov',
    '15 Nov',
    '17 Nov',
    '19 Nov',
    '21 Nov',
  ]);
  expect(ticks('2026-11-09', '2026-11-22', 245)).toEqual(['9 Nov 2026', '13 Nov', '17 Nov', '21 Nov']);
});

test('weeks begin on Monday', () => {
  // 2 March 2026 is a Monday.
  expect(ticks('2026-03-01', '2026-04-05', 400)).toEqual([
    '2 Mar 2026',
    '9 Mar',
    '16 Mar',
    '23 Mar',
    '30 Mar',
  ]);
});

test('many years have years', () => {
  expect(ticks('2016-06-01', '2026-06-01', 320)).toEqual(['2018', '2020', '2022', '2024', '2026']);
});

test('one day, and a span without a tick of its interval', () => {
  expect(ticks('2026-05-05', '2026-05-05', 600)).toEqual(['5 May 2026']);
  expect(ticks('2026-01-02', '2026-01-31', 60)).toEqual(['2 Jan 2026', '31 Jan']);
});
