import { describe, expect, test } from 'vitest';
import { classifyDecrease, type DayChange, purgeDays } from '../../lib/stats/decrease.ts';

const change = (net: number, rest: Partial<DayChange> = {}): DayChange => ({
  day: '2026-01-02',
  before: 100_000,
  net,
  netHigh: net,
  step: 1,
  postsNet: 0,
  ...rest,
});
const none = new Set<string>();
const purge = new Set(['2026-01-02']);

describe('classifyDecrease', () => {
  test.each([
    ['a rise is none', change(5), none, null],
    ['standing still is none', change(0), none, null],
    ['a fall of one step', change(-100, { step: 100, netHigh: -1 }), none, 'rounding_flip'],
    ['a step of 1 rounds nothing', change(-1), none, 'small_correction'],
    ['half a percent', change(-500), none, 'small_correction'],
    ['more than that', change(-501), none, 'unexplained'],
    ['more than that with fewer posts', change(-501, { postsNet: -2 }), none, 'content_removed'],
    ['posts not known', change(-501, { postsNet: null }), none, 'unexplained'],
    ['on the day of a purge', change(-501, { postsNet: -2 }), purge, 'purge'],
    [
      'within its rounding on the day of a purge',
      change(-1000, { netHigh: -400, step: 300 }),
      purge,
      'unexplained',
    ],
    ['small on the day of a purge', change(-5), purge, 'small_correction'],
    ['a 32-bit overflow', change(-4e9, { before: 4.1e9 }), none, 'wrap'],
    ['rounding not known', change(-501, { step: null, netHigh: null }), none, 'unexplained'],
  ])('%s', (_, fall, purges, kind) => {
    expect(classifyDecrease(fall, purges)).toBe(kind);
  });
});

describe('purgeDays', () => {
  const fall = change(-1000);
  const rise = change(10);
  test.each([
    ['three of three', [fall, fall, fall], true],
    ['half of four', [fall, fall, rise, rise], true],
    ['fewer than half', [fall, fall, rise, rise, rise], false],
    ['two accounts are too few', [fall, fall], false],
    ['falls within rounding do not count', [0, 1, 2].map(() => change(-1000, { netHigh: -400 })), false],
    ['small falls do not count', [0, 1, 2].map(() => change(-500)), false],
  ])('%s', (_, changes, is) => {
    expect([...purgeDays(changes)]).toEqual(is ? ['2026-01-02'] : []);
  });
});
