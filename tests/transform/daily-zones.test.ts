import { describe, expect, test } from 'vitest';
import type { Row } from '../../lib/schema/index.ts';
import { accountDaily } from '../../lib/transform/daily.ts';
import { accountRow } from './rows.ts';

const later = '2027-01-01T00:00:00Z';
const inZone = (zone: string) => ({ zones: new Map([['ann', zone]]), asOf: later });
const daily = (rows: readonly Row<'account'>[], options: ReturnType<typeof inZone>) =>
  accountDaily(rows, options).rows;

describe('zones', () => {
  test('by id, by handle, by an earlier handle, else the default', () => {
    const rows = [
      accountRow({ followers: 1, handle: 'old.ann', observed_at: '2026-01-01T01:00:00Z' }),
      accountRow({ followers: 1, observed_at: '2026-01-02T01:00:00Z' }),
    ];
    const zoneWith = (zones: [string, string][], defaultZone?: string) =>
      accountDaily(rows, {
        zones: new Map(zones),
        asOf: later,
        ...(defaultZone === undefined ? {} : { defaultZone }),
      }).rows[0]?.zone;
    expect(
      zoneWith([
        ['1', 'Asia/Tokyo'],
        ['ann', 'UTC'],
      ]),
    ).toBe('Asia/Tokyo');
    expect(zoneWith([['ann', 'Asia/Tokyo']])).toBe('Asia/Tokyo');
    expect(zoneWith([['old.ann', 'Asia/Tokyo']])).toBe('Asia/Tokyo');
    expect(zoneWith([['bob', 'Asia/Tokyo']], 'Europe/Copenhagen')).toBe('Europe/Copenhagen');
    expect(zoneWith([])).toBe('UTC');
  });

  // New York: 8 March 2026 has 23 hours, 1 November 25. Copenhagen: 29 March 23, 25 October 25.
  test.each([
    ['America/New_York', '2026-03-07', '2026-03-09T04:00:00Z', 23],
    ['America/New_York', '2026-10-31', '2026-11-02T05:00:00Z', 25],
    ['Europe/Copenhagen', '2026-03-28', '2026-03-29T22:00:00Z', 23],
    ['Europe/Copenhagen', '2026-10-24', '2026-10-25T23:00:00Z', 25],
  ])('%s: the day after %s ends at %s', (zone, eve, end, hours) => {
    const endMs = Date.parse(end);
    const at = (hoursBeforeEnd: number, followers: number) =>
      accountRow({
        followers,
        observed_at: `${new Date(endMs - hoursBeforeEnd * 3_600_000).toISOString().slice(0, 19)}Z`,
      });
    // An hour before the long or short day begins, and an hour after it ends.
    const rows = daily([at(hours + 1, 0), at(-1, (hours + 2) * 10)], inZone(zone));
    expect(rows[0]?.day).toBe(eve);
    expect(rows[1]).toMatchObject({
      kind: 'interpolated',
      followers: (hours + 1) * 10,
      elapsed_h: hours + 1,
      followers_per_day: 240,
    });
    // The last second of the day still belongs to it, the next does not.
    expect(daily([at(1 / 3600, 5)], inZone(zone))[0]?.day).toBe(rows[1]?.day);
    expect(daily([at(0, 5)], inZone(zone))[0]?.day).toBe(rows[2]?.day);
  });

  test.each([
    'Etc/GMT+12',
    'America/St_Johns',
    'UTC',
    'Pacific/Auckland',
    'Pacific/Tongatapu',
    'Pacific/Kiritimati',
  ])('a date without a time is that date in %s', (zone) => {
    const rows = ['2026-01-01', '2026-01-02', '2026-01-04'].map((day, index) =>
      accountRow({
        observed_at: `${day}T12:00:00Z`,
        time_precision: 'day',
        followers: 100 + index * 10,
      }),
    );
    const out = daily(rows, inZone(zone));
    expect(out.map((row) => [row.day, row.kind])).toEqual([
      ['2026-01-01', 'observed'],
      ['2026-01-02', 'observed'],
      ['2026-01-03', 'interpolated'],
      ['2026-01-04', 'observed'],
    ]);
    expect(out[1]).toMatchObject({ followers_net: 10, elapsed_h: 24, observed_at: '2026-01-02T12:00:00Z' });
  });

  test('east of +12 a date without a time ends before the next local day begins', () => {
    // Kiritimati is 14 hours ahead: 11:00 UTC on the first is 01:00 on the second.
    const rows = [
      accountRow({ observed_at: '2026-01-01T12:00:00Z', time_precision: 'day', followers: 100 }),
      accountRow({ observed_at: '2026-01-01T11:00:00Z', followers: 101 }),
    ];
    const out = daily(rows, inZone('Pacific/Kiritimati'));
    expect(out.map((row) => [row.day, row.followers, row.followers_net])).toEqual([
      ['2026-01-01', 100, null],
      ['2026-01-02', 101, 1],
    ]);
    expect(out[1]?.elapsed_h).toBeCloseTo(1 + 1 / 3600, 5);
  });
});
