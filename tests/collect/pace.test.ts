import { expect, test } from 'vitest';
import { createPace } from '../../lib/collect/pace.ts';
import { simulatedEffects } from '../../lib/effects.ts';

const start = new Date('2026-03-04T05:06:07Z');

test('keeps the set rate on average, with uneven turns, whoever asks', async () => {
  const effects = simulatedEffects(start, 7);
  const pace = createPace(600, effects);
  const turns: number[] = [];
  await Promise.all(
    Array.from({ length: 2_001 }, async () => {
      await pace.take();
      turns.push(effects.elapsed());
    }),
  );
  const gaps = turns.slice(1).map((turn, index) => turn - (turns[index] ?? 0));
  expect(gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length).toBeCloseTo(100, -0.3);
  expect(Math.min(...gaps)).toBeGreaterThanOrEqual(70 - 1e-6);
  expect(Math.max(...gaps)).toBeLessThanOrEqual(130 + 1e-6);
  expect(Math.max(...gaps) - Math.min(...gaps)).toBeGreaterThan(30);
});

test('the first turn comes at once, and idle time is not made up for', async () => {
  const effects = simulatedEffects(start);
  const pace = createPace(60, effects);
  await pace.take();
  expect(effects.now()).toEqual(start);
  await effects.sleep(10_000);
  await pace.take();
  expect(effects.elapsed() - start.getTime()).toBe(10_000);
  await pace.take();
  expect(effects.elapsed() - start.getTime()).toBeGreaterThanOrEqual(10_700);
});

test('a timer that wakes late does not slow the pace', async () => {
  const effects = simulatedEffects(start);
  const { sleep } = effects;
  const late = { ...effects, sleep: (waitMs: number) => sleep(waitMs + 20) };
  const pace = createPace(600, late);
  for (let turn = 0; turn < 501; turn++) await pace.take();
  const averageMs = (effects.elapsed() - start.getTime()) / 500;
  expect(averageMs).toBeGreaterThan(97);
  expect(averageMs).toBeLessThan(103);
});

test('a hold delays everyone, also those who wait already', async () => {
  const effects = simulatedEffects(start);
  const pace = createPace(60, effects);
  await pace.take();
  const waiting = [pace.take(), pace.take()];
  pace.hold(60_000);
  await waiting[0];
  expect(effects.elapsed() - start.getTime()).toBeGreaterThanOrEqual(60_000);
  await waiting[1];
  // No burst after the quiet: one interval apart again.
  expect(effects.elapsed() - start.getTime()).toBeGreaterThanOrEqual(60_700);
});
