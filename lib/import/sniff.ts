import Papa from 'papaparse';
import { InputError } from '../errors.ts';
import { decodeHead, type Encoding } from './decode.ts';
import type { OwnerFile } from './file-capture.ts';

export type Format = 'csv' | 'json' | 'ndjson' | 'html';

/** What the bytes of a file say of themselves. */
export interface Sniff {
  format: Format;
  encoding: Encoding;
  /** Between the cells of a `csv`. */
  delimiter: ',' | ';' | '\t' | '|';
  /** Between the lines of a `csv`. A lone `\n` stands for `\r\n` too. */
  newline: '\n' | '\r';
  /** The text of the first 64 kB, without a mark. */
  head: string;
  /** True where `head` is all there is. */
  whole: boolean;
}

/**
 * Encoding, format, delimiter and line ends of a file, from its first 64 kB; only whether it is UTF-8 was asked of every
 * byte, since a file may be plain ASCII for long before its first accent.
 * Throws `InputError`: `binary_file`, which names what the file is and what to do with it, and `wrong_encoding`.
 */
export function sniffFile(file: OwnerFile): Sniff {
  const encoding = sniffEncoding(file);
  const head = decodeHead(file.head, encoding);
  const whole = file.bytes <= file.head.length;
  const format = sniffFormat(head);
  return {
    format,
    encoding,
    delimiter: format === 'csv' ? sniffDelimiter(head, whole) : ',',
    newline: head.includes('\n') || !head.includes('\r') ? '\n' : '\r',
    head,
    whole,
  };
}

function sniffEncoding(file: OwnerFile): Encoding {
  const { head } = file;
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) {
    if (file.utf8) return 'utf-8';
    throw wrongEncoding(file, 'is marked as UTF-8 and has bytes that are not');
  }
  const mark = head[0] === 0xff && head[1] === 0xfe ? 'utf-16le' : 'utf-16be';
  if (mark === 'utf-16le' || (head[0] === 0xfe && head[1] === 0xff)) {
    if (file.bytes % 2 === 0) return mark;
    throw wrongEncoding(file, 'is marked as UTF-16 and has half a character at its end');
  }
  refuseKnownBinary(file);
  const unmarked = utf16Without(head, file.bytes);
  if (unmarked !== null) return unmarked;
  if (head.includes(0))
    throw new InputError('binary_file', `${file.file} is not a text file: it has NUL bytes.`, {
      hint: pickData,
    });
  if (file.utf8) return 'utf-8';
  // These bytes are no characters in Windows-1252, and begin characters in East Asian encodings.
  if (head.some((byte) => byte === 0x81 || byte === 0x8d || byte === 0x8f || byte === 0x90 || byte === 0x9d))
    throw wrongEncoding(file, 'is neither UTF-8 nor Windows-1252');
  return 'windows-1252';
}

/**
 * UTF-16 without its mark: tables have digits, separators and line ends, each of which has a NUL in one and the same half, and
 * never one in the other. Null where that does not hold, or where it then reads as no text.
 */
function utf16Without(head: Uint8Array, bytes: number): 'utf-16le' | 'utf-16be' | null {
  if (bytes % 2 !== 0) return null;
  const nul = [0, 0];
  for (let i = 0; i < head.length; i++) if (head[i] === 0) nul[i % 2] = (nul[i % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = nul;
  if ((even === 0) === (odd === 0) || Math.max(even, odd) < head.length / 20) return null;
  const encoding = even === 0 ? 'utf-16le' : 'utf-16be';
  const text = decodeHead(head.subarray(0, head.length - (head.length % 2)), encoding);
  const table = /[\n\r]/.test(text) && /[,;\t|[{<]/.test(text);
  return table && !/[\p{Cs}\ufffd\ufffe\uffff]|[^\P{Cc}\t\n\r]/u.test(text.slice(0, -1)) ? encoding : null;
}

function wrongEncoding(file: OwnerFile, why: string): InputError {
  return new InputError('wrong_encoding', `${file.file} ${why}: its text cannot be told.`, {
    hint: 'Open it in the program it comes from, save it as CSV in UTF-8, and import that.',
  });
}

const saveAsCsv = 'Open it in a spreadsheet and save the sheet as CSV (UTF-8), then import that.';
const unpack = 'Unpack it and import the files that are in it.';
const pickData = 'Import the data itself: CSV, JSON, or a saved page.';

/** Beginnings of files that are not text: bytes, what they are, what to do. */
const magics: readonly (readonly [string, string, string])[] = [
  ['PK\x03\x04', 'a ZIP archive', unpack],
  ['\xd0\xcf\x11\xe0', 'an old Excel workbook', saveAsCsv],
  ['%PDF', 'a PDF document', pickData],
  ['\x89PNG', 'a PNG picture', pickData],
  ['\xff\xd8\xff', 'a JPEG picture', pickData],
  ['GIF8', 'a GIF picture', pickData],
  ['\x1f\x8b', 'a gzip archive', unpack],
  ['\x28\xb5\x2f\xfd', 'a Zstandard archive', unpack],
  ['7z\xbc\xaf', 'a 7-Zip archive', unpack],
  ['Rar!', 'a RAR archive', unpack],
  ['SQLite format 3\0', 'a SQLite database', 'Export its table as CSV, then import that.'],
  ['PAR1', 'a Parquet file', 'Export its table as CSV, then import that.'],
  ['ARROW1', 'an Arrow file', 'Export its table as CSV, then import that.'],
];

function refuseKnownBinary(file: OwnerFile): void {
  const start = Buffer.from(file.head.subarray(0, 4096)).toString('latin1');
  const magic = magics.find(([bytes]) => start.startsWith(bytes));
  if (magic) {
    const [, what, hint] = start.startsWith('PK') ? nameZip(start) : magic;
    throw new InputError('binary_file', `${file.file} is ${what}, which import does not read.`, { hint });
  }
}

function nameZip(start: string): readonly [string, string, string] {
  if (/xl\/|\[Content_Types\]\.xml/.test(start)) return ['PK', 'an Excel workbook (XLSX)', saveAsCsv];
  return ['PK', 'a ZIP archive', unpack];
}

function sniffFormat(head: string): Format {
  const text = head.trimStart();
  if (text.startsWith('<')) return 'html';
  if (text.startsWith('[')) return /^\[\s*(?:[[{\]"\d-]|true|false|null)/.test(text) ? 'json' : 'csv';
  if (!text.startsWith('{')) return 'csv';
  const end = text.indexOf('\n');
  return isObject(end === -1 ? text : text.slice(0, end)) ? 'ndjson' : 'json';
}

function isObject(line: string): boolean {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && !('__DEFAULT_SCOPE__' in value);
  } catch {
    return false;
  }
}

const sampleRows = 50;

/** The delimiter by which most rows have as many cells as the first; of equals, the one that gives most cells. */
function sniffDelimiter(head: string, whole: boolean): Sniff['delimiter'] {
  let best: Sniff['delimiter'] = ',';
  let bestScore = 0;
  for (const delimiter of [',', ';', '\t', '|'] as const) {
    const parsed: { data: string[][] } = new Papa.Parser({ delimiter, preview: sampleRows }).parse(
      head,
      0,
      !whole,
    );
    const rows = parsed.data.filter((row) => row.length > 1 || row[0]?.trim() !== '');
    const width = rows[0]?.length ?? 0;
    if (width < 2) continue;
    const even = rows.filter((row) => row.length === width).length / rows.length;
    const score = even + width / 10_000;
    if (score > bestScore) [best, bestScore] = [delimiter, score];
  }
  return best;
}
