import { readFileSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { crc32 } from 'node:zlib';
import { cacheFolder, markCache } from './arrow/place.ts';

/** What was computed in earlier runs, by key, in the folder of the cache: safe to delete, and of no use to anybody else. */

/** Another number where files of before are not to be read. */
const format = 1;

/** What a file remembers; nothing where it is missing or damaged. `cache` is the setting. */
export async function readRemembered(
  root: string,
  cache: string,
  name: string,
): Promise<Map<string, unknown>> {
  const file = fileOf(root, cache, name);
  try {
    const bytes = await readFile(file ?? '');
    const at = bytes.indexOf('\n');
    const json = bytes.subarray(at + 1);
    if (bytes.toString('utf8', 0, at) !== headOf(json)) return new Map();
    return new Map(Object.entries(JSON.parse(json.toString('utf8')) as Record<string, unknown>));
  } catch {
    return new Map();
  }
}

/** Puts what is to be remembered in the place of what was. A folder that cannot be written is no error: it is computed again then. */
export async function writeRemembered(
  root: string,
  cache: string,
  name: string,
  values: ReadonlyMap<string, unknown>,
): Promise<void> {
  const file = fileOf(root, cache, name);
  if (file === null) return;
  const json = Buffer.from(JSON.stringify(Object.fromEntries(values)));
  try {
    await mkdir(path.dirname(file), { recursive: true });
    await markCache(path.dirname(path.dirname(file)));
    // A reader sees the old file or the new one.
    await writeFile(`${file}.new`, Buffer.concat([Buffer.from(`${headOf(json)}\n`), json]));
    await rename(`${file}.new`, file);
  } catch {
    return;
  }
}

/** Forgets what is under other names than these. */
export async function forgetOthers(root: string, cache: string, names: Iterable<string>): Promise<void> {
  const folder = folderOf(root, cache);
  if (folder === null) return;
  const kept = new Set(Array.from(names, (name) => `${name}.json`));
  for (const file of await readdir(folder).catch(() => []))
    if (!kept.has(file)) await rm(path.join(folder, file), { force: true }).catch(() => undefined);
}

function folderOf(root: string, cache: string): string | null {
  const folder = cacheFolder(root, cache);
  return folder === null ? null : path.join(folder, 'transform');
}

function fileOf(root: string, cache: string, name: string): string | null {
  const folder = folderOf(root, cache);
  return folder === null ? null : path.join(folder, `${name}.json`);
}

function headOf(json: Uint8Array): string {
  return `${format} ${programVersion()} ${crc32(json).toString(16)}`;
}

let version: string | undefined;

/** Another program may compute another way. */
function programVersion(): string {
  version ??= (
    JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string }
  ).version;
  return version;
}

/** The file system’s time in the folder of what is remembered, in milliseconds; null where nothing can be. */
export async function timeOfMemory(root: string, cache: string): Promise<number | null> {
  const folder = folderOf(root, cache);
  if (folder === null) return null;
  const file = path.join(folder, 'now.new');
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(file, '');
    const { mtimeMs } = await stat(file);
    await rm(file, { force: true });
    return mtimeMs;
  } catch {
    return null;
  }
}
