import { expect, test } from 'vitest';
import { interpolateLog1p } from '../../lib/stats/interpolate-log.ts';
import { ratioInterval, ratioOf } from '../../lib/stats/ratio.ts';

test('a ratio with a zero denominator or a missing part is null, never 0', () => {
  expect(ratioOf(1, 4)).toBe(0.25);
  expect(ratioOf(0, 4)).toBe(0);
  expect(ratioOf(3, 0)).toBeNull();
  expect(ratioOf(0, 0)).toBeNull();
  expect(ratioOf(null, 4)).toBeNull();
  expect(ratioOf(1, null)).toBeNull();
});

test('the interval of a ratio: least over most, most over least', () => {
  expect(ratioInterval({ low: 10, high: 20 }, { low: 100, high: 200 })).toEqual({ low: 0.05, high: 0.2 });
  expect(ratioInterval({ low: 1, high: 1 }, { low: 0, high: 5 })).toBeNull();
  expect(ratioInterval(null, { low: 1, high: 5 })).toBeNull();
  expect(ratioInterval({ low: 1, high: 1 }, null)).toBeNull();
});

test('on a log line: halfway between 99 and 399 is 199', () => {
  expect(interpolateLog1p(0, 99, 2, 399, 1)).toBeCloseTo(199, 9);
  expect(interpolateLog1p(0, 0, 2, 8, 1)).toBeCloseTo(2, 9);
  // Ends are themselves, to the last digit.
  expect(interpolateLog1p(0, 123_456_789, 2, 399, 0)).toBe(123_456_789);
  expect(interpolateLog1p(0, 99, 2, 123_456_789, 2)).toBe(123_456_789);
  expect(interpolateLog1p(0, 7, 2, 7, 1)).toBe(7);
  expect(interpolateLog1p(0, 7, 2, 7, 3)).toBeNull();
  expect(interpolateLog1p(0, -1, 2, 7, 1)).toBeNull();
  expect(interpolateLog1p(0, 1, 0, 7, 0)).toBeNull();
});
