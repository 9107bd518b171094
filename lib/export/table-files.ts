import { mkdir, readdir, rm, rmdir } from 'node:fs/promises';
import path from 'node:path';
import type { Column } from '../schema/table.ts';
import { type CsvReader, type ExportFormat, encoderOf, type Row } from './encoder.ts';
import { writable, writeWhole } from './whole-file.ts';
import { workbookPieces } from './workbook.ts';

/** A table of the ledger written as files for other programs. Rows are let go of as they are written: memory does not grow with the table. */

/** Some rows of a table that belong together. */
export interface RowBatch {
  /** Their month, `YYYY-MM`; null for a table that is not kept by day. */
  month: string | null;
  rows: readonly Row[];
}

export interface ExportSource {
  name: string;
  columns: readonly Column[];
  /** The rows by month, oldest first. */
  batches: AsyncIterable<RowBatch>;
}

/** The bytes or text of a table, piece by piece; returns the number of rows. */
export async function* exportPieces(
  format: ExportFormat,
  source: ExportSource,
  reader?: CsvReader,
): AsyncGenerator<string | Uint8Array, number> {
  if (format === 'xlsx') return yield* workbookPieces(source);
  const encoder = encoderOf(format, source.columns, reader);
  let count = 0;
  for await (const { rows } of source.batches) {
    count += rows.length;
    yield encoder.rows(rows);
  }
  yield encoder.end();
  return count;
}

/**
 * Writes a table into a folder and returns its files, relative to it, and its number of rows. `<table>.<format>`, and Parquet by month as other
 * programs partition: `<table>/month=2026-11/part-0.parquet`. Each file is whole or not there; months of an earlier export that this one
 * does not have go. Throws `LedgerError` `export_unwritable`, what the workbook's writer says.
 */
export async function exportTable(
  folder: string,
  format: ExportFormat,
  source: ExportSource,
  reader?: CsvReader,
): Promise<{ files: string[]; rows: number }> {
  return writable(folder, async () => {
    if (format === 'parquet') return exportPartitions(folder, source);
    const file = `${source.name}.${format}`;
    await mkdir(folder, { recursive: true });
    return {
      files: [file],
      rows: await writeWhole(path.join(folder, file), exportPieces(format, source, reader)),
    };
  });
}

/** Parquet by month, as other programs partition; months of an earlier export go. */
async function exportPartitions(
  folder: string,
  source: ExportSource,
): Promise<{ files: string[]; rows: number }> {
  const parts = await exportMonths(folder, 'parquet', source, (month) => partitionOf(source.name, month));
  const files = parts.map(({ file }) => file);
  const top = path.join(folder, source.name);
  for (const name of await readdir(top).catch(() => [])) {
    const stale = /^month=\d{4}-\d\d$/.test(name) && !files.includes(`${source.name}/${name}/part-0.parquet`);
    if (!stale) continue;
    await rm(path.join(top, name, 'part-0.parquet'), { force: true });
    // What others laid beside it stays.
    await rmdir(path.join(top, name)).catch(() => undefined);
  }
  return { files, rows: parts.reduce((sum, { rows }) => sum + rows, 0) };
}

/** Where the Parquet file of a month lies: a partition as Hive names them. */
export function partitionOf(table: string, month: string | null): string {
  return month === null ? `${table}/part-0.parquet` : `${table}/month=${month}/part-0.parquet`;
}

/** Writes one file a month, oldest first, where `placeOf` says, relative to the folder. Throws what the file system says. */
export async function exportMonths(
  folder: string,
  format: ExportFormat,
  source: ExportSource,
  placeOf: (month: string | null) => string,
  reader?: CsvReader,
): Promise<{ file: string; month: string | null; rows: number }[]> {
  const written: { file: string; month: string | null; rows: number }[] = [];
  for await (const { month, batches } of months(source.batches)) {
    const file = placeOf(month);
    const target = path.join(folder, file);
    await mkdir(path.dirname(target), { recursive: true });
    const rows = await writeWhole(target, exportPieces(format, { ...source, batches }, reader));
    written.push({ file, month, rows });
  }
  return written;
}

/** The batches of one month after another; those without rows are passed over. Each month is read to its end before the next. */
async function* months(
  all: AsyncIterable<RowBatch>,
): AsyncGenerator<{ month: string | null; batches: AsyncGenerator<RowBatch> }> {
  const batches = all[Symbol.asyncIterator]();
  const next = async (): Promise<RowBatch | null> => {
    for (;;) {
      const { value, done } = await batches.next();
      if (done) return null;
      if (value.rows.length > 0) return value;
    }
  };
  let batch = await next();
  while (batch !== null) {
    const { month } = batch;
    yield {
      month,
      batches: (async function* () {
        for (; batch !== null && batch.month === month; batch = await next()) yield batch;
      })(),
    };
  }
}
