import Papa from 'papaparse';
import { readText } from './decode.ts';
import type { OwnerFile } from './file-capture.ts';
import type { RecordBatch } from './records.ts';
import { Refusal } from './refusal.ts';
import type { Sniff } from './sniff.ts';

/** A record longer than this has a quote that nobody closed. */
const maxRecordChars = 262_144;
const sampleRows = 1000;

/** Header (names trimmed) and first records of a CSV file; no header where the file has only blank lines. */
export function readCsvHead(sniff: Sniff): { header: string[]; sample: readonly (readonly string[])[] } {
  const splitter = new CsvSplitter(sniff);
  const batches = [splitter.push(sniff.head)];
  if (sniff.whole || batches[0]?.rows.length === 0) batches.push(splitter.end());
  const [header = [], ...sample] = batches.flatMap((batch) => batch.rows);
  return { header: header.map((name) => name.trim()), sample: sample.slice(0, sampleRows) };
}

/** The records of a CSV file after its header, in pieces as they are read: memory does not grow with the file. */
export async function* readCsvBatches(file: OwnerFile, sniff: Sniff): AsyncGenerator<RecordBatch, void> {
  const splitter = new CsvSplitter(sniff);
  let headerSeen = false;
  const withoutHeader = (batch: CutBatch): CutBatch => {
    if (headerSeen || batch.rows.length === 0) return batch;
    headerSeen = true;
    const broken = batch.broken && new Map([...batch.broken].map(([i, refusal]) => [i - 1, refusal]));
    return { rows: batch.rows.slice(1), lines: batch.lines.slice(1), broken };
  };
  for await (const text of readText(file, sniff.encoding)) {
    const batch = withoutHeader(splitter.push(text));
    if (batch.rows.length > 0) yield batch;
  }
  const batch = withoutHeader(splitter.end());
  if (batch.rows.length > 0) yield batch;
}

interface CutBatch extends RecordBatch {
  rows: string[][];
  lines: number[];
}

/**
 * Cuts text that comes in pieces into records. A quote that is opened and not properly closed costs its own line only:
 * that line is given back as broken, and reading goes on at the next.
 */
class CsvSplitter {
  readonly #delimiter: string;
  readonly #newline: string;
  #rest = '';
  #line = 1;

  constructor(sniff: Pick<Sniff, 'delimiter' | 'newline'>) {
    this.#delimiter = sniff.delimiter;
    this.#newline = sniff.newline;
  }

