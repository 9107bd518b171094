import { expect, test } from 'vitest';
import { crashJobs } from '../proof/crash-jobs.ts';

// A small sample of what `npm run proof` does at length.
test.each(crashJobs.filter(({ sample }) => sample > 0))(
  '$name, killed half-way, loses nothing, and the next run completes it',
  async ({ prove, sample }) => {
    expect(await prove(sample, 20_261_122)).toBeGreaterThan(0);
  },
  120_000,
);

test('twenty runs are killed in the sample', () => {
  expect(crashJobs.reduce((sum, { sample }) => sum + sample, 0)).toBe(20);
});
