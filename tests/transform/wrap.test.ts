import { describe, expect, test } from 'vitest';
import { unwrapLikesOf } from '../../lib/transform/wrap.ts';
import { accountRow } from './rows.ts';

const wheel = 2 ** 32;
const at = (day: string) => `2026-${day}T12:00:00Z`;
const wrapped = (day: string, likes_wrapped: number) => accountRow({ observed_at: at(day), likes_wrapped });
const known = (day: string, likes: number, likes_step: number | null = 1) =>
  accountRow({ observed_at: at(day), likes, likes_step });
const likesOf = (rows: readonly { likes: number | null }[]) => rows.map((row) => row.likes);

describe('unwrapLikesOf', () => {
  test('one turn for 2.68 thousand million, three for 11.9 (published pairs)', () => {
    const one = unwrapLikesOf(
      [wrapped('01-01', -1_614_092_016), known('01-02', 2_680_900_000, 100_000)],
      '@a',
    );
    expect(likesOf(one.rows)).toEqual([2_680_875_280, 2_680_900_000]);
    const three = unwrapLikesOf([known('01-01', 11_900_000_000, 1e8), wrapped('01-02', -977_433_948)], '@a');
    expect(likesOf(three.rows)).toEqual([11_900_000_000, 11_907_467_940]);
    expect(three.rows[1]?.likes_step).toBe(1);
    expect(three.finding).toBeNull();
  });

  test('a wrapped value that looks positive is resolved all the same', () => {
    const { rows } = unwrapLikesOf(
      [known('01-01', 5_000_000_000), wrapped('01-02', 5_000_100_000 - wheel)],
      '@a',
    );
    expect(likesOf(rows)).toEqual([5_000_000_000, 5_000_100_000]);
  });

  test('k is never below 0, and no total is below 0', () => {
    const { rows } = unwrapLikesOf([known('01-01', 5), wrapped('01-02', 7), wrapped('01-03', -7)], '@a');
    expect(likesOf(rows)).toEqual([5, 7, wheel - 7]);
  });

  test('neighbours carry k through a climb that no single anchor could bridge', () => {
    const truth = [3e9, 4.5e9, 6e9, 7.5e9, 9e9];
    const rows = truth.map((likes, index) =>
      index === 4 ? known('01-05', likes) : wrapped(`01-0${index + 1}`, likes | 0),
    );
    expect(likesOf(unwrapLikesOf(rows, '@a').rows)).toEqual(truth);
  });

  test('the longest stretch between two anchors is not crossed', () => {
    const rows = [
      known('01-01', 3e9),
      wrapped('01-02', (3e9 + 1000) | 0),
      wrapped('11-01', 9e9 | 0),
      known('11-02', 9e9 + 1000),
    ];
    expect(likesOf(unwrapLikesOf(rows, '@a').rows)).toEqual([3e9, 3e9 + 1000, 9e9, 9e9 + 1000]);
  });

  test('without an anchor the likes stay empty, and the finding says where', () => {
    const rows = [known('01-01', 0), known('01-02', 3e9, null), wrapped('01-03', -5), wrapped('01-04', -4)];
    const { rows: out, finding } = unwrapLikesOf(rows, '@a');
    expect(likesOf(out)).toEqual([0, 3e9, null, null]);
    expect(finding).toMatchObject({
      rule: 'wrap_unresolved',
      account_id: '1',
      subject: '@a',
      rows: 2,
      first: at('01-03'),
      last: at('01-04'),
    });
    expect(finding?.message).toContain('2 observations');
  });

  test('rows without wrapped likes come back as they are', () => {
    const rows = [known('01-01', 5), accountRow({ followers: 3 })];
    expect(unwrapLikesOf(rows, '@a')).toEqual({ rows, finding: null });
  });
});
