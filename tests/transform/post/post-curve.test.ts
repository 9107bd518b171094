import { describe, expect, test } from 'vitest';
import { postCurveMethod } from '../../../lib/transform/post/post-curve.ts';
import { agePoints, observedHalfLife, viewCurve } from '../../../lib/transform/post/view-curve.ts';
import { derive, hoursOn, postWith } from './ledger.ts';

const ages = [1, 3, 12, 36, 96, 240, 600];
const weibull = (age: number, A = 50_000, s = 36, k = 0.7) => Math.round(A * -Math.expm1(-((age / s) ** k)));
const seen = (age: number, views: number | null, rest: object = {}) => ({
  observed_at: hoursOn(age),
  views,
  ...rest,
});
const curveOf = (observations: ReturnType<typeof seen>[]) =>
  viewCurve({ created_at: hoursOn(0), observations });

describe('viewCurve', () => {
  test('finds the curve that the views lie on', () => {
    const curve = curveOf(ages.map((age) => seen(age, weibull(age))));
    expect(curve).toMatchObject({ still_growing: false, best_model: 'weibull', curve_reason: null, n: 7 });
    expect((curve.ceiling ?? 0) / 50_000).toBeCloseTo(1, 2);
    expect((curve.scale_h ?? 0) / 36).toBeCloseTo(1, 2);
    expect(curve.shape).toBeCloseTo(0.7, 2);
    // 36 · (ln 2)^(1/0.7) = 21.33 h; after 600 h exp(−(600/36)^0.7) = 0.00077 is to come.
    expect((curve.half_life_h ?? 0) / 21.33).toBeCloseTo(1, 2);
    expect(curve.still_to_come).toBeCloseTo(0.00077, 3);
  });

  test('a post of which less than 60% was seen is still growing: no ceiling', () => {
    // After 48 hours 1 − exp(−(48/400)^0.7) = 20% of the ceiling.
    const curve = curveOf([1, 2, 4, 8, 16, 32, 48].map((age) => seen(age, weibull(age, 1e6, 400, 0.7))));
    expect(curve).toMatchObject({
      still_growing: true,
      ceiling: null,
      half_life_h: null,
      still_to_come: null,
    });
    expect(curve.shape).toBeCloseTo(0.7, 1);
  });

  test('many times as many views: the same shape, as many times the ceiling', () => {
    const once = curveOf(ages.map((age) => seen(age, weibull(age))));
    const tenfold = curveOf(ages.map((age) => seen(age, weibull(age) * 10)));
    expect((tenfold.ceiling ?? 0) / (once.ceiling ?? 1)).toBeCloseTo(10, 3);
    expect(tenfold.shape).toBeCloseTo(once.shape ?? 0, 4);
  });

  test('the order does not matter, and dense late days do not outweigh the first', () => {
    const daily = Array.from({ length: 60 }, (_, day) => seen(24 * day + 20, weibull(24 * day + 20)));
    const dense = [seen(1, weibull(1)), seen(6, weibull(6)), ...daily];
    const curve = curveOf(dense);
    expect(curveOf(dense.toReversed())).toEqual(curve);
    expect(curve.n).toBeLessThanOrEqual(17);
    expect(curve.n).toBeGreaterThanOrEqual(8);
    expect((curve.ceiling ?? 0) / 50_000).toBeCloseTo(1, 2);
  });

  test('too few views, or too alike in age, have a reason', () => {
    expect(curveOf([]).curve_reason).toBe('it takes 6 observations with views, and there are 0');
    expect(curveOf([seen(5, 9)])).toMatchObject({
      still_growing: null,
      scale_h: null,
      n: 1,
      curve_reason: 'it takes 6 observations with views, and there is 1',
    });
    expect(curveOf([10, 20, 30, 40, 50, 60, 300].map((age) => seen(age, age))).curve_reason).toBe(
      'it was seen from 10 hours to 12.5 days of age: it takes a last age of 32 times the first',
    );
    // Zeros have no logarithm, missing views are none, and neither is an observation before publication.
    expect(curveOf([...ages.map((age) => seen(age, age % 2 ? 0 : null)), seen(-3, 5)]).n).toBe(0);
  });
});

describe('observedHalfLife', () => {
  const points = agePoints(
    [10, 20, 40].map((age) => ({ ...seen(age, age * 10), ms: Date.parse(hoursOn(age)) })),
    Date.parse(hoursOn(0)),
  );
  test('between the last observation with less and the first with as many', () => {
    // 300 is halfway from 200 at 20 h to 400 at 40 h.
    expect(observedHalfLife(points, 600)).toEqual({
      half_life_30_h: 30,
      half_life_30_low_h: 20,
      half_life_30_high_h: 40,
      half_life_30_reason: null,
    });
    expect(observedHalfLife(points, 400).half_life_30_h).toBe(20);
  });
  test('not known: why', () => {
    expect(observedHalfLife(points, 150)).toMatchObject({
      half_life_30_h: null,
      half_life_30_low_h: 0,
      half_life_30_high_h: 10,
      half_life_30_reason: 'it had half of them when it was first seen, at 10 hours',
    });
    expect(observedHalfLife(points, 900).half_life_30_reason).toBe('half of them was not observed');
    expect(observedHalfLife(points, 0).half_life_30_reason).toBe('it had no views at 30 days');
    expect(observedHalfLife(points, null).half_life_30_reason).toBe('its views at 30 days are not known');
  });
});

describe('table post_curve', () => {
  const finished = (count: number) =>
    Array.from({ length: count }, (_, index) => {
      const views = 100 * (index + 1);
      // Seen before and after each age, so that both are known: 30-day views are 1.5 times those of 7 days.
      return postWith(String(100 + index), index, [
        [160, views],
        [168, views],
        [170, views],
        [720, views * 1.5],
      ]);
    });

  test('a young post is foretold by the finished ones: here always 1.5 times', () => {
    const young = postWith('900', 1000, [[168, 640]]);
    const rows = derive([...finished(16), young], 1200).post_curve;
    expect(rows.at(-1)).toMatchObject({
      post_id: '900',
      last_age_h: 168,
      views_30d: null,
      views_30d_forecast: 960,
      views_30d_low: 960,
      views_30d_high: 960,
      forecast_age_h: 168,
      forecast_n: 16,
      forecast_reason: null,
      as_of: hoursOn(1168),
      method: 'post-curve@2',
    });
    expect(rows[0]).toMatchObject({
      views_30d: 150,
      views_30d_forecast: null,
      half_life_30_h: null,
      half_life_30_high_h: 160,
      forecast_reason: null,
    });
  });

  test('below 15 finished posts, or without early views, no forecast', () => {
    const young = postWith('900', 1000, [[168, 640]]);
    const reason = (...args: Parameters<typeof derive>) => derive(...args).post_curve.at(-1)?.forecast_reason;
    expect(reason([...finished(14), young], 1200)).toBe(
      'views at 7 days and at 30 days are known of 14 posts, of the 15 it takes',
    );
    expect(reason([...finished(16), postWith('900', 1000, [[5, 6]])], 1100)).toBe(
      'its views at 24 hours or later are not known',
    );
    expect(reason([postWith('900', 0, [[5, 6]])], 1100)).toBe(
      'no views were observed within 180 hours of that age',
    );
  });

  test('no views, no row', () => {
    expect(derive([postWith('11', 0, [[5, { views: null }]])], 100).post_curve).toEqual([]);
  });
});

test('the worked example', () => {
  expect(postCurveMethod.example().result).toBe('A 50K, s 36.0 h, k 0.70, half-life 21.3 h.');
});
