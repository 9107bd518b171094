import { describe, expect, test } from 'vitest';
import { simulatedEffects } from '../../lib/effects.ts';
import { importRows } from '../../lib/import/import-rows.ts';
import { type RawImportOptions, readImportOptions } from '../../lib/import/options.ts';
import { openSource } from '../../lib/import/sources.ts';
import { zipOf } from '../helpers/zip.ts';
import { now, writeTemporary } from './import-text.ts';

const overview = '"Date","Video Views","Profile Views"\n"February 27","5","4"';
const series = 'date,username,followers\n2026-01-05,a,1\n';
const archiveName = 'Overview_2025-02-28_1772236800_creator.x.zip';

async function filesOf(name: string, bytes: Uint8Array) {
  const files = [];
  const source = { path: await writeTemporary(name, bytes), file: name, takenAt: null };
  for await (const file of openSource(source)) files.push(file);
  return files;
}

async function textOf(open: () => AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of open()) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

async function draftsOf(name: string, bytes: Uint8Array, raw: RawImportOptions = {}) {
  const effects = simulatedEffects(now);
  const drafts = [];
  for (const file of await filesOf(name, bytes)) {
    const got = await importRows(file, readImportOptions(raw, effects), effects);
    if (got.form === 'rows')
      for await (const rows of got.rows)
        drafts.push(...[...rows].flatMap((row) => ('drafts' in row ? row.drafts : [])));
  }
  return drafts;
}

describe('members of a ZIP archive', () => {
  test('are files under the name of the archive, with the hash of their own bytes, opened again and again', async () => {
    const [file, ...more] = await filesOf('a.zip', zipOf([{ name: 'in/abc.csv', bytes: 'abc' }]));
    expect(more).toEqual([]);
    // The digest of "abc" is the example of FIPS 180-4.
    expect(file).toMatchObject({
      file: 'a.zip/in/abc.csv',
      capture_id: 'file-ba7816bf8f01cfea',
      bytes: 3,
      utf8: true,
      container: { file: 'a.zip' },
    });
    for (let time = 0; time < 2; time++) expect(await textOf(file?.open ?? (() => [] as never))).toBe('abc');
  });

  test('what operating systems leave in archives, and folders, are no files', async () => {
    const files = await filesOf(
      'a.zip',
      zipOf([
        { name: 'folder/', bytes: '' },
        { name: '__MACOSX/._a.csv', bytes: 'x' },
        { name: '.DS_Store', bytes: 'x' },
        { name: 'Thumbs.db', bytes: 'x' },
        { name: 'a.csv', bytes: series },
      ]),
    );
    expect(files.map((file) => file.file)).toEqual(['a.zip/a.csv']);
  });

  test('names are only names', async () => {
    const files = await filesOf(
      'a.zip',
      zipOf([
        { name: '../../etc/passwd', bytes: 'a' },
        { name: '/abs.csv', bytes: 'b' },
        { name: 'c\u001b[31m\u202e.csv', bytes: 'c' },
        { name: '__proto__', bytes: 'd' },
        { name: 'x'.repeat(5000), bytes: 'e' },
      ]),
    );
    expect(files.map((file) => file.file).slice(0, 4)).toEqual([
      'a.zip/../../etc/passwd',
      'a.zip//abs.csv',
      'a.zip/c\ufffd[31m\ufffd.csv',
      'a.zip/__proto__',
    ]);
    expect(files[4]?.file.length).toBeLessThan(200);
  });

  test('the name of the archive tells whose they are and when they were taken', async () => {
    const drafts = await draftsOf(archiveName, zipOf([{ name: 'Overview.csv', bytes: overview }]));
    // 1772236800 is 2026-02-28T00:00:00Z.
    expect(drafts).toMatchObject([
      { row: { account_id: 'handle:creator.x', day: '2026-02-27', observed_at: '2026-02-28T00:00:00Z' } },
    ]);
    const gender = '"Gender","Distribution"\n"Female","0.59"';
    expect(
      await draftsOf('Followers_someone.zip', zipOf([{ name: 'FollowerGender.csv', bytes: gender }]), {
        at: '2026-02-28',
      }),
    ).toMatchObject([{ row: { account_id: 'handle:someone', share: 0.59 } }]);
  });

  test('archives in an archive are opened once, and no deeper', async () => {
    const inner = zipOf([{ name: 'Overview.csv', bytes: overview }]);
    expect(await draftsOf('all.zip', zipOf([{ name: `x/${archiveName}`, bytes: inner }]))).toMatchObject([
      { row: { account_id: 'handle:creator.x', observed_at: '2026-02-28T00:00:00Z' } },
    ]);
    const deeper = zipOf([{ name: 'b.zip', bytes: zipOf([{ name: 'c.zip', bytes: inner }]) }]);
    await expect(filesOf('a.zip', deeper)).rejects.toMatchObject({ code: 'nested_archive', exitCode: 2 });
  });
});

