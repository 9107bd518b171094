import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { cacheFormat } from './layout.ts';

/** Where the cache lies and how files come into it: whole or not at all, and never in the way of git or a backup. */

const versionFolder = `arrow-${cacheFormat}`;
const oldTemporaryMs = 3_600_000;

/** The folder of a ledger's cache by the setting `cache`; null where there is none. */
export function cacheFolder(root: string, setting: string): string | null {
  if (setting === 'off') return null;
  if (setting === 'on') return path.join(root, '.cache');
  return path.join(setting, createHash('sha256').update(path.resolve(root)).digest('hex').slice(0, 16));
}

export function tableFolder(cache: string, table: string): string {
  return path.join(cache, versionFolder, table);
}

/** Makes a folder for new files beside those of a table, and what is above it. */
export async function makeTemporary(cache: string, table: string): Promise<string> {
  const folder = tableFolder(cache, table);
  const made = await mkdir(folder, { recursive: true });
  if (made !== undefined) await prepare(cache);
  return mkdtemp(path.join(folder, 'tmp-'));
}

/** Marks the folder as a cache for git and for backup programs, and drops what an older program left in it. */
async function prepare(cache: string): Promise<void> {
  await markCache(cache);
  for (const name of await readdir(cache))
    if (name.startsWith('arrow-') && name !== versionFolder)
      await rm(path.join(cache, name), { recursive: true, force: true });
}

/** Marks a folder as a cache for git and for backup programs. */
export async function markCache(cache: string): Promise<void> {
  await writeFile(path.join(cache, '.gitignore'), '*\n');
  await writeFile(
    path.join(cache, 'CACHEDIR.TAG'),
    'Signature: 8a477f597d28d172789f06886806bc55\n# Made again from the ledger whenever it is missing.\n',
  );
}

/** Puts a file in its place: a reader sees the old one or the new one. */
export async function put(temporary: string, file: string, content: string | Uint8Array): Promise<void> {
  const written = path.join(temporary, 'new');
  await writeFile(written, content);
  await rename(written, file);
}

/** Removes a table's files that `isStale`, and temporary folders that a killed process left long before `nowMs`. */
export async function prune(
  folder: string,
  isStale: (name: string) => boolean,
  nowMs: number,
): Promise<void> {
  for (const name of await readdir(folder)) {
    const file = path.join(folder, name);
    const left = name.startsWith('tmp-') && (await stat(file).catch(() => null));
    if (left ? left.mtimeMs < nowMs - oldTemporaryMs : isStale(name))
      await rm(file, { recursive: true, force: true });
  }
}
