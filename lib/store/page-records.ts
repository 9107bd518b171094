import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { TableName } from '../schema/index.ts';
import type { Reads } from '../schema/reads.ts';
import type { DayHash, DayHashes } from './day-hashes.ts';

/**
 * What the pages of the last build were made of. It may be lost at any time: the pages are then rendered again. One file of the site's
 * cache.
 */

/** A page that was rendered, and what it was made of besides the ledger. */
export interface PageRecord {
  /** Names the rendering: a page with this name that lies in Astro's cache is this one. */
  rendering: string;
  /** Hashes and instants by what they are of: `code`, `settings`, `as_of` … */
  made_of: Record<string, string>;
  reads: Reads;
}

/** Hashes of what pages read, by data root. */
export interface LedgerHashes {
  tables: Partial<Record<TableName, DayHashes>>;
  files: Record<string, DayHash>;
}

export interface PageRecords {
  version: typeof version;
  ledgers: Record<string, LedgerHashes>;
  /** By the page's path. */
  pages: Record<string, PageRecord>;
}

const version = 1;

export function noPageRecords(): PageRecords {
  return { version, ledgers: {}, pages: {} };
}

/** The records in a file; none where there is no such file, or one of another version, or a damaged one. */
export async function readPageRecords(file: string): Promise<PageRecords> {
  try {
    const found = JSON.parse(await readFile(file, 'utf8')) as PageRecords;
    return found.version === version ? found : noPageRecords();
  } catch {
    return noPageRecords();
  }
}

export async function writePageRecords(file: string, records: PageRecords): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(`${file}.tmp`, JSON.stringify(records));
  await rename(`${file}.tmp`, file);
}
