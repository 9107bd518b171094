import { describe, expect, test } from 'vitest';
import { checkDisagreement, checkPrecision, Handles, SameNumbers } from '../../lib/validate/sources.ts';
import { accountRow } from '../helpers/ledger.ts';
import { followersOf, rowsOf, told, track } from './tracks.ts';

describe('sources that disagree', () => {
  const two = (first: object, second: object) =>
    checkDisagreement(
      track([
        accountRow({ observed_at: '2026-10-01T03:00:00Z', source: 'web', followers_step: 1, ...first }),
        accountRow({ observed_at: '2026-10-01T03:50:00Z', source: 'embed', followers_step: 1, ...second }),
      ]),
    );

  test('by more than one percent within an hour', () => {
    const found = two({ followers: 10_000 }, { followers: 10_101 });
    expect(found).toMatchObject({ rule: 'sources_disagree', severity: 'warning', counter: 'followers' });
    expect(found?.message).toBe(
      'web says 10,000 followers and embed 10,101 at nearly the same time, on 1 October 2026.',
    );
    expect(two({ followers: 10_000 }, { followers: 10_100 })).toBeNull();
  });

  test('not where one of them rounds that far, nor where it is one source', () => {
    const rounded = { followers: 1_300_000, followers_step: 100_000, rounding: 'nearest' };
    expect(two({ followers: 1_250_001 }, rounded)).toBeNull();
    expect(two({ followers: 1_230_000 }, rounded)).not.toBeNull();
    expect(two({ followers: 10_000 }, { followers: 11_000, source: 'web' })).toBeNull();
  });

  test('not a date without a time, which may be any hour of its day', () => {
    expect(two({ followers: 10_000, time_precision: 'day' }, { followers: 11_000 })).toBeNull();
  });

  test('not further apart than an hour', () => {
    expect(two({ followers: 10_000 }, { followers: 11_000, observed_at: '2026-10-01T04:00:01Z' })).toBeNull();
  });
});

describe('an account that is no longer counted exactly', () => {
  const steps = (...each: (number | null)[]) =>
    checkPrecision(
      track(rowsOf(each.length, (i) => ({ followers: 12_300, followers_step: each[i] ?? null }))),
    );

  test('is told from the second rounded observation on', () => {
    expect(steps(1, 1, 1, 1, 1, 100, 100)?.message).toBe(
      'Followers are rounded to 100 since 6 October 2026 (source web); before, they were exact.',
    );
    expect(steps(1, 1, 1, 1, 1, 100)).toBeNull();
  });

  test('is not where it is exact again, was never long exact, or nobody says', () => {
    expect(steps(1, 1, 1, 1, 1, 100, 100, 1)).toBeNull();
    expect(steps(1, 1, 1, 1, 100, 100)).toBeNull();
    expect(steps(100, 100, 100)).toBeNull();
    expect(steps(1, 1, 1, 1, 1, null, null)).toBeNull();
  });
});

describe('different accounts with the same numbers', () => {
  const day = (...pairs: [id: string, followers: number, likes: number][]) => {
    const numbers = new SameNumbers();
    numbers.take(
      pairs.map(([id, followers, likes]) =>
        accountRow({
          account_id: id,
          handle: `a${id}`,
          observed_at: '2026-10-01T03:00:00Z',
          followers,
          likes,
        }),
      ),
    );
    return numbers;
  };
  const idOf = ({ account_id }: { account_id: string }) => account_id;

  test('to five digits each are one page that was stored twice', () => {
    const found = day(['1', 12_345, 678_901], ['2', 12_345, 678_901]).findings(idOf);
    expect(told(found)).toEqual(['same_numbers @a1 @a2']);
    expect(found[0]?.message).toBe(
      'Both are said to have 12,345 followers and 678,901 likes on 1 October 2026.',
    );
  });

  test('may be chance where they are short or rounded, and are none where one number differs', () => {
    expect(day(['1', 1_234, 678_901], ['2', 1_234, 678_901]).findings(idOf)).toEqual([]);
    expect(day(['1', 12_300, 678_901], ['2', 12_300, 678_901]).findings(idOf)).toEqual([]);
    expect(day(['1', 12_345, 678_901], ['2', 12_345, 678_902]).findings(idOf)).toEqual([]);
  });

  test('are one account where its id was learnt later', () => {
    expect(day(['1', 12_345, 678_901], ['2', 12_345, 678_901]).findings(() => '1')).toEqual([]);
  });
});

describe('a handle', () => {
  const handles = (...seen: [id: string, day: string][]) => {
    const all = new Handles();
    for (const [account_id, day] of seen)
      all.take({ account_id, handle: 'name', observed_at: `${day}T03:00:00Z` });
    return all;
  };

  test('that went to another account is told with both ids', () => {
    const all = handles(['7', '2026-10-01'], ['9', '2026-10-05'], ['7', '2026-10-02']);
    expect(all.findings()).toMatchObject([
      {
        rule: 'identity_change',
        subject: '@name',
        message: 'The handle belonged to 7 since 1 October 2026 and 9 since 5 October 2026.',
        account_id: '9',
      },
    ]);
    expect(all.idOf('name')).toBe('9');
  });

  test('of one id, or first known without one, has not changed hands', () => {
    expect(handles(['7', '2026-10-01'], ['7', '2026-10-05']).findings()).toEqual([]);
    expect(handles(['handle:name', '2026-10-01'], ['7', '2026-10-05']).findings()).toEqual([]);
  });
});

test('a quiet account has nothing of all this', () => {
  const quiet = followersOf([100, 101, 102]);
  expect([checkDisagreement(quiet), checkPrecision(quiet)]).toEqual([null, null]);
});
