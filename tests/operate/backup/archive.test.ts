import { execFileSync } from 'node:child_process';
import { createCipheriv, createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { closingBytes, formatClosing, parseClosing } from '../../../lib/operate/backup/closing.ts';
import { contentMember } from '../../../lib/operate/backup/contents.ts';
import { type ArchiveManifest, formatArchiveManifest } from '../../../lib/operate/backup/manifest.ts';
import { openArchive } from '../../../lib/operate/backup/read.ts';
import { verifyArchive } from '../../../lib/operate/backup/verify.ts';
import { temporaryFolder } from '../../helpers/ledger.ts';
import { archiveOf, head, memoryPlace, packed, sourceOf } from './memory-place.ts';

const day = (n: number) => `data/clean/v1/account/2026/11/2026-11-${String(n).padStart(2, '0')}.csv`;

const verify = (archive: Buffer) => verifyArchive(memoryPlace({ a: archive }), 'a');

async function manifestOf(archive: Buffer): Promise<ArchiveManifest> {
  const opened = await openArchive('a', sourceOf(archive));
  if ('where' in opened) throw new Error(opened.why);
  return opened.manifest;
}

/** Bytes that do not shrink, so that a few files make several parts. */
function noise(bytes: number, seed: string): Buffer {
  return createCipheriv('aes-128-ctr', seed.padEnd(16, '.'), Buffer.alloc(16)).update(Buffer.alloc(bytes));
}

describe('an archive', () => {
  test('names each file with its size and hash, and is sound', async () => {
    const archive = await archiveOf({ [day(1)]: 'abc', [day(2)]: '', 'clipbook.config.json': '{}' });
    const manifest = await manifestOf(archive);
    expect(manifest).toMatchObject({ format: 1, files: 3, bytes: 5, ...head });
    // The published test vectors of SHA-256: "abc", and the empty text.
    expect(manifest.parts[0]?.files).toEqual([
      { path: day(1), bytes: 3, sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad' },
      { path: day(2), bytes: 0, sha256: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855' },
      expect.objectContaining({ path: 'clipbook.config.json', bytes: 2 }),
    ]);
    expect(await verify(archive)).toMatchObject({ ok: true, files: 3, bytes: 5, damage: [] });
  });

  test('of the same files at the same instant is the same, byte by byte', async () => {
    const files = { [day(1)]: 'abc', [day(2)]: 'def' };
    expect((await archiveOf(files)).equals(await archiveOf(files))).toBe(true);
  });

  test('is cut into parts of about a megabyte, at whole files; a larger file is one by itself', async () => {
    const sizes = [400_000, 400_000, 400_000, 3_000_000, 10];
    const members = sizes.map((bytes, i) => contentMember(day(i + 1), noise(bytes, `${i}`)));
    const archive = await packed(members);
    const { parts } = await manifestOf(archive);
    expect(parts.map(({ files }) => files.map(({ bytes }) => bytes))).toEqual([
      [400_000, 400_000],
      [400_000],
      [3_000_000],
      [10],
    ]);
    expect(await verify(archive)).toMatchObject({ ok: true, files: 5 });
  });

  test.skipIf(!existsSync('/usr/bin/zstd') || !existsSync('/usr/bin/tar'))(
    'is unpacked by tar and zstd, without this program (skipped where they are not installed)',
    async () => {
      const folder = temporaryFolder();
      const long = `data/reports/${'a-long-slug-'.repeat(12)}x/2026-11.html`;
      const content = noise(1_500_000, 'tar');
      writeFileSync(
        path.join(folder, 'a.tar.zst'),
        await archiveOf({ [day(1)]: content, [day(2)]: 'two', [long]: '<p>three</p>' }),
      );
      execFileSync('tar', ['--zstd', '-xf', 'a.tar.zst'], { cwd: folder });
      expect(readFileSync(path.join(folder, day(1))).equals(content)).toBe(true);
      expect(readFileSync(path.join(folder, day(2)), 'utf8')).toBe('two');
      expect(readFileSync(path.join(folder, long), 'utf8')).toBe('<p>three</p>');
      expect(JSON.parse(readFileSync(path.join(folder, 'manifest.json'), 'utf8'))).toMatchObject({
        files: 3,
      });
    },
  );
});

describe('a flipped bit', () => {
  test('in any byte of an archive is found, and the place is named', async () => {
    const archive = await archiveOf({ [day(1)]: 'account_id,followers\n1,10\n', 'data/rules.json': '[]' });
    const { parts } = await manifestOf(archive);
    const [part] = parts as [ArchiveManifest['parts'][number]];
    const closingAt = archive.length - closingBytes;
    const missed: number[] = [];
    for (let at = 0; at < archive.length; at++) {
      const struck = Buffer.from(archive);
      struck.writeUInt8((struck[at] as number) ^ (1 << (at % 8)), at);
      const { ok, damage } = await verify(struck);
      const where = at < part.bytes ? 'part 1 of 1' : at < closingAt ? 'the manifest' : 'the closing record';
      const [found] = damage;
      if (ok || damage.length !== 1 || found?.where !== where || at < found.from || at >= found.to)
        missed.push(at);
    }
    expect(archive.length).toBeGreaterThan(500);
    expect(missed).toEqual([]);
  });

  test('names the files that cannot be vouched for, and no others; the other parts are still read', async () => {
    const members = [1, 2, 3].map((n) => contentMember(day(n), noise(600_000, `${n}`)));
    const archive = await packed(members);
    const { parts } = await manifestOf(archive);
    const struck = Buffer.from(archive);
    for (const index of [0, 2]) {
      const { offset, bytes } = parts[index] as ArchiveManifest['parts'][number];
      const at = offset + Math.floor(bytes / 2);
      struck.writeUInt8((struck[at] as number) ^ 1, at);
    }
    const { damage } = await verify(struck);
    expect(damage.map(({ where, files }) => [where, files])).toEqual([
      ['part 1 of 3', [day(1)]],
      ['part 3 of 3', [day(3)]],
    ]);
    expect(damage[0]?.message).toContain(day(1));
  });

  test('a file whose own bytes came through is not among those named', async () => {
    // Two files in one part: the content of the second is struck, as a part whose hash was made afterwards.
    const archive = await archiveOf({ [day(1)]: 'first', [day(2)]: 'second' });
    const { damage } = await verify(forged(archive, (tar) => tar.fill('X', 1536, 1537)));
    expect(damage).toMatchObject([
      { where: 'part 1 of 1', files: [day(2)], why: 'a file is not what was written' },
    ]);
  });

  test.each([
    [0, 'the closing record'],
    [1, 'the closing record'],
    [99, 'the closing record'],
    [5000, 'the closing record'],
  ])('an archive that lacks its last %i bytes is told (where any are lacking)', async (missing, where) => {
    const archive = await archiveOf({ [day(1)]: noise(20_000, 'cut') });
    const { ok, damage } = await verify(archive.subarray(0, archive.length - missing));
    expect(ok).toBe(missing === 0);
    if (missing > 0) expect(damage[0]?.where).toBe(where);
  });

  test('an empty file is no archive', async () => {
    expect((await verify(Buffer.alloc(0))).ok).toBe(false);
  });
});

/** An archive whose tar was changed after it was packed, with every hash of the archive itself made anew. */
function forged(archive: Buffer, change: (tar: Buffer) => unknown, unpacked?: Buffer): Buffer {
  const closing = parseClosing(archive.subarray(-closingBytes));
  if (closing === null) throw new Error('no archive');
  const text = zstdDecompressSync(archive.subarray(closing.offset, closing.offset + closing.bytes));
  const size = Number.parseInt(text.toString('latin1', 124, 136), 8);
  const manifest = JSON.parse(text.toString('utf8', 512, 512 + size)) as ArchiveManifest;
  const tar = unpacked ?? zstdDecompressSync(archive.subarray(0, closing.offset));
  change(tar);
  const frame = zstdCompressSync(tar);
  const [part] = manifest.parts as [ArchiveManifest['parts'][number]];
  Object.assign(part, { bytes: frame.length, sha256: hex(frame), unpacked: tar.length });
  return sealed(frame, formatArchiveManifest(manifest));
}

function sealed(frame: Buffer, manifestText: string): Buffer {
  const header = Buffer.from(tarHeader('manifest.json', Buffer.byteLength(manifestText)));
  const text = Buffer.from(manifestText);
  const padding = Buffer.alloc((512 - (text.length % 512)) % 512);
  const manifestFrame = zstdCompressSync(Buffer.concat([header, text, padding, Buffer.alloc(1024)]));
  const closing = formatClosing({
    format: 1,
    offset: frame.length,
    bytes: manifestFrame.length,
    sha256: hex(manifestFrame),
  });
  return Buffer.concat([frame, manifestFrame, closing]);
}

const hex = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** A ustar header (POSIX.1-1988), written out by hand. */
function tarHeader(name: string, size: number, type = '0', link = ''): Buffer {
  const header = Buffer.alloc(512);
  header.write(name, 0);
  header.write('0000644\0', 100);
  header.write('0000000\0', 108);
  header.write('0000000\0', 116);
  header.write(`${size.toString(8).padStart(11, '0')}\0`, 124);
  header.write('00000000000\0', 136);
  header.write('        ', 148);
  header.write(type, 156);
  header.write(link, 157);
  header.write('ustar\0', 257);
  header.write('00', 263);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return header;
}

describe('a hostile archive', () => {
  const body = Buffer.alloc(512, 'x');
  const tarOf = (...headers: Buffer[]) => Buffer.concat(headers.flatMap((header) => [header, body]));

  test.each([
    ['a path that leads out of the folder', tarHeader('../../etc/passwd', 512)],
    ['a whole path', tarHeader('/etc/passwd', 512)],
    ['a symbolic link under a good name', tarHeader(day(1), 0, '2', '/etc/passwd')],
    ['a hard link under a good name', tarHeader(day(1), 0, '1', 'data/rules.json')],
    ['a device', tarHeader(day(1), 0, '3')],
    ['a folder', tarHeader(day(1), 0, '5')],
    ['another file of the ledger than the manifest has', tarHeader(day(2), 512)],
    ['another size', tarHeader(day(1), 100)],
  ])('%s is not unpacked', async (_, header) => {
    const archive = await archiveOf({ [day(1)]: body });
    const { ok, damage } = await verify(forged(archive, () => undefined, tarOf(header)));
    expect(ok).toBe(false);
    expect(damage[0]?.files).toEqual([day(1)]);
  });

  test('more files in a part than the manifest has are refused', async () => {
    const archive = await archiveOf({ [day(1)]: body });
    const twice = tarOf(tarHeader(day(1), 512), tarHeader(day(2), 512));
    expect((await verify(forged(archive, () => undefined, twice))).damage[0]?.why).toContain(day(2));
  });

  test.each([
    '../outside.csv',
    'data/../../outside.csv',
    '/data/rules.json',
    'data/.lock',
    'data/.staging/go.json',
    'data\\rules.json',
    'data/clean/v1/account/2026/11/../../../../../x.csv',
    'data/clean/v1/account/2026/11/\u0000.csv',
    'package.json',
    '.env',
  ])('a manifest that names %j is none of ours', async (name) => {
    const archive = await archiveOf({ [day(1)]: body });
    const manifest = await manifestOf(archive);
    const text = formatArchiveManifest(manifest).replaceAll(JSON.stringify(day(1)), JSON.stringify(name));
    const frame = archive.subarray(0, manifest.parts[0]?.bytes);
    expect((await verify(sealed(frame, text))).damage[0]).toMatchObject({ where: 'the manifest' });
  });

  test('a part that unpacks to more than was packed is given up, not followed to its end', async () => {
    const archive = await archiveOf({ [day(1)]: body });
    const manifest = await manifestOf(archive);
    const bomb = zstdCompressSync(Buffer.alloc(16 << 20));
    const [part] = manifest.parts as [ArchiveManifest['parts'][number]];
    Object.assign(part, { bytes: bomb.length, sha256: hex(bomb) });
    const { damage } = await verify(sealed(bomb, formatArchiveManifest(manifest)));
    expect(damage[0]?.files).toEqual([day(1)]);
  });

  test('a file twice is refused', async () => {
    const archive = await packed([contentMember(day(1), body), contentMember(day(1), body)]);
    expect((await verify(archive)).damage[0]).toMatchObject({ where: 'the manifest' });
  });
});

describe('an archive of a later program', () => {
  test('is refused by the version that it was made by', async () => {
    const archive = await packed([contentMember(day(1), Buffer.from('x'))], { made_by: 'clipbook 99.1.0' });
    await expect(openArchive('a', sourceOf(archive))).rejects.toMatchObject({
      code: 'backup_newer',
      hint: expect.stringContaining('clipbook@99.1.0'),
    });
  });

  test('is refused by its layout, whatever that may be', async () => {
    const archive = await archiveOf({ [day(1)]: 'x' });
    const closing = parseClosing(archive.subarray(-closingBytes));
    const later = formatClosing({ ...(closing as NonNullable<typeof closing>), format: 2 });
    later.copy(archive, archive.length - closingBytes);
    await expect(openArchive('a', sourceOf(archive))).rejects.toMatchObject({ code: 'backup_newer' });
  });
});

test('what fails while an archive is written fails the writing, and nothing hangs', async () => {
  const member = { ...contentMember(day(1), Buffer.alloc(0)), bytes: 2_000_000 };
  member.read = async function* () {
    yield Buffer.alloc(70_000);
    throw new Error('the disk reports an error');
  };
  await expect(packed([member])).rejects.toThrow('the disk reports an error');
  const shrunk = { ...contentMember(day(1), Buffer.alloc(10)), bytes: 11 };
  await expect(packed([shrunk])).rejects.toThrow();
});
