import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { LedgerError } from '../errors.ts';
import type { TableName } from '../schema/index.ts';
import { type ArchiveReader, type DayText, NotAsWritten, openArchive, writeArchive } from './archive-file.ts';
import { splitRecords } from './csv.ts';
import { listDays, readDay, type StoredDay } from './days.ts';
import { readText } from './files.ts';
import {
  type ArchiveEntry,
  assertAsWritten,
  entryOf,
  type Manifest,
  type ManifestEntry,
  readManifest,
} from './manifest.ts';
import type { ManifestChanges } from './manifest-changes.ts';
import { archiveFile, tableFile, under } from './paths.ts';
import { type Transaction, writable } from './transaction.ts';

/** A closed month of a table into one Parquet file, and back into its day files, byte for byte. */

/** What a table has of a month. */
export interface TableMonth {
  table: TableName;
  month: string;
  days: readonly StoredDay[];
}

export interface MonthDone {
  /** Day files that went into the archive, or came out of it. */
  files: number;
  rows: number;
  /** Bytes of the day files, and of the archive. */
  csv_bytes: number;
  parquet_bytes: number;
}

/** The days of a table by month. */
export async function tableMonths(root: string, table: TableName): Promise<TableMonth[]> {
  const months = new Map<string, StoredDay[]>();
  for (const each of await listDays(root, table)) {
    const month = each.day?.slice(0, 7);
    if (month === undefined) continue;
    const known = months.get(month);
    if (known) known.push(each);
    else months.set(month, [each]);
  }
  return [...months].map(([month, days]) => ({ table, month, days }));
}

/** Whether a month has day files that its archive, if there is one, has not taken in. */
export function isOpen({ days }: TableMonth): boolean {
  return days.some(({ form }) => form !== 'archived');
}

/** Whether some of a month's days are in an archive. */
export function isArchived({ days }: TableMonth): boolean {
  return days.some(({ form }) => form === 'archived' || form === 'mixed');
}

/**
 * Stages a month's archive, day files that came after an earlier one with it, and the removal of its day files. What it holds is read back
 * before. Throws `LedgerError` `edited_outside`, for a day file that is not what its manifest says; null where a day file's bytes could not be given
 * back, for which `tell` hears the file.
 */
export async function archiveMonth(
  root: string,
  { table, month, days }: TableMonth,
  transaction: Transaction,
  changes: ManifestChanges,
  tell: (file: string) => void,
): Promise<MonthDone | null> {
  const manifest = await readManifest(root, table, month);
  await assertArchiveAsWritten(root, table, month, manifest);
  const files = days.filter(({ form }) => form !== 'archived');
  for (const { file } of files) assertAsWritten(file, (await readText(root, file)) ?? '', manifest);
  const target = archiveFile(table, month);
  const made = `${table}-${month}.parquet`;
  const file = path.join(transaction.folder, made);
  let entries: ManifestEntry[];
  try {
    entries = await writable(root, () => writeArchive(file, table, textsOf(root, table, days)));
  } catch (error) {
    if (!(error instanceof NotAsWritten)) throw error;
    tell(tableFile(table, error.file.slice(0, 10)));
    return null;
  }
  await assertReadsBack(file, table, entries);
  const { size } = await stat(file);
  const rows = entries.reduce((sum, entry) => sum + entry.rows, 0);
  transaction.adopt(target, made);
  changes.putArchive(table, month, {
    file: path.posix.basename(target),
    rows,
    bytes: size,
    sha256: await hashOf(file),
    first_day: dayOf(entries[0]),
    last_day: dayOf(entries.at(-1)),
  });
  for (const { day, file: dayFile } of files) {
    transaction.remove(dayFile);
    changes.put(table, day as string, null);
  }
  const csv_bytes = entries.reduce((sum, { bytes }) => sum + bytes, 0);
  return { files: files.length, rows, csv_bytes, parquet_bytes: size };
}

function dayOf(entry: ManifestEntry | undefined): string {
  return entry?.file.slice(0, 10) ?? '';
}

