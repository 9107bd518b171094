import { createReadStream, createWriteStream } from 'node:fs';
import { readdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { finished } from 'node:stream/promises';
import { Zip, ZipDeflate, ZipPassThrough } from 'fflate';
import { InputError } from '../errors.ts';
import { hashOfFile } from './release-folder.ts';

/** What a ZIP archive without extensions can hold. */
const mostBytes = 2 ** 32 - 1;

/**
 * Packs a folder as one ZIP archive, with its hash beside it; the same files make the same bytes. Files lie in it under `name/`. False where the
 * same archive is there already. Throws `InputError`: `release_taken` where another is, `too_large` beyond 4 GiB.
 */
export async function zipFolder(folder: string, name: string, file: string): Promise<boolean> {
  const part = `${file}.part`;
  try {
    await writeZip(folder, name, part);
    const sha256 = await hashOfFile(part);
    const known = await hashOfFile(file).catch(() => null);
    if (known !== null && known !== sha256)
      throw new InputError('release_taken', `${file} is there and holds something else.`, {
        hint: 'Move it away and run the command again.',
      });
    if (known === null) await rename(part, file);
    await writeFile(`${file}.sha256`, `${sha256}  ${path.basename(file)}\n`);
    return known === null;
  } finally {
    await rm(part, { force: true });
  }
}

async function writeZip(folder: string, name: string, target: string): Promise<void> {
  const stream = createWriteStream(target, { flush: true });
  const done = finished(stream);
  done.catch(() => {});
  let written = 0;
  const zip = new Zip((error, bytes) => {
    if (error) stream.destroy(error);
    else {
      written += bytes.length;
      stream.write(bytes);
    }
  });
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
  for (const file of files.sort()) {
    const place = `${name}/${path.relative(folder, file).split(path.sep).join('/')}`;
    // Parquet is compressed already.
    const entry = file.endsWith('.parquet') ? new ZipPassThrough(place) : new ZipDeflate(place, { level: 6 });
    // The same fields on every machine: the format has no zone.
    entry.mtime = new Date(1980, 0, 1);
    zip.add(entry);
    let size = 0;
    for await (const chunk of createReadStream(file)) {
      entry.push(chunk as Uint8Array);
      size += (chunk as Uint8Array).length;
      if (size > mostBytes || written > mostBytes) {
        stream.destroy();
        throw new InputError(
          'too_large',
          `The release is too large for one ZIP archive, which holds 4 GiB.`,
          {
            hint: 'Publish the folder itself; its files are compressed where that helps.',
          },
        );
      }
      if (stream.writableNeedDrain)
        await Promise.race([new Promise<void>((resolve) => stream.once('drain', () => resolve())), done]);
    }
    entry.push(new Uint8Array(), true);
  }
  zip.end();
  stream.end();
  await done;
}
