import { describe, expect, test } from 'vitest';
import type { Track } from '../../lib/validate/series-points.ts';
import { checkStuck, stepsOf } from '../../lib/validate/stillness.ts';
import { calm, followersOf } from './tracks.ts';

const never = () => false;
const stuck = (of: Track) => checkStuck(of, stepsOf(of), never);
const still = (days: number, value: number) => Array.from({ length: days }, () => value);

describe('an account that moves every day', () => {
  // 20 steps, none of them still: the next is still with a chance of 1 in 22; 22^−5 is 1.9e−7.
  test('is stuck when it stands still for a week', () => {
    const found = stuck(followersOf([...calm(21), ...still(7, calm(21).at(-1) ?? 0)]));
    expect(found).toMatchObject({ rule: 'stuck', severity: 'warning', subject: '@a1', account_id: '1' });
    expect(found?.message).toBe(
      'Every counter stood still from 21 October 2026 to 28 October 2026, over 8 observations (source web); before that it stood still on 5% of days.',
    );
  });

  test('is not when it does so for six days', () => {
    expect(stuck(followersOf([...calm(21), ...still(6, calm(21).at(-1) ?? 0)]))).toBeNull();
  });

  test('is not while another counter moves', () => {
    const of = followersOf([...calm(21), ...still(9, calm(21).at(-1) ?? 0)]);
    const moving = { ...of, rows: of.rows.map((row, i) => ({ ...row, likes: 100 + i })) };
    expect(stuck(moving)).toBeNull();
  });

  test('is not where its numbers are rounded, or where that is told of the source', () => {
    const values = [...calm(21), ...still(9, calm(21).at(-1) ?? 0)];
    expect(
      stuck(
        followersOf(
          values.map((value) => value * 1000),
          '1',
          { followers_step: 100_000 },
        ),
      ),
    ).toBeNull();
    const of = followersOf(values);
    expect(checkStuck(of, stepsOf(of), () => true)).toBeNull();
  });
});

describe('an account that often stands still', () => {
  // Half of its steps are still: 2^−19 is above one in a million, 2^−20 is not.
  const slow = Array.from({ length: 61 }, (_, i) => 700 + Math.floor(i / 2));
  const last = slow.at(-1) ?? 0;

  test('may do so for two weeks', () => {
    expect(stuck(followersOf([...slow, ...still(18, last)]))).toBeNull();
  });

  test('and not for three', () => {
    expect(stuck(followersOf([...slow, ...still(21, last)]))).toMatchObject({ rule: 'stuck' });
  });

  test('one that never moved is not stuck, nor one of which little is known', () => {
    expect(stuck(followersOf(still(148, 7)))).toBeNull();
    expect(stuck(followersOf([...calm(10), ...still(20, calm(10).at(-1) ?? 0)]))).toBeNull();
  });
});

test('several observations a day are one step', () => {
  const of = followersOf(calm(5));
  const twice = of.rows.flatMap((row) => [
    row,
    { ...row, observed_at: row.observed_at.replace('T03', 'T09') },
  ]);
  expect(stepsOf({ ...of, rows: twice })).toHaveLength(4);
});
