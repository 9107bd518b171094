import { describe, expect, test } from 'vitest';
import { addDays } from '../../lib/calendar.ts';
import { Gaps } from '../../lib/validate/gaps.ts';

/** `o` is an observed day, `i` an interpolated one, `-` a gap; accounts from 1 October 2026 on. */
const gapsOf = (...accounts: string[]) => {
  const gaps = new Gaps();
  for (const [i, text] of accounts.entries())
    gaps.take(
      { account_id: String(i + 1), handle: `a${i + 1}` },
      [...text].map((letter, day) => ({
        day: addDays('2026-10-01', day),
        kind: letter === '-' ? 'gap' : letter === 'i' ? 'interpolated' : 'observed',
      })),
    );
  return gaps.findings().map(({ subject, message }) => `${subject}: ${message}`);
};

describe('days that are not known', () => {
  test('are counted for each account, with the longest stretch', () => {
    expect(gapsOf('oo---o-oi')).toEqual([
      '@a1: 4 of 9 days are not known. The longest stretch: 3 October 2026 to 5 October 2026, 3 days.',
    ]);
    expect(gapsOf('o-oo')).toEqual(['@a1: 1 of 4 days is not known. It is 2 October 2026.']);
    expect(gapsOf('o-o-o')).toEqual(['@a1: 2 of 5 days are not known. The latest is 4 October 2026.']);
  });

  test('interpolated days are known', () => {
    expect(gapsOf('oioio')).toEqual([]);
  });

  test('that are a gap of every account are told once, for all', () => {
    expect(gapsOf('o--o', 'o--o', 'o--oo')).toEqual([
      'all accounts: Nothing at all was observed on 2 days. The longest stretch: 2 October 2026 to 3 October 2026, 2 days.',
    ]);
    expect(gapsOf('o--o', 'o--o', 'o-oo')).toEqual([
      'all accounts: Nothing at all was observed on 1 day. It is 2 October 2026.',
      '@a1: 1 of 4 days is not known. It is 3 October 2026.',
      '@a2: 1 of 4 days is not known. It is 3 October 2026.',
    ]);
  });

  test('of fewer than three accounts are told of each', () => {
    expect(gapsOf('o-o', 'o-o')).toHaveLength(2);
  });
});
