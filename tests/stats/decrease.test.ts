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
  const times = (n: number, one: DayChange) => Array.from({ length: n }, () => one);
  test.each([
    // 0.01³ is a probability of one in a million.
    ['three of three', times(3, fall), true],
    ['two accounts are too few', times(2, fall), false],
    // 20 · 0.01³ ≈ 2 in 100,000.
    ['three of six', [...times(3, fall), ...times(3, rise)], true],
    // 2,024 · 0.01³ · 0.99²¹ ≈ 2 in 1,000: by chance, now and then.
    ['three of 24', [...times(3, fall), ...times(21, rise)], false],
    ['ten of 24', [...times(10, fall), ...times(14, rise)], true],
    ['fewer than a tenth, however unlikely', [...times(90, fall), ...times(910, rise)], false],
    ['falls within rounding do not count', times(3, change(-1000, { netHigh: -400 })), false],
    ['small falls do not count', times(3, change(-500)), false],
  ])('%s', (_, changes, is) => {
    expect([...purgeDays(changes)]).toEqual(is ? ['2026-01-02'] : []);
  });

  test('where accounts often fall it takes more of them, and only days before are asked', () => {
    const day = (number: number) => `2026-01-${String(number).padStart(2, '0')}`;
    const falls = (number: number, fell: number) => [
      ...times(fell, change(-1000, { day: day(number) })),
      ...times(10 - fell, change(10, { day: day(number) })),
    ];
    // Two of ten fall each day: then four of ten are nothing, where nobody fell before they are a purge.
    const restless = Array.from({ length: 20 }, (_, i) => falls(i + 2, 2)).flat();
    const calm = Array.from({ length: 20 }, (_, i) => falls(i + 2, 0)).flat();
    expect([...purgeDays([...restless, ...falls(22, 4)])]).toEqual([]);
    expect([...purgeDays([...calm, ...falls(22, 4)])]).toEqual([day(22)]);
    expect([...purgeDays([...falls(1, 4), ...restless].toReversed())]).toEqual([day(1)]);
  });
});
