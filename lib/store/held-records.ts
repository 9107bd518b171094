import type { Column } from '../schema/table.ts';
import { Numbers } from './numbers.ts';
import { RecordBytes, recordWriter } from './record-bytes.ts';

/** Records one after the other, each with its line end, as they lie in a file. */
export interface Records {
  bytes: Uint8Array;
  /** Of each record: how many of the bytes are its own. */
  sizes: ArrayLike<number>;
}

/** Records that wait to be merged into one file, in the order they came. */
export interface Batch extends Records {
  /** Of each record: its line in the source, and whether it stands for its source row in the counts. */
  marks: ArrayLike<number>;
}

/** Records of one file in a block of such pieces: their marks, then their sizes, then their bytes. */
export interface Piece {
  /** Where in the block it begins: a multiple of 8, as the marks need it. */
  at: number;
  rows: number;
  /** Bytes of the records. */
  bytes: number;
}

const markBytes = 8;
const sizeBytes = 4;
const numberBytes = markBytes + sizeBytes;

/** How much of a block a piece takes. */
export function lengthOf({ rows, bytes }: Pick<Piece, 'rows' | 'bytes'>): number {
  return Math.ceil((rows * numberBytes + bytes) / markBytes) * markBytes;
}

/** A batch as it lies in a block. */
export interface ReadPiece extends Batch {
  marks: Float64Array;
  sizes: Uint32Array;
}

/** A piece of a block; nothing is copied. */
export function readPiece(block: ArrayBuffer, { at, rows, bytes }: Piece): ReadPiece {
  return {
    marks: new Float64Array(block, at, rows),
    sizes: new Uint32Array(block, at + rows * markBytes, rows),
    bytes: new Uint8Array(block, at + rows * numberBytes, bytes),
  };
}

/** Records in memory as they come, of one file or another: their bytes, and three numbers a record. */
export class HeldRecords {
  readonly #bytes = new RecordBytes();
  readonly #writeRow: (row: Readonly<Record<string, unknown>>) => void;
  /** Of each record: the number of its file, its size and its mark. */
  readonly #files = new Numbers();
  readonly #sizes = new Numbers();
  readonly #marks = new Numbers();

  constructor(columns: readonly Column[]) {
    this.#writeRow = recordWriter(columns, this.#bytes);
  }

  get rows(): number {
    return this.#marks.length;
  }

  get bytes(): number {
    return this.#bytes.length;
  }

  /** Adds a record as it stands, without its line end. */
  add(file: number, record: string, mark: number): void {
    const start = this.#bytes.length;
    this.#bytes.write(record);
    this.#bytes.write('\n');
    this.#note(file, start, mark);
  }

  /** Adds a row of the columns. */
  addRow(file: number, row: Readonly<Record<string, unknown>>, mark: number): void {
    const start = this.#bytes.length;
    this.#writeRow(row);
    this.#note(file, start, mark);
  }

  #note(file: number, start: number, mark: number): void {
    this.#files.push(file);
    this.#sizes.push(this.#bytes.length - start);
    this.#marks.push(mark);
  }

  /**
   * Brings everything into the order of the files, whose numbers are below `files`, and forgets it here. `spare` is a block to
   * use where it is long enough. The pieces by the number of their file; undefined where a file has nothing.
   */
  group(
    files: number,
    spare: ArrayBuffer,
  ): { block: ArrayBuffer; length: number; pieces: (Piece | undefined)[] } {
    const pieces = this.#layOut(files);
    const length = pieces.reduce((end, piece) => (piece === undefined ? end : piece.at + lengthOf(piece)), 0);
    const block = length <= spare.byteLength ? spare : new ArrayBuffer(length);
    this.#fill(block, pieces);
    this.clear();
    return { block, length, pieces };
  }

  #layOut(files: number): (Piece | undefined)[] {
    const rows = new Uint32Array(files);
    const bytes = new Float64Array(files);
    for (let i = 0; i < this.rows; i++) {
      const file = this.#files.at(i);
      rows[file] = (rows[file] as number) + 1;
      bytes[file] = (bytes[file] as number) + this.#sizes.at(i);
    }
    let at = 0;
    return Array.from(rows, (count, file) => {
      if (count === 0) return undefined;
      const piece = { at, rows: count, bytes: bytes[file] as number };
      at += lengthOf(piece);
      return piece;
    });
  }

  #fill(block: ArrayBuffer, pieces: readonly (Piece | undefined)[]): void {
    const [marks, sizes, target] = [
      new Float64Array(block, 0, block.byteLength >> 3),
      new Uint32Array(block),
      Buffer.from(block),
    ];
    // How many records of each file are there already, and where its next one goes.
    const filled = new Uint32Array(pieces.length);
    const byteAt = Float64Array.from(pieces, (piece) => (piece ? piece.at + piece.rows * numberBytes : 0));
    let from = 0;
    for (let i = 0, next = 0; i < this.rows; i = next) {
      const file = this.#files.at(i);
      const piece = pieces[file] as Piece;
      let to = from;
      for (next = i; next < this.rows && this.#files.at(next) === file; next++) {
        const row = filled[file] as number;
        filled[file] = row + 1;
        const size = this.#sizes.at(next);
        marks[piece.at / markBytes + row] = this.#marks.at(next);
        sizes[(piece.at + piece.rows * markBytes) / sizeBytes + row] = size;
        to += size;
      }
      // Neighbours of one file are copied together.
      this.#bytes.bytes.copy(target, byteAt[file], from, to);
      byteAt[file] = (byteAt[file] as number) + to - from;
      from = to;
    }
  }

  clear(): void {
    this.#bytes.clear();
    for (const numbers of [this.#files, this.#sizes, this.#marks]) numbers.clear();
  }
}
