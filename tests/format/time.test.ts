import { describe, expect, test } from 'vitest';
import { ago, dayLong, dayShort, duration, instantIn } from '../../lib/format.ts';

const now = '2026-11-22T12:00:00Z';

describe('ago', () => {
  test.each([
    ['2026-11-22T12:00:00Z', 'just now'],
    ['2026-11-22T11:59:01Z', 'just now'],
    ['2026-11-22T11:59:00Z', '1 min ago'],
    ['2026-11-22T11:00:01Z', '59 min ago'],
    ['2026-11-22T11:00:00Z', '1 h ago'],
    ['2026-11-22T08:30:00Z', '3 h ago'],
    ['2026-11-21T12:00:01Z', '23 h ago'],
    ['2026-11-21T12:00:00Z', '1 day ago'],
    ['2026-11-20T11:00:00Z', '2 days ago'],
    ['2026-10-11T12:00:00Z', '6 weeks ago'],
    ['2025-11-22T12:00:00Z', '52 weeks ago'],
    ['2024-11-21T12:00:00Z', '2 years ago'],
    ['2026-11-22T12:00:30Z', 'just now'],
    ['2026-11-22T15:00:00Z', 'in 3 h'],
    [null, 'not observed'],
  ])('%s is %s', (from, words) => {
    expect(ago(from, now)).toBe(words);
    expect(ago(from, new Date(now))).toBe(words);
  });
});

describe('days', () => {
  test('in full and in short, whatever the zone of the machine', () => {
    expect(dayLong('2026-03-05')).toBe('5 March 2026');
    expect(dayLong('2026-12-31')).toBe('31 December 2026');
    expect(dayShort('2026-01-01')).toBe('1 Jan');
    expect(dayShort('2026-01-01', { year: true })).toBe('1 Jan 2026');
    expect(dayLong(null)).toBe('not observed');
    expect(dayShort(null)).toBe('not observed');
  });
});

describe('instantIn', () => {
  test.each([
    ['UTC', '2026-03-05T00:00:00Z', '5 March 2026, 00:00 UTC'],
    ['Europe/Copenhagen', '2026-03-05T13:03:59Z', '5 March 2026, 14:03 (Europe/Copenhagen)'],
    ['Europe/Copenhagen', '2026-07-05T22:30:00Z', '6 July 2026, 00:30 (Europe/Copenhagen)'],
    ['America/New_York', '2026-01-01T02:00:00Z', '31 December 2025, 21:00 (America/New_York)'],
    ['UTC', null, 'not observed'],
  ])('%s %s', (zone, instant, words) => {
    expect(instantIn(zone, instant)).toBe(words);
  });
});

describe('duration', () => {
  test.each([
    [0, '0 ms'],
    [450.4, '450 ms'],
    [999.7, '1 s'],
    [3240, '3.2 s'],
    [9960, '10 s'],
    [12_400, '12 s'],
    [59_600, '1 min'],
    [125_000, '2 min 5 s'],
    [3_599_700, '1 h'],
    [12_000_000, '3 h 20 min'],
    [86_399_000, '1 day'],
    [4 * 86_400_000 + 3 * 3_600_000, '4 days 3 h'],
    [-1, 'not observed'],
    [null, 'not observed'],
  ])('%s ms is %s', (ms, words) => {
    expect(duration(ms)).toBe(words);
  });
});
