import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { LedgerError } from '../../lib/errors.ts';
import { withLock } from '../../lib/store/lock.ts';
import { beginTransaction, recover } from '../../lib/store/transaction.ts';
import { temporaryFolder, treeOf } from '../helpers/ledger.ts';

describe('transactions', () => {
  test('nothing is visible before commit, everything after', async () => {
    const root = temporaryFolder();
    const transaction = await beginTransaction(root, 't');
    await transaction.write('clean/a.csv', 'a');
    await transaction.write('b.json', 'b');
    expect(existsSync(path.join(root, 'clean/a.csv'))).toBe(false);
    await transaction.commit();
    expect(treeOf(root)).toEqual({ 'clean/a.csv': 'a', 'b.json': 'b' });
  });

  test('a run killed before it decided leaves nothing behind', async () => {
    const root = temporaryFolder();
    writeFileSync(path.join(root, 'b.json'), 'old');
    const transaction = await beginTransaction(root, 't');
    await transaction.write('b.json', 'new');
    expect(await recover(root)).toBe(0);
    expect(treeOf(root)).toEqual({ 'b.json': 'old' });
  });

  test('a run killed between its renames is finished by the next', async () => {
    const root = temporaryFolder();
    writeFileSync(path.join(root, 'gone.csv'), 'old');
    // As a killed run leaves it: the decision is on disk, file 0 was moved, file 1 was not.
    const staging = path.join(root, '.staging/t');
    mkdirSync(staging, { recursive: true });
    writeFileSync(path.join(root, 'a.csv'), 'new a');
    writeFileSync(path.join(staging, '1'), 'new b');
    writeFileSync(
      path.join(staging, 'go.json'),
      JSON.stringify([
        { from: '0', to: 'a.csv' },
        { from: '1', to: 'deep/b.csv' },
        { from: null, to: 'gone.csv' },
      ]),
    );
    expect(await recover(root)).toBe(1);
    expect(treeOf(root)).toEqual({ 'a.csv': 'new a', 'deep/b.csv': 'new b' });
  });

  test.skipIf(process.getuid?.() === 0)(
    'a folder that cannot be written is a LedgerError (not as root)',
    async () => {
      const root = temporaryFolder();
      chmodSync(root, 0o500);
      await expect(beginTransaction(root, 't')).rejects.toThrow(LedgerError);
      chmodSync(root, 0o700);
    },
  );

  test('a file where the folder should be is a LedgerError with exit code 2', async () => {
    const file = path.join(temporaryFolder(), 'data');
    writeFileSync(file, '');
    await expect(beginTransaction(file, 't')).rejects.toMatchObject({
      code: 'ledger_unwritable',
      exitCode: 2,
    });
  });
});

describe('the lock', () => {
  test('a second run is told who holds it', async () => {
    const root = temporaryFolder();
    await withLock(root, 'collect', async () => {
      await expect(withLock(root, 'import', async () => 1)).rejects.toThrow(/"collect", process \d+/);
    });
    expect(await withLock(root, 'import', async () => 1)).toBe(1);
    expect(treeOf(root)).toEqual({});
  });

  test('a lock whose process is gone is taken over', async () => {
    const root = temporaryFolder();
    await withLock(root, 'first', async () => undefined);
    const { hostname } = await import('node:os');
    // No process has this number: the largest that Linux hands out is 2^22.
    writeFileSync(
      path.join(root, '.lock'),
      JSON.stringify({ pid: 2 ** 22 + 1, host: hostname(), command: 'collect', since: 'x' }),
    );
    expect(await withLock(root, 'import', async () => 'in')).toBe('in');
  });

  test('the lock is freed when the work fails', async () => {
    const root = temporaryFolder();
    await expect(
      withLock(root, 'import', async () => {
        expect(JSON.parse(readFileSync(path.join(root, '.lock'), 'utf8'))).toMatchObject({
          pid: process.pid,
        });
        throw new Error('stop');
      }),
    ).rejects.toThrow('stop');
    expect(existsSync(path.join(root, '.lock'))).toBe(false);
  });
});
