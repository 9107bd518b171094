import { expect, test } from 'vitest';
import { proveBackup, proveRestore } from '../proof/killed-backup.ts';
import { proveImport } from '../proof/killed-import.ts';

// A small sample of what `npm run proof` does at length.
test('an import killed half-way loses nothing, and the same import again completes it', async () => {
  expect(await proveImport(4, 20_261_122)).toBeGreaterThan(0);
}, 120_000);

test('a backup killed half-way leaves nothing that looks like one, and the next one is whole', async () => {
  expect(await proveBackup(2, 20_261_122)).toBeGreaterThan(0);
}, 120_000);

test('a restore killed half-way leaves the one ledger or the other, and is done by the same command again', async () => {
  expect(await proveRestore(2, 20_261_122)).toBeGreaterThan(0);
}, 120_000);
