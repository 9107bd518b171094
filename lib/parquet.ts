import {
  type AsyncBuffer,
  type FileMetaData,
  parquetMetadataAsync,
  parquetReadObjects,
  type SchemaElement,
} from 'hyparquet';
import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import { instantOf } from './calendar.ts';
import type { Column } from './schema/table.ts';

/** Rows ↔ Parquet bytes, by the columns of a schema: nothing is guessed, ids stay text, an empty cell is null. */

type Rows = readonly Readonly<Record<string, unknown>>[];

const text = { type: 'BYTE_ARRAY', converted_type: 'UTF8' } as const;
const elements: Record<Column['kind'], Omit<SchemaElement, 'name'>> = {
  id: text,
  text,
  choice: text,
  list: text,
  instant: {
    type: 'INT64',
    converted_type: 'TIMESTAMP_MILLIS',
    logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MILLIS' },
  },
  day: { type: 'INT32', converted_type: 'DATE', logical_type: { type: 'DATE' } },
  integer: { type: 'INT64' },
  number: { type: 'DOUBLE' },
  flag: { type: 'BOOLEAN' },
};

function encode(kind: Column['kind'], value: unknown): unknown {
  if (value === null || value === undefined) return null;
  if (kind === 'instant' || kind === 'day') return new Date(value as string);
  if (kind === 'integer') return BigInt(value as number);
  if (kind === 'list') return (value as string[]).join(' ');
  return value;
}

function decode(kind: Column['kind'], value: unknown): unknown {
  if (kind === 'list') return typeof value === 'string' && value !== '' ? value.split(' ') : [];
  if (value === null || value === undefined) return null;
  if (kind === 'instant') return instantOf(value as Date);
  if (kind === 'day') return (value as Date).toISOString().slice(0, 10);
  if (kind === 'integer') return Number(value);
  return value;
}

/** Whether Parquet gives a row's values back as they are: a cell that was damaged by hand may be no whole number, or no day. */
export function keepsValues(columns: readonly Column[], row: Readonly<Record<string, unknown>>): boolean {
  return columns.every(({ name, kind }) => {
    const value = row[name];
    if (value === null || value === undefined) return true;
    if (kind === 'integer') return Number.isSafeInteger(value);
    if (kind !== 'instant' && kind !== 'day') return true;
    return !Number.isNaN(Date.parse(value as string)) && decode(kind, encode(kind, value)) === value;
  });
}

/** Rows of a group: what a reader takes into memory at once, and so does the writer. */
const rowsOfGroup = 50_000;

/**
 * A Parquet file, Snappy-compressed, made as its rows come: `rows` and `end` give the next bytes of the file; `end` takes what its footer is to say
 * besides. Instants are UTC timestamps in milliseconds,
 * days are dates, integers are 64 bits wide, lists are text with spaces between the words; every column may be null.
 */
export function parquetEncoder(
  columns: readonly Column[],
  rowsPerGroup = rowsOfGroup,
): { rows(rows: Rows): Uint8Array; end(notes?: Readonly<Record<string, string>>): Uint8Array } {
  const writer = new ByteWriter();
  const file = new ParquetWriter({
    writer,
    schema: [
      { name: 'root', num_children: columns.length },
      ...columns.map(({ name, kind }) => ({ name, repetition_type: 'OPTIONAL' as const, ...elements[kind] })),
    ],
  });
  let held: Readonly<Record<string, unknown>>[] = [];
  const write = (rows: Rows) =>
    file.write({
      columnData: columns.map(({ name, kind }) => ({
        name,
        data: rows.map((row) => encode(kind, row[name])),
      })),
      rowGroupSize: rowsPerGroup,
    });
  const taken = () => {
    const bytes = writer.getBytes().slice();
    writer.index = 0;
    return bytes;
  };
  return {
    rows(rows) {
      held = held.concat(rows);
      const full = held.length - (held.length % rowsPerGroup);
      if (full > 0) {
        write(held.slice(0, full));
        held = held.slice(full);
      }
      return taken();
    },
    end(notes = {}) {
      if (held.length > 0) write(held);
      file.kvMetadata = Object.entries(notes).map(([key, value]) => ({ key, value }));
      file.finish();
      return taken();
    },
  };
}

/** Rows as one Parquet file, as `parquetEncoder` makes it. */
export function writeParquet(columns: readonly Column[], rows: Rows): Uint8Array {
  const encoder = parquetEncoder(columns);
  return Buffer.concat([encoder.rows(rows), encoder.end()]);
}

/** The rows of a Parquet file that `writeParquet` made, as they were. */
export async function readParquet(
  columns: readonly Column[],
  bytes: Uint8Array,
): Promise<Record<string, unknown>[]> {
  return readParquetRows(columns, Uint8Array.from(bytes).buffer);
}

/** Some of the rows of such a file, of which no more is read than they need. `rowEnd` is not included. */
export async function readParquetRows(
  columns: readonly Column[],
  file: AsyncBuffer,
  part: { metadata?: FileMetaData; rowStart?: number; rowEnd?: number } = {},
): Promise<Record<string, unknown>[]> {
  const rows = (await parquetReadObjects({ file, ...part })) as Record<string, unknown>[];
  return rows.map((row) =>
    Object.fromEntries(columns.map(({ name, kind }) => [name, decode(kind, row[name])])),
  );
}

/** What the footer of a Parquet file says. Rejects where it is none. */
export const readParquetMetadata = (buffer: AsyncBuffer): Promise<FileMetaData> =>
  parquetMetadataAsync(buffer);
