import { describe, expect, test } from 'vitest';
import type { WatchEntry } from '../../lib/schema/watchlist.ts';
import { cadenceHours, checkSeries } from '../../lib/validate/followed.ts';
import { summaryRow } from '../helpers/summary.ts';

const asOf = new Date('2026-11-22T12:00:00Z');
const watch = (entry: Partial<WatchEntry> = {}): WatchEntry => ({
  kind: 'account',
  key: 'someone',
  zone: '',
  cadence: '1d',
  follow_days: '',
  tags: '',
  note: '',
  ...entry,
});
const rulesOf = (...input: Parameters<typeof checkSeries>) => checkSeries(...input).map((each) => each.rule);

test.each([
  ['3h', 3],
  ['1d', 24],
  ['2w', 336],
  ['', 24],
])('a cadence of "%s" is %d hours', (cadence, hours) => {
  expect(cadenceHours(cadence)).toBe(hours);
});

describe('accounts of the watchlist', () => {
  test('one that nothing is stored of was never observed', () => {
    expect(rulesOf([watch()], [], asOf)).toEqual(['never_observed']);
  });

  test('one that is known to be private or gone is not called never observed', () => {
    const gone = summaryRow({ status: 'not_found', observed_at: null });
    expect(rulesOf([watch()], [gone], asOf)).toEqual([]);
  });

  test.each([
    ['1d', '2026-11-20T12:00:00Z', []],
    ['1d', '2026-11-20T11:59:59Z', ['stale']],
    // Two days at least: a runner that missed a night is no news.
    ['3h', '2026-11-20T12:00:00Z', []],
    ['1w', '2026-11-08T12:00:00Z', []],
    ['1w', '2026-11-08T11:59:59Z', ['stale']],
  ])('cadence %s, last seen %s: %j', (cadence, observed_at, expected) => {
    expect(rulesOf([watch({ cadence })], [summaryRow({ observed_at })], asOf)).toEqual(expected);
  });

  test('what is not an account, or not watched, is not stale', () => {
    const old = summaryRow({ observed_at: '2026-01-01T00:00:00Z' });
    expect(rulesOf([watch({ kind: 'hashtag' })], [old], asOf)).toEqual([]);
    expect(rulesOf([], [old], asOf)).toEqual([]);
  });

  test('an account that was renamed is found by its id', () => {
    const renamed = summaryRow({ account_id: '7', handle: 'new.name', observed_at: '2026-01-01T00:00:00Z' });
    const entry = watch({ key: 'old.name' });
    expect(rulesOf([entry], [renamed], asOf)).toEqual(['never_observed']);
    expect(rulesOf([entry], [renamed], asOf, new Map([['old.name', '7']]))).toEqual(['stale']);
  });

  test('days that are not known are counted against all days of the grid', () => {
    const found = checkSeries(
      [],
      [summaryRow({ days_observed: 10, days_interpolated: 2, days_gap: 3 })],
      asOf,
    );
    expect(found).toEqual([
      { rule: 'gap', severity: 'info', subject: '@someone', message: '3 of 15 days are not known.' },
    ]);
  });
});
