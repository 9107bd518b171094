import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import { type TableName, tables } from '../schema/index.ts';
import { type Column, columnsOf, type TableSpec } from '../schema/table.ts';
import { formatRecord, headerOf, parseCells, parseRows, splitRecords, typedRows } from './csv.ts';
import { readBytes, readText } from './files.ts';
import { type ArchiveEntry, type ManifestEntry, parseManifest } from './manifest.ts';
import { compareText, keyOf } from './merge.ts';

/** Facts about stored files, for those who judge them. */

/** A file as it lies there. */
export interface StoredFile {
  text: string;
  bytes: number;
  sha256: string;
  isUtf8: boolean;
}

/** A file as it lies there; null where there is none. Throws `LedgerError` where it cannot be read. */
export async function inspectFile(root: string, file: string): Promise<StoredFile | null> {
  const content = await readBytes(root, file);
  if (content === null) return null;
  return {
    text: content.toString('utf8'),
    bytes: content.length,
    sha256: hashOf(content),
    isUtf8: isUtf8(content),
  };
}

function hashOf(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}

export interface StoredManifest {
  /** `damaged` where it cannot be read, or its head says other than its entries. */
  state: 'sound' | 'damaged' | 'missing';
  /** By file name. */
  entries: ReadonlyMap<string, ManifestEntry>;
  archive: ArchiveEntry | null;
}

/** The manifest of a month's folder of day files. */
export async function inspectManifest(root: string, folder: string): Promise<StoredManifest> {
  const text = await readText(root, `${folder}/manifest.json`);
  if (text === null) return { state: 'missing', entries: new Map(), archive: null };
  const manifest = parseManifest(text);
  const files = manifest?.files ?? [];
  const archive = manifest?.archive ?? null;
  const days = files.map(({ file }) => file.slice(0, 10));
  if (archive !== null) days.push(archive.first_day, archive.last_day);
  days.sort();
  const sound =
    manifest !== null &&
    manifest.rows === files.reduce((sum, { rows }) => sum + rows, archive?.rows ?? 0) &&
    manifest.first_day === days[0] &&
    manifest.last_day === days.at(-1);
  const entries = new Map(files.map((entry) => [entry.file, entry]));
  return { state: sound ? 'sound' : 'damaged', entries, archive };
}

/** What was done to a file whose hash is not the listed one: to its form, which can be undone, or to what it says. */
export type Change = 'line_ends' | 'order' | 'form' | 'content';

/** Finds out by undoing, one after the other, what editors and spreadsheets do to a file. */
export function changeOf(table: TableName, text: string, listedHash: string): Change {
  const plain = plainText(text);
  // An editor turns the line breaks within cells as well.
  for (const each of [plain, plain.replaceAll('\r\n', '\n')])
    if (hashOf(each) === listedHash) return 'line_ends';
  const header = plain.slice(0, Math.max(0, plain.indexOf('\n')));
  if (hashOf(sortedText(table, header, splitRecords(plain))) === listedHash) return 'order';
  const columns = columnsOf(tables[table] as TableSpec);
  const rewritten = parseRows(columns, plain).map((row) => writtenAs(columns, row) ?? '');
  return hashOf(sortedText(table, headerOf(columns), rewritten)) === listedHash ? 'form' : 'content';
}

function sortedText(table: TableName, header: string, records: readonly string[]): string {
  const keyCells = tables[table].key.length;
  const sorted = records.toSorted((a, b) => compareText(keyOf(a, keyCells), keyOf(b, keyCells)));
  return `${[header, ...sorted].join('\n')}\n`;
}

/** A text without a byte-order mark, each record ended by LF. Line breaks within a cell stay what they are. */
export function plainText(text: string): string {
  if (!text.startsWith('\uFEFF') && !text.includes('\r')) return withLastEnd(text);
  const unmarked = text.replace(/^\uFEFF/, '');
  const header = unmarked.slice(0, Math.max(0, unmarked.indexOf('\n')));
  const records = [header, ...splitRecords(unmarked)].map((record) => record.replace(/\r$/, ''));
  return unmarked.includes('\n') ? `${records.join('\n')}\n` : withLastEnd(unmarked);
}

function withLastEnd(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}

/** True where a text begins with a byte-order mark or ends records as Windows does. A cell may hold any line break. */
export function hasForeignLines(text: string): boolean {
  if (text.startsWith('\uFEFF')) return true;
  if (!text.includes('\r\n')) return false;
  return (
    text.slice(0, text.indexOf('\n')).endsWith('\r') ||
    splitRecords(text).some((record) => record.endsWith('\r'))
  );
}

/** A day file taken apart: its rows, and where its text is not the one that is written for them. */
export interface StoredRows {
  header: string[];
  rows: Record<string, unknown>[];
  /** Rows with more or fewer cells than the header. */
  ragged: number[];
  /** The first row that belongs before its neighbour; null where they are sorted. */
  unsorted: number | null;
  /** Rows with a cell that is written otherwise than Clipbook writes it, and that cell. */
  odd: { row: number; cell: string }[];
  /** The line on which a row begins; the header is line 1. */
  lineOf(row: number): number;
}

/** Takes a day file apart. Its text has LF line ends (`plainText`). Rows count from 0. */
export function takeApart(table: TableName, text: string): StoredRows {
  const columns = columnsOf(tables[table] as TableSpec);
  const cells = parseCells(text);
  const records = splitRecords(text);
  const { header, lines } = cells;
  const rows = typedRows(columns, cells);
  const found: StoredRows = {
    header,
    rows,
    ragged: lines.flatMap((line, i) => (line.length === header.length ? [] : [i])),
    unsorted: firstUnsorted(records, tables[table].key.length),
    odd: [],
    lineOf: (row) => records.slice(0, row).reduce((line, record) => line + record.split('\n').length, 2),
  };
  // Of a file with other columns, or with quotes that do not close, that is the thing to say.
  if (header.join(',') !== headerOf(columns) || records.length !== rows.length) return found;
  for (const [i, row] of rows.entries())
    if (lines[i]?.length === columns.length && writtenAs(columns, row) !== records[i])
      found.odd.push({ row: i, cell: oddCell(columns, row, lines[i]) });
  return found;
}

function firstUnsorted(records: readonly string[], keyCells: number): number | null {
  let last = '';
  for (const [i, record] of records.entries()) {
    const key = keyOf(record, keyCells);
    if (key < last) return i;
    last = key;
  }
  return null;
}

/** The record of a row; null where a cell cannot be written, being no number. */
function writtenAs(columns: readonly Column[], row: Readonly<Record<string, unknown>>): string | null {
  try {
    return formatRecord(columns, row);
  } catch {
    return null;
  }
}

function oddCell(
  columns: readonly Column[],
  row: Readonly<Record<string, unknown>>,
  cells: readonly string[],
): string {
  for (const [i, { name }] of columns.entries()) {
    const value = row[name] ?? '';
    if ((Array.isArray(value) ? value.join(' ') : String(value)) !== cells[i])
      return `${name} is written ${JSON.stringify(cells[i])}`;
  }
  return 'it has quotes that are not needed';
}