  push(text: string): CutBatch {
    if (this.#rest.includes('"') || text.includes('"')) return this.#split(this.#rest + text, false);
    return this.#cutPlain(text);
  }

  /** The same for text without a quote in it, where every line is a record and every delimiter ends a cell. */
  #cutPlain(text: string): CutBatch {
    const first = text.indexOf(this.#newline);
    // A line longer than a record may be is dealt with where the others are.
    if (first === -1) return this.#split(this.#rest + text, false);
    const [delimiter, newline] = [this.#delimiter.charCodeAt(0), this.#newline.charCodeAt(0)];
    const rows: string[][] = [];
    const lines: number[] = [];
    // Only the first record has begun before; the others are cut from the text as it was decoded.
    const opened = (this.#rest + text.slice(0, first)).split(this.#delimiter);
    // Records are copies of one that is as wide as they will be. Lists written as `[]` would be made for a long life once the engine
    // has seen those of the sample live on, and pile up until it clears its whole memory.
    const blank = opened.map(() => '');
    this.#keep(opened, rows, lines);
    let row = blank.slice();
    let cells = 0;
    let start = first + 1;
    let end = start;
    for (let i = start; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      if (unit !== delimiter && unit !== newline) continue;
      row[cells++] = text.slice(start, i);
      start = i + 1;
      if (unit === delimiter) continue;
      row.length = cells;
      this.#keep(row, rows, lines);
      row = blank.slice();
      cells = 0;
      end = start;
    }
    this.#rest = text.slice(end);
    if (this.#rest.length <= maxRecordChars) return { rows, lines, broken: null };
    return joined({ rows, lines, broken: null }, this.#split(this.#rest, false));
  }

  /** Adds a record, without the \r of a \r\n, unless its line is blank. */
  #keep(row: string[], rows: string[][], lines: number[]): void {
    const end = row.length - 1;
    const tail = row[end] as string;
    if (tail.charCodeAt(tail.length - 1) === 13) row[end] = tail.slice(0, -1);
    const line = this.#line++;
    if (end === 0 && (row[0] as string).trim() === '') return;
    rows.push(row);
    lines.push(line);
  }

  end(): CutBatch {
    return this.#split(this.#rest, true);
  }

  #parse(text: string, last: boolean, preview = 0) {
    const parser = new Papa.Parser({ delimiter: this.#delimiter, newline: this.#newline as '\n', preview });
    return parser.parse(text, 0, !last) as Papa.ParseResult<string[]>;
  }

  #split(text: string, last: boolean): CutBatch {
    const rows: string[][] = [];
    const lines: number[] = [];
    const broken = new Map<number, Refusal>();
    const breakLine = (record: string) => {
      broken.set(rows.length, new Refusal('bad_quotes', 'a quote is opened and not closed as CSV wants it'));
      rows.push([record]);
      lines.push(this.#line++);
    };
    let rest = text;
    while (rest !== '') {
      const { data, errors, meta } = this.#parse(rest, last);
      const wrong = new Map(errors.map((error) => [error.row, error.code]));
      const bad = this.#take(data, wrong, rest.includes('"'), rows, lines);
      if (bad !== -1) {
        if (bad > 0) rest = rest.slice(this.#parse(rest, last, bad).meta.cursor);
        [, rest] = this.#cutLine(rest, breakLine);
        continue;
      }
      rest = rest.slice(meta.cursor);
      if (rest.length <= maxRecordChars || last) break;
      [, rest] = this.#cutLine(rest, breakLine);
    }
    this.#rest = last ? '' : rest;
    return { rows, lines, broken: broken.size > 0 ? broken : null };
  }

  #cutLine(text: string, breakLine: (record: string) => void): [string, string] {
    const at = text.indexOf(this.#newline);
    const line = at === -1 ? text : text.slice(0, at);
    breakLine(line);
    return [line, at === -1 ? '' : text.slice(at + 1)];
  }

  /** Moves records to `rows`, blank lines left out, up to one whose quotes went wrong; its place, or -1. */
  #take(
    data: string[][],
    wrong: ReadonlyMap<number | undefined, string>,
    quoted: boolean,
    rows: string[][],
    lines: number[],
  ): number {
    for (let i = 0; i < data.length; i++) {
      const row = data[i] as string[];
      const start = this.#line;
      let breaks = 0;
      // Only quotes can hold a line break.
      for (let j = 0; quoted && j < row.length; j++) breaks += countBreaks(row[j] as string, this.#newline);
      // A stray quote within one line harms nothing else; one that ran over lines may have swallowed rows.
      if (wrong.size > 0 && (wrong.get(i) === 'MissingQuotes' || (breaks > 0 && wrong.has(i)))) return i;
      this.#keep(row, rows, lines);
      this.#line = start + 1 + breaks;
    }
    return -1;
  }
}

/** Two batches as one, the second behind the first. */
function joined(a: CutBatch, b: CutBatch): CutBatch {
  return {
    rows: [...a.rows, ...b.rows],
    lines: [...a.lines, ...b.lines],
    broken: b.broken && new Map([...b.broken].map(([i, refusal]) => [i + a.rows.length, refusal])),
  };
}

function countBreaks(cell: string, newline: string): number {
  let count = 0;
  for (let at = cell.indexOf(newline); at !== -1; at = cell.indexOf(newline, at + 1)) count++;
  return count;
}
