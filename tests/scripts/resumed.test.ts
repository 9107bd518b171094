import { expect, test } from 'vitest';
import { proveResume } from '../proof/resumed-collect.ts';

// A small sample of what `npm run proof` does at length.
test('a collect run that was killed is gone on with where it stopped', async () => {
  const figures = await proveResume(3, 12, 20_261_125);
  expect(figures.killed).toBeGreaterThan(0);
  expect(figures.posts).toBeGreaterThan(figures.accounts);
}, 120_000);
