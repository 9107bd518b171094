import { describe, expect, test } from 'vitest';
import { addDays } from '../../lib/calendar.ts';
import {
  addUp,
  describeChange,
  isWithinRounding,
  sortByWeek,
  whyNoChange,
} from '../../pages/_data/change.ts';
import { headline } from '../../pages/_data/sentences.ts';
import { summaryRow } from '../helpers/summary.ts';
import { accountOf } from './account.ts';

/** Eight days, the last of which is `gain` above the first. */
function weekOf(gain: number | null, { start = 1000, handle = 'someone', step = 1 } = {}) {
  const points = Array.from({ length: 8 }, (_, i) => ({
    day: addDays('2026-11-14', i),
    followers: i === 7 ? (gain === null ? null : start + gain) : start,
    followers_step: step,
  }));
  return accountOf(points, {
    summary: summaryRow({ handle, followers: gain === null ? start : start + gain, followers_step: step }),
  });
}

describe('the week of several accounts', () => {
  const [up, upMore, down, still] = [
    weekOf(10, { handle: 'up' }),
    weekOf(10, { handle: 'up.more', start: 100 }),
    weekOf(-3, { handle: 'down' }),
    weekOf(0, { handle: 'still' }),
  ];
  const short = accountOf([{ day: '2026-11-21', followers: 5 }], { summary: summaryRow({ followers: 5 }) });

  test('is sorted by sign, and by size relative to the start', () => {
    const week = sortByWeek([up, still, down, short, upMore]);
    expect(week.gained).toEqual([upMore, up]);
    expect(week.lost).toEqual([down]);
    expect(week.unchanged).toEqual([still]);
    expect(week.unknown).toEqual([short]);
  });

  test('adds up the changes that are known over the followers they started from', () => {
    expect(addUp([up, down, short], 7)).toEqual({
      followers: 1010 + 997 + 5,
      accounts: 3,
      net: 7,
      fraction: 7 / 2000,
      netAccounts: 2,
    });
    expect(addUp([short], 7)).toMatchObject({ net: null, fraction: null, netAccounts: 0 });
    expect(addUp([], 28)).toMatchObject({ followers: 0, net: null });
  });

  test('is a headline in every case', () => {
    expect(headline([])).toBe('No observations yet');
    expect(headline([short])).toBe('1 account, and no week of days yet');
    expect(headline([up])).toBe('@up gained followers in seven days');
    expect(headline([down])).toBe('@down lost followers in seven days');
    expect(headline([still])).toBe('@still stood still in seven days');
    expect(headline([up, upMore])).toBe('Both accounts gained followers in seven days');
    expect(headline([up, upMore, up])).toBe('All 3 accounts gained followers in seven days');
    expect(headline([down, down])).toBe('Both accounts lost followers in seven days');
    expect(headline([down, still])).toBe('None of 2 accounts gained followers in seven days');
    expect(headline([up, down, short])).toBe(
      '1 of 2 accounts with a known week gained followers in seven days',
    );
    expect(headline([up, short])).toBe('The one account with a known week gained followers in seven days');
  });
});

describe('a change', () => {
  test('names its base, or why there is none', () => {
    expect(describeChange(weekOf(10), 7)).toBe('+1% of 1K');
    expect(describeChange(weekOf(0), 7)).toBe('±0% of 1K');
    expect(describeChange(weekOf(null, { start: 5 }), 28)).toMatch(/known|gap/);
    expect(whyNoChange(accountOf([]), 7)).toBe('there is no complete day yet');
  });

  test('says so where rounding could have made it', () => {
    const rounded = accountOf(
      [0, 1, 2, 3, 4, 5, 6, 7].map((i) => ({
        day: addDays('2026-11-14', i),
        followers: 1000,
        followers_step: 100,
      })),
    );
    const change = rounded.change[7];
    if (change) Object.assign(change, { gain_low: -100, gain_high: 100 });
    expect(isWithinRounding(rounded, 7)).toBe(true);
    expect(describeChange(rounded, 7)).toBe('less than the rounding at the source');
    expect(sortByWeek([rounded]).unknown).toHaveLength(1);
    expect(isWithinRounding(weekOf(0), 7)).toBe(false);
  });

  test('carries its interval where rounding leaves one', () => {
    const account = weekOf(1000, { start: 10_000 });
    const change = account.change[7];
    if (change) Object.assign(change, { gain_low: 900, gain_high: 1100 });
    expect(describeChange(account, 7)).toBe('+10% of 10K; +900 to +1,100, as rounded');
  });
});
