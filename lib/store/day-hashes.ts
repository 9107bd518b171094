import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { TableName } from '../schema/index.ts';
import { type DayStamp, isUnchanged, signatureOf } from './arrow/stamp.ts';
import { filesOfDay, listDays, readDay } from './days.ts';
import { listFiles } from './files.ts';
import { under } from './paths.ts';

/** The hash of a stored day's text, with what tells that it still holds without reading the text again. */
export type DayHash = Omit<DayStamp, 'day'>;

/** Hashes by day; the one file of a table without days stands under `''`. */
export type DayHashes = Record<string, DayHash>;

/**
 * The hashes of all days of a table as they are stored now. A day whose files are those of a `known` hash, by size, times and
 * number, is not read. An archived day has the hash of its day file. `nowMs` is the time before the call.
 */
export async function hashDays(
  root: string,
  table: TableName,
  known: DayHashes,
  nowMs: number,
): Promise<DayHashes> {
  const hashes: DayHashes = {};
  for (const stored of await listDays(root, table)) {
    const files = filesOfDay(table, stored);
    const text = () => readDay(root, table, stored.day);
    hashes[stored.day ?? ''] = await hashOf(root, files, known[stored.day ?? ''], text, nowMs);
  }
  return hashes;
}

/** The same for one file of the root; the hash of nothing where there is none. */
export function hashFile(
  root: string,
  file: string,
  known: DayHash | undefined,
  nowMs: number,
): Promise<DayHash> {
  return hashOf(root, [file], known, () => readFile(under(root, file), 'utf8').catch(() => null), nowMs);
}

async function hashOf(
  root: string,
  files: readonly string[],
  known: DayHash | undefined,
  read: () => Promise<string | null>,
  readMs: number,
): Promise<DayHash> {
  const signatures = files.map((file) => signatureOf(under(root, file)));
  if (known && isUnchanged(known, signatures)) return known;
  const sha256 = createHash('sha256')
    .update((await read()) ?? '')
    .digest('hex');
  return { sha256, files: signatures.map(({ text }) => text), readMs };
}

/** A hash of what the file system says of every file of a ledger that readers read, without opening one. */
export async function stampLedger(root: string): Promise<string> {
  const hash = createHash('sha256');
  const files = await Promise.all(['clean', 'derived', 'issued'].map((folder) => listFiles(root, folder)));
  for (const file of [...files.flat(), 'watchlist.csv', 'annotations.csv', 'rules.json'])
    hash.update(`${file} ${signatureOf(under(root, file)).text}\n`);
  return hash.digest('hex');
}
