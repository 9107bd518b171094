import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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

  test('what cannot be carried out to its end stays decided, also where it is given up, and is ended by the next', async () => {
    const root = temporaryFolder();
    writeFileSync(path.join(root, 'a.csv'), 'old');
    // A folder in the place of a file: no file can be moved there.
    mkdirSync(path.join(root, 'b.csv/in-the-way'), { recursive: true });
    const transaction = await beginTransaction(root, 't');
    await transaction.write('a.csv', 'new a');
    await transaction.write('b.csv', 'new b');
    await expect(transaction.commit()).rejects.toMatchObject({ code: 'ledger_unfinished', exitCode: 2 });
    await transaction.abort();
    expect(readFileSync(path.join(root, 'a.csv'), 'utf8')).toBe('new a');
    rmSync(path.join(root, 'b.csv'), { recursive: true });
    expect(await recover(root)).toBe(1);
    expect(treeOf(root)).toEqual({ 'a.csv': 'new a', 'b.csv': 'new b' });
  });

  test('nothing is decided where a folder cannot be made, and none of the others stays', async () => {
    const root = temporaryFolder();
    writeFileSync(path.join(root, 'taken'), 'a file');
    const transaction = await beginTransaction(root, 't');
    await transaction.write('clean/2026/a.csv', 'a');
    await transaction.write('taken/b.csv', 'b');
    await expect(transaction.commit()).rejects.toMatchObject({ code: 'ledger_unwritable' });
    await transaction.abort();
    expect(readdirSync(root)).toEqual(['taken']);
    expect(await recover(root)).toBe(0);
  });

  test('folders that a removed file leaves empty go with it', async () => {
    const root = temporaryFolder();
    mkdirSync(path.join(root, 'clean/2025/12'), { recursive: true });
    mkdirSync(path.join(root, 'clean/2026/01'), { recursive: true });
    writeFileSync(path.join(root, 'clean/2025/12/a.csv'), 'a');
    writeFileSync(path.join(root, 'clean/2026/01/b.csv'), 'b');
    const transaction = await beginTransaction(root, 't');
    transaction.remove('clean/2025/12/a.csv');
    await transaction.commit();
    expect(readdirSync(path.join(root, 'clean'))).toEqual(['2026']);
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

  test.skipIf(process.platform !== 'linux')(
    'a lock whose process number another process has by now is taken over (where Linux tells when it began)',
    async () => {
      const root = temporaryFolder();
      const { hostname } = await import('node:os');
      const lock = { pid: process.pid, begun: '1', host: hostname(), command: 'collect', since: 'x' };
      writeFileSync(path.join(root, '.lock'), JSON.stringify(lock));
      expect(await withLock(root, 'import', async () => 'in')).toBe('in');
    },
  );

  test('what failing work had staged is cleared away', async () => {
    const root = temporaryFolder();
    const failing = withLock(root, 'transform', async () => {
      await (await beginTransaction(root, 't')).write('a.csv', 'a');
      throw new Error('stop');
    });
    await expect(failing).rejects.toThrow('stop');
    expect(readdirSync(root)).toEqual([]);
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
