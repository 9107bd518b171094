import { describe, expect, test } from 'vitest';
import { readRetryAfter, retryWaitMs } from '../../lib/collect/retry.ts';

describe('retryWaitMs', () => {
  test.each([
    [1, null, 0, 1_000],
    [1, null, 1, 2_000],
    [2, null, 0, 2_000],
    [3, null, 0.5, 6_000],
    // Capped at 60 s.
    [10, null, 0, 30_000],
    [1_000, null, 1, 60_000],
    // What the origin asked for, never less, up to a tenth more.
    [1, 120_000, 0, 120_000],
    [1, 120_000, 1, 132_000],
    [1, 300_000, 0, 300_000],
    // A short request does not undercut the backoff.
    [3, 0, 0, 4_000],
  ])('try %d, asked for %s ms, random %d: %d ms', (attempt, retryAfterMs, random, waitMs) => {
    expect(retryWaitMs(attempt, retryAfterMs, random)).toBe(waitMs);
  });

  test('more than five minutes is not for this run', () => {
    expect(retryWaitMs(1, 300_001, 0)).toBeNull();
    expect(retryWaitMs(1, Number.MAX_SAFE_INTEGER, 0)).toBeNull();
  });
});

describe('readRetryAfter', () => {
  const now = new Date('2026-03-04T05:06:07Z');
  test.each([
    ['0', 0],
    ['120', 120_000],
    [' 5 ', 5_000],
    ['Wed, 04 Mar 2026 05:07:07 GMT', 60_000],
    ['Wed, 04 Mar 2020 05:07:07 GMT', 0],
    ['99999999999999999999', Number.MAX_SAFE_INTEGER],
    ['', null],
    ['soon', null],
    ['-5', null],
    ['1.5', null],
    [null, null],
  ])('%j is %j ms', (header, waitMs) => expect(readRetryAfter(header, now)).toBe(waitMs));
});
