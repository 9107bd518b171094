import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createLimiter, readingPause } from '../../lib/collect/limiter.ts';
import { seededRandom, simulatedEffects } from '../../lib/effects.ts';

const start = new Date('2026-03-04T05:06:07Z');

/** When each of `count` requests went out, in milliseconds since the first was asked for. */
async function turns(requestsPerMinute: number, burst: number, count: number, seed = 1) {
  const effects = simulatedEffects(start, seed);
  const limiter = createLimiter({ requestsPerMinute, burst }, effects);
  const out: number[] = [];
  for (let i = 0; i < count; i++) {
    await limiter.take();
    out.push(effects.elapsed() - start.getTime());
  }
  return { out, limiter, effects };
}

describe('the rate', () => {
  test('is the set one on average, whatever the burst', async () => {
    for (const burst of [1, 3, 10]) {
      const { out } = await turns(20, burst, 10_000, burst);
      // The first `burst` go out at once; each of the others costs a pause of 3 s in the mean.
      const meanMs = (out.at(-1) ?? 0) / (10_000 - burst);
      expect(meanMs / 3_000).toBeGreaterThan(0.98);
      expect(meanMs / 3_000).toBeLessThan(1.02);
    }
  });

  test('lets a burst out at once after a rest, and no more of it', async () => {
    const { out, limiter, effects } = await turns(60, 3, 4);
    expect(out.slice(0, 3)).toEqual([0, 0, 0]);
    expect(out[3]).toBeGreaterThan(0);
    await effects.sleep(3_600_000);
    const from = effects.elapsed();
    for (let i = 0; i < 3; i++) await limiter.take();
    expect(effects.elapsed()).toBe(from);
    await limiter.take();
    expect(effects.elapsed()).toBeGreaterThan(from);
  });

  test('in no stretch of time more than the burst and what the pauses allow', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 5 }), fc.integer(), async (burst, seed) => {
        const { out } = await turns(60, burst, 200, seed);
        for (let i = 0; i + burst < out.length; i++)
          // No pause is shorter than 0.4 of the mean, so `burst` + 1 requests take at least one such pause.
          expect((out[i + burst] ?? 0) - (out[i] ?? 0)).toBeGreaterThanOrEqual(0.4 * 1_000 - 1e-6);
      }),
      { numRuns: 30, seed: 7 },
    );
  });

  test('without a limit costs no wait', async () => {
    const { out } = await turns(Number.POSITIVE_INFINITY, 1, 1_000);
    expect(new Set(out)).toEqual(new Set([0]));
  });

  test('does not lose time to timers that wake late', async () => {
    const effects = simulatedEffects(start);
    const late = { ...effects, sleep: (waitMs: number) => effects.sleep(waitMs + 15) };
    const limiter = createLimiter({ requestsPerMinute: 600, burst: 1 }, late);
    for (let i = 0; i < 2_000; i++) await limiter.take();
    const meanMs = (effects.elapsed() - start.getTime()) / 1_999;
    expect(meanMs).toBeLessThan(102);
  });
});

describe('pauses', () => {
  test('look like reading: never short, mostly below the mean, now and then long; the mean is 1', () => {
    const random = seededRandom(3);
    const pauses = Array.from({ length: 50_000 }, () => readingPause(random()));
    expect(Math.min(...pauses)).toBeGreaterThanOrEqual(0.4);
    expect(pauses.reduce((sum, pause) => sum + pause, 0) / pauses.length).toBeCloseTo(1, 1);
    // 0.4 + 0.6 · ln 2
    expect(pauses.toSorted((a, b) => a - b)[25_000]).toBeCloseTo(0.816, 1);
    expect(Math.max(...pauses)).toBeGreaterThan(4);
    expect(Number.isFinite(readingPause(0.999_999_999))).toBe(true);
  });
});

describe('what the origin shows', () => {
  test('strain halves the rate, calm wins it back in steps of 2%', async () => {
    const { limiter } = await turns(60, 1, 1);
    limiter.strained();
    expect(limiter.share).toBe(0.5);
    limiter.strained();
    expect(limiter.share).toBe(0.25);
    limiter.answered(300);
    expect(limiter.share).toBeCloseTo(0.27);
    for (let i = 0; i < 100; i++) limiter.answered(300);
    expect(limiter.share).toBe(1);
    for (let i = 0; i < 20; i++) limiter.strained();
    expect(limiter.share).toBe(1 / 16);
  });

  test('a server that fails to answer slows it to a quarter, and undoes nothing that a refusal did', async () => {
    const { limiter } = await turns(60, 1, 1);
    for (let i = 0; i < 5; i++) limiter.unanswered();
    expect(limiter.share).toBe(0.25);
    limiter.strained();
    limiter.unanswered();
    expect(limiter.share).toBe(0.125);
  });

  test('half the share is twice the wait', async () => {
    const mean = async (strains: number) => {
      const effects = simulatedEffects(start);
      const limiter = createLimiter({ requestsPerMinute: 60, burst: 1 }, effects);
      for (let i = 0; i < strains; i++) limiter.strained();
      for (let i = 0; i < 3_000; i++) await limiter.take();
      return (effects.elapsed() - start.getTime()) / 2_999;
    };
    expect((await mean(1)) / (await mean(0))).toBeCloseTo(2, 5);
  });

  test('answers that get much later than usual slow it down; one that was always slow does not', async () => {
    const { limiter } = await turns(60, 1, 1);
    for (let i = 0; i < 50; i++) limiter.answered(3_000);
    expect(limiter.share).toBe(1);
    limiter.answered(9_500);
    expect(limiter.share).toBe(0.5);
    const quick = (await turns(60, 1, 1)).limiter;
    for (let i = 0; i < 50; i++) quick.answered(20);
    // Ten times as long, and still nothing that anybody would call slow.
    quick.answered(200);
    expect(quick.share).toBe(1);
  });

  test('a hold keeps everybody back, those who wait already too', async () => {
    const effects = simulatedEffects(start);
    const limiter = createLimiter({ requestsPerMinute: 60, burst: 1 }, effects);
    await limiter.take();
    limiter.hold(120_000);
    await limiter.take();
    expect(effects.elapsed() - start.getTime()).toBeGreaterThanOrEqual(120_000);
  });
});
