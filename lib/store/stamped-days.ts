import { hash } from 'node:crypto';
import type { TableName } from '../schema/index.ts';
import { cacheFolder, tableFolder } from './arrow/place.ts';
import { type DayStamp, isUnchanged, signatureOf, stampsIn } from './arrow/stamp.ts';
import { filesOfDay, listDays, readDayBytes } from './days.ts';
import { under } from './paths.ts';

/** The stamps that the cache has of the days of a table, by day; what it does not know is missing. */
export function cachedStamps(root: string, cache: string, table: TableName): DayStamp[] {
  const folder = cacheFolder(root, cache);
  return folder === null ? [] : stampsIn(tableFolder(folder, table));
}

/**
 * The stored days of a table, each with the hash of its text, `''` being that of a table of one file. A day whose files are as a stamp of an earlier time says is not read.
 * `nowMs` is the file system's time.
 */
export async function stampDays(
  root: string,
  table: TableName,
  before: readonly DayStamp[],
  nowMs: number,
): Promise<DayStamp[]> {
  const known = Map.groupBy(before, ({ day }) => day);
  const stamps: DayStamp[] = [];
  for (const stored of await listDays(root, table)) {
    const day = stored.day ?? '';
    const signatures = filesOfDay(table, stored).map((file) => signatureOf(under(root, file)));
    const stamp = known.get(day)?.find((each) => isUnchanged(each, signatures));
    if (stamp) stamps.push(stamp);
    else
      stamps.push({
        day,
        sha256: hash('sha256', await readDayBytes(root, table, stored)),
        files: signatures.map(({ text }) => text),
        readMs: nowMs,
      });
  }
  return stamps;
}

/** Days that one of two states of a table has and the other has not, or has otherwise. */
export function differentDays(
  before: readonly DayStamp[],
  now: readonly DayStamp[],
): { added: string[]; changed: string[]; removed: string[] } {
  const old = new Map(before.map(({ day, sha256 }) => [day, sha256]));
  const days = new Set(now.map(({ day }) => day));
  const other = now.filter(({ day, sha256 }) => old.get(day) !== sha256).map(({ day }) => day);
  return {
    added: other.filter((day) => !old.has(day)),
    changed: other.filter((day) => old.has(day)),
    removed: [...old.keys()].filter((day) => !days.has(day)),
  };
}