async function* textsOf(root: string, table: TableName, days: readonly StoredDay[]): AsyncGenerator<DayText> {
  for (const { day } of days) yield { day: day as string, text: (await readDay(root, table, day)) ?? '' };
}

/** Before day files go, what took their place is read as any reader would. */
async function assertReadsBack(
  file: string,
  table: TableName,
  expected: readonly ManifestEntry[],
): Promise<void> {
  const written = await openArchive(path.dirname(file), path.basename(file), table);
  for (const { file: name, sha256 } of expected) {
    const text = await written?.read(name.slice(0, 10));
    if (entryOf(name, Buffer.from(text ?? ''), 0).sha256 !== sha256)
      throw new Error(`${name} does not come out of the archive as it went in.`);
  }
}

/**
 * Stages the day files of an archived month, byte for byte as they were, with rows that came later, and the removal of the archive. Throws `LedgerError`
 * `archive_damaged` where it does not hold what it was made of.
 */
export async function restoreMonth(
  root: string,
  { table, month, days }: TableMonth,
  transaction: Transaction,
  changes: ManifestChanges,
): Promise<MonthDone> {
  const target = archiveFile(table, month);
  await assertArchiveAsWritten(root, table, month, await readManifest(root, table, month));
  const archive = await openArchive(root, target, table);
  const done: MonthDone = {
    files: 0,
    rows: 0,
    csv_bytes: 0,
    parquet_bytes: (await stat(under(root, target))).size,
  };
  // All of it is looked at before any of it is staged.
  if (archive !== null) await assertWhole(target, archive);
  for (const entry of archive?.days ?? []) {
    const day = entry.file.slice(0, 10);
    const mixed = days.some((each) => each.day === day && each.form === 'mixed');
    const text = (await readDay(root, table, day)) ?? '';
    await transaction.write(tableFile(table, day), text);
    const made = entryOf(entry.file, Buffer.from(text), mixed ? splitRecords(text).length : entry.rows);
    changes.put(table, day, made);
    done.files++;
    done.rows += made.rows;
    done.csv_bytes += made.bytes;
  }
  transaction.remove(target);
  changes.putArchive(table, month, null);
  return done;
}

/**
 * What a month's archive holds, for its manifest. One that is not the listed one is read whole. Throws `LedgerError` `archive_damaged`.
 */
export async function inspectArchive(
  root: string,
  table: TableName,
  month: string,
  listed: ArchiveEntry | null,
): Promise<ArchiveEntry | null> {
  const target = archiveFile(table, month);
  const archive = await openArchive(root, target, table);
  if (archive === null) return null;
  const sha256 = await hashOf(under(root, target));
  if (sha256 !== listed?.sha256) await assertWhole(target, archive);
  return {
    file: path.posix.basename(target),
    rows: archive.days.reduce((sum, { rows }) => sum + rows, 0),
    bytes: (await stat(under(root, target))).size,
    sha256,
    first_day: dayOf(archive.days[0]),
    last_day: dayOf(archive.days.at(-1)),
  };
}

async function assertWhole(target: string, archive: ArchiveReader): Promise<void> {
  for (const { file, sha256 } of archive.days)
    if (entryOf(file, Buffer.from((await archive.read(file.slice(0, 10))) ?? ''), 0).sha256 !== sha256)
      throw damaged(target, `${file} does not come out of it as it went in`);
}

async function assertArchiveAsWritten(
  root: string,
  table: TableName,
  month: string,
  manifest: Manifest | null,
): Promise<void> {
  const file = archiveFile(table, month);
  const listed = manifest?.archive;
  const found = await stat(under(root, file)).catch(() => null);
  if (found === null || listed === undefined) return;
  if ((await hashOf(under(root, file))) !== listed.sha256)
    throw damaged(file, 'it is not the file that its manifest lists');
}

function damaged(file: string, why: string): LedgerError {
  return new LedgerError('archive_damaged', `${file} is damaged: ${why}.`, {
    hint: 'Restore the file from git or from a backup.',
  });
}

/** The SHA-256 of a file, read piece by piece. */
export async function hashOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of createReadStream(file)) hash.update(piece as Uint8Array);
  return hash.digest('hex');
}
