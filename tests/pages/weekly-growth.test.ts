import { describe, expect, test } from 'vitest';
import { windowGrowth } from '#lib/transform/growth';
import { checkWeek } from '#lib/transform/usual-week';
import { describeWeek } from '../../pages/_data/week-words.ts';
import {
  pickLines,
  sayUnknown,
  sayWhetherUnusual,
  sayWhoGained,
  type Week,
} from '../../pages/reports/weekly-growth/_sentences.ts';

const lastDay = Date.UTC(2026, 10, 22);

/** An account whose levels at the ends of its weeks are these, the last on 22 November 2026, with days between in line. */
function weekly(handle: string, levels: readonly (number | null)[]) {
  return levels.flatMap((level, week) => {
    const before = levels[week - 1];
    const days = week === 0 ? [6] : [0, 1, 2, 3, 4, 5, 6];
    return days.map((day) => ({
      account_id: handle,
      handle,
      day: new Date(lastDay - ((levels.length - 1 - week) * 7 + 6 - day) * 86_400_000)
        .toISOString()
        .slice(0, 10),
      followers:
        level === null || before === null
          ? day === 6
            ? level
            : null
          : Math.round((before ?? level) + ((level - (before ?? level)) * (day + 1)) / 7),
      followers_step: 1,
      observed_at: null,
    }));
  });
}

function weeksOf(...accounts: ReturnType<typeof weekly>[]): Week[] {
  return windowGrowth(accounts.flat(), { days: 7 }).map((growth) => {
    const days = accounts.find((rows) => rows[0]?.account_id === growth.account_id) ?? [];
    const check = growth.gain === null ? null : checkWeek(days, growth.to);
    return { ...growth, check, ...describeWeek(check) };
  });
}

/** Ten weeks of +100 or +120, then the last week’s change. */
const steady = (handle: string, start: number, last: number) => {
  const levels = [start];
  for (let week = 0; week < 10; week++) levels.push((levels.at(-1) ?? 0) + (week % 2 === 0 ? 100 : 120));
  return weekly(handle, [...levels, (levels.at(-1) ?? 0) + last]);
};

describe('who gained', () => {
  test('nothing observed', () => {
    expect(sayWhoGained([])).toMatch(/^The ledger holds no observations yet/);
    expect(sayWhetherUnusual([])).toBe('');
  });

  test('a gain, largest in followers and relative to size', () => {
    expect(sayWhoGained(weeksOf(weekly('a', [1000, 1100]), weekly('b', [5000, 5050])))).toBe(
      '@a gained 100 followers in 7 days (+10%). No larger gain is known for the week to 22 November 2026, in followers or relative to size.',
    );
  });

  test('a gain that another one beats relative to size', () => {
    expect(sayWhoGained(weeksOf(weekly('big', [100_000, 101_000]), weekly('small', [1000, 1100])))).toBe(
      '@big gained 1,000 followers in 7 days (+1%). No larger gain is known for the week to 22 November 2026. Relative to size, @small came first: +10%.',
    );
  });

  test('zero is no gain', () => {
    expect(sayWhoGained(weeksOf(weekly('a', [1000, 1000]), weekly('b', [1000, 990])))).toBe(
      'Nobody gained followers in the week to 22 November 2026. Closest to it: @a neither gained nor lost followers in 7 days.',
    );
  });

  test('everybody lost; one is one follower', () => {
    expect(sayWhoGained(weeksOf(weekly('a', [1000, 999]), weekly('b', [1000, 900])))).toBe(
      'Nobody gained followers in the week to 22 November 2026. Closest to it: @a lost 1 follower in 7 days (−0.1%).',
    );
  });

  test('one account alone, growing and shrinking', () => {
    expect(sayWhoGained(weeksOf(weekly('a', [1000, 1001])))).toBe(
      '@a gained 1 follower in 7 days (+0.1%). That is the week to 22 November 2026, and no other account’s is known.',
    );
    expect(sayWhoGained(weeksOf(weekly('a', [1000, 950])))).toMatch(
      /^@a lost 50 followers in 7 days \(−5%\)\. That is/,
    );
  });

  test('a missing end is not known, with the reason', () => {
    const weeks = weeksOf(weekly('a', [1000]));
    expect(sayWhoGained(weeks)).toMatch(
      /^Nobody’s week is known\. The change of @a over 7 days was not observed, because /,
    );
    expect(sayWhetherUnusual(weeks)).toBe('');
  });
});

describe('whether it is more than noise', () => {
  test('too few weeks to say', () => {
    expect(sayWhetherUnusual(weeksOf(weekly('a', [1000, 1100])))).toMatch(
      /^Whether that is more than noise cannot be said yet\. .*8 earlier weeks/,
    );
  });

  test('a week like the others is noise, one far beyond them is not', () => {
    expect(sayWhetherUnusual(weeksOf(steady('a', 1000, 115)))).toBe(
      'That is not more than noise. In the 10 known weeks before, the change was between +100 and +120, with a median of +110.',
    );
    expect(sayWhetherUnusual(weeksOf(steady('a', 1000, 900)))).toMatch(
      /^That is more than noise\. In the 10 known weeks/,
    );
  });

  test('counts the unusual among those that can be judged, and the unknown', () => {
    const said = sayWhetherUnusual(
      weeksOf(steady('a', 1000, 900), steady('b', 1000, 105), weekly('c', [10, 20]), weekly('d', [5])),
    );
    expect(said).toContain('Of 2 accounts with enough weeks behind them, 1 had an unusual week: @a (+900).');
    expect(said).toContain('The week of 1 account is not known');
  });
});

describe('with many accounts', () => {
  test('names eight unusual weeks and counts the others', () => {
    const many = Array.from({ length: 12 }, (_, i) => steady(`a${i}`, 1000, 900 + i));
    const said = sayWhetherUnusual(weeksOf(...many));
    expect(said).toContain('12 had an unusual week: @a11 (+911), @a10 (+910)');
    expect(said).toMatch(/@a4 \(\+904\) and 4 more\.$/);
    expect(said).not.toContain('@a3 ');
  });

  test('says once why weeks are not known', () => {
    const alone = Array.from({ length: 11 }, (_, i) => weekly(`n${i}`, [5]));
    const [reason, ...others] = sayUnknown(weeksOf(weekly('known', [10, 20]), ...alone));
    expect(reason).toMatch(
      /^@n0, @n1, .* and 3 more – each of them is not known, because it is known only since /,
    );
    expect(others).toEqual([]);
    expect(sayUnknown(weeksOf(weekly('known', [10, 20])))).toEqual([]);
    expect(sayUnknown(weeksOf(weekly('one', [5])))[0]).toMatch(/^@one is not known, because /);
  });

  test('draws the largest and the lead', () => {
    const weeks = weeksOf(
      weekly('small', [10, 500]),
      weekly('large', [9000, 9001]),
      weekly('middle', [800, 801]),
      weekly('unknown', [7]),
    );
    expect([...pickLines(weeks, weeks[0], 2)].sort()).toEqual(['large', 'middle', 'small']);
    expect([...pickLines(weeks, weeks[0], 3)].sort()).toEqual(['large', 'middle', 'small']);
    expect(pickLines([], undefined, 2).size).toBe(0);
  });
});
