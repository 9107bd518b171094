import { expect, test } from 'vitest';
import { proveImport } from '../proof/killed-import.ts';

// A small sample of what `npm run proof` does at length.
test('an import killed half-way loses nothing, and the same import again completes it', async () => {
  expect(await proveImport(4, 20_261_122)).toBeGreaterThan(0);
}, 120_000);
