import { expect, test } from 'vitest';
import { mutate } from './mutations.ts';

/** Damaged pages: whatever comes, an outcome is the answer, never a crash, and never a number that is not one. */
test('mutated pages of every parser', () => {
  const report = mutate(2_000, 20260304);
  expect(report.runs).toBe(2_000);
  expect(report.pages).toBeGreaterThan(100);
  // The damage is such that some of it is read, and some of that refused.
  expect(report.drafts.believed).toBeGreaterThan(100);
  expect(Object.values(report.drafts.refused).reduce((sum, count) => sum + count, 0)).toBeGreaterThan(50);
});
