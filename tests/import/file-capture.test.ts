import { chmod } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { openFileCapture } from '../../lib/import/file-capture.ts';
import { temporaryFolder, writeTemporary } from './import-text.ts';

describe('openFileCapture', () => {
  test('hashes the bytes and opens the file again and again', async () => {
    const file = await openFileCapture(await writeTemporary('abc.txt', 'abc'));
    // The digest of "abc" is the example of FIPS 180-4.
    expect(file.sha256).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
    expect(file).toMatchObject({
      capture_id: 'file-ba7816bf8f01cfea',
      file: 'abc.txt',
      bytes: 3,
      utf8: true,
    });
    for (let time = 0; time < 2; time++) {
      const chunks: string[] = [];
      for await (const chunk of file.open()) chunks.push(chunk.toString());
      expect(chunks.join('')).toBe('abc');
    }
  });

  test('knows UTF-8 although a character lies across two reads', async () => {
    const long = `${'a'.repeat(262_143)}é${'b'.repeat(262_142)}😀`;
    expect((await openFileCapture(await writeTemporary('long.txt', long))).utf8).toBe(true);
    const cut = Buffer.from(long).subarray(0, -1);
    expect((await openFileCapture(await writeTemporary('cut.txt', cut))).utf8).toBe(false);
    const late = Buffer.concat([Buffer.alloc(300_000, 'a'), Buffer.from([0xe9, 0x20])]);
    expect((await openFileCapture(await writeTemporary('late.txt', late))).utf8).toBe(false);
  });

  test('says what is wrong with a path', async () => {
    const folder = await temporaryFolder();
    await expect(openFileCapture(path.join(folder, 'none.csv'))).rejects.toMatchObject({
      code: 'no_such_file',
      exitCode: 2,
    });
    await expect(openFileCapture(folder)).rejects.toMatchObject({ code: 'not_a_file' });
    await expect(openFileCapture('/dev/null')).rejects.toMatchObject({ code: 'not_a_file' });
    await expect(openFileCapture(await writeTemporary('empty.csv', ''))).rejects.toMatchObject({
      code: 'empty_file',
    });
  });

  test.skipIf(process.getuid?.() === 0)(
    'says that a file may not be read (needs a user that is not root)',
    async () => {
      const file = await writeTemporary('secret.csv', 'a');
      await chmod(file, 0o000);
      await expect(openFileCapture(file)).rejects.toMatchObject({ code: 'unreadable_file' });
    },
  );
});
