import { describe, expect, test } from 'vitest';
import { compoundPerDay, doublingDays } from '../../lib/stats/growth.ts';

describe('compound growth', () => {
  test('the published value: 10,000 to 12,500 over 30 days', () => {
    const daily = compoundPerDay(10_000, 12_500, 30);
    expect(daily).toBeCloseTo(0.007465849894, 11);
    expect(doublingDays(daily)).toBeCloseTo(93.18851159, 7);
  });

  test('a fall is negative, standing still is 0, all lost is −1', () => {
    expect(compoundPerDay(400, 100, 2)).toBeCloseTo(-0.5, 12);
    expect(compoundPerDay(7, 7, 3)).toBe(0);
    expect(compoundPerDay(7, 0, 3)).toBe(-1);
  });

  test.each([
    [0, 5, 1],
    [-1, 5, 1],
    [5, -1, 1],
    [5, 6, 0],
    [5, 6, -1],
    [5, 6, Number.NaN],
  ])('compoundPerDay(%d, %d, %d) is null', (first, last, days) => {
    expect(compoundPerDay(first, last, days)).toBeNull();
  });

  test.each([[null], [0], [-0.1]])('doublingDays(%s) is null', (rate) => {
    expect(doublingDays(rate)).toBeNull();
  });
});
