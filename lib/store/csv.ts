import Papa from 'papaparse';
import type { Column } from '../schema/table.ts';

/**
 * Rows ↔ CSV text: comma, LF, a header line, RFC 4180 quotes where needed, an empty cell for null.
 * The schema gives the types; nothing is guessed.
 */

/** A cell as text. `NaN` and infinities never reach a file: they throw. */
export function formatCell(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new RangeError(`a cell cannot hold ${value}`);
    return String(value);
  }
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  if (Array.isArray(value)) return quote(value.join(' '));
  return quote(String(value));
}

const needsQuotes = /[",\r\n]|^\s|\s$/;

function quote(text: string): string {
  return needsQuotes.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A column as records are written: neighbouring rows often say the same, so the last text and its cell are kept. */
interface CellWriter {
  name: string;
  lastText: string;
  lastCell: string;
}

const writers = new WeakMap<readonly Pick<Column, 'name'>[], { cells: CellWriter[]; record: string[] }>();

/** A row as one CSV record, without a line end. */
export function formatRecord(
  columns: readonly Pick<Column, 'name'>[],
  row: Readonly<Record<string, unknown>>,
): string {
  let writer = writers.get(columns);
  if (!writer) {
    const cells = columns.map(({ name }) => ({ name, lastText: '', lastCell: '' }));
    // The list of cells is filled anew for every record: half a million records should not make as many lists.
    writer = { cells, record: cells.map(() => '') };
    writers.set(columns, writer);
  }
  const { cells, record } = writer;
  for (let i = 0; i < cells.length; i++) {
    const cell = cells[i] as CellWriter;
    const value = row[cell.name];
    if (value === null || value === undefined) record[i] = '';
    else if (typeof value !== 'string') record[i] = formatCell(value);
    else {
      if (value !== cell.lastText) {
        cell.lastCell = quote(value);
        cell.lastText = value;
      }
      record[i] = cell.lastCell;
    }
  }
  return record.join(',');
}

export function headerOf(columns: readonly Pick<Column, 'name'>[]): string {
  return columns.map((column) => column.name).join(',');
}

/** A cell's text as a value of the column's kind; an empty cell is null (an empty list for lists). */
export function parseCell(column: Column, text: string): unknown {
  if (text === '') return column.kind === 'list' ? [] : null;
  switch (column.kind) {
    case 'integer':
    case 'number':
      return Number(text);
    case 'flag':
      return text === 'true';
    case 'list':
      return text.split(' ');
    default:
      return text;
  }
}

/**
 * CSV text as the records of each line, quotes kept, header and empty last line dropped. A record may hold line breaks
 * inside quotes.
 */
export function splitRecords(text: string): string[] {
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  lines.shift();
  if (!text.includes('"')) return lines;
  const records: string[] = [];
  let open: string | null = null;
  for (const line of lines) {
    const record: string = open === null ? line : `${open}\n${line}`;
    if (countQuotes(record) % 2 === 0) {
      records.push(record);
      open = null;
    } else open = record;
  }
  if (open !== null) records.push(open);
  return records;
}

function countQuotes(text: string): number {
  let count = 0;
  for (let i = text.indexOf('"'); i !== -1; i = text.indexOf('"', i + 1)) count++;
  return count;
}

/** Cells of every data line, with the header line's names. Fast where no cell is quoted. */
export function parseCells(text: string): { header: string[]; lines: string[][] } {
  let cells: string[][];
  if (text.includes('"')) {
    cells = Papa.parse<string[]>(text, { delimiter: ',', newline: '\n', skipEmptyLines: true }).data;
  } else {
    const lines = text.split('\n');
    if (lines.at(-1) === '') lines.pop();
    cells = lines.map((line) => line.split(','));
  }
  return { header: cells.shift() ?? [], lines: cells };
}

/**
 * Typed rows of a file. Columns the file lacks come out as null (older files lack newer columns); columns the
 * schema does not know are passed over.
 */
export function parseRows(columns: readonly Column[], text: string): Record<string, unknown>[] {
  return typedRows(columns, parseCells(text));
}

/** `parseRows` of a text whose cells are known. */
export function typedRows(
  columns: readonly Column[],
  { header, lines }: ReturnType<typeof parseCells>,
): Record<string, unknown>[] {
  const places = columns.map((column) => header.indexOf(column.name));
  // Every row begins as a copy of one object: rows that share a shape take half the memory of rows that grow.
  const empty = Object.fromEntries(columns.map(({ name }) => [name, null]));
  return lines.map((cells) => {
    const row: Record<string, unknown> = { ...empty };
    for (let i = 0; i < columns.length; i++) {
      const column = columns[i] as Column;
      const place = places[i] as number;
      const cell = place === -1 ? '' : (cells[place] ?? '');
      row[column.name] = column.kind === 'list' ? parseCell(column, cell) : shared(parseCell(column, cell));
    }
    return row;
  });
}

const texts = new Map<unknown, unknown>();
const textsKept = 200_000;

/** One copy of a text that many rows hold (ids, handles, days), instead of one a cell that keeps its whole file alive. */
function shared(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  const known = texts.get(value);
  if (known !== undefined) return known;
  if (texts.size >= textsKept) texts.clear();
  // A slice of the file's text would hold on to all of it.
  const own = Buffer.from(value, 'utf8').toString('utf8');
  texts.set(own, own);
  return own;
}
