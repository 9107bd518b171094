import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { makeFolder } from '../../lib/store/folder.ts';
import { temporaryFolder } from '../helpers/ledger.ts';

describe('makeFolder', () => {
  test('makes what is missing and names the topmost folder it made; null where all was there', async () => {
    const root = temporaryFolder();
    expect(await makeFolder(path.join(root, 'a', 'b', 'c'))).toBe(path.join(root, 'a'));
    expect(existsSync(path.join(root, 'a', 'b', 'c'))).toBe(true);
    expect(await makeFolder(path.join(root, 'a', 'b', 'c'))).toBeNull();
    expect(await makeFolder(path.join(root, 'a', 'd'))).toBe(path.join(root, 'a', 'd'));
  });

  test('says what stands in the way', async () => {
    const root = temporaryFolder();
    writeFileSync(path.join(root, 'file'), '');
    await expect(makeFolder(path.join(root, 'file'))).rejects.toMatchObject({ code: 'EEXIST' });
    await expect(makeFolder(path.join(root, 'file', 'a', 'b'))).rejects.toMatchObject({ code: 'ENOTDIR' });
  });

  test.skipIf(!existsSync('/proc/self'))('comes to an end where no folder can be (needs /proc)', async () => {
    await expect(makeFolder('/proc/clipbook/a')).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test('two at once do not disturb each other', async () => {
    const folder = path.join(temporaryFolder(), 'a', 'b', 'c');
    await Promise.all(Array.from({ length: 8 }, () => makeFolder(folder)));
    expect(existsSync(folder)).toBe(true);
  });
});
