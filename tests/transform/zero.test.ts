import { describe, expect, test } from 'vitest';
import { dropZeroSentinels } from '../../lib/transform/zero.ts';
import { accountRow } from './rows.ts';

const row = (day: number, followers: number | null, likes: number | null, posts: number | null) =>
  accountRow({ observed_at: `2026-01-0${day}T12:00:00Z`, followers, likes, posts });
const counts = (rows: readonly ReturnType<typeof row>[]) =>
  rows.map(({ followers, likes, posts }) => [followers, likes, posts]);

describe('dropZeroSentinels', () => {
  test('0 after a positive value is not observed; the other counter of the row stays', () => {
    const { rows, finding } = dropZeroSentinels(
      [row(1, 100, 50, 3), row(2, 0, 51, 3), row(3, 101, 0, 3), row(4, 102, 52, 3)],
      '@a',
    );
    expect(counts(rows)).toEqual([
      [100, 50, 3],
      [null, 51, 3],
      [101, null, 3],
      [102, 52, 3],
    ]);
    expect(rows[1]?.followers_step).toBeNull();
    expect(finding).toMatchObject({
      rule: 'zero_sentinel',
      rows: 2,
      first: '2026-01-02T12:00:00Z',
      last: '2026-01-03T12:00:00Z',
    });
  });

  test('a row of nothing but zeros is a failed request, its posts too', () => {
    const { rows, finding } = dropZeroSentinels([row(1, 7, 57, 102), row(2, 0, 0, 0)], '@a');
    expect(counts(rows)).toEqual([
      [7, 57, 102],
      [null, null, null],
    ]);
    expect(finding?.message).toContain('1 observation of followers or likes is 0');
  });

  test('a new account may begin at 0, and all posts may really be deleted', () => {
    const rows = [row(1, 0, 0, 0), row(2, 3, 0, 1), row(3, 4, 9, 0)];
    expect(dropZeroSentinels(rows, '@a')).toEqual({ rows, finding: null });
  });
});
