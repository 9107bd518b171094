import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** Files beside the pages of a site: what pages keep for the end of a build, and what is made of it then. */

/** Keeps what a page says of itself, one file a page; nothing to say removes what was kept. */
export async function keepRecord(folder: string, page: string, records: readonly unknown[]): Promise<void> {
  const file = path.join(folder, nameOf(page));
  if (records.length === 0) return rm(file, { force: true });
  await write(file, JSON.stringify(records));
}

/** What a page kept; empty where it kept nothing. */
export async function readRecords<T>(folder: string, page: string): Promise<T[]> {
  return (await readJson<T[]>(path.join(folder, nameOf(page)))) ?? [];
}

const nameOf = (page: string) => `${encodeURIComponent(page)}.json`;

/** What a JSON file says; null where there is none that can be read. */
export async function readJson<T>(file: string): Promise<T | null> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as T;
  } catch {
    return null;
  }
}

export async function writeJson(file: string, value: unknown): Promise<void> {
  await write(file, JSON.stringify(value));
}

/** A file appears whole or not at all. */
async function write(file: string, content: string | Uint8Array): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(`${file}.tmp`, content);
  await rename(`${file}.tmp`, file);
}

/** Writes files by their path below a folder. */
export async function writeFiles(
  folder: string,
  files: Iterable<readonly [relative: string, content: string | Uint8Array]>,
): Promise<void> {
  for (const [relative, content] of files) await write(path.join(folder, relative), content);
}

export async function removeFiles(folder: string, files: Iterable<string>): Promise<void> {
  for (const file of files) await rm(path.join(folder, file), { force: true });
}

export const hasFiles = (folder: string, files: readonly string[]): boolean =>
  files.every((file) => existsSync(path.join(folder, file)));

export function readTextFile(file: string): Promise<string> {
  return readFile(file, 'utf8');
}
