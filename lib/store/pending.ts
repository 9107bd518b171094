import { readSync } from 'node:fs';
import { type FileHandle, mkdir, open } from 'node:fs/promises';
import path from 'node:path';
import type { Column } from '../schema/table.ts';
import { type Batch, HeldRecords, lengthOf, type Piece, type ReadPiece, readPiece } from './held-records.ts';

/** Line and counting of a record in one number. */
export const markOf = (line: number, counted: boolean): number => line * 2 + Number(counted);
export const lineOf = (mark: number): number => Math.floor(mark / 2);
export const isCounted = (mark: number): boolean => mark % 2 === 1;

const empty = new ArrayBuffer(0);
/** A block of such a length, with room to grow; the one at hand where it is long enough. */
const atLeast = (length: number, block: ArrayBuffer) =>
  block.byteLength >= length ? block : new ArrayBuffer(Math.ceil(length / 4) * 8);

/**
 * Records by the file they belong to: in memory, and once that is full in a scratch file, in which the records of one file lie
 * together wherever memory was full once more.
 */
export class PendingRecords {
  readonly #scratch: string;
  readonly #columns: readonly Column[];
  #held: HeldRecords;
  /** The files by number, in the order in which they were first named, with what was put away of each. */
  readonly #files: { name: string; pieces: Piece[] }[] = [];
  readonly #numbers = new Map<string, number>();
  /** Where the last record went: neighbours mostly go to the same file. */
  #last: { name: string; number: number } | null = null;
  #handle: FileHandle | null = null;
  #opened: Promise<FileHandle> | null = null;
  #scratchBytes = 0;
  /** The write that is under way; reading the next rows need not wait for it. */
  #writing: Promise<void> = Promise.resolve();
  /** The records that were put away last: what is being written, or all there are where no scratch file was needed. */
  #block = empty;
  /** Several pieces of a file as one. */
  #joined = empty;

  /** `scratch` is the path for what memory does not hold. The file is made when it is needed; its owner removes it after `close`. */
  constructor(scratch: string, columns: readonly Column[] = []) {
    this.#scratch = scratch;
    this.#columns = columns;
    this.#held = new HeldRecords(columns);
  }

  /** How many bytes of records are in memory. */
  get held(): number {
    return this.#held.bytes;
  }

  /** Adds a record as it stands, without its line end. */
  add(file: string, record: string, mark: number): void {
    this.#held.add(this.#numberOf(file), record, mark);
  }

  /** Adds a row of the columns. */
  addRow(file: string, row: Readonly<Record<string, unknown>>, mark: number): void {
    this.#held.addRow(this.#numberOf(file), row, mark);
  }

  #numberOf(name: string): number {
    if (this.#last?.name === name) return this.#last.number;
    let number = this.#numbers.get(name);
    if (number === undefined) {
      number = this.#files.push({ name, pieces: [] }) - 1;
      this.#numbers.set(name, number);
    }
    this.#last = { name, number };
    return number;
  }

  /** The files that something waits for, in code-unit order. */
  files(): string[] {
    return this.#files.map(({ name }) => name).sort();
  }

