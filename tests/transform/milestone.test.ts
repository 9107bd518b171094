import { describe, expect, test } from 'vitest';
import { addDays, daysBetween } from '../../lib/calendar.ts';
import { seededRandom } from '../../lib/effects.ts';
import { milestone } from '../../lib/schema/derived-events.ts';
import type { Row } from '../../lib/schema/index.ts';
import { nextLevels } from '../../lib/transform/account/milestone.ts';
import { derive } from './account-tables.ts';
import { accountRow } from './rows.ts';

const start = '2026-01-01';
const series = (values: readonly number[], row: Partial<Row<'account'>> = {}) =>
  values.map((followers, i) =>
    accountRow({ observed_at: `${addDays(start, i)}T20:00:00Z`, followers, ...row }),
  );
const milestones = (account: Row<'account'>[], days: number) =>
  derive('milestone', { account, asOf: `${addDays(start, days)}T12:00:00Z` });

test('levels are 1, 2 and 5 times powers of ten', () => {
  expect(nextLevels(0, 5)).toEqual([1, 2, 5, 10, 20]);
  expect(nextLevels(500, 3)).toEqual([1000, 2000, 5000]);
  expect(nextLevels(999_999, 1)).toEqual([1_000_000]);
});

describe('table milestone', () => {
  test('what was passed, between which observations, once, however often it fell back', () => {
    const rows = milestones(series([870, 990, 1010, 995, 1020, 5100]), 6);
    const passed = rows.filter(({ state }) => state === 'passed');
    expect(passed.map(({ level, day }) => [level, day])).toEqual([
      [500, null],
      [1000, '2026-01-03'],
      [2000, '2026-01-06'],
      [5000, '2026-01-06'],
    ]);
    expect(passed[0]).toMatchObject({
      reached_at: '2026-01-01T20:00:00Z',
      reason: 'it was at 870 when it was first observed, on 1 January 2026',
      n: 1,
    });
    expect(passed[1]).toMatchObject({
      below_at: '2026-01-02T20:00:00Z',
      reached_at: '2026-01-03T20:00:00Z',
      n: 2,
      inputs: ['observed'],
    });
    for (const row of rows) expect(milestone.row.parse(row)).toEqual(row);
    expect(
      rows.filter(({ state }) => state !== 'passed').map(({ level, reason }) => [level, reason]),
    ).toEqual([
      [10_000, '6 days of the last 365 are known, and 28 are needed'],
      [20_000, '6 days of the last 365 are known, and 28 are needed'],
    ]);
  });

  test('an account that grows steadily reaches the next level on a range of dates around that of the straight line', () => {
    const random = seededRandom(4);
    // 50 a day from 5,000 on, give or take 20: 12,500 after 150 days, and 150 days more to 20,000.
    const values = Array.from({ length: 150 }, (_, i) => 5000 + 50 * i + Math.round(40 * (random() - 0.5)));
    const next = milestones(series(values), 150).find(({ level }) => level === 20_000);
    expect(next).toMatchObject({ state: 'foreseen', reason: null, day: null });
    const ahead = (day: string | null | undefined) => daysBetween(addDays(start, 149), day ?? '');
    expect(ahead(next?.p10_day)).toBeLessThanOrEqual(ahead(next?.p50_day));
    expect(ahead(next?.p50_day)).toBeGreaterThan(140);
    expect(ahead(next?.p50_day)).toBeLessThan(160);
    expect(next?.probability).toBeGreaterThanOrEqual(0.5);
  });

  test('a flat, a falling and a far level are not foreseeable, and say why', () => {
    const why = (values: number[]) =>
      milestones(series(values), values.length).filter(({ state }) => state === 'not_foreseeable')[0];
    const flat = Array.from({ length: 60 }, (_, i) => 700 + (i % 2));
    expect(why(flat)).toMatchObject({ level: 1000, probability: 0 });
    expect(why(flat)?.reason).toContain('the forecast hardly moves, and 0% of the simulated paths');
    const falling = Array.from({ length: 60 }, (_, i) => 900 - 2 * i - (i % 3));
    expect(why(falling)?.reason).toMatch(/^the forecast falls, and /);
    const slow = Array.from({ length: 60 }, (_, i) => 5200 + 2 * i + (i % 2));
    expect(why(slow)).toMatchObject({ level: 10_000 });
    expect(why(slow)?.reason).toMatch(/^it rises too slowly: 0% /);
  });

  test('likes are passed and not foreseen; without observations there is nothing', () => {
    const rows = milestones(series([10], { likes: 80_000 }), 2).filter(({ counter }) => counter === 'likes');
    expect(rows.map(({ level, state }) => [level, state])).toEqual([
      [50_000, 'passed'],
      [100_000, 'not_foreseeable'],
      [200_000, 'not_foreseeable'],
    ]);
    expect(rows[1]?.reason).toBe('only followers are forecast');
    expect(milestones([], 2)).toEqual([]);
  });
});
