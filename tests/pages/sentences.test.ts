import { describe, expect, test } from 'vitest';
import { describeRounding } from '../../pages/_data/sentences.ts';

describe('what stands under the follower count', () => {
  test.each<[number | null, number | null, string | undefined]>([
    [1_243_147, 1, '1,243,147 exactly'],
    [160_400_000, 100_000, 'rounded at the source'],
    [25_800_000, null, '25,800,000 as imported; rounding not known'],
    [0, 1, '0 exactly'],
    [null, null, undefined],
  ])('%j in steps of %j', (followers, followers_step, said) => {
    expect(describeRounding({ followers, followers_step })).toBe(said);
  });
});
