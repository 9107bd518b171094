import { describe, expect, test } from 'vitest';
import { createProxyHealth } from '../../lib/collect/proxy-health.ts';

const minuteMs = 60_000;

describe('the health of a proxy', () => {
  test('failures in a row cool it for 30 s, 1, 2 and 4 minutes, and the fifth retires it', () => {
    const health = createProxyHealth();
    let nowMs = 5_000;
    for (const coolMs of [30_000, 60_000, 120_000, 240_000]) {
      health.report('failed', 'it closed the connection', nowMs);
      expect(health.state(nowMs)).toBe('cooling');
      expect(health.returnMs(nowMs)).toBe(coolMs);
      expect(health.state(nowMs + coolMs - 1)).toBe('cooling');
      nowMs += coolMs;
      expect(health.state(nowMs)).toBe('well');
      expect(health.returnMs(nowMs)).toBe(0);
    }
    health.report('failed', 'again', nowMs);
    expect(health.state(nowMs + 1000 * minuteMs)).toBe('retired');
    expect(health.returnMs(nowMs)).toBeNull();
    health.report('answered', null, nowMs);
    expect(health.state(nowMs + 1000 * minuteMs)).toBe('retired');
    expect(health).toMatchObject({ counts: { failed: 5, answered: 1, refused: 0 }, why: 'again' });
  });

  test('an answer makes it well, and the row begins anew', () => {
    const health = createProxyHealth();
    health.report('failed', 'a', 0);
    health.report('failed', 'b', 30_000);
    health.report('answered', null, 90_000);
    expect(health).toMatchObject({ why: null, counts: { failed: 2, answered: 1 } });
    health.report('failed', 'c', 90_001);
    expect(health.returnMs(90_001)).toBe(30_000);
  });

  test('requests that failed together count once in the row', () => {
    const health = createProxyHealth();
    for (let at = 0; at < 6; at++) health.report('failed', 'it cannot be reached', 0);
    expect(health.state(0)).toBe('cooling');
    expect(health.returnMs(0)).toBe(30_000);
    expect(health.counts.failed).toBe(6);
  });

  test('a late answer ends a cool-down after a failure', () => {
    const health = createProxyHealth();
    health.report('failed', 'it closed the connection', 0);
    health.report('answered', null, 10);
    expect(health.state(10)).toBe('well');
  });

  test('a refusal gives it ten minutes, which neither an answer nor a failure shortens', () => {
    const health = createProxyHealth();
    health.report('refused', 'captcha', 0);
    expect(health.returnMs(0)).toBe(10 * minuteMs);
    health.report('answered', null, 1);
    health.report('failed', 'it closed the connection', 2);
    expect(health.returnMs(2)).toBe(10 * minuteMs - 2);
    expect(health.why).toBe('captcha');
    expect(health.state(10 * minuteMs)).toBe('well');
  });

  test('a refusal shows that the proxy works: failures before it are forgotten', () => {
    const health = createProxyHealth();
    health.report('failed', 'a', 0);
    health.report('refused', 'captcha', 30_000);
    health.report('failed', 'b', 11 * minuteMs);
    expect(health.returnMs(11 * minuteMs)).toBe(30_000);
  });
});
