import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { simulatedEffects } from '../../lib/effects.ts';
import { pruneRaw } from '../../lib/operate/prune.ts';
import { temporaryFolder, treeOf } from '../helpers/ledger.ts';

const effects = simulatedEffects(new Date('2026-11-22T01:00:00Z'));

function put(root: string, ...files: string[]): void {
  for (const file of files) {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), '');
  }
}

test('captures are kept for 90 days, imports and everything else for good', async () => {
  const root = temporaryFolder();
  // 2026-08-24 is 90 days before 2026-11-22.
  put(
    root,
    'raw/2025/12/31/a.gz',
    'raw/2026/08/23/b.gz',
    'raw/2026/08/24/c.gz',
    'raw/2026/11/22/d.gz',
    'raw/imports/file-1.csv.gz',
    'raw/notes.txt',
    'clean/v1/account/2025/01/2025-01-01.csv',
  );
  expect(await pruneRaw(root, effects)).toBe(2);
  expect(Object.keys(treeOf(root)).sort()).toEqual([
    'clean/v1/account/2025/01/2025-01-01.csv',
    'raw/2026/08/24/c.gz',
    'raw/2026/11/22/d.gz',
    'raw/imports/file-1.csv.gz',
    'raw/notes.txt',
  ]);
  expect(await pruneRaw(root, effects)).toBe(0);
});

test('a ledger without captures is fine', async () => {
  expect(await pruneRaw(path.join(temporaryFolder(), 'none'), effects)).toBe(0);
});
