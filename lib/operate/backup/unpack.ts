import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { copyFile, link, open, readFile, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { damagedError } from './damage.ts';
import type { ArchiveFile } from './manifest.ts';
import { type Archive, readPart } from './read.ts';

/**
 * Unpacks the files that are wanted, each to where `place` says, and syncs them. Parts without any of them are not read. Throws `InputError`
 * `backup_damaged` where one of the parts is not what was written; what was unpacked by then is of no use.
 */
export async function unpackFiles(
  archive: Archive,
  wanted: (file: ArchiveFile) => boolean,
  place: (file: ArchiveFile) => string,
  progress: (done: number, total: number) => void,
): Promise<void> {
  const { manifest, reader } = archive;
  const indexes = manifest.parts.flatMap(({ files }, index) => (files.some(wanted) ? [index] : []));
  const total = indexes.reduce((sum, index) => sum + (manifest.parts[index]?.files.length ?? 0), 0);
  let done = 0;
  for (const [i, index] of indexes.entries()) {
    // One stream as far as the parts lie side by side.
    let last = i;
    while (indexes[last + 1] === (indexes[last] as number) + 1) last++;
    const [first, end] = [manifest.parts[index], manifest.parts[indexes[last] as number]];
    if (first && end && indexes[i - 1] !== index - 1) reader.expect(first.offset, end.offset + end.bytes);
    const damage = await readPart(archive, index, async (file, content) => {
      if (wanted(file)) await writeSynced(place(file), content);
      else for await (const _chunk of content);
      progress(++done, total);
    });
    if (damage) throw damagedError(archive.name, [damage]);
  }
}

async function writeSynced(file: string, content: AsyncIterable<Uint8Array>): Promise<void> {
  const handle = await open(file, 'w');
  try {
    for await (const chunk of content) await handle.writeFile(chunk);
    await handle.datasync();
  } finally {
    await handle.close();
  }
}

/** Whether the files of a ledger are just those that are wanted, byte by byte. */
export async function holdsExactly(
  root: string,
  there: readonly string[],
  wanted: ReadonlyMap<string, ArchiveFile>,
): Promise<boolean> {
  if ([...wanted.keys()].filter((name) => !/^(?:raw|logs)\//.test(name)).length !== there.length)
    return false;
  for (const name of there) {
    const file = wanted.get(name);
    const full = path.join(root, ...name.split('/'));
    if (file === undefined || (await stat(full)).size !== file.bytes) return false;
    const hash = createHash('sha256');
    for await (const chunk of createReadStream(full)) hash.update(chunk);
    if (hash.digest('hex') !== file.sha256) return false;
  }
  return true;
}

/** Puts an unpacked settings file in place where there is none; one that is there stays as it is. */
export async function putSettings(
  unpacked: string,
  target: string,
): Promise<'restored' | 'same' | 'left' | 'none'> {
  const text = await readFile(unpacked).catch(() => null);
  if (text === null) return 'none';
  const old = await readFile(target).catch(() => null);
  if (old !== null) return old.equals(text) ? 'same' : 'left';
  const beside = `${target}.${process.pid}.tmp`;
  await copyFile(unpacked, beside);
  try {
    await link(beside, target);
  } finally {
    await rm(beside, { force: true });
  }
  return 'restored';
}