describe('archives that are refused', () => {
  const big = Buffer.alloc(20_000_000, 'a');
  const whole = zipOf([{ name: 'a.csv', bytes: series }]);
  test.each([
    ['locked with a password', zipOf([{ name: 'a.csv', bytes: series, flags: 1 }]), 'encrypted_archive'],
    ['cut short', whole.subarray(0, whole.length - 30), 'broken_archive'],
    [
      'bytes that are not those that were packed',
      zipOf([{ name: 'a', bytes: series, saidCrc: 1 }]),
      'broken_archive',
    ],
    ['a size that is not true', zipOf([{ name: 'a', bytes: series, saidBytes: 5 }]), 'broken_archive'],
    [
      'a way of packing that is not read',
      zipOf([{ name: 'a', bytes: series, method: 14 }]),
      'broken_archive',
    ],
    ['a bomb', zipOf([{ name: 'a.csv', bytes: big }]), 'archive_too_big'],
    [
      'many files',
      zipOf(Array.from({ length: 2001 }, (_, i) => ({ name: `${i}`, bytes: 'a' }))),
      'archive_too_big',
    ],
    ['no file', zipOf([]), 'empty_file'],
    ['an empty member', zipOf([{ name: 'a.csv', bytes: '' }]), 'empty_file'],
    ['a Word document', zipOf([{ name: 'word/document.xml', bytes: '<x/>' }]), 'binary_file'],
    [
      'a spreadsheet of another kind',
      zipOf([
        { name: 'mimetype', bytes: 'x' },
        { name: 'content.xml', bytes: 'x' },
      ]),
      'binary_file',
    ],
  ])('%s', async (_name, bytes, code) => {
    await expect(filesOf('a.zip', bytes)).rejects.toMatchObject({
      code,
      exitCode: 2,
      message: expect.stringMatching(/a\.zip/),
      hint: expect.stringMatching(/\w/),
    });
  });

  test('files that overlap, so that a small archive would be a large one', async () => {
    const one = zipOf([{ name: 'a.csv', bytes: series }]);
    const end = one.lastIndexOf('PK\x05\x06', undefined, 'latin1');
    const list = one.subarray(one.indexOf('PK\x01\x02', 0, 'latin1'), end);
    const tail = Buffer.from(one.subarray(end));
    tail.writeUInt16LE(40, 8);
    tail.writeUInt16LE(40, 10);
    tail.writeUInt32LE(list.length * 40, 12);
    const packed = Buffer.alloc(4000, one.subarray(0, one.indexOf('PK\x01\x02', 0, 'latin1')));
    packed.writeUInt32LE(0x04034b50, 0);
    const small = Buffer.from(list);
    small.writeUInt32LE(3900, 20);
    tail.writeUInt32LE(4000, 16);
    const bomb = Buffer.concat([packed, ...Array.from({ length: 40 }, () => small), tail]);
    await expect(filesOf('a.zip', bomb)).rejects.toMatchObject({ code: 'broken_archive' });
  });
});
