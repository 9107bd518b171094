import { describe, expect, test } from 'vitest';
import { chooseNames, monthDayOf } from '../../lib/import/month-names.ts';

const read = (text: string, ...others: string[]) => {
  const { names, ambiguous } = chooseNames([text, ...others]);
  return ambiguous === null ? monthDayOf(text, names) : 'ambiguous';
};

describe('days of the year by the names of months', () => {
  test.each([
    ['April 12', 4, 12],
    ['Sep 3', 9, 3],
    ['9 July', 7, 9],
    ['8 de marzo', 3, 8],
    ['28 апреля', 4, 28],
    ['13. Februar', 2, 13],
    ['13. Feb.', 2, 13],
    ['2月26日', 2, 26],
    ['2월 26일', 2, 26],
    ['26 tháng 2', 2, 26],
    ['1er août', 8, 1],
    ['1 de enero', 1, 1],
    ['14 août', 8, 14],
    ['7 kwietnia', 4, 7],
    ['3 februari', 2, 3],
    ['5 Mayıs', 5, 5],
    ['١٢ أبريل', 4, 12],
    ['12 เมษายน', 4, 12],
    ['12 de outubro', 10, 12],
    ['APRIL 12', 4, 12],
  ])('%s', (text, month, day) => {
    expect(read(text)).toEqual({ month, day, year: null });
  });

  test('a year is told apart from the day', () => {
    expect(read('27 March 2026')).toEqual({ month: 3, day: 27, year: 2026 });
    expect(read('2026年3月27日')).toEqual({ month: 3, day: 27, year: 2026 });
  });

  test('a name that two languages give to different months is decided by the other rows, or not at all', () => {
    // October in Croatian, November in Czech and Polish.
    expect(read('5. listopada', '6. studenoga')).toEqual({ month: 10, day: 5, year: null });
    expect(read('5. listopadu', '6. října')).toEqual({ month: 11, day: 5, year: null });
    expect(read('5. listopada')).toBe('ambiguous');
  });

  test.each(['', 'undefined', 'April', '12', 'Smarch 12', '12 13 April'])('%j is no day', (text) => {
    expect(read(text, 'April 12')).toBeNull();
  });
});
