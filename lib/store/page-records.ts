import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { threadId } from 'node:worker_threads';
import { markCache } from './arrow/place.ts';

/**
 * Small records that a build keeps for the next one, in the cache of the ledger, each in a file of its own, so that several threads may write at
 * once. They may be lost at any time.
 */

const folder = 'pages-2';
/** What an older program left. */
const olderFolders = ['pages-1'];

/** The record of this name; null where there is none or it is damaged. */
export async function readPageRecord(cache: string, name: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(fileOf(cache, name), 'utf8'));
  } catch {
    return null;
  }
}

/** Puts a record in place of the one of this name. A cache that cannot be written keeps nothing, which is no fault. */
export async function writePageRecord(cache: string, name: string, record: object): Promise<void> {
  const file = fileOf(cache, name);
  const part = `${file}.${process.pid}-${threadId}-${written++}`;
  try {
    const made = await mkdir(path.dirname(file), { recursive: true });
    if (made !== undefined) {
      await markCache(cache);
      for (const older of olderFolders) await rm(path.join(cache, older), { recursive: true, force: true });
    }
    await writeFile(part, JSON.stringify(record));
    await rename(part, file);
  } catch {
    // As if there were no cache.
  }
}
let written = 0;

function fileOf(cache: string, name: string): string {
  return path.join(cache, folder, `${encodeURIComponent(name).replaceAll('%2F', '~')}.json`);
}
