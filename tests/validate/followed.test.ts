import { describe, expect, test } from 'vitest';
import { addDays } from '../../lib/calendar.ts';
import type { WatchEntry } from '../../lib/schema/watchlist.ts';
import { cadenceHours, checkFollowed, checkVolume, type Sighting } from '../../lib/validate/followed.ts';

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
const seen = (rest: Partial<Sighting> = {}): Sighting => ({
  observed_at: '2026-11-22T03:00:00Z',
  status: 'ok',
  ...rest,
});
const check = (entries: WatchEntry[], sighting: Sighting | null) =>
  checkFollowed(entries, () => sighting, asOf);
const rulesOf = (entry: WatchEntry, sighting: Sighting | null) =>
  check([entry], sighting).map(({ rule }) => rule);

test.each([
  ['3h', 3],
  ['1d', 24],
  ['2w', 336],
  ['', 24],
])('a cadence of "%s" is %d hours', (cadence, hours) => {
  expect(cadenceHours(cadence)).toBe(hours);
});

describe('things of the watchlist', () => {
  test.each([
    [watch(), '@someone'],
    [watch({ kind: 'hashtag', key: 'été' }), '#été'],
    [watch({ kind: 'sound', key: '7' }), 'sound 7'],
    [watch({ kind: 'post', key: '8' }), 'post 8'],
  ])('one that nothing is stored of was never observed: %#', (entry, subject) => {
    expect(check([entry], null)).toMatchObject([{ rule: 'never_observed', severity: 'warning', subject }]);
    expect(check([entry], seen())).toEqual([]);
  });

  test('an account that does not answer as a public one is told as that', () => {
    const gone = seen({ status: 'not_found', observed_at: null });
    expect(check([watch()], gone)).toMatchObject([
      { rule: 'not_public', message: 'It last answered as "not found"; its numbers were never observed.' },
    ]);
    const shut = seen({ status: 'login_required', observed_at: '2026-10-01T03:00:00Z' });
    expect(check([watch()], shut)).toMatchObject([
      {
        rule: 'not_public',
        message: 'It last answered as "login required"; its numbers were observed last on 1 October 2026.',
      },
    ]);
  });

  test.each([
    ['1d', '2026-11-20T12:00:00Z', []],
    ['1d', '2026-11-20T11:59:59Z', ['stale']],
    // Two days at least: a runner that missed a night is no news.
    ['3h', '2026-11-20T12:00:00Z', []],
    ['1w', '2026-11-08T12:00:00Z', []],
    ['1w', '2026-11-08T11:59:59Z', ['stale']],
  ])('cadence %s, last seen %s: %j', (cadence, observed_at, expected) => {
    expect(rulesOf(watch({ cadence }), seen({ observed_at }))).toEqual(expected);
  });

  test('says how long ago, and what was asked for', () => {
    expect(check([watch({ cadence: '3h' })], seen({ observed_at: '2026-11-01T12:00:00Z' }))[0]?.message).toBe(
      'Last observed at 2026-11-01T12:00:00Z, 21 days ago; the watchlist asks for it every 3h.',
    );
  });

  test('posts age: without a cadence of their own they are not stale', () => {
    const old = seen({ observed_at: '2026-01-01T00:00:00Z' });
    expect(rulesOf(watch({ kind: 'post', key: '8', cadence: '' }), old)).toEqual([]);
    expect(rulesOf(watch({ kind: 'post', key: '8', cadence: '1d' }), old)).toEqual(['stale']);
  });

  test('where every account is stale the fault is the job’s, and is told once', () => {
    const old = seen({ observed_at: '2026-11-01T12:00:00Z' });
    const three = ['a', 'b', 'c'].map((key) => watch({ key }));
    expect(check(three, old)).toMatchObject([
      {
        rule: 'stale',
        subject: 'all accounts',
        message:
          'None of the 3 accounts was observed since 2026-11-01T12:00:00Z, 21 days ago: the job does not run, or is refused.',
      },
    ]);
    expect(check(three.slice(1), old).map(({ subject }) => subject)).toEqual(['@b', '@c']);
    const oneFresh = checkFollowed(three, ({ key }) => (key === 'a' ? seen() : old), asOf);
    expect(oneFresh.map(({ subject }) => subject)).toEqual(['@b', '@c']);
  });

  test('an account that was renamed is a note under the handle that the watchlist has', () => {
    const renamed = seen({ handle: 'new.name', account_id: '7' });
    expect(check([watch({ key: 'old.name' })], renamed)).toMatchObject([
      {
        rule: 'renamed',
        severity: 'info',
        subject: '@old.name',
        message: 'The account is called @new.name now.',
        account_id: '7',
      },
    ]);
    expect(check([watch({ key: 'new.name' })], renamed)).toEqual([]);
  });
});

describe('fewer accounts than usual', () => {
  const volume = (usual: number, ...last: number[]) => {
    const days = new Map<string, number>();
    for (let back = 21; back > last.length; back--) days.set(addDays('2026-11-22', -back), usual);
    for (const [i, accounts] of last.entries())
      if (accounts > 0) days.set(addDays('2026-11-22', i - last.length), accounts);
    return checkVolume(days, asOf).map(({ subject, message }) => `${subject}: ${message}`);
  };

  test('are told of a day on which fewer than half were observed', () => {
    expect(volume(10, 4)).toEqual([
      '2026-11-21: 4 accounts were observed on 21 November 2026; 10 are usual.',
    ]);
    expect(volume(10, 5)).toEqual([]);
  });

  test('not of a day without any, which is a gap, nor of four accounts or fewer, nor of what is past', () => {
    expect(volume(10, 0)).toEqual([]);
    expect(volume(3, 1)).toEqual([]);
    expect(volume(10, 4, 10, 10, 10, 10, 10, 10)).toHaveLength(1);
    expect(volume(10, 4, 10, 10, 10, 10, 10, 10, 10)).toEqual([]);
  });
});
