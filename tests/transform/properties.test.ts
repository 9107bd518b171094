import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { instantOf } from '../../lib/calendar.ts';
import type { Row } from '../../lib/schema/index.ts';
import { accountDaily } from '../../lib/transform/daily.ts';
import { accountRow } from './rows.ts';

const start = Date.parse('2026-03-01T00:00:00Z');
const zone = fc.constantFrom(
  'UTC',
  'America/New_York',
  'Europe/Copenhagen',
  'Pacific/Kiritimati',
  'Asia/Kolkata',
);

/** Up to 40 observations of up to three accounts over 60 days, clock changes among them. */
const observations = fc.array(
  fc
    .record({
      account: fc.integer({ min: 1, max: 3 }),
      minute: fc.integer({ min: 0, max: 60 * 1440 }),
      followers: fc.option(fc.integer({ min: 0, max: 1e6 }), { nil: null }),
      likes: fc.option(fc.integer({ min: 0, max: 1e9 }), { nil: null }),
      dayOnly: fc.boolean(),
    })
    .map(({ account, minute, followers, likes, dayOnly }) => {
      const instant = instantOf(new Date(start + minute * 60_000));
      return accountRow({
        account_id: String(account),
        handle: `a${account}`,
        observed_at: dayOnly ? `${instant.slice(0, 10)}T12:00:00Z` : instant,
        time_precision: dayOnly ? 'day' : 'instant',
        followers,
        likes,
      });
    }),
  { maxLength: 40 },
);

const daily = (rows: readonly Row<'account'>[], defaultZone: string, asOf = '2026-06-01T00:00:00Z') =>
  accountDaily(rows, { zones: new Map(), defaultZone, asOf });

const observedIn = (rows: readonly Row<'account_daily'>[]) =>
  new Map(
    rows
      .filter((row) => row.kind === 'observed')
      .map((row) => [`${row.account_id} ${row.day}`, `${row.followers} ${row.observed_at}`]),
  );

describe('for any observations', () => {
  test('their order changes nothing', () => {
    fc.assert(
      fc.property(observations, zone, fc.infiniteStream(fc.double({ noNaN: true })), (rows, at, keys) => {
        const shuffled = rows
          .map((row) => ({ row, key: keys.next().value as number }))
          .sort((a, b) => a.key - b.key)
          .map(({ row }) => row);
        expect(daily(shuffled, at)).toEqual(daily(rows, at));
      }),
    );
  });

  test('a later day’s observation changes no earlier day’s observed value', () => {
    fc.assert(
      fc.property(observations, zone, fc.integer({ min: 0, max: 60 }), (rows, at, day) => {
        const cut = instantOf(new Date(start + day * 86_400_000));
        const earlier = rows.filter((row) => row.observed_at < cut);
        // The last day of the part may gain later rows of its own day; those before it may not change.
        const lastDays = new Map<string, string>();
        const part = daily(earlier, at).rows;
        for (const row of part) lastDays.set(row.account_id, row.day);
        const whole = observedIn(daily(rows, at).rows);
        for (const [key, value] of observedIn(part)) {
          const [account = '', onDay = ''] = key.split(' ');
          if (onDay < (lastDays.get(account) ?? '')) expect(whole.get(key)).toBe(value);
        }
      }),
    );
  });

  test('a gap yields no spike: no net beside it, and a rate between what its ends allow', () => {
    fc.assert(
      fc.property(observations, zone, (rows, at) => {
        const days = daily(rows, at).rows;
        days.forEach((row, index) => {
          const before = days[index - 1];
          const first = before?.account_id !== row.account_id;
          if (first || before?.kind === 'gap' || row.kind === 'gap') {
            expect(row.followers_net).toBeNull();
            expect(row.decrease).toBeNull();
          } else expect(row.followers_net).toBe((row.followers ?? 0) - (before?.followers ?? 0));
          if (row.kind === 'gap') expect([row.followers, row.followers_per_day]).toEqual([null, null]);
          if (row.followers_per_day !== null) expect(row.elapsed_h).toBeGreaterThan(0);
        });
      }),
    );
  });

  test('each account has every day from its first to its last, once', () => {
    fc.assert(
      fc.property(observations, zone, (rows, at) => {
        const days = daily(rows, at).rows;
        days.forEach((row, index) => {
          const before = days[index - 1];
          if (before?.account_id === row.account_id)
            expect(Date.parse(row.day) - Date.parse(before.day)).toBe(86_400_000);
        });
      }),
    );
  });

  test('interpolated values lie between the smallest and the largest observed', () => {
    fc.assert(
      fc.property(observations, zone, (rows, at) => {
        const all = rows.flatMap((row) => (row.followers === null ? [] : [row.followers]));
        for (const row of daily(rows, at).rows)
          if (row.kind === 'interpolated') {
            expect(row.followers).toBeGreaterThanOrEqual(Math.min(...all));
            expect(row.followers).toBeLessThanOrEqual(Math.max(...all));
          }
      }),
    );
  });

  test('counts ten times as large give results ten times as large', () => {
    fc.assert(
      fc.property(observations, zone, (rows, at) => {
        const scaled = rows.map((row) => ({
          ...row,
          followers: row.followers === null ? null : row.followers * 10,
          likes: row.likes === null ? null : row.likes * 10,
        }));
        const [once, tenfold] = [daily(rows, at).rows, daily(scaled, at).rows];
        expect(tenfold.length).toBe(once.length);
        once.forEach((row, index) => {
          const ten = tenfold[index];
          expect(ten?.kind).toBe(row.kind);
          if (row.kind === 'observed') expect(ten?.followers).toBe((row.followers ?? 0) * 10);
          // An interpolated value is rounded to a whole count, so up to half of one is lost on each side.
          if (row.followers !== null)
            expect(Math.abs((ten?.followers ?? 0) - row.followers * 10)).toBeLessThanOrEqual(5.5);
          if (row.followers_per_day !== null)
            expect(ten?.followers_per_day).toBeCloseTo(row.followers_per_day * 10, 4);
        });
      }),
    );
  });

  test('nothing is not a number', () => {
    fc.assert(
      fc.property(observations, zone, (rows, at) => {
        for (const row of daily(rows, at).rows)
          for (const value of Object.values(row))
            if (typeof value === 'number') expect(Number.isFinite(value)).toBe(true);
      }),
    );
  });
});
