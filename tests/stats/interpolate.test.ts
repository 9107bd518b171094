import { describe, expect, test } from 'vitest';
import { interpolateLinear } from '../../lib/stats/interpolate.ts';

describe('interpolateLinear', () => {
  test('the published grid (R approx): hours 0, 26, 50, 122 read at the ends of days 1 to 5', () => {
    const hours = [0, 26, 50, 122];
    const counts = [1000, 1100, 1090, 1400];
    const at = (hour: number) => {
      const after = hours.findIndex((h) => h >= hour);
      return interpolateLinear(
        hours[after - 1] ?? Number.NaN,
        counts[after - 1] ?? Number.NaN,
        hours[after] ?? Number.NaN,
        counts[after] ?? Number.NaN,
        hour,
      );
    };
    const expected = [1092.307692, 1090.833333, 1184.722222, 1288.055556, 1391.388889];
    expected.forEach((value, index) => {
      expect(Math.abs((at((index + 1) * 24) ?? 0) - value)).toBeLessThanOrEqual(1e-5);
    });
  });

  test('meets both ends', () => {
    expect(interpolateLinear(1, 10, 3, 0.1, 1)).toBe(10);
    expect(interpolateLinear(1, 10, 3, 0.1, 3)).toBe(0.1);
  });

  test.each([
    ['before the first', 0, 10, 2, 20, -1],
    ['after the last', 0, 10, 2, 20, 3],
    ['both ends at one place', 1, 10, 1, 20, 1],
    ['not a number', 0, Number.NaN, 2, 20, 1],
  ] as const)('is null %s', (_, x0, y0, x1, y1, x) => {
    expect(interpolateLinear(x0, y0, x1, y1, x)).toBeNull();
  });
});
