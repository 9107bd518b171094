import type { Cells } from './cells.ts';
import { textsOf } from './column.ts';

/** Which accounts stand together in a month: all rows of one are in one bucket. */

/** Rows by bucket: `rows[0 … ends[0])` is the first one's, and so on. */
export interface Order {
  rows: Uint32Array;
  ends: number[];
}

/** A row's bucket is held as a byte while rows are put in order. */
const mostBuckets = 256;

/** So many buckets' rows are soon read together. */
const bucketsAtOnce = 6;

/** Buckets for a month of so many rows: a power of two, or one where a month is soon read whole. */
function bucketsFor(rows: number, rowsPerBucket: number): number {
  let buckets = 1;
  if (rows <= rowsPerBucket * bucketsAtOnce) return buckets;
  while (buckets < mostBuckets && rows / buckets > rowsPerBucket) buckets *= 2;
  return buckets;
}

/** The bucket of an account: FNV-1a of its id. */
export function bucketOf(accountId: string, buckets: number): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < accountId.length; i++) hash = Math.imul(hash ^ accountId.charCodeAt(i), 0x01000193);
  return (hash >>> 8) & (buckets - 1);
}

/** The order of a month's rows by bucket; within a bucket as they come. A table without accounts has one. */
export function orderRows(accounts: Cells | undefined, rows: number, rowsPerBucket: number): Order {
  const buckets = accounts ? bucketsFor(rows, rowsPerBucket) : 1;
  if (!accounts || buckets === 1)
    return { rows: Uint32Array.from({ length: rows }, (_, i) => i), ends: [rows] };
  const bucketAt = bucketsOf(accounts, rows, buckets);
  const byRow = new Uint8Array(rows);
  const starts = new Uint32Array(buckets + 1);
  for (let row = 0; row < rows; row++) {
    const bucket = bucketAt(row);
    byRow[row] = bucket;
    starts[bucket + 1] = (starts[bucket + 1] as number) + 1;
  }
  for (let bucket = 0; bucket < buckets; bucket++)
    starts[bucket + 1] = (starts[bucket + 1] as number) + (starts[bucket] as number);
  const ends = [...starts.subarray(1)];
  const ordered = new Uint32Array(rows);
  for (let row = 0; row < rows; row++) {
    const bucket = byRow[row] as number;
    ordered[starts[bucket] as number] = row;
    starts[bucket] = (starts[bucket] as number) + 1;
  }
  return { rows: ordered, ends };
}

/** The bucket of each row, worked out once for each account. */
function bucketsOf(accounts: Cells, rows: number, buckets: number): (row: number) => number {
  if (accounts.is !== 'keyed') {
    const textAt = textsOf(accounts, rows);
    return (row) => bucketOf(textAt(row), buckets);
  }
  const { keys, texts } = accounts;
  const byKey = Uint8Array.from({ length: texts.length }, (_, key) =>
    bucketOf(texts.at(key) as string, buckets),
  );
  return (row) => byKey[keys[row] as number] as number;
}
