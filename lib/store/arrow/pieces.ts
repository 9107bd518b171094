import { closeSync, openSync, readSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { type Cells, EncodedTexts, HexTexts, JoinedTexts, type Numbers, numberTypes } from './cells.ts';
import { type Chunk, chunkAt, type Field, keyTypes, nextBuffer } from './layout.ts';

/** The bytes of the cache are not what was written. */
export class DamagedCache extends Error {
  override readonly name = 'DamagedCache';
}

/** Cells of one bucket: empty cells of numbers are unset bits of `validity`. */
export type ChunkCells = NumberCells | Extract<Cells, { is: 'keyed' | 'texts' }>;

export interface NumberCells {
  is: 'numbers' | 'instants';
  values: Numbers;
  validity: Uint8Array | null;
}

export type NumberField = Extract<Field, { as: 'numbers' | 'instants' }>;
type Keyed = Extract<Field, { as: 'keyed' }>;

/** Pieces that stand so close together are read at once, with what is between them. */
const gapBytes = 4096;

/** Bytes that are looked at and done with; the same memory for all of them. */
const scratch = Buffer.allocUnsafeSlow(262_144);

/** Closes the files of readers that nobody holds any more. */
const forgotten = new FinalizationRegistry((file: number) => closeSync(file));

/** Pieces of an Arrow file, each held against its checksum whenever it is read. */
export class PieceReader {
  readonly #file: number;
  /** By where they begin. */
  readonly #known = new Map<number, Buffer<ArrayBuffer>>();
  readonly #dictionaries = new Map<Keyed, JoinedTexts>();

  constructor(file: string) {
    this.#file = openSync(file, 'r');
    forgotten.register(this, this.#file, this);
  }

  /** Reads pieces: neighbours at once. */
  load(chunks: readonly Chunk[]): void {
    const missing = chunks
      .filter(({ at, bytes }) => bytes > 0 && !this.#known.has(at))
      .sort((a, b) => a.at - b.at);
    for (let first = 0; first < missing.length; ) {
      const start = (missing[first] as Chunk).at;
      let next = first;
      let end = start;
      for (; next < missing.length && (missing[next] as Chunk).at <= end + gapBytes; next++)
        end = Math.max(end, (missing[next] as Chunk).at + (missing[next] as Chunk).bytes);
      const bytes = Buffer.allocUnsafeSlow(end - start);
      this.#fill(bytes, start);
      for (const chunk of missing.slice(first, next)) {
        const own = bytes.subarray(chunk.at - start, chunk.at - start + chunk.bytes);
        if (crc32(own) !== chunk.crc) throw new DamagedCache('a checksum differs');
        this.#known.set(chunk.at, own);
      }
      first = next;
    }
  }

  /** Makes sure that pieces can be read later, without keeping them. */
  check(chunks: readonly Chunk[]): void {
    for (const { at, bytes, crc } of chunks) {
      let found = 0;
      for (let done = 0; done < bytes; done += scratch.length) {
        const part = scratch.subarray(0, Math.min(scratch.length, bytes - done));
        this.#fill(part, at + done);
        found = crc32(part, found);
      }
      if (found !== crc) throw new DamagedCache('a checksum differs');
    }
  }

  /** Lets go of the bytes that were read; they can be read again. */
  forget(): void {
    this.#known.clear();
    this.#dictionaries.clear();
  }

  /** Numbers of the column `_row`. */
  rows(chunk: Chunk, count: number): Uint32Array {
    const { buffer, byteOffset } = this.#read(chunk);
    return new Uint32Array(buffer, byteOffset, count);
  }

  /** A bucket's cells of a column, as they lie in the file. */
  cells(field: Exclude<Field, { as: 'same' }>, bucket: number, rows: number): ChunkCells {
    const chunk = chunkAt(field.chunks, bucket);
    const bytes = this.#read(chunk);
    switch (field.as) {
      case 'keyed': {
        const keys = new keyTypes[field.type](bytes.buffer, bytes.byteOffset, rows);
        return { is: 'keyed', keys, texts: this.#dictionary(field, bucket) };
      }
      case 'texts':
        return { is: 'texts', texts: this.#texts(chunk, rows) };
      case 'hex':
        return { is: 'texts', texts: new HexTexts(bytes, field.width) };
      default:
        return numbersIn(field, bucket, rows, bytes);
    }
  }

  /** A bucket's numbers, to be used before anything else is read. */
  passing(field: NumberField, bucket: number, rows: number): NumberCells {
    const chunk = chunkAt(field.chunks, bucket);
    if (chunk.bytes > scratch.length) return numbersIn(field, bucket, rows, this.#read(chunk));
    const bytes = scratch.subarray(0, chunk.bytes);
    this.#fill(bytes, chunk.at);
    if (crc32(bytes) !== chunk.crc) throw new DamagedCache('a checksum differs');
    return numbersIn(field, bucket, rows, bytes);
  }

  /** To be called once, when nothing is to be read any more. */
  close(): void {
    forgotten.unregister(this);
    closeSync(this.#file);
  }

  #read(chunk: Chunk): Buffer<ArrayBuffer> {
    if (chunk.bytes === 0) return Buffer.alloc(0) as Buffer<ArrayBuffer>;
    this.load([chunk]);
    return this.#known.get(chunk.at) as Buffer<ArrayBuffer>;
  }

  #fill(bytes: Buffer, start: number): void {
    for (let read = 0; read < bytes.length; ) {
      const count = readSync(this.#file, bytes, read, bytes.length - read, start + read);
      if (count === 0) throw new DamagedCache('the file is cut short');
      read += count;
    }
  }

  /** A column's dictionary, with at least the parts that a bucket's keys are in. */
  #dictionary(field: Keyed, bucket: number): JoinedTexts {
    let dictionary = this.#dictionaries.get(field);
    if (!dictionary) {
      dictionary = new JoinedTexts(field.counts);
      this.#dictionaries.set(field, dictionary);
    }
    for (let part = field.first[bucket] as number; part <= bucket; part++)
      dictionary.parts[part] ??= this.#texts(chunkAt(field.texts, part), field.counts[part] as number);
    return dictionary;
  }

  #texts(chunk: Chunk, length: number): EncodedTexts {
    const bytes = this.#read(chunk);
    const offsets = new Int32Array(
      length === 0 ? new ArrayBuffer(4) : bytes.buffer,
      length === 0 ? 0 : bytes.byteOffset,
      length + 1,
    );
    return new EncodedTexts(bytes.subarray(nextBuffer(offsets.byteLength)), offsets);
  }
}

function numbersIn(
  field: NumberField,
  bucket: number,
  rows: number,
  bytes: Buffer<ArrayBuffer>,
): NumberCells {
  const bitmap = field.chunks.nulls?.[bucket] === 1 ? (rows + 7) >> 3 : 0;
  const values = new numberTypes[field.type](bytes.buffer, bytes.byteOffset + nextBuffer(bitmap), rows);
  return { is: field.as, values, validity: bitmap > 0 ? bytes.subarray(0, bitmap) : null };
}
