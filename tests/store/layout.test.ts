import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { layoutNote, layouts } from '../../lib/store/layout.ts';
import { readTable } from '../../lib/store/tables.ts';
import { projectRoot, runHere } from '../helpers/command.ts';
import { temporaryFolder, treeOf } from '../helpers/ledger.ts';

const csv = 'date,username,followers\n2026-01-01,nasa,5\n';

/** A ledger that a later Clipbook has written to. */
async function newerLedger(note: object = { layout: 99, needs: '9.8.7' }): Promise<string> {
  const data = path.join(temporaryFolder(), 'data');
  const file = path.join(temporaryFolder(), 'series.csv');
  writeFileSync(file, csv);
  expect((await runHere(['import', file, '--data', data])).code).toBe(0);
  writeFileSync(path.join(data, 'watchlist.csv'), 'kind,key,zone,cadence,follow_days,tags,note\n');
  const descriptor = path.join(data, 'datapackage.json');
  const described = JSON.parse(readFileSync(descriptor, 'utf8'));
  expect(described.clipbook).toEqual(layoutNote);
  writeFileSync(descriptor, JSON.stringify({ ...described, clipbook: note }));
  return data;
}

describe('a ledger of a newer program', () => {
  test('is refused by every command that reads or writes, with the version to install, and not touched', async () => {
    const data = await newerLedger();
    const before = treeOf(data);
    const file = path.join(temporaryFolder(), 'more.csv');
    writeFileSync(file, 'date,username,followers\n2026-01-02,nasa,6\n');
    for (const args of [
      ['import', file],
      ['collect', '--dry-run'],
      ['collect'],
      ['clean'],
      ['check'],
      ['check', '--fix-manifest'],
      ['transform'],
      ['publish'],
      ['status'],
      ['watch', 'list'],
      ['watch', 'add', '@nasa'],
      ['query', 'FROM account'],
      ['export', 'account', '--format', 'csv'],
      ['sync'],
      ['build'],
    ]) {
      const done = await runHere([...args, '--data', data]);
      expect(done.stderr, args.join(' ')).toMatch(
        /written by Clipbook 9\.8\.7 or newer, .*\. \[ledger_newer\]\n→ .*npm install clipbook@9\.8\.7\n/,
      );
      expect(done.code, args.join(' ')).toBe(2);
      expect(done.stdout, args.join(' ')).toBe('');
    }
    expect(treeOf(data)).toEqual(before);
    expect(existsSync(path.join(data, '.lock'))).toBe(false);
  });

  test('is told by its folders where the descriptor is lost', async () => {
    const data = await newerLedger();
    rmSync(path.join(data, 'datapackage.json'));
    expect(await readTable('account', { data })).toHaveLength(1);
    mkdirSync(path.join(data, 'clean/v7/account'), { recursive: true });
    // What was found before does not count for a ledger that is another by now.
    writeFileSync(path.join(data, 'datapackage.json'), '{}');
    await expect(readTable('account', { data })).rejects.toMatchObject({
      code: 'ledger_newer',
      message: expect.stringContaining('a newer Clipbook than this'),
      hint: expect.stringContaining('clipbook@latest'),
    });
  });

  test('never makes its own words a command', async () => {
    const data = await newerLedger({ layout: 99, needs: '1.0.0; rm -rf ~' });
    await expect(readTable('account', { data })).rejects.toMatchObject({
      hint: 'Install the one that knows it: npm install clipbook@latest',
    });
  });

  test.each([{ layout: 1, needs: '0.1.0' }, layoutNote, { layout: 'x' }, null])(
    'no other is refused: %j',
    async (note) => {
      const data = await newerLedger(note as object);
      expect(await readTable('account', { data })).toHaveLength(1);
    },
  );
});

test('the newest layout is known by the version of this package', () => {
  const { version } = JSON.parse(readFileSync(path.join(projectRoot, 'package.json'), 'utf8'));
  const [major = 0, minor = 0, patch = 0] = String(version).split('.').map(Number);
  const [a = 0, b = 0, c = 0] = (layouts.at(-1)?.since ?? '').split('.').map(Number);
  expect(major * 1e6 + minor * 1e3 + patch).toBeGreaterThanOrEqual(a * 1e6 + b * 1e3 + c);
});
