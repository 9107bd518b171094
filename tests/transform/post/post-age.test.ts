import { describe, expect, test } from 'vitest';
import { postAtAge } from '../../../lib/transform/post/at-age.ts';
import { postAgeMethod } from '../../../lib/transform/post/post-age.ts';
import { derive, hoursOn, postWith } from './ledger.ts';

const created_at = hoursOn(0);
const seen = (age: number, views: number | null, rest: object = {}) => ({
  observed_at: hoursOn(age),
  views,
  views_step: 1,
  ...rest,
});
const at = (hours: number, observations: ReturnType<typeof seen>[], asOfH = 3000) =>
  postAtAge({ created_at, observations }, hours, { asOf: hoursOn(asOfH) });

describe('postAtAge', () => {
  test('between two observations: straight on a log scale', () => {
    // ln(1 + v) halfway between those of 99 and 399 is that of √(100 · 400) − 1 = 199; straight in views it would be 249.
    expect(at(168, [seen(144, 99), seen(192, 399)])).toMatchObject({
      views: 199,
      views_low: 199,
      views_high: 199,
      reason: null,
      n: 2,
      inputs: ['interpolated'],
    });
    // A quarter of the way from 144 to 192 h is 156 h: 100^0.75 · 400^0.25 − 1 = 140.4.
    expect(at(156, [seen(144, 99), seen(192, 399)]).views).toBe(140);
  });

  test('an observation exactly then counts by itself', () => {
    expect(at(168, [seen(168, 250)])).toMatchObject({ views: 250, n: 1, inputs: ['observed'], reason: null });
    expect(at(168, [seen(160, 10), seen(168, 250), seen(170, 900)]).views).toBe(250);
  });

  test('zero is a count, and so is a fall', () => {
    expect(at(24, [seen(20, 0), seen(28, 0)]).views).toBe(0);
    expect(at(24, [seen(20, 0), seen(28, 8)]).views).toBe(2);
    expect(at(24, [seen(20, 399), seen(28, 99)]).views).toBe(199);
  });

  test('needs both sides, each within a quarter of the age: 42 hours of 7 days', () => {
    expect(at(168, [seen(126, 10), seen(210, 10)]).views).toBe(10);
    expect(at(168, [seen(125, 10), seen(210, 10)])).toMatchObject({
      views: null,
      views_low: null,
      n: 0,
      inputs: [],
      reason: 'no views were observed in the 42 hours before that age',
    });
    expect(at(168, [seen(126, 10), seen(211, 10)]).reason).toBe(
      'no views were observed in the 42 hours after that age',
    );
    expect(at(168, [seen(126, 10)], 200).reason).toBe(
      'no views were observed in the 42 hours after that age yet',
    );
    expect(at(24, [seen(1, 10), seen(100, 10)]).reason).toBe(
      'no views were observed within 6 hours of that age',
    );
  });

  test('younger posts, unknown times and posts never observed have reasons', () => {
    expect(at(168, [seen(144, 99)], 167)).toMatchObject({ views: null, reason: 'it is not 7 days old yet' });
    expect(at(1, [], 0.5).reason).toBe('it is not 1 hour old yet');
    expect(postAtAge({ created_at: null, observations: [seen(168, 1)] }, 168).reason).toBe(
      'its time of publication is not known',
    );
    expect(postAtAge({ created_at, observations: [] }, 168).reason).toBe(
      'no views were observed within 42 hours of that age',
    );
    expect(() => at(0, [])).toThrow(RangeError);
  });

  test('each counter has neighbours of its own; engagements are missing with one of their parts', () => {
    const row = (age: number, saves: number | null) =>
      seen(age, 99, { likes: 10, comments: 2, shares: 1, saves, saves_step: 1 });
    expect(at(72, [row(60, 4), row(80, 4)])).toMatchObject({ engagements: 17, engagements3: 13 });
    expect(at(72, [row(60, 4), row(70, null), row(80, 4)])).toMatchObject({ saves: 4, engagements: 17 });
    expect(at(72, [row(60, null), row(80, 4)])).toMatchObject({
      views: 99,
      saves: null,
      engagements: null,
      engagements3: 13,
    });
  });

  test('rounded counts leave an interval, counts of unknown rounding none', () => {
    const rounded = { views_step: 100, rounding: 'nearest' as const };
    // 12.3K to the nearest hundred is 12,250 to 12,349.
    expect(at(72, [seen(72, 12_300, rounded)])).toMatchObject({
      views: 12_300,
      views_low: 12_250,
      views_high: 12_349,
      inputs: ['observed', 'rounded'],
    });
    const between = at(72, [seen(60, 10_000, rounded), seen(84, 40_000, rounded)]);
    // √(10,001 · 40,001) − 1 = 20,000.2; the ends √(9951 · 39,951) − 1 = 19,937.9 and √(10,050 · 40,050) − 1 = 20,061.5.
    expect(between).toMatchObject({ views: 20_000, views_low: 19_937, views_high: 20_062 });
    expect(at(72, [seen(72, 5, { views_step: null })])).toMatchObject({ views: 5, views_low: null });
  });

  test('a date without a time says nothing of the first two days', () => {
    const dated = { time_precision: 'day' as const };
    expect(at(24, [seen(24, 10, dated)]).views).toBeNull();
    expect(at(72, [seen(72, 10, dated)]).views).toBe(10);
  });

  test('a later observation changes no earlier age, and the order does not matter', () => {
    const rows = [seen(20, 10), seen(30, 40), seen(100, 90)];
    expect(at(24, rows)).toEqual(at(24, rows.slice(0, 2)));
    expect(at(24, rows.toReversed())).toEqual(at(24, rows));
  });
});

describe('table post_age', () => {
  test('a row for each age reached, of every post, with the instant it stands at', () => {
    const { post_age } = derive(
      [
        postWith(
          '11',
          0,
          [
            [0.9, 9],
            [1.1, 11],
            [80, 500],
          ],
          { pinned: true },
        ),
        postWith('12', 70, [[1, 3]], { ad: true, status: 'not_found', created_from: 'id' }),
      ],
      76,
    );
    expect(post_age.map((row) => [row.post_id, row.age_h, row.views, row.as_of])).toEqual([
      ['11', 1, 10, hoursOn(1.1)],
      ['11', 6, null, hoursOn(7.5)],
      ['11', 24, null, hoursOn(30)],
      // Its quarter is not over, so the row stands at now.
      ['11', 72, null, hoursOn(76)],
      ['12', 1, 3, hoursOn(71)],
      ['12', 6, null, hoursOn(76)],
    ]);
    expect(post_age[0]).toMatchObject({
      day: '2026-11-01',
      pinned: true,
      ad: null,
      n: 2,
      method: 'post-age@1',
    });
    expect(post_age.at(-1)).toMatchObject({ day: '2026-11-03', ad: true });
  });

  test('a post without a time of publication has no row', () => {
    expect(
      derive([postWith('11', 0, [[24, 5]], { created_at: null, created_from: null })], 100).post_age,
    ).toEqual([]);
  });
});

test('the worked example', () => {
  expect(postAgeMethod.example().result).toBe(
    '12,000 views at 7 days (12,000), interpolated from 2 observations.',
  );
});
