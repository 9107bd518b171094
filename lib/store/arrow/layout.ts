import { float64, int8, int16, int32, uint8, uint16, uint32 } from '@uwdata/flechette';
import type { NumberType } from './cells.ts';

/**
 * How a month of a table lies in the cache: an Arrow file with a record batch for each bucket of accounts, and a map that says where
 * in the file the bytes of each column and bucket begin. Reading a few columns of a few accounts is reading a few pieces.
 */

/** Changes with the form of the files: what an earlier program wrote is dropped. */
export const cacheFormat = 1;

/** The Arrow column that says where in its month each row stands: days in order, rows as their day file has them. */
export const rowColumn = '_row';

/** A piece of the Arrow file, with the CRC-32 of its bytes. */
export interface Chunk {
  at: number;
  bytes: number;
  crc: number;
}

/** Pieces by bucket, number by number: read faster than as many objects. */
export interface Chunks {
  at: number[];
  bytes: number[];
  crc: number[];
  /** 1 where the piece begins with a validity bitmap: an empty cell is an unset bit. Absent where none does. */
  nulls?: number[];
}

export function chunkAt({ at, bytes, crc }: Chunks, bucket: number): Chunk {
  return { at: at[bucket] as number, bytes: bytes[bucket] as number, crc: crc[bucket] as number };
}

/** Arrow begins every buffer at a multiple of 8 bytes: where the one after so many bytes begins. */
export function nextBuffer(bytes: number): number {
  return (bytes + 7) & ~7;
}

export const keyTypes = { uint8: Uint8Array, uint16: Uint16Array, uint32: Uint32Array };
export type KeyType = keyof typeof keyTypes;
export const arrowTypes = { int8, int16, int32, uint32, float64, uint8, uint16 };

/** A column of a month. `chunks` has a piece for each bucket. */
export type Field =
  /** The same cell in every row: kept here, and not in the Arrow file. */
  | { as: 'same'; text: string }
  | { as: 'numbers' | 'instants'; type: NumberType; chunks: Chunks }
  /**
   * Dictionary-encoded cell texts. The dictionary has a part for each bucket, with the texts that are met there first: what
   * belongs to an account (its posts, its captures) is then read with the account alone. A bucket's texts are in the parts from
   * `first` to its own.
   */
  | { as: 'keyed'; type: KeyType; chunks: Chunks; texts: Chunks; counts: number[]; first: number[] }
  /** Cell texts, where most differ. */
  | { as: 'texts'; chunks: Chunks }
  /** The same for texts of hexadecimal digits, so many bytes each. */
  | { as: 'hex'; width: number; chunks: Chunks };

/** Where everything of a month lies. */
export interface MonthMap {
  /** Rows by day, in order. */
  days: [day: string, rows: number][];
  /** Rows by bucket. */
  buckets: number[];
  fields: Record<string, Field>;
  /** The column `_row`, by bucket. */
  rows: Chunks;
}
