import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addDays,
  dayIn,
  daysBetween,
  daysFrom,
  endOfDay,
  instantAt,
  instantOf,
  offsetMinutes,
  startOfDay,
} from '../lib/calendar.ts';

const iso = (ms: number) => new Date(ms).toISOString();

describe('days', () => {
  test('over ends of months and years, both ways', () => {
    expect(addDays('2024-02-28', 1)).toBe('2024-02-29');
    expect(addDays('2026-03-01', -1)).toBe('2026-02-28');
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
    expect(daysBetween('2024-02-01', '2024-03-01')).toBe(29);
    expect(daysBetween('2026-01-02', '2026-01-01')).toBe(-1);
    expect(daysFrom('2026-02-27', '2026-03-01')).toEqual(['2026-02-27', '2026-02-28', '2026-03-01']);
    expect(daysFrom('2026-03-01', '2026-02-27')).toEqual([]);
  });

  test('what is no day is refused', () => {
    expect(() => addDays('not a day', 1)).toThrow(RangeError);
  });
});

test('instantAt says what instantOf says, before 1970 too', () => {
  fc.assert(
    fc.property(fc.integer({ min: -3e12, max: 9e12 }), (ms) => {
      expect(instantAt(ms)).toBe(instantOf(new Date(ms)));
    }),
  );
  expect(() => instantAt(Number.NaN)).toThrow(RangeError);
});

describe('dayIn', () => {
  test.each([
    ['Pacific/Kiritimati', '2026-01-01T10:00:00Z', '2026-01-02'],
    ['Pacific/Kiritimati', '2026-01-01T09:59:59Z', '2026-01-01'],
    ['America/New_York', '2026-03-08T04:59:59Z', '2026-03-07'],
    ['America/New_York', '2026-03-08T05:00:00Z', '2026-03-08'],
    ['America/New_York', '2026-03-09T03:59:59Z', '2026-03-08'],
    ['America/New_York', '2026-03-09T04:00:00Z', '2026-03-09'],
    ['Asia/Kolkata', '1969-12-31T18:30:00Z', '1970-01-01'],
  ])('%s at %s is %s', (zone, instant, day) => {
    expect(dayIn(zone, instant)).toBe(day);
    expect(dayIn(zone, new Date(instant))).toBe(day);
  });

  test('an unknown zone is refused', () => {
    expect(() => dayIn('Mars/Olympus', '2026-01-01T00:00:00Z')).toThrow(RangeError);
  });
});

describe('offsetMinutes', () => {
  test('to the second on the day the clocks change', () => {
    const at = (instant: string) => offsetMinutes(Date.parse(instant), 'Europe/Copenhagen');
    expect(at('2026-03-28T12:00:00Z')).toBe(60);
    expect(at('2026-03-29T00:59:59Z')).toBe(60);
    expect(at('2026-03-29T01:00:00Z')).toBe(120);
    expect(at('2026-03-30T12:00:00Z')).toBe(120);
  });

  test('half and quarter hours', () => {
    expect(offsetMinutes(Date.parse('2026-01-01T00:00:00Z'), 'Asia/Kathmandu')).toBe(345);
    expect(offsetMinutes(Date.parse('2026-01-01T00:00:00Z'), 'America/St_Johns')).toBe(-210);
  });
});

describe('startOfDay', () => {
  test.each([
    ['the clocks go forward in the day', 'America/New_York', '2026-03-08', '2026-03-08T05:00:00.000Z', 23],
    ['the clocks go back in the day', 'America/New_York', '2026-11-01', '2026-11-01T04:00:00.000Z', 25],
    ['midnight is skipped', 'America/Sao_Paulo', '2018-11-04', '2018-11-04T03:00:00.000Z', 23],
    [
      'the hour before midnight comes twice',
      'America/Sao_Paulo',
      '2018-02-17',
      '2018-02-17T02:00:00.000Z',
      25,
    ],
    ['midnight comes twice', 'Asia/Amman', '2016-10-28', '2016-10-27T21:00:00.000Z', 25],
    ['midnight is skipped east of Greenwich', 'Africa/Cairo', '2024-04-26', '2024-04-25T22:00:00.000Z', 23],
    ['the day was left out', 'Pacific/Apia', '2011-12-30', '2011-12-30T10:00:00.000Z', 0],
    ['nothing changes', 'UTC', '2026-01-01', '2026-01-01T00:00:00.000Z', 24],
  ])('%s: %s %s begins at %s and has %d hours', (_, zone, day, start, hours) => {
    expect(iso(startOfDay(zone, day))).toBe(start);
    expect((endOfDay(zone, day) - startOfDay(zone, day)) / 3_600_000).toBe(hours);
  });

  test('every day of ten years begins in itself and ends where the next begins', () => {
    for (const zone of ['America/Santiago', 'Asia/Beirut', 'Atlantic/Azores', 'Australia/Lord_Howe'])
      for (const day of daysFrom('2016-01-01', '2025-12-31')) {
        const start = startOfDay(zone, day);
        expect(dayIn(zone, new Date(start))).toBe(day);
        expect(dayIn(zone, new Date(start - 1000))).toBe(addDays(day, -1));
        expect(dayIn(zone, new Date(endOfDay(zone, day) - 1000))).toBe(day);
      }
  });
});
