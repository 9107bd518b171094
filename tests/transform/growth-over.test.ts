import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { growthOver } from '../../lib/transform/account/growth-over.ts';

const point = (day: string, value: number | null, rest: object = {}) => ({
  day: `2026-${day}`,
  value,
  ...rest,
});

describe('growthOver', () => {
  test('plain days and values: 1,000 to 1,070 in 7 days', () => {
    const growth = growthOver([point('01-01', 1000), point('01-08', 1070)], { days: 7 });
    expect(growth).toMatchObject({
      from: '2026-01-01',
      to: '2026-01-08',
      elapsed_days: 7,
      net: 70,
      pct: 0.07,
      per_day: 10,
      net_low: null,
      pct_low: null,
      reason: null,
    });
    // e^(ln 1.07 / 7) − 1 = e^0.0096655212 − 1, and 7 · ln 2 / ln 1.07.
    expect(growth.cagr_day).toBeCloseTo(0.0097123832, 9);
    expect(growth.doubling_days).toBeCloseTo(71.7136, 3);
  });

  test('rounded ends leave an interval for every figure', () => {
    // 1.2M to the nearest is 1,150,000 to 1,249,999; 1.3M is 1,250,000 to 1,349,999.
    const rest = { step: 100_000, rounding: 'nearest' };
    const growth = growthOver([point('01-01', 1_200_000, rest), point('01-02', 1_300_000, rest)], {
      days: 1,
    });
    expect(growth).toMatchObject({ net: 100_000, net_low: 1, net_high: 199_999 });
    expect(growth.pct_low).toBeCloseTo(1 / 1_249_999, 12);
    expect(growth.pct_high).toBeCloseTo(199_999 / 1_150_000, 12);
    expect(growth.cagr_day_high).toBeCloseTo(199_999 / 1_150_000, 12);
  });

  test('where the base may be 0 there is no upper bound of a fraction, so none is given', () => {
    const growth = growthOver([point('01-01', 100, { step: 1000 }), point('01-02', 900, { step: 1 })], {
      days: 1,
    });
    expect(growth).toMatchObject({ net: 800, pct: 8, pct_low: null, pct_high: null });
    expect(growth.net_high).toBe(900);
  });

  test('an overflow or another account within the window leaves no change', () => {
    const days = (decrease: 'wrap' | 'identity_change') => [
      point('01-01', 10),
      point('01-04', 9, { decrease }),
      point('01-08', 20),
    ];
    expect(growthOver(days('wrap'), { days: 7 })).toMatchObject({
      net: null,
      reason: 'the counter of the source overflowed on 4 January 2026',
    });
    expect(growthOver(days('identity_change'), { days: 7 }).reason).toBe(
      'the handle belongs to another account since 4 January 2026',
    );
    // Before the window begins it does no harm.
    expect(growthOver(days('wrap'), { days: 4, to: '2026-01-08' }).net).toBe(11);
  });

  test('nothing in: no number, and a reason; a standstill never doubles', () => {
    expect(growthOver([], { days: 7 })).toMatchObject({
      net: null,
      reason: 'no follower count is known',
    });
    expect(growthOver([], { days: 7, noun: 'like', asOf: '2026-02-01T00:00:00Z' })).toMatchObject({
      to: '2026-01-31',
      reason: 'no like count is known up to then',
    });
    expect(growthOver([point('01-01', 5), point('01-02', 5)], { days: 1 })).toMatchObject({
      net: 0,
      pct: 0,
      doubling_days: null,
    });
    expect(() => growthOver([], { days: 0 })).toThrow(RangeError);
  });

  test('any points: order is nothing, scaling scales the net and leaves the fraction', () => {
    const points = fc.uniqueArray(
      fc.record({ day: fc.integer({ min: 1, max: 28 }), value: fc.integer({ min: 0, max: 1e6 }) }),
      { selector: ({ day }) => day, maxLength: 28 },
    );
    fc.assert(
      fc.property(
        points,
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 1, max: 50 }),
        (all, days, k) => {
          const at = (factor: number) =>
            all.map(({ day, value }) => point(`01-${String(day).padStart(2, '0')}`, value * factor));
          const once = growthOver(at(1), { days });
          expect(growthOver(at(1).toReversed(), { days })).toEqual(once);
          const scaled = growthOver(at(k), { days });
          expect(scaled.net).toBe(once.net === null ? null : once.net * k);
          if (once.pct === null) expect(scaled.pct).toBeNull();
          else expect(scaled.pct).toBeCloseTo(once.pct, 9);
        },
      ),
    );
  });
});
