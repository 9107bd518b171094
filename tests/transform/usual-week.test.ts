import { describe, expect, test } from 'vitest';
import { addDays } from '../../lib/calendar.ts';
import { checkWeek } from '../../lib/transform/usual-week.ts';

/** A grid of days whose levels at the ends of its weeks are these; days between have the level before. */
function daysOf(levels: readonly (number | null)[]) {
  return levels.flatMap((followers, week) =>
    Array.from({ length: week === 0 ? 1 : 7 }, (_, i) => ({
      day: addDays('2026-01-01', week === 0 ? 0 : 7 * (week - 1) + 1 + i),
      followers: i === 6 || week === 0 ? followers : (levels[week - 1] ?? null),
    })),
  );
}

/** Levels from changes, oldest first. */
function levelsOf(changes: readonly number[], start = 1000): number[] {
  const levels = [start];
  for (const change of changes) levels.push((levels.at(-1) ?? 0) + change);
  return levels;
}

describe('the last week against the weeks before', () => {
  const before = [10, 12, 14, 16, 18, 20, 22, 24];

  test('has the weeks newest first, their median and the robust z', () => {
    // Median 17; distances 7, 5, 3, 1, 1, 3, 5, 7 with median 4; z = 0.6745 · (37 − 17) / 4.
    const check = checkWeek(daysOf(levelsOf([...before, 37])));
    expect(check).toMatchObject({ net: 37, before: [...before].reverse(), median: 17, unusual: false });
    expect(check?.z).toBeCloseTo(3.3725, 10);
  });

  test('is unusual beyond 3.5, up and down', () => {
    // 3.5 · 4 / 0.6745 = 20.76: from 38 up and from −4 down.
    expect(checkWeek(daysOf(levelsOf([...before, 38])))?.unusual).toBe(true);
    expect(checkWeek(daysOf(levelsOf([...before, -3])))?.unusual).toBe(false);
    expect(checkWeek(daysOf(levelsOf([...before, -4])))?.unusual).toBe(true);
  });

  test('where most weeks are alike only a week outside their range is unusual', () => {
    const alike = [5, 5, 5, 5, 5, 5, 5, 9];
    expect(checkWeek(daysOf(levelsOf([...alike, 9])))).toMatchObject({ z: null, unusual: false });
    expect(checkWeek(daysOf(levelsOf([...alike, 10])))).toMatchObject({ z: null, unusual: true });
    expect(checkWeek(daysOf(levelsOf([...alike, 4])))).toMatchObject({ z: null, unusual: true });
  });

  test('needs eight known weeks and both ends of its own', () => {
    expect(checkWeek(daysOf(levelsOf(before)))).toBeNull();
    const levels: (number | null)[] = levelsOf([...before, 20]);
    const withHole = levels.with(3, null);
    expect(checkWeek(daysOf(withHole))).toBeNull();
    expect(checkWeek(daysOf([...levels, null]))).toBeNull();
    expect(checkWeek([])).toBeNull();
  });

  test('may be an earlier week than the last', () => {
    const days = daysOf(levelsOf([...before, 37, 1_000_000]));
    const to = days.at(-8)?.day;
    expect(checkWeek(days, to)?.net).toBe(37);
    expect(checkWeek(days, '2030-01-01')).toBeNull();
  });
});
