import { expect, test } from 'vitest';
import { createBreaker } from '../../lib/collect/breaker.ts';
import { simulatedEffects } from '../../lib/effects.ts';

const at = (instant: string) => simulatedEffects(new Date(instant));
const hour = 3_600_000;

test('rests an hour after the first refusal, twice as long each time, sixteen hours at most', async () => {
  const effects = at('2026-03-04T00:00:00Z');
  const breaker = createBreaker(null, effects);
  expect(breaker.current()).toBeNull();
  const rests: number[] = [];
  for (let i = 0; i < 7; i++) {
    breaker.trip('blocked', null);
    const rest = breaker.current();
    rests.push((Date.parse(rest?.until ?? '') - effects.now().getTime()) / hour);
    await effects.sleep(Date.parse(rest?.until ?? '') - effects.now().getTime());
    expect(breaker.current()).toBeNull();
  }
  expect(rests).toEqual([1, 2, 4, 8, 16, 16, 16]);
});

test('is as long as the origin asks for, up to 23 hours, and never shorter than its own', () => {
  for (const [askedMs, hours] of [
    [3 * hour, 3],
    [60_000, 1],
    [1_000 * 24 * hour, 23],
    [Number.MAX_SAFE_INTEGER, 23],
  ] as const) {
    const breaker = createBreaker(null, at('2026-03-04T00:00:00Z'));
    breaker.trip('rate_limited', askedMs);
    expect(breaker.current()).toEqual({
      outcome: 'rate_limited',
      since: '2026-03-04T00:00:00Z',
      until: new Date(Date.UTC(2026, 2, 4, hours)).toISOString().replace('.000', ''),
      times: 1,
    });
  }
});

test('goes on from what an earlier run left, and an answer ends it', () => {
  const before = {
    outcome: 'captcha',
    since: '2026-03-04T00:00:00Z',
    until: '2026-03-04T02:00:00Z',
    times: 2,
  } as const;
  const during = createBreaker(before, at('2026-03-04T01:59:59Z'));
  expect(during.current()).toEqual(before);
  const after = createBreaker(before, at('2026-03-04T02:00:00Z'));
  expect(after.current()).toBeNull();
  expect(after.last()).toEqual(before);
  after.trip('blocked', null);
  expect(after.current()).toMatchObject({ outcome: 'blocked', times: 3, until: '2026-03-04T06:00:00Z' });
  after.answered();
  expect(after.last()).toBeNull();
  after.trip('blocked', null);
  expect(after.current()?.times).toBe(1);
});

test('a rest that a wrong clock began in the future is none', () => {
  const before = {
    outcome: 'blocked',
    since: '2031-03-04T00:00:00Z',
    until: '2031-03-04T01:00:00Z',
    times: 1,
  } as const;
  expect(createBreaker(before, at('2026-03-04T00:00:00Z')).current()).toBeNull();
});
