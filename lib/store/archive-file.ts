import { open, stat } from 'node:fs/promises';
import type { AsyncBuffer, FileMetaData } from 'hyparquet';
import { z } from 'zod';
import { LedgerError, messageOf } from '../errors.ts';
import { type TableName, tables } from '../schema/index.ts';
import { type Column, columnsOf, type TableSpec } from '../schema/table.ts';
import { formatRecord, headerOf, parseRows } from './csv.ts';
import { entryOf, type ManifestEntry } from './manifest.ts';
import { under } from './paths.ts';

/**
 * A closed month of a table as one Parquet file: its days one after the other, each as in its day file. The footer holds what the manifest
 * said of the day files, under `clipbook.days`, so that they can be written again byte for byte.
 */

const footerKey = 'clipbook.days';
const footerShape = z.array(
  z.object({ file: z.string(), rows: z.number(), bytes: z.number(), sha256: z.string() }),
);

/** Every reader of a table comes by here, and most ledgers have no archive: they do not wait for what reads Parquet. */
const parquet = () => import('../parquet.ts');

/** Rows that are in memory at once, when written and when read: a day file has seldom more. */
const rowsPerGroup = 10_000;

/** A day of a month: the text of its day file. */
export interface DayText {
  day: string;
  text: string;
}

/**
 * Writes days, in their order, into a new file, and waits until it is on the disk. A day whose text is not as Clipbook writes it (sorted by hand, other quotes) could not be
 * given back byte by byte: then `NotAsWritten` is thrown.
 */
export async function writeArchive(
  file: string,
  table: TableName,
  days: AsyncIterable<DayText>,
): Promise<ManifestEntry[]> {
  const { keepsValues, parquetEncoder } = await parquet();
  const columns = columnsOf(tables[table] as TableSpec);
  const encoder = parquetEncoder(columns, rowsPerGroup);
  const entries: ManifestEntry[] = [];
  const handle = await open(file, 'w');
  try {
    for await (const { day, text } of days) {
      const rows = parseRows(columns, text);
      if (textOf(columns, rows) !== text || !rows.every((row) => keepsValues(columns, row)))
        throw new NotAsWritten(`${day}.csv`);
      entries.push(entryOf(`${day}.csv`, Buffer.from(text), rows.length));
      await handle.write(encoder.rows(rows));
    }
    await handle.write(encoder.end({ [footerKey]: JSON.stringify(entries) }));
    await handle.datasync();
  } finally {
    await handle.close();
  }
  return entries;
}

/** A day file says the same in other bytes than Clipbook would. */
export class NotAsWritten extends Error {
  readonly file: string;
  constructor(file: string) {
    super(`${file} is not written as Clipbook writes it`);
    this.file = file;
  }
}

function textOf(
  columns: readonly Column[],
  rows: readonly Readonly<Record<string, unknown>>[],
): string | null {
  try {
    return `${[headerOf(columns), ...rows.map((row) => formatRecord(columns, row))].join('\n')}\n`;
  } catch (error) {
    // A cell that is no number.
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** A month's file for reading. */
export interface ArchiveReader {
  /** The day files it was made of. */
  days: readonly ManifestEntry[];
  /** Their columns, in order: those of the table when the month was archived. */
  columns: readonly string[];
  /** The text of a day, as its day file had it; null where it has no such day. */
  read(day: string): Promise<string | null>;
}

/** Files that were read lately, as they were then: whoever wants one day mostly wants the next. */
const readers = new Map<string, { state: string; reader: Promise<ArchiveReader> }>();
const readersKept = 8;

/**
 * Reads an archived month; null where there is no such file. Throws `LedgerError` `archive_damaged` where it is none that Clipbook made,
 * or cannot be read.
 */
export async function openArchive(
  root: string,
  file: string,
  table: TableName,
): Promise<ArchiveReader | null> {
  const path = under(root, file);
  const found = await stat(path).catch(() => null);
  if (found === null) return null;
  const state = `${found.mtimeMs} ${found.size} ${found.ino}`;
  const known = readers.get(path);
  readers.delete(path);
  const kept = known?.state === state ? known : { state, reader: makeReader(path, file, table) };
  readers.set(path, kept);
  for (const oldest of readers.keys()) if (readers.size > readersKept) readers.delete(oldest);
  return kept.reader.catch((error) => {
    readers.delete(path);
    throw error;
  });
}

async function makeReader(path: string, file: string, table: TableName): Promise<ArchiveReader> {
  const { readParquetMetadata, readParquetRows } = await parquet();
  const { metadata, days } = await told(file, () =>
    withBuffer(path, async (buffer) => {
      const found = await readParquetMetadata(buffer);
      return { metadata: found, days: daysOf(found) };
    }),
  );
  const names = new Set(metadata.schema.slice(1).map(({ name }) => name));
  const columns = columnsOf(tables[table] as TableSpec).filter(({ name }) => names.has(name));
  const ends: number[] = [];
  for (const { num_rows } of metadata.row_groups) ends.push((ends.at(-1) ?? 0) + Number(num_rows));
  const recordsOf = (rowStart: number, rowEnd: number) =>
    withBuffer(path, async (buffer) =>
      (await readParquetRows(columns, buffer, { metadata, rowStart, rowEnd })).map((row) =>
        formatRecord(columns, row),
      ),
    );
  const groups = new Map<number, Promise<string[]>>();
  const groupOf = (group: number): Promise<string[]> => {
    const known = groups.get(group) ?? recordsOf(ends[group - 1] ?? 0, ends[group] as number);
    groups.delete(group);
    groups.set(group, known);
    for (const oldest of groups.keys()) if (groups.size > groupsKept) groups.delete(oldest);
    return known;
  };
  return {
    days,
    columns: columns.map(({ name }) => name),
    read: (day) =>
      told(file, async () => {
        const place = days.findIndex((each) => each.file === `${day}.csv`);
        if (place === -1) return null;
        const from = days.slice(0, place).reduce((sum, { rows }) => sum + rows, 0);
        const to = from + (days[place] as ManifestEntry).rows;
        const records: string[] = [];
        for (let group = 0; group < ends.length; group++) {
          const start = ends[group - 1] ?? 0;
          if ((ends[group] as number) <= from || start >= to) continue;
          records.push(...(await groupOf(group)).slice(Math.max(0, from - start), to - start));
        }
        return `${[headerOf(columns), ...records].join('\n')}\n`;
      }),
  };
}

/** Groups of rows of a file that stay in memory, as text. */
const groupsKept = 6;

function daysOf(metadata: FileMetaData): ManifestEntry[] {
  const note = metadata.key_value_metadata?.find(({ key }) => key === footerKey)?.value;
  return footerShape.parse(JSON.parse(note ?? 'null'));
}

async function told<T>(file: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (cause) {
    throw new LedgerError(
      'archive_damaged',
      `${file} cannot be read: ${messageOf(cause).slice(0, 200).replace(/\.$/, '')}.`,
      {
        cause,
        hint: 'Restore the file from git or from a backup.',
      },
    );
  }
}

async function withBuffer<T>(path: string, use: (buffer: AsyncBuffer) => Promise<T>): Promise<T> {
  const handle = await open(path, 'r');
  try {
    const { size } = await handle.stat();
    return await use({
      byteLength: size,
      async slice(start, end = size) {
        const bytes = new Uint8Array(end - start);
        await handle.read(bytes, 0, bytes.length, start);
        return bytes.buffer;
      },
    });
  } finally {
    await handle.close();
  }
}
