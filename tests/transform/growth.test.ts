import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays } from '../../lib/calendar.ts';
import { growthSentence } from '../../lib/format.ts';
import { type DailyPoint, windowGrowth } from '../../lib/transform/growth.ts';

const point = (
  account_id: string,
  day: string,
  followers: number | null,
  rest: Partial<DailyPoint> = {},
) => ({
  account_id,
  day: `2026-${day}`,
  followers,
  ...rest,
});

describe('windowGrowth', () => {
  test('the published value on plain rows: 10,000 to 12,500 over 30 days', () => {
    const [growth] = windowGrowth([point('a', '01-01', 10_000), point('a', '01-31', 12_500)], { days: 30 });
    expect(growth).toMatchObject({
      account_id: 'a',
      handle: 'a',
      from: '2026-01-01',
      to: '2026-01-31',
      days: 30,
      followers_from: 10_000,
      followers_to: 12_500,
      gain: 2500,
      gain_low: null,
      gain_high: null,
      pct: 0.25,
      kind_from: 'observed',
      kind_to: 'observed',
      reason: null,
    });
    expect(growth?.cagr_day).toBeCloseTo(0.007465849894, 11);
    expect(growth?.per_day).toBeCloseTo(2500 / 30, 9);
  });

  test('days are those that really passed between the observations', () => {
    const [growth] = windowGrowth(
      [
        point('a', '01-01', 100, { observed_at: '2026-01-01T06:00:00Z', kind: 'observed' }),
        // Copenhagen’s day ends at 23:00 UTC.
        point('a', '01-02', 260, { zone: 'Europe/Copenhagen', kind: 'interpolated' }),
      ],
      { days: 1 },
    );
    // Rows of one account share a zone; the first row gives none, so only the last is read in it.
    expect(growth?.days).toBeCloseTo(41 / 24, 12);
    expect(growth).toMatchObject({ kind_to: 'interpolated', gain: 160 });
    expect(growth?.per_day).toBeCloseTo((160 * 24) / 41, 9);
  });

  test('largest gain first, losses after, accounts without a gain last', () => {
    const rows = [
      point('gap', '01-01', 1),
      point('gap', '01-08', null, { kind: 'gap' }),
      point('down', '01-01', 50),
      point('down', '01-08', 40),
      point('up', '01-01', 10),
      point('up', '01-08', 30),
      point('b', '01-01', 1),
      point('b', '01-08', 1),
      point('a', '01-01', 1),
      point('a', '01-08', 1),
    ];
    const order = ['up', 'a', 'b', 'down', 'gap'];
    expect(windowGrowth(rows, { days: 7 }).map((growth) => growth.account_id)).toEqual(order);
    expect(windowGrowth(rows.toReversed(), { days: 7 }).map((growth) => growth.account_id)).toEqual(order);
  });

  test('rounded counts leave an interval; exact ones do not', () => {
    const rounded = (rounding?: 'nearest') =>
      windowGrowth(
        ['01-01', '01-08'].map((day, index) =>
          point('a', day, 1_200_000 + index * 100_000, {
            followers_step: 100_000,
            ...(rounding ? { rounding } : {}),
          }),
        ),
        { days: 7 },
      )[0];
    expect(rounded()).toMatchObject({ gain_low: -49_999, gain_high: 249_999 });
    expect(rounded('nearest')).toMatchObject({ gain_low: 1, gain_high: 199_999 });
    const exact = [
      point('a', '01-01', 5, { followers_step: 1 }),
      point('a', '01-08', 9, { followers_step: 1 }),
    ];
    expect(windowGrowth(exact, { days: 7 })).toMatchObject([{ gain_low: 4, gain_high: 4 }]);
  });

  test('from zero there is a gain and no percentage', () => {
    const [growth] = windowGrowth([point('a', '01-01', 0), point('a', '01-08', 12)], { days: 7 });
    expect(growth).toMatchObject({ gain: 12, pct: null, cagr_day: null });
  });

  describe('where the window ends', () => {
    const rows = [
      ...['01-01', '01-08', '01-09'].map((day) => point('fresh', day, 10)),
      ...['01-01', '01-02', '01-08'].map((day) => point('a day late', day, 10)),
      ...['01-01', '01-07'].map((day) => point('two days late', day, 10)),
      point('new', '01-09', 10),
      ...[
        point('hole', '01-01', 10),
        point('hole', '01-02', null, { kind: 'gap' }),
        point('hole', '01-09', 10),
      ],
      point('blank', '01-09', null),
    ];
    const byId = (asOf?: string) =>
      new Map(
        windowGrowth(rows, { days: 7, ...(asOf ? { asOf } : {}) }).map((growth) => [
          growth.account_id,
          [growth.from.slice(5), growth.to.slice(5), growth.gain, growth.reason],
        ]),
      );

    test('at the last day of any row, or the day before it where an account has no more', () => {
      expect(Object.fromEntries(byId())).toEqual({
        // 2 January is not among the rows of this account.
        fresh: ['01-02', '01-09', null, '2 January 2026 lies in a gap'],
        'a day late': ['01-01', '01-08', 0, null],
        'two days late': [
          '01-02',
          '01-09',
          null,
          'the last known day is 7 January 2026, 2 days before the window ends',
        ],
        new: ['01-02', '01-09', null, 'it is known only since 9 January 2026'],
        hole: ['01-02', '01-09', null, '2 January 2026 lies in a gap'],
        blank: ['01-02', '01-09', null, 'no follower count is known up to then'],
      });
    });

    test('with a now, at the day before it in the account’s zone', () => {
      expect(byId('2026-01-09T00:00:00Z').get('fresh')).toEqual(['01-01', '01-08', 0, null]);
      expect(byId('2026-01-08T23:59:59Z').get('two days late')).toEqual([
        '12-31',
        '01-07',
        null,
        'it is known only since 1 January 2026',
      ]);
      const tokyo = [
        point('t', '01-01', 1, { zone: 'Asia/Tokyo' }),
        point('t', '01-08', 4, { zone: 'Asia/Tokyo' }),
      ];
      expect(windowGrowth(tokyo, { days: 7, asOf: '2026-01-08T15:00:00Z' })).toMatchObject([{ gain: 3 }]);
    });

    test('a reason reads well in a sentence', () => {
      const growth = windowGrowth(rows, { days: 7 }).find((each) => each.account_id === 'new');
      expect(growth && growthSentence(growth, 7)).toBe(
        'The change of @new over 7 days was not observed, because it is known only since 9 January 2026.',
      );
    });
  });

  test('nothing in, nothing out; a window is whole days', () => {
    expect(windowGrowth([], { days: 7 })).toEqual([]);
    for (const days of [0, -1, 1.5, Number.NaN]) expect(() => windowGrowth([], { days })).toThrow(RangeError);
  });

  // Lists of the site read no more.
  test('the last 90 days of an account say the same as all of them', () => {
    fc.assert(
      fc.property(
        fc.array(fc.option(fc.integer({ min: 0, max: 5000 }), { freq: 5 }), { minLength: 1, maxLength: 200 }),
        fc.integer({ min: 0, max: 150 }),
        fc.constantFrom(7, 28),
        (counts, silence, days) => {
          const rows = counts.map((followers, i) => ({
            account_id: 'a',
            day: addDays('2026-01-01', i),
            followers,
            zone: 'Europe/Copenhagen',
            kind: followers === null ? ('gap' as const) : ('observed' as const),
            followers_step: 1,
            rounding: 'exact' as const,
          }));
          const asOf = `${addDays('2026-01-01', counts.length + silence)}T12:00:00Z`;
          expect(windowGrowth(rows.slice(-90), { days, asOf })).toEqual(windowGrowth(rows, { days, asOf }));
        },
      ),
      { seed: 20261201 },
    );
  });
});
