import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { differenceInterval, type RoundingMode, roundedInterval } from '../../lib/stats/interval.ts';

describe('roundedInterval', () => {
  test.each<[string, number, number | null, RoundingMode, [number, number] | null]>([
    ['1.2M to the nearest is [1.15M, 1.25M)', 1_200_000, 100_000, 'nearest', [1_150_000, 1_249_999]],
    ['1.2M cut off is [1.2M, 1.3M)', 1_200_000, 100_000, 'down', [1_200_000, 1_299_999]],
    ['1.2M in an unknown way is both', 1_200_000, 100_000, 'unknown', [1_150_000, 1_299_999]],
    ['said by nobody, but with a step, is both', 1_200_000, 100_000, null, [1_150_000, 1_299_999]],
    ['called exact in spite of its step is both', 1_200_000, 100_000, 'exact', [1_150_000, 1_299_999]],
    ['step 1 is exact in every mode', 740, 1, 'unknown', [740, 740]],
    ['an odd step holds whole counts only', 10, 5, 'nearest', [8, 12]],
    ['never below 0', 0, 100, 'nearest', [0, 49]],
    ['without a step there is none', 740, null, 'nearest', null],
  ])('%s', (_, value, step, mode, expected) => {
    const interval = roundedInterval(value, step, mode);
    expect(interval === null ? null : [interval.low, interval.high]).toEqual(expected);
  });

  test('holds every count that rounds to the value, and no other', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e9 }), fc.constantFrom(2, 10, 100, 100_000), (count, step) => {
        const nearest = roundedInterval(Math.round(count / step) * step, step, 'nearest');
        const down = roundedInterval(Math.floor(count / step) * step, step, 'down');
        for (const interval of [nearest, down])
          expect(interval && interval.low <= count && count <= interval.high).toBe(true);
        expect((down?.high ?? 0) - (down?.low ?? 0) + 1).toBe(step);
      }),
    );
  });
});

test('a difference of intervals is as wide as both together', () => {
  expect(differenceInterval({ low: 10, high: 20 }, { low: 15, high: 35 })).toEqual({ low: -5, high: 25 });
  expect(differenceInterval(null, { low: 1, high: 1 })).toBeNull();
  expect(differenceInterval({ low: 1, high: 1 }, null)).toBeNull();
});
