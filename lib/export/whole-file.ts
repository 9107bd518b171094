import { createWriteStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { finished } from 'node:stream/promises';
import { ClipbookError, LedgerError, messageOf } from '../errors.ts';

/** Files outside the ledger that are whole or not there. */

/** Bytes or text of a file, piece by piece; what they return is the number of rows. */
export type Pieces = AsyncGenerator<string | Uint8Array, number>;

/** Writes a file piece by piece and returns what the pieces return. Throws what the file system says. */
export async function writeWhole(file: string, pieces: Pieces): Promise<number> {
  return whole(file, (target) => writePieces(target, pieces));
}

/** Lets a file be written under another name and moves it into its place when it is whole. */
export async function whole<T>(file: string, write: (target: string) => Promise<T>): Promise<T> {
  const target = `${file}.part`;
  try {
    const written = await write(target);
    const handle = await open(target, 'r');
    await handle.sync();
    await handle.close();
    await rename(target, file);
    return written;
  } catch (error) {
    await rm(target, { force: true });
    throw error;
  }
}

async function writePieces(target: string, pieces: Pieces): Promise<number> {
  const stream = createWriteStream(target);
  const done = finished(stream);
  // Told where it is awaited: a disk that is full fails both.
  done.catch(() => {});
  try {
    for (;;) {
      const { value, done: last } = await pieces.next();
      if (last) {
        stream.end();
        await done;
        return value;
      }
      if (value.length > 0 && !stream.write(value))
        await Promise.race([new Promise<void>((resolve) => stream.once('drain', () => resolve())), done]);
    }
  } catch (error) {
    stream.destroy();
    throw error;
  }
}

/** Does what writes to a place; what the file system refuses is a `LedgerError` `export_unwritable`. */
export async function writable<T>(place: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof ClipbookError || typeof (cause as NodeJS.ErrnoException).code !== 'string')
      throw cause;
    throw new LedgerError('export_unwritable', `${place} cannot be written: ${messageOf(cause)}.`, {
      cause,
      hint: 'Choose a place that you may write to, on a disk with room.',
    });
  }
}
