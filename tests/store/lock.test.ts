import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { withLock } from '../../lib/store/lock.ts';
import { temporaryFolder } from '../helpers/ledger.ts';

// No process has this number: the largest that Linux hands out is 2^22.
const nobody = 2 ** 22 + 1;

describe('what the lock leaves behind', () => {
  test('a root that it made and nobody wrote to goes again, with the folders above that it made', async () => {
    const root = temporaryFolder();
    await withLock(path.join(root, 'a', 'data'), 'import', async () => undefined);
    expect(readdirSync(root)).toEqual([]);
    await expect(
      withLock(path.join(root, 'a', 'data'), 'import', async () => {
        throw new Error('stop');
      }),
    ).rejects.toThrow('stop');
    expect(readdirSync(root)).toEqual([]);
  });

  test('a root that was there, or that was written to, stays', async () => {
    const root = temporaryFolder();
    await withLock(root, 'import', async () => undefined);
    expect(existsSync(root)).toBe(true);
    const data = path.join(root, 'data');
    await withLock(data, 'import', async () => writeFileSync(path.join(data, 'watchlist.csv'), 'kind,key\n'));
    expect(readdirSync(data)).toEqual(['watchlist.csv']);
  });

  test('what killed runs left beside it is swept away; what a living run is about to use is not', async () => {
    const root = temporaryFolder();
    const owner = (pid: number, host = hostname()) => JSON.stringify({ pid, host, command: 'x', since: 'y' });
    writeFileSync(path.join(root, `.lock.${nobody}`), owner(nobody));
    writeFileSync(path.join(root, `.lock.${nobody}.stale`), '');
    writeFileSync(path.join(root, `.lock.${process.ppid}`), owner(process.ppid));
    writeFileSync(path.join(root, '.lock.17'), owner(nobody, 'another-machine'));
    writeFileSync(path.join(root, '.lockers'), 'mine');
    await withLock(root, 'import', async () => undefined);
    expect(readdirSync(root).sort()).toEqual(['.lock.17', `.lock.${process.ppid}`, '.lockers'].sort());
  });
});
