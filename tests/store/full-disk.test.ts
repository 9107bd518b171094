import { cpSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { LedgerError } from '../../lib/errors.ts';
import { importFiles } from '../../lib/pipeline/import.ts';
import { runCommand } from '../helpers/command.ts';
import { temporaryFolder, treeOf } from '../helpers/ledger.ts';
import { settingsFor } from '../helpers/settings.ts';
import { mayMount, smallDisk } from '../helpers/small-disk.ts';

/** Two imports: the second writes to days of the first and to days of its own. */
function inputs(): { first: string; second: string } {
  const folder = temporaryFolder();
  const [first, second] = [path.join(folder, 'first.csv'), path.join(folder, 'second.csv')];
  writeFileSync(first, 'date,username,followers\n2026-01-01,nasa,5\n2026-01-02,nasa,6\n');
  writeFileSync(
    second,
    'date,username,followers\n2026-01-02,esa,7\n2026-02-03,nasa,8\n2026-02-04,nasa,many\n',
  );
  return { first, second };
}

/** What is data: run state is a list of runs with their times. */
function dataIn(root: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(treeOf(root)).filter(([name]) => !/^(?:state\.json|logs\/)/.test(name)),
  );
}

describe.skipIf(!mayMount)('a full disk (needs the right to mount one)', () => {
  test('wherever it fills up, an import is stored whole or the ledger is byte for byte as it was', async () => {
    const { first, second } = inputs();
    const { folder, leave } = smallDisk();
    const base = path.join(temporaryFolder(), 'base');
    await importFiles(settingsFor(base), [first]);
    const before = treeOf(base);
    const data = path.join(folder, 'data');
    let failed = 0;
    let whole: Record<string, string> | null = null;
    for (let pages = 0; whole === null; pages++) {
      rmSync(data, { recursive: true, force: true });
      rmSync(path.join(folder, 'filler'), { force: true });
      cpSync(base, data, { recursive: true });
      leave(pages * 4096);
      const fault = await importFiles(settingsFor(data), [second]).then(
        () => null,
        (error: unknown) => error,
      );
      expect(readdirSync(data).filter((name) => name.startsWith('.'))).toEqual([]);
      if (fault === null) whole = dataIn(data);
      else {
        failed++;
        expect(fault).toBeInstanceOf(LedgerError);
        expect(fault).toMatchObject({
          code: 'ledger_unwritable',
          exitCode: 2,
          message: expect.stringContaining('the disk is full'),
          hint: 'Free some space and run the command again. Nothing stored was changed.',
        });
        expect(treeOf(data), `${pages} pages free`).toEqual(before);
      }
    }
    expect(failed).toBeGreaterThan(8);
    await importFiles(settingsFor(base), [second]);
    expect(whole).toEqual(dataIn(base));
  });

  test('a disk that is read-only changes nothing, and says so', async () => {
    const { first, second } = inputs();
    const { folder, readOnly } = smallDisk();
    const data = path.join(folder, 'data');
    await importFiles(settingsFor(data), [first]);
    const before = treeOf(data);
    readOnly();
    await expect(importFiles(settingsFor(data), [second])).rejects.toMatchObject({
      code: 'ledger_unwritable',
      exitCode: 2,
      message: expect.stringContaining('the file system is read-only'),
    });
    expect(treeOf(data)).toEqual(before);
  });
});

test.skipIf(process.platform === 'win32')(
  'a limit on the size of files stops an import half-way, and the ledger is as it was (not on Windows)',
  async () => {
    const { first } = inputs();
    const data = path.join(temporaryFolder(), 'data');
    await importFiles(settingsFor(data), [first]);
    const before = treeOf(data);
    const big = path.join(temporaryFolder(), 'big.csv');
    const rows = Array.from({ length: 20_000 }, (_, i) => `2026-01-02,account_${i},${i}\n`);
    writeFileSync(big, `date,username,followers\n${rows.join('')}`);
    const done = await runCommand(['import', big, '--data', data], { fileBlocks: 500 });
    expect(done.stderr).toMatch(/a file would be larger than .*\[ledger_unwritable\]\n→ .*ulimit -f/);
    expect(done.code).toBe(2);
    expect(treeOf(data)).toEqual(before);
  },
);
