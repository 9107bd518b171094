import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createProxyPool, type ProxyPool } from '../../lib/collect/proxies.ts';
import type { RouteOutcome } from '../../lib/collect/proxy-health.ts';
import { simulatedEffects } from '../../lib/effects.ts';

/** None of these is ever connected to. */
const three = ['http://u:hunter2@a.invalid:8080', 'https://b.invalid', 'socks5://u:hunter2@c.invalid:1080'];

function poolOf(proxies: readonly string[]) {
  const effects = simulatedEffects(new Date('2026-03-04T05:06:07Z'));
  return { effects, pool: createProxyPool(proxies, {}, effects) };
}

function report(pool: ProxyPool, key: string, outcome: RouteOutcome, why?: string): void {
  const route = pool.routeFor(key);
  if (route === null) throw new Error('no route');
  pool.report(route, outcome, why);
}

describe('the pool of proxies', () => {
  test('without proxies is the direct route, whatever is reported', async () => {
    const { pool } = poolOf([]);
    for (let at = 0; at < 10; at++) report(pool, 'a', 'failed', 'no');
    expect(pool.routeFor('a')?.label).toBe('direct');
    expect([pool.nextReturnMs(), pool.reports()]).toEqual([null, []]);
    await pool.close();
  });

  test('spreads keys evenly and keeps each where it is', () => {
    const { pool } = poolOf(three);
    const keys = Array.from({ length: 30 }, (_, at) => `handle${at}`);
    const labels = keys.map((key) => pool.routeFor(key)?.label);
    for (const label of ['http://a.invalid:8080', 'https://b.invalid', 'socks5://c.invalid:1080'])
      expect(labels.filter((other) => other === label)).toHaveLength(10);
    expect(keys.toReversed().map((key) => pool.routeFor(key)?.label)).toEqual(labels.toReversed());
  });

  test('moves a key when its proxy fails, and leaves it there when that is back', () => {
    const { pool, effects } = poolOf(three);
    const [a, b] = [pool.routeFor('x'), pool.routeFor('y')];
    report(pool, 'x', 'failed', 'it closed the connection');
    const next = pool.routeFor('x');
    expect(next?.label).toBe('socks5://c.invalid:1080');
    expect(pool.routeFor('y')).toBe(b);
    effects.sleep(30_000);
    expect(pool.routeFor('x')).toBe(next);
    expect(pool.routeFor('z')).toBe(a);
  });

  test('has no route where all cool or are retired, and says when the first returns', () => {
    const { pool, effects } = poolOf(three.slice(0, 2));
    expect(pool.nextReturnMs()).toBeNull();
    report(pool, 'x', 'refused', 'captcha');
    report(pool, 'x', 'failed', 'it cannot be reached');
    expect(pool.routeFor('x')).toBeNull();
    expect(pool.nextReturnMs()).toBe(30_000);
    for (const coolMs of [30_000, 60_000, 120_000, 240_000]) {
      effects.sleep(coolMs);
      report(pool, 'x', 'failed', 'it cannot be reached');
    }
    // The second is given up; the first still has 600 - 450 s of its rest.
    expect(pool.routeFor('x')).toBeNull();
    expect(pool.nextReturnMs()).toBe(150_000);
    expect(pool.reports()).toEqual([
      {
        proxy: 'http://a.invalid:8080',
        state: 'cooling',
        answered: 0,
        failed: 0,
        refused: 1,
        why: 'captcha',
      },
      {
        proxy: 'https://b.invalid',
        state: 'retired',
        answered: 0,
        failed: 5,
        refused: 0,
        why: 'it cannot be reached',
      },
    ]);
  });

  test('takes a proxy once, and tells users of one gateway apart', () => {
    const { pool } = poolOf(['http://u1:p@gw:8000', 'http://u2:p@gw:8000', 'http://u1:p@gw:8000']);
    expect(pool.reports().map(({ proxy }) => proxy)).toEqual(['http://gw:8000', 'http://gw:8000#2']);
    report(pool, 'x', 'answered');
    report(pool, 'y', 'refused', 'captcha');
    expect(pool.reports().map(({ state }) => state)).toEqual(['well', 'cooling']);
  });

  test('a wrong proxy is refused by its number', () => {
    expect(() => poolOf([...three, 'nonsense'])).toThrow(
      expect.objectContaining({ code: 'bad_proxy', message: expect.stringContaining('Proxy 4 of the list') }),
    );
  });

  test('shows no credential', () => {
    const { pool } = poolOf(three);
    for (const key of ['x', 'y', 'z']) report(pool, key, 'failed', 'it closed the connection');
    expect(JSON.stringify([pool.reports(), pool])).not.toContain('hunter2');
  });

  test('whatever happens: only routes that are well, kept while they are, and one whenever there is one', () => {
    const outcome = fc.constantFrom<RouteOutcome>('answered', 'refused', 'failed', 'failed');
    const step = fc.oneof(
      fc.record({ key: fc.constantFrom('k1', 'k2', 'k3', 'k4', 'k5'), outcome: fc.option(outcome) }),
      fc.record({ waitMs: fc.constantFrom(1, 1_000, 30_000, 60_000, 240_000, 600_000) }),
    );
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 4 }), fc.array(step, { maxLength: 80 }), (count, steps) => {
        const { pool, effects } = poolOf(Array.from({ length: count }, (_, at) => `http://p${at}.invalid`));
        const last = new Map<string, string>();
        const retired = new Set<string>();
        for (const { key, outcome, waitMs } of steps.map(asOptional)) {
          if (waitMs !== undefined) effects.sleep(waitMs);
          if (key === undefined) continue;
          const states = new Map(pool.reports().map(({ proxy, state }) => [proxy, state]));
          const route = pool.routeFor(key);
          const before = last.get(key);
          if (route === null) {
            expect([...states.values()]).not.toContain('well');
            const cooling = [...states.values()].includes('cooling');
            expect(pool.nextReturnMs() === null).toBe(!cooling);
            continue;
          }
          expect(states.get(route.label)).toBe('well');
          expect(retired.has(route.label)).toBe(false);
          if (before !== undefined && states.get(before) === 'well') expect(route.label).toBe(before);
          last.set(key, route.label);
          if (outcome) pool.report(route, outcome);
          for (const { proxy, state } of pool.reports()) if (state === 'retired') retired.add(proxy);
        }
        // After the longest rest all but the retired are well again, and enough new keys use every one of them.
        effects.sleep(600_000);
        const well = pool.reports().filter(({ state }) => state === 'well');
        expect(well).toHaveLength(count - retired.size);
        const used = new Set(Array.from({ length: 40 }, (_, at) => pool.routeFor(`new${at}`)?.label));
        used.delete(undefined);
        expect([...used].sort()).toEqual(well.map(({ proxy }) => proxy).sort());
      }),
    );
  });
});

function asOptional<T extends object>(
  step: T,
): { key?: string; outcome?: RouteOutcome | null; waitMs?: number } {
  return step;
}
