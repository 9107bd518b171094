import { closeSync, openSync, readSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { type Cells, EncodedTexts, type Numbers } from './cells.ts';
import { type Chunk, type Field, keyTypes, numberTypes } from './layout.ts';

/** The bytes of the cache are not what was written. */
export class DamagedCache extends Error {
  override readonly name = 'DamagedCache';
}

/** Pieces of an Arrow file, each read once and held against its checksum. */
export class PieceReader {
  readonly #file: number;
  readonly #known = new Map<Chunk, ArrayBuffer>();

  constructor(file: string) {
    this.#file = openSync(file, 'r');
  }

  read(chunk: Chunk): ArrayBuffer {
    const known = this.#known.get(chunk);
    if (known) return known;
    const { at, bytes, crc } = chunk;
    const buffer = new ArrayBuffer(bytes);
    const view = new Uint8Array(buffer);
    for (let read = 0; read < bytes; ) {
      const count = readSync(this.#file, view, read, bytes - read, at + read);
      if (count === 0) throw new DamagedCache('the file is cut short');
      read += count;
    }
    if (crc32(view) !== crc) throw new DamagedCache('a checksum differs');
    this.#known.set(chunk, buffer);
    return buffer;
  }

  /** A bucket's cells of a column, as they lie in the file. */
  cells(field: Exclude<Field, { as: 'same' }>, bucket: number, rows: number): ChunkCells {
    const chunk = field.chunks[bucket] as Chunk;
    const buffer = this.read(chunk);
    switch (field.as) {
      case 'keyed':
        return {
          is: 'keyed',
          keys: new keyTypes[field.type](buffer, chunk.values, rows),
          texts: this.#texts(field.texts, field.length),
        };
      case 'texts':
        return { is: 'texts', texts: this.#texts(chunk, rows) };
      default:
        return {
          is: field.as,
          values: new numberTypes[field.type](buffer, chunk.values, rows),
          validity: chunk.nulls ? new Uint8Array(buffer, 0, (rows + 7) >> 3) : null,
        };
    }
  }

  close(): void {
    closeSync(this.#file);
  }

  #texts(chunk: Chunk, length: number): EncodedTexts {
    const buffer = this.read(chunk);
    return new EncodedTexts(
      new Uint8Array(buffer, chunk.values),
      new Int32Array(buffer, chunk.offsets, length + 1),
    );
  }
}

/** Cells of one bucket: empty cells of numbers are unset bits of `validity`. */
export type ChunkCells =
  | { is: 'numbers' | 'instants'; values: Numbers; validity: Uint8Array | null }
  | Extract<Cells, { is: 'keyed' | 'texts' }>;