  /**
   * Moves everything from memory to the scratch file. Comes back when that is being written; an error of it is thrown by
   * the next call of any method.
   */
  async spill(): Promise<void> {
    await this.#writing;
    if (this.#held.rows === 0) return;
    await this.#open();
    const start = this.#scratchBytes;
    const length = this.#putAway(start);
    this.#scratchBytes += length;
    this.#write(new Uint8Array(this.#block, 0, length), start);
    // Whoever waits for it next is told; until then nobody is listening.
    this.#writing.catch(() => undefined);
  }

  /** Adds a block of records whose pieces belong to these files; it goes to the scratch file at once. To be awaited before any is taken. */
  async addBlock(
    block: ArrayBuffer,
    pieces: readonly (readonly [file: string, piece: Piece])[],
  ): Promise<void> {
    const start = this.#scratchBytes;
    this.#scratchBytes += block.byteLength;
    for (const [file, piece] of pieces)
      this.#files[this.#numberOf(file)]?.pieces.push({ ...piece, at: start + piece.at });
    await this.#write(new Uint8Array(block), start);
  }

  /** Writes behind what is being written. */
  #write(bytes: Uint8Array, at: number): Promise<void> {
    const before = this.#writing;
    this.#writing = this.#open().then(async (handle) => {
      await before;
      await writeAll(handle, bytes, at);
    });
    return this.#writing;
  }

  #open(): Promise<FileHandle> {
    this.#opened ??= mkdir(path.dirname(this.#scratch), { recursive: true }).then(async () => {
      this.#handle = await open(this.#scratch, 'w+');
      return this.#handle;
    });
    return this.#opened;
  }

  /** Moves everything from memory to the block, which begins at `start` of the scratch file; its length. */
  #putAway(start: number): number {
    const { block, length, pieces } = this.#held.group(this.#files.length, this.#block);
    this.#block = block;
    for (const [number, piece] of pieces.entries())
      if (piece) this.#files[number]?.pieces.push({ ...piece, at: start + piece.at });
    return length;
  }

  /**
   * Everything that waits for a file, in the order it came, good until the next is taken. To be taken once, when everything was
   * added: what is added after the first was taken is an error.
   */
  async take(file: string): Promise<Batch> {
    if (this.#held.rows > 0) await this.#endAdding();
    await this.#writing;
    const pieces = this.#files[this.#numbers.get(file) ?? -1]?.pieces.splice(0) ?? [];
    return pieces.length === 1 ? this.#read(pieces[0] as Piece) : this.#readJoined(pieces);
  }

  /**
   * What waits for a file, in the order it came, as much at a time as memory held: each part is good until the next is asked for. As often as
   * one likes, and else as `take`.
   */
  async *parts(file: string): AsyncGenerator<Batch, void> {
    if (this.#held.rows > 0) await this.#endAdding();
    await this.#writing;
    for (const piece of this.#files[this.#numbers.get(file) ?? -1]?.pieces ?? []) yield this.#read(piece);
  }

  async #endAdding(): Promise<void> {
    if (this.#handle === null) {
      if (this.#block !== empty) throw new Error('records were added after the first were taken');
      this.#putAway(0);
    } else {
      await this.spill();
      await this.#writing;
      this.#block = empty;
    }
    // The memory for more of them is free for the merging.
    this.#held = new HeldRecords(this.#columns);
  }

  /** A piece, in memory that is used for the next one again. */
  #read(piece: Piece): ReadPiece {
    if (this.#handle === null) return readPiece(this.#block, piece);
    const length = lengthOf(piece);
    this.#block = atLeast(length, this.#block);
    readAll(this.#handle.fd, new Uint8Array(this.#block, 0, length), piece.at);
    return readPiece(this.#block, { ...piece, at: 0 });
  }

  /** Several pieces as one, in memory that is used for the next file again. */
  #readJoined(pieces: readonly Piece[]): Batch {
    const whole = { at: 0, rows: 0, bytes: 0 };
    for (const { rows, bytes } of pieces) {
      whole.rows += rows;
      whole.bytes += bytes;
    }
    this.#joined = atLeast(lengthOf(whole), this.#joined);
    const joined = readPiece(this.#joined, whole);
    let [row, at] = [0, 0];
    for (const piece of pieces) {
      const { marks, sizes, bytes } = this.#read(piece);
      joined.marks.set(marks, row);
      joined.sizes.set(sizes, row);
      joined.bytes.set(bytes, at);
      row += piece.rows;
      at += piece.bytes;
    }
    return joined;
  }

  /** Closes the scratch file; nothing waits any longer. */
  async close(): Promise<void> {
    await this.#writing.catch(() => undefined);
    await this.#handle?.close();
    this.#handle = null;
    this.#opened = null;
    this.#files.splice(0);
    this.#numbers.clear();
    this.#last = null;
    this.#held.clear();
    this.#block = empty;
    this.#joined = empty;
  }
}

async function writeAll(handle: FileHandle, bytes: Uint8Array, at: number): Promise<void> {
  // A disk that is nearly full may take less than it is given; the next write says why.
  for (let done = 0; done < bytes.length; )
    done += (await handle.write(bytes, done, bytes.length - done, at + done)).bytesWritten;
}

/** Without letting go of the thread: files of many days are read in very many small pieces, which the system has at hand. */
function readAll(fd: number, bytes: Uint8Array, at: number): void {
  for (let done = 0; done < bytes.length; ) {
    const read = readSync(fd, bytes, done, bytes.length - done, at + done);
    if (read === 0) throw new Error('a scratch file was cut short');
    done += read;
  }
}
