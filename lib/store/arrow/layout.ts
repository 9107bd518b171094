import { float64, int8, int16, int32, uint8, uint16, uint32 } from '@uwdata/flechette';

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
  /** Where in the piece the values begin. */
  values: number;
  /** Where the offsets of texts begin. */
  offsets?: number;
  /** True where the piece begins with a validity bitmap: an empty cell is an unset bit. */
  nulls?: true;
}

export const numberTypes = {
  int8: Int8Array,
  int16: Int16Array,
  int32: Int32Array,
  uint32: Uint32Array,
  float64: Float64Array,
};
export type NumberType = keyof typeof numberTypes;
export const keyTypes = { uint8: Uint8Array, uint16: Uint16Array, uint32: Uint32Array };
export type KeyType = keyof typeof keyTypes;
export const arrowTypes = { int8, int16, int32, uint32, float64, uint8, uint16 };

/** A column of a month. `chunks` has a piece for each bucket. */
export type Field =
  /** The same cell in every row: kept here, and not in the Arrow file. */
  | { as: 'same'; text: string }
  | { as: 'numbers' | 'instants'; type: NumberType; chunks: Chunk[] }
  /** Dictionary-encoded cell texts. */
  | { as: 'keyed'; type: KeyType; texts: Chunk; length: number; chunks: Chunk[] }
  /** Cell texts, where most differ. */
  | { as: 'texts'; chunks: Chunk[] };

/** Where everything of a month lies. */
export interface MonthMap {
  /** Rows by day, in order. */
  days: [day: string, rows: number][];
  /** Rows by bucket. */
  buckets: number[];
  fields: Record<string, Field>;
  /** The column `_row`, by bucket. */
  rows: Chunk[];
}

/** A row's bucket is kept as a byte. */
const mostBuckets = 256;

/** Buckets for a month of so many rows: a power of two. */
export function bucketsFor(rows: number, rowsPerBucket: number): number {
  let buckets = 1;
  while (buckets < mostBuckets && rows / buckets > rowsPerBucket) buckets *= 2;
  return buckets;
}

/** The bucket of an account: FNV-1a of its id. */
export function bucketOf(accountId: string, buckets: number): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < accountId.length; i++) hash = Math.imul(hash ^ accountId.charCodeAt(i), 0x01000193);
  return (hash >>> 8) & (buckets - 1);
}
