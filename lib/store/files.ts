import { createReadStream, readdirSync } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import path from 'node:path';
import { LedgerError } from '../errors.ts';
import type { TableName } from '../schema/index.ts';
import { tables } from '../schema/index.ts';
import { tableFile, tableFolder, under } from './paths.ts';

const unreadable: Record<string, string> = {
  ENOTDIR: 'a part of the path is a file',
  EISDIR: 'there is a folder in its place',
  EACCES: 'this user may not read it',
  EPERM: 'this user may not read it',
  EIO: 'the disk reports an error',
};

/** A file's text, or null where there is none. Throws `LedgerError` (`ledger_unreadable`) where it cannot be read. */
export async function readText(root: string, relative: string): Promise<string | null> {
  return (await readBytes(root, relative))?.toString('utf8') ?? null;
}

/** A file's bytes; else as `readText`. */
export async function readBytes(root: string, relative: string): Promise<Buffer | null> {
  try {
    return await readFile(under(root, relative));
  } catch (error) {
    if (isMissing(error)) return null;
    throw readingError(root, relative, error);
  }
}

/** Whether there is such a file. Throws as `readText`. */
async function isThere(root: string, relative: string): Promise<boolean> {
  try {
    const handle = await open(under(root, relative));
    try {
      // A folder can be opened, but not read.
      await handle.read(Buffer.alloc(1), 0, 1, 0);
    } finally {
      await handle.close();
    }
    return true;
  } catch (error) {
    if (isMissing(error)) return false;
    throw readingError(root, relative, error);
  }
}

const pieceBytes = 1 << 20;

/** A file's bytes, about a megabyte at a time; none where there is no such file. Throws as `readText`. */
export async function* readPieces(root: string, relative: string): AsyncGenerator<Buffer, void> {
  try {
    for await (const piece of createReadStream(under(root, relative), { highWaterMark: pieceBytes }))
      yield piece as Buffer;
  } catch (error) {
    if (!isMissing(error)) throw readingError(root, relative, error);
  }
}

const isMissing = (error: unknown) => (error as NodeJS.ErrnoException).code === 'ENOENT';

function readingError(root: string, relative: string, cause: unknown): unknown {
  const why = unreadable[(cause as NodeJS.ErrnoException).code ?? ''];
  if (why === undefined) return cause;
  return new LedgerError('ledger_unreadable', `${relative} in ${root} cannot be read: ${why}.`, {
    cause,
    hint: 'Point --data at the folder of a ledger that you may read.',
  });
}

/** Every file below a folder of the root, as relative paths in code-unit order; empty where there is no such folder. */
export async function listFiles(root: string, folder: string): Promise<string[]> {
  const top = under(root, folder);
  let names: string[];
  try {
    // In one go: a few hundred names come sooner than the threads start that would fetch them in the background.
    const entries = readdirSync(top, { recursive: true, withFileTypes: true });
    const folders = new Map<string, string>();
    names = entries
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => {
        let below = folders.get(parentPath);
        if (below === undefined) {
          below = path.posix.join(folder, parentPath.slice(top.length).split(path.sep).join('/'));
          folders.set(parentPath, below);
        }
        return `${below}/${name}`;
      });
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ENOTDIR') return [];
    throw error;
  }
  return names.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

const dayFile = /\/(\d{4}-\d\d-\d\d)\.csv$/;

/**
 * A table's data files as relative paths, by day. `from` and `to` are days (of the partition column), both
 * included.
 */
export async function listTableFiles(
  root: string,
  table: TableName,
  range: { from?: string | undefined; to?: string | undefined } = {},
): Promise<string[]> {
  if (tables[table].partition === null) {
    const file = tableFile(table, null);
    return (await isThere(root, file)) ? [file] : [];
  }
  const files = await listFiles(root, tableFolder(table));
  return files.filter((file) => {
    const day = dayFile.exec(file)?.[1];
    return (
      day !== undefined &&
      // A copy in another month's folder is no second day.
      file === tableFile(table, day) &&
      (range.from === undefined || day >= range.from) &&
      (range.to === undefined || day <= range.to)
    );
  });
}
