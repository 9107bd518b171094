import { createReadStream } from 'node:fs';
import { open, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArchiveName } from './names.ts';

/** What goes into an archive: a list of what may, not of what may not, so that a stray file never does. */

/** A file to be put into an archive. */
export interface Member {
  /** Its name there, e.g. `data/clean/v1/account/2026/11/2026-11-22.csv`. */
  path: string;
  bytes: number;
  /** Its content, where it is small; else it is read as it is packed. */
  content: Buffer | null;
  read(): AsyncIterable<Uint8Array>;
}

/** Names of the archive for files of the data root begin with this. */
export const dataPrefix = 'data/';

const ledgerFiles: readonly RegExp[] = [
  // Edited by hand, and what describes the ledger and its runs.
  /^(?:watchlist|annotations)\.csv$/,
  /^(?:rules|datapackage|state)\.json$/,
  // Tables: day files, months, manifests, tables of one file.
  /^(?:clean|issued|derived)\/v\d{1,4}\/[a-z][a-z0-9_]*\/(?:\d{4}\/(?:\d\d\/)?)?[a-z0-9][a-z0-9._-]*\.(?:csv|json|parquet)$/,
  /^rejected\/(?:\d{4}\/\d\d\/)?[a-z0-9][a-z0-9_-]*\.jsonl$/,
  /^schema\/[a-z][a-z0-9_]*\.schema\.json$/,
  /^reports\/[a-z0-9][a-z0-9-]*\/\d{4}-\d\d(?:-\d\d)?\.html$/,
  /^reports\/assets\/[0-9a-f]{32}\.[a-z0-9]{1,8}$/,
  /^logs\/runs-\d{4}-\d\d\.jsonl(?:\.gz)?$/,
];

/** Captures: pages as they were received, and copies of imported files. Only where they are asked for. */
const rawFiles =
  /^raw\/(?:\d{4}\/\d\d\/\d\d\/[A-Za-z0-9][A-Za-z0-9._-]*\.gz|imports\/[A-Za-z0-9][A-Za-z0-9._-]*\.gz)$/;

/** Whether a path below the data root belongs to a ledger and may be in an archive. */
export function isLedgerFile(relative: string): boolean {
  return ledgerFiles.some((pattern) => pattern.test(relative));
}

export function isRawFile(relative: string): boolean {
  return rawFiles.test(relative);
}

/** The files of a ledger by what becomes of them: paths below the root, in code-unit order. */
export interface Contents {
  taken: string[];
  /** Files that belong to no ledger: they are left out, and the person is told. */
  foreign: string[];
}

/** Looks through a data root. Links are not followed; hidden files are nobody's. */
export async function listContents(root: string, withRaw: boolean): Promise<Contents> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return [];
      throw error;
    },
  );
  const contents: Contents = { taken: [], foreign: [] };
  for (const entry of entries) {
    if (entry.isDirectory()) continue;
    const file = path.relative(root, path.join(entry.parentPath, entry.name)).split(path.sep).join('/');
    if (file.split('/').some((part) => part.startsWith('.'))) continue;
    const raw = isRawFile(file);
    if (entry.isFile() && (isLedgerFile(file) || (withRaw && raw))) contents.taken.push(file);
    // Backups that are kept beside the ledger are not worth a word.
    else if (!raw && parseArchiveName(entry.name) === null) contents.foreign.push(file);
  }
  contents.taken.sort();
  contents.foreign.sort();
  return contents;
}

/** Files up to this size are read at once, so that their size is that of what was read. */
const smallBytes = 1 << 20;

/** A file as a member. Null where it went away in the meantime. */
export async function memberOf(file: string, name: string): Promise<Member | null> {
  let handle: Awaited<ReturnType<typeof open>>;
  try {
    handle = await open(file, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  try {
    const { size } = await handle.stat();
    if (size > smallBytes)
      return {
        path: name,
        bytes: size,
        content: null,
        read: () => createReadStream(file, { end: size - 1 }),
      };
    return contentMember(name, await readFile(handle));
  } finally {
    await handle.close();
  }
}

/** Bytes as a member. */
export function contentMember(name: string, content: Buffer): Member {
  return {
    path: name,
    bytes: content.length,
    content,
    async *read() {
      yield content;
    },
  };
}
