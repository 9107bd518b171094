import {
  type Batch,
  batchType,
  Column,
  type DataType,
  dictionary,
  fixedSizeBinary,
  utf8,
} from '@uwdata/flechette';
import type { Keys, Numbers } from './cells.ts';
import { arrowTypes, type KeyType } from './layout.ts';

/** Arrow columns out of arrays that are there already: the library's own builders go value by value. */

/** A column of numbers, a batch a bucket; `isThere` is 1 where there is a value. */
export function direct(
  type: DataType,
  parts: readonly (Numbers | Keys)[],
  validity: readonly Uint8Array[] | null,
): Column<unknown> {
  const BatchOf = batchType(type);
  const batches = parts.map(
    (values, i) => new BatchOf({ type, length: values.length, values, ...bitmap(validity?.[i]) }),
  );
  return new Column(batches, type);
}

/** A dictionary-encoded column: keys a batch a bucket, and the dictionary in parts. */
export function keyed(
  indices: KeyType,
  parts: readonly Keys[],
  texts: readonly (readonly string[])[],
): Column<unknown> {
  const type = dictionary(utf8(), arrowTypes[indices]());
  // The writer finds a dictionary by the identity of its type.
  const list = new Column(
    texts.map((part) => textBatch(part, type.dictionary)),
    type.dictionary,
  );
  const BatchOf = batchType(type);
  const batches = parts.map((values) =>
    new BatchOf({ type, length: values.length, values, ...bitmap(undefined) }).setDictionary(list),
  );
  return new Column(batches, type);
}

/** A column of texts of hexadecimal digits, `width` bytes each. */
export function hexadecimal(width: number, parts: readonly (readonly string[])[]): Column<unknown> {
  const type = fixedSizeBinary(width);
  const BatchOf = batchType(type);
  const batches = parts.map((texts) => {
    const values = new Uint8Array(texts.length * width);
    Buffer.from(values.buffer).write(texts.join(''), 'hex');
    return new BatchOf({ type, length: texts.length, values, ...bitmap(undefined) });
  });
  return new Column(batches, type);
}

export function textBatch(texts: readonly string[], type: DataType = utf8()): Batch<string> {
  const offsets = new Int32Array(texts.length + 1);
  const values = Buffer.from(texts.join(''), 'utf8');
  let end = 0;
  for (let i = 0; i < texts.length; i++) {
    end += Buffer.byteLength(texts[i] as string);
    offsets[i + 1] = end;
  }
  return new (batchType(type))({ type, length: texts.length, offsets, values, ...bitmap(undefined) });
}

/** The validity bitmap of cells that are 1 where there is a value; empty where all have one. */
function bitmap(isThere: Uint8Array | undefined): { nullCount: number; validity: Uint8Array } {
  const count = isThere ? isThere.reduce((sum, bit) => sum + bit, 0) : 0;
  if (!isThere || count === isThere.length) return { nullCount: 0, validity: new Uint8Array(0) };
  const validity = new Uint8Array((isThere.length + 7) >> 3);
  for (let i = 0; i < isThere.length; i++)
    if (isThere[i] === 1) validity[i >> 3] = (validity[i >> 3] as number) | (1 << (i & 7));
  return { nullCount: isThere.length - count, validity };
}
