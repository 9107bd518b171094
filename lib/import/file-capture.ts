import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { instantOf } from '../calendar.ts';
import { InputError, messageOf } from '../errors.ts';
import type { FileCapture } from '../schema/capture.ts';
import type { DatedCell } from './date-cell.ts';

/** How much of a file is looked at to tell what it is. */
export const headBytes = 65_536;
const chunkBytes = 524_288;

/** A file of the owner's with what one pass over its bytes tells besides the hash. */
export interface OwnerFile extends FileCapture {
  /** Its first 64 kB. */
  head: Uint8Array;
  /** True where the whole file is valid UTF-8. */
  utf8: boolean;
  /** The file that it is a part of (an archive, a workbook, a repository), kept in its place; null for a file by itself. */
  container: FileCapture | null;
  /**
   * When what it holds was taken, as far as its surroundings tell: the commit, the name of the folder or the archive.
   * `--at` comes before it, and a date in a row before both.
   */
  takenAt: DatedCell | null;
  /** Files of one group (the versions of one file in git) are one line of the summary, under this name. */
  group: string | null;
}

/**
 * Reads a file once, for its hash, and gives a capture that opens it again and again; the bytes are never held. The
 * capture's id is made from the hash, so that the same bytes are the same capture whatever the file is called.
 * Throws `InputError`: `no_such_file`, `not_a_file`, `empty_file`, `unreadable_file`.
 */
export async function openFileCapture(filePath: string): Promise<OwnerFile> {
  await assertFile(filePath);
  return captureBytes({
    path: path.resolve(filePath),
    file: path.basename(filePath),
    open: () => createReadStream(filePath, { highWaterMark: chunkBytes }),
  });
}

/**
 * A capture of bytes that can be opened again and again, wherever they lie: on the disk, or within an archive.
 * Throws `InputError`: `empty_file`, `unreadable_file`, and what `open` throws by itself.
 */
export async function captureBytes(
  source: Pick<OwnerFile, 'path' | 'file' | 'open'> &
    Partial<Pick<OwnerFile, 'container' | 'takenAt' | 'group'>>,
): Promise<OwnerFile> {
  const hash = createHash('sha256');
  const head: Uint8Array[] = [];
  let bytes = 0;
  const utf8 = new Utf8Check();
  const shown = source.container ? source.file : source.path;
  try {
    for await (const chunk of source.open()) {
      if (bytes < headBytes) head.push(chunk.subarray(0, headBytes - bytes));
      bytes += chunk.length;
      hash.update(chunk);
      utf8.push(chunk);
    }
  } catch (cause) {
    if (cause instanceof InputError) throw cause;
    throw unreadable(shown, cause);
  }
  if (bytes === 0)
    throw new InputError('empty_file', `${shown} is empty: it has no bytes.`, {
      hint: 'Export or download the file again.',
    });
  const sha256 = hash.digest('hex');
  return {
    container: null,
    takenAt: null,
    group: null,
    ...source,
    capture_id: `file-${sha256.slice(0, 16)}`,
    sha256,
    bytes,
    head: Buffer.concat(head),
    utf8: utf8.end(),
  };
}

/** When a file, or the archive that it lies in, was last written. Throws `InputError` `unreadable_file`. */
export async function modifiedAt(file: OwnerFile): Promise<DatedCell> {
  const found = await stat(file.container?.path ?? file.path).catch((cause: unknown) => {
    throw unreadable(file.file, cause);
  });
  return { at: instantOf(found.mtime), precision: 'instant' };
}

async function assertFile(filePath: string): Promise<void> {
  try {
    const found = await stat(filePath);
    if (found.isFile()) return;
    throw new InputError(
      'not_a_file',
      found.isDirectory() ? `${filePath} is a folder.` : `${filePath} is not a file.`,
      { hint: 'Name the files in it, for example with *.csv.' },
    );
  } catch (cause) {
    if (cause instanceof InputError) throw cause;
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT')
      throw new InputError('no_such_file', `There is no file ${filePath}.`, {
        cause,
        hint: 'Check the spelling and the folder the command runs in.',
      });
    throw unreadable(filePath, cause);
  }
}

function unreadable(filePath: string, cause: unknown): InputError {
  return new InputError('unreadable_file', `${filePath} could not be read: ${messageOf(cause)}.`, {
    cause,
    hint: 'Check that you may read it and that its disk is there.',
  });
}

/** Tells whether bytes that come in pieces are UTF-8, with characters cut between two pieces. */
class Utf8Check {
  #valid = true;
  #rest: Uint8Array = new Uint8Array();

  push(chunk: Uint8Array): void {
    if (!this.#valid) return;
    const bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    const whole = wholeCharacters(bytes);
    this.#valid = isUtf8(bytes.subarray(0, whole));
    this.#rest = Uint8Array.from(bytes.subarray(whole));
  }

  end(): boolean {
    return this.#valid && this.#rest.length === 0;
  }
}

/** Length of the bytes without a character that has only begun at their end. */
function wholeCharacters(bytes: Uint8Array): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back++) {
    const byte = bytes[bytes.length - back] as number;
    if (byte < 0x80) break;
    if (byte >= 0xc0) {
      const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return length > back ? bytes.length - back : bytes.length;
    }
  }
  return bytes.length;
}
