import { createWriteStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { finished } from 'node:stream/promises';
import { InputError, LedgerError, messageOf } from '../errors.ts';
import { csvText, jsonText, ndjsonText, type RowText } from '../format/rows.ts';
import { writeParquet } from '../parquet.ts';
import type { Column } from '../schema/table.ts';
import { arrowFile } from './arrow.ts';
import { workbookFile } from './workbook.ts';

/** A table of the ledger written as files for other programs. */

export const exportFormats = ['csv', 'json', 'ndjson', 'parquet', 'arrow', 'xlsx'] as const;
export type ExportFormat = (typeof exportFormats)[number];

/** Formats that are text, and may go to standard output. */
export const textFormats: readonly ExportFormat[] = ['csv', 'json', 'ndjson'];

type Row = Readonly<Record<string, unknown>>;

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

export interface CsvChoice {
  /** Text exactly as stored, formulas of a spreadsheet too. */
  raw?: boolean;
  /** Marked, and with ids as a spreadsheet keeps them. */
  spreadsheet?: boolean;
}

/** How a text format prints rows of these columns. */
export function textOf(
  format: ExportFormat,
  columns: readonly Column[],
  { raw = false, spreadsheet = false }: CsvChoice,
): RowText {
  const names = columns.map(({ name }) => name);
  if (format === 'json') return jsonText(names);
  if (format === 'ndjson') return ndjsonText(names);
  return csvText(names, { defuse: !raw, spreadsheet, isId: (column) => columns[column]?.kind === 'id' });
}

/** The text of a table, in pieces; each batch of rows is let go of before the next is read. */
export async function* exportText(
  format: ExportFormat,
  source: ExportSource,
  choice: CsvChoice,
): AsyncGenerator<string, number> {
  const { columns } = source;
  const text = textOf(format, columns, choice);
  let count = 0;
  yield text.begin;
  for await (const { rows } of source.batches) {
    count += rows.length;
    yield text.rows(rows.map((row) => columns.map(({ name }) => row[name])));
  }
  yield text.end;
  return count;
}

/**
 * Writes a table into a folder and returns its files, relative to it, and its number of rows. `<table>.<format>`, and Parquet by month as other
 * programs partition: `<table>/month=2026-11/part-0.parquet`. Each file is whole or not there; months of an earlier export that this one
 * does not have go. Throws `LedgerError` `export_unwritable`, `InputError` `too_many_rows` (XLSX).
 */
export async function exportTable(
  folder: string,
  format: ExportFormat,
  source: ExportSource,
  choice: CsvChoice = {},
): Promise<{ files: string[]; rows: number }> {
  try {
    if (format === 'parquet') return await exportParquet(folder, source);
    const file = `${source.name}.${format}`;
    let rows = 0;
    await mkdir(folder, { recursive: true });
    await whole(path.join(folder, file), async (target) => {
      if (textFormats.includes(format)) rows = await writeText(target, exportText(format, source, choice));
      else {
        const all: Row[] = [];
        for await (const batch of source.batches) for (const row of batch.rows) all.push(row);
        rows = all.length;
        await writeFile(
          target,
          format === 'arrow'
            ? arrowFile(source.columns, all)
            : await workbookFile(source.name, source.columns, all),
        );
      }
    });
    return { files: [file], rows };
  } catch (cause) {
    if (cause instanceof InputError || typeof (cause as NodeJS.ErrnoException).code !== 'string') throw cause;
    if (cause instanceof LedgerError) throw cause;
    throw new LedgerError('export_unwritable', `${folder} cannot be written: ${messageOf(cause)}.`, {
      cause,
      hint: 'Choose a folder that you may write to, on a disk with room.',
    });
  }
}

async function exportParquet(
  folder: string,
  source: ExportSource,
): Promise<{ files: string[]; rows: number }> {
  const files: string[] = [];
  let rows = 0;
  const top = path.join(folder, source.name);
  await mkdir(top, { recursive: true });
  for await (const batch of source.batches) {
    if (batch.rows.length === 0) continue;
    const place = batch.month === null ? 'part-0.parquet' : `month=${batch.month}/part-0.parquet`;
    await mkdir(path.dirname(path.join(top, place)), { recursive: true });
    await whole(path.join(top, place), (target) =>
      writeFile(target, writeParquet(source.columns, batch.rows)),
    );
    files.push(`${source.name}/${place}`);
    rows += batch.rows.length;
  }
  for (const name of await readdir(top)) {
    const stale = /^month=\d{4}-\d\d$/.test(name) && !files.includes(`${source.name}/${name}/part-0.parquet`);
    if (stale) await rm(path.join(top, name, 'part-0.parquet'), { force: true });
  }
  return { files, rows };
}

/** Writes a file under another name and moves it into its place when it is whole. */
async function whole(file: string, write: (target: string) => Promise<unknown>): Promise<void> {
  const target = `${file}.part`;
  try {
    await write(target);
    const handle = await open(target, 'r');
    await handle.sync();
    await handle.close();
    await rename(target, file);
  } catch (error) {
    await rm(target, { force: true });
    throw error;
  }
}

async function writeText(target: string, pieces: AsyncGenerator<string, number>): Promise<number> {
  const stream = createWriteStream(target);
  const done = finished(stream);
  // Told where it is awaited: a disk that is full fails both.
  done.catch(() => {});
  for (;;) {
    const { value, done: last } = await pieces.next();
    if (last) {
      stream.end();
      await done;
      return value;
    }
    if (!stream.write(value))
      await Promise.race([new Promise<void>((resolve) => stream.once('drain', () => resolve())), done]);
  }
}
