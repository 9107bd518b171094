import { readFileSync } from 'node:fs';
import { appendFile, mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { crc32 } from 'node:zlib';
import { cacheFolder, markCache } from './arrow/place.ts';

/**
 * What was computed in earlier runs, by key, in the folder of the cache: safe to delete, and of no use to anybody else. A file is a row of
 * parts, of which the first has everything and each other one what has changed since.
 */

/** Another number where files of before are not to be read. */
const format = 3;

/** Parts behind the first one take as much room as it at most; then everything is written anew. */
const mostBehind = 1;

interface Part {
  put: Record<string, unknown>;
  gone: string[];
}

/** What a file remembers; nothing where it is missing or damaged. `cache` is the setting. */
export async function readRemembered(
  root: string,
  cache: string,
  name: string,
): Promise<Map<string, unknown>> {
  const file = fileOf(root, cache, name);
  try {
    const bytes = await readFile(file ?? '');
    const values = new Map<string, unknown>();
    for (let at = 0; at < bytes.length; ) {
      const start = bytes.indexOf('\n', at) + 1;
      const end = bytes.indexOf('\n', start);
      const json = bytes.subarray(start, end);
      if (end === -1 || bytes.toString('utf8', at, start - 1) !== headOf(json)) return new Map();
      const { put, gone } = JSON.parse(json.toString('utf8')) as Part;
      for (const key of gone) values.delete(key);
      for (const key in put) values.set(key, put[key]);
      at = end + 1;
    }
    return values;
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
  try {
    await mkdir(path.dirname(file), { recursive: true });
    await markCache(path.dirname(path.dirname(file)));
    // A reader sees the old file or the new one.
    await writeFile(`${file}.new`, bytesOf({ put: Object.fromEntries(values), gone: [] }));
    await rename(`${file}.new`, file);
  } catch {
    return;
  }
}

/**
 * As `writeRemembered`, where the file has `before`: what is the same value in both stays where it is, and only the rest is written. A write
 * that is cut short makes the file a damaged one.
 */
export async function updateRemembered(
  root: string,
  cache: string,
  name: string,
  before: ReadonlyMap<string, unknown>,
  values: ReadonlyMap<string, unknown>,
): Promise<void> {
  const file = fileOf(root, cache, name);
  if (file === null) return;
  const changed = [...values].filter(([key, value]) => before.get(key) !== value || !before.has(key));
  const gone = [...before.keys()].filter((key) => !values.has(key));
  if (before.size > 0 && changed.length + gone.length === 0) return;
  const part = bytesOf({ put: Object.fromEntries(changed), gone });
  const room = before.size === 0 ? 0 : await roomBehind(file);
  if (part.length > room) return writeRemembered(root, cache, name, values);
  await appendFile(file, part).catch(() => undefined);
}

/** How many bytes may be put behind what a file has; 0 where it is not there. */
async function roomBehind(file: string): Promise<number> {
  try {
    const handle = await open(file);
    try {
      const { size } = await handle.stat();
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(longestHead), 0, longestHead, 0);
      const first = Number(/^\S+ \S+ \S+ (\d+)\n/.exec(buffer.toString('latin1', 0, bytesRead))?.[1]);
      return first * (1 + mostBehind) - size;
    } finally {
      await handle.close();
    }
  } catch {
    return 0;
  }
}

const longestHead = 100;

function bytesOf(part: Part): Buffer {
  const json = Buffer.from(JSON.stringify(part));
  return Buffer.concat([Buffer.from(`${headOf(json)}\n`), json, Buffer.from('\n')]);
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
  return `${format} ${programVersion()} ${crc32(json).toString(16)} ${json.length}`;
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
