import { describe, expect, test } from 'vitest';
import { Across } from '../../lib/validate/across.ts';
import type { Track } from '../../lib/validate/series-points.ts';
import { stepsOf } from '../../lib/validate/stillness.ts';
import { calm, followersOf, told } from './tracks.ts';

const acrossOf = (tracks: readonly Track[]) => {
  const across = new Across();
  for (const each of tracks) across.take(each, stepsOf(each));
  return across;
};
const many = (count: number, each: (account: number) => readonly (number | null)[]) =>
  Array.from({ length: count }, (_, i) => followersOf(each(i), String(i + 1)));

describe('a batch glitch', () => {
  const moved = (moving: number, of: number) =>
    acrossOf(many(of, (i) => (i < moving ? calm(12).with(11, 120_000) : calm(12))));

  test('is half or more of the accounts that move by a tenth at once', () => {
    const across = moved(3, 6);
    expect(across.findings()).toMatchObject([
      {
        rule: 'batch_glitch',
        subject: 'web',
        message: '3 of 6 accounts moved by a tenth or more at once on 12 October 2026.',
        first_day: '2026-10-12',
        last_day: '2026-10-12',
      },
    ]);
    expect([...across.glitchDays()]).toEqual(['2026-10-12']);
  });

  test('is none of fewer than half, or of two accounts', () => {
    expect(moved(3, 7).findings()).toEqual([]);
    expect(moved(2, 2).findings()).toEqual([]);
  });

  test('is a tenth of the accounts that leave their line by half a percent and come back', () => {
    const apart = (leaving: number, of: number) =>
      acrossOf(many(of, (i) => (i < leaving ? calm(12).with(6, 9_900) : calm(12))));
    expect(apart(3, 30).findings()).toMatchObject([
      {
        rule: 'batch_glitch',
        message:
          '3 of 30 accounts left their line at once on 7 October 2026, and were back with the next observation.',
      },
    ]);
    expect(apart(3, 31).findings()).toEqual([]);
    expect(apart(2, 5).findings()).toEqual([]);
  });

  test('sources are judged apart', () => {
    const tracks = many(4, () => calm(12).with(11, 120_000)).map((each, i) => ({
      ...each,
      rows: each.rows.map((row) => ({ ...row, source: i < 2 ? 'web' : 'import' })),
    }));
    expect(acrossOf(tracks).findings()).toEqual([]);
  });
});

describe('a source that repeats itself', () => {
  // 20 moving steps each: a chance of 1 in 22 to stand still, and of 22^−5 for five at once.
  const repeated = (still: number, of: number, days = 1) =>
    acrossOf(
      many(of, (i) => {
        const values = calm(21, 10_000 + i);
        const last = values.at(-1) ?? 0;
        return [
          ...values,
          ...Array.from({ length: days }, (_, k) => (i < still ? last : last + 20 * (k + 1))),
        ];
      }),
    );

  test('shows yesterday’s numbers for nearly all accounts', () => {
    expect(repeated(9, 10).findings()).toMatchObject([
      {
        rule: 'stuck_source',
        subject: 'web',
        message: '9 of 10 accounts showed exactly the numbers of the day before on 22 October 2026.',
      },
    ]);
    expect(repeated(10, 10, 2).findings()[0]?.message).toBe(
      '10 of 10 accounts showed exactly the numbers of the day before on 23 October 2026, and on 1 day before, since 22 October 2026.',
    );
  });

  test('is none where some moved, or where so few stood still that it may be chance', () => {
    expect(repeated(8, 10).findings()).toEqual([]);
    expect(repeated(4, 4).findings()).toEqual([]);
  });

  test('is none where accounts stand still all the time', () => {
    expect(told(acrossOf(many(10, () => Array.from({ length: 30 }, () => 7))).findings())).toEqual([]);
  });
});
