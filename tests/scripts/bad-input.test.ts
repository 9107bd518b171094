import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { jsonOf, runCommand, runHere } from '../helpers/command.ts';
import { temporaryFolder, treeOf } from '../helpers/ledger.ts';
import { badFiles, bytes, series, utf16 } from './bad-files.ts';

/** Each way in which input can be wrong: message, exit code, and a ledger that is as it was. */

async function ledger(): Promise<string> {
  const data = path.join(temporaryFolder(), 'data');
  const csv = path.join(temporaryFolder(), 'good.csv');
  writeFileSync(csv, series);
  const done = await runHere(['import', csv, '--data', data]);
  expect(done.code, done.stderr).toBe(0);
  return data;
}

function file(name: string, content: string | Uint8Array): string {
  const at = path.join(temporaryFolder(), name);
  writeFileSync(at, content);
  return at;
}

describe('a file that cannot be imported', () => {
  test.each(badFiles)('$what', async ({ name = 'input.csv', content, options = [], code, says, advises }) => {
    const data = await ledger();
    const before = treeOf(data);
    const input = name === '.' ? temporaryFolder() : file(name, content);
    const done = await runHere(['import', input, ...options, '--data', data, '--json']);
    expect(done.code, done.stderr).toBe(2);
    expect(jsonOf(done)).toMatchObject({ error: { code } });
    expect(done.stderr).toMatch(says);
    expect(done.stderr.split('\n→ ')[1]).toMatch(advises);
    expect(treeOf(data)).toEqual(before);
  });

  test('beside good files: none of them is stored', async () => {
    const data = await ledger();
    const before = treeOf(data);
    const good = file('more.csv', 'date,username,followers\n2026-01-03,nasa,7\n');
    const done = await runHere(['import', good, file('bad.csv', ''), '--data', data]);
    expect(done.code).toBe(2);
    expect(treeOf(data)).toEqual(before);
  });

  test('encodings that can be told are read: UTF-16 with its mark, and Windows-1252 with a note', async () => {
    const data = await ledger();
    const wide = file('wide.csv', bytes([0xff, 0xfe], [...utf16]));
    const wideDone = await runHere(['import', wide, '--data', data]);
    expect(wideDone.code, wideDone.stderr).toBe(0);
    expect(wideDone.stderr).toContain('2 duplicates');
    const western = bytes('date,username,name,followers\n2026-01-03,nasa,Jos', [0xe9], ',7\n');
    const westernDone = await runHere(['import', file('western.csv', western), '--data', data]);
    expect(westernDone.code).toBe(0);
    expect(westernDone.stderr).toContain('read as Windows-1252');
    expect(Object.values(treeOf(data)).join('')).toContain('José');
  });
});

describe('rows that cannot be believed', () => {
  test('dates that cannot be and handles with paths in them are refused one by one; the rest is stored', async () => {
    const data = await ledger();
    const before = treeOf(data);
    const input = file(
      'rows.csv',
      [
        'date,username,followers',
        '2026-02-30,nasa,5',
        '2026-13-01,nasa,5',
        '1999-01-01,nasa,5',
        '9999-01-01,nasa,5',
        '2026-01-05,a/b,5',
        '2026-01-05,../../../etc/passwd,5',
        '2026-01-05,..,5',
        '2026-01-05,nasa,7',
      ].join('\n'),
    );
    const done = await runHere(['import', input, '--data', data, '--json']);
    expect(done.code).toBe(3);
    expect(jsonOf(done)).toMatchObject({
      read: 8,
      stored: 1,
      rejected: 7,
      files: [{ rules: { impossible_date: 2, date_out_of_range: 2, bad_handle: 3 } }],
    });
    expect(done.stderr).toContain('Refused rows are kept under rejected/');
    const after = treeOf(data);
    for (const [name, text] of Object.entries(before))
      if (/^clean\/.*\.csv$/.test(name)) expect(after[name]).toBe(text);
    expect(Object.keys(after).filter((name) => name.includes('etc') || name.includes('..'))).toEqual([]);
  });
});

describe('a data folder that cannot be written', () => {
  const csv = () => file('good.csv', series);
  const expectRefusal = (done: Awaited<ReturnType<typeof runHere>>) => {
    expect(done.code, done.stderr).toBe(2);
    expect(done.stderr).toMatch(/cannot be written: .+\. \[ledger_unwritable\]\n→ .*--data/);
  };

  test('because a file stands in its place, or in the way', async () => {
    const taken = file('data', 'mine');
    const before = treeOf(path.dirname(taken));
    for (const data of [taken, path.join(taken, 'deeper', 'data')]) {
      expectRefusal(await runHere(['import', csv(), '--data', data]));
      expectRefusal(await runHere(['watch', 'add', '@nasa', '--data', data]));
      expectRefusal(await runHere(['check', '--data', data]));
    }
    expect(treeOf(path.dirname(taken))).toEqual(before);
    const read = await runHere(['status', '--data', taken]);
    expect(read.code).toBe(2);
    expect(read.stderr).toContain('[ledger_unreadable]');
  });

  test.skipIf(process.platform !== 'linux')(
    'because the file system takes no files (needs /proc, so Linux)',
    async () => {
      // Node's own recursive mkdir never ends there: in a process of its own, so that it could be stopped.
      const done = await runCommand(['import', csv(), '--data', '/proc/clipbook/data']);
      expectRefusal(done);
      expectRefusal(await runHere(['import', csv(), '--data', '/proc/self']));
    },
    20_000,
  );

  test('because a file stands where a table’s folder goes: nothing of the import is stored', async () => {
    const data = await ledger();
    mkdirSync(path.join(data, 'clean/v1/account/2027'), { recursive: true });
    writeFileSync(path.join(data, 'clean/v1/account/2025'), 'in the way');
    const before = treeOf(data);
    const input = file(
      'rows.csv',
      'date,username,followers\n2025-06-01,nasa,1\n2025-07-01,nasa,2\n2026-01-03,nasa,7\n',
    );
    const done = await runHere(['import', input, '--data', data]);
    expect(done.code, done.stderr).toBe(2);
    const after = treeOf(data);
    for (const [name, text] of Object.entries(before))
      if (name.startsWith('clean/')) expect(after[name]).toBe(text);
  });
});
