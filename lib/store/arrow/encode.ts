import { crc32 } from 'node:zlib';
import {
  Column as ArrowColumn,
  type Batch,
  tableFromColumns,
  tableFromIPC,
  tableToIPC,
  uint32,
} from '@uwdata/flechette';
import { direct, keyed, textBatch } from './batches.ts';
import type { Cells, Keys, Numbers } from './cells.ts';
import { textsOf } from './column.ts';
import {
  arrowTypes,
  type Chunk,
  type Field,
  keyTypes,
  type MonthMap,
  type NumberType,
  numberTypes,
  rowColumn,
} from './layout.ts';

/** A month's columns as an Arrow file, one record batch a bucket, and the map of its bytes. */

/** Rows by bucket: `order[0 … ends[0])` is the first one's, and so on. */
export interface Order {
  rows: Uint32Array;
  ends: number[];
}

/** The order of rows by bucket; within a bucket as they come. */
export function orderByBucket(rows: number, buckets: number, bucketOfRow: (row: number) => number): Order {
  const starts = new Uint32Array(buckets + 1);
  const bucketOf = new Uint8Array(rows);
  for (let row = 0; row < rows; row++) {
    const bucket = bucketOfRow(row);
    bucketOf[row] = bucket;
    starts[bucket + 1] = (starts[bucket + 1] as number) + 1;
  }
  for (let bucket = 0; bucket < buckets; bucket++)
    starts[bucket + 1] = (starts[bucket + 1] as number) + (starts[bucket] as number);
  const ends = [...starts.subarray(1)];
  const ordered = new Uint32Array(rows);
  for (let row = 0; row < rows; row++) {
    const bucket = bucketOf[row] as number;
    const place = starts[bucket] as number;
    ordered[place] = row;
    starts[bucket] = place + 1;
  }
  return { rows: ordered, ends };
}

export function encodeMonth(
  columns: readonly (readonly [name: string, cells: Cells])[],
  order: Order,
): { bytes: Uint8Array; map: Pick<MonthMap, 'buckets' | 'fields' | 'rows'> } {
  const plans = columns.map(([name, cells]) => ({ name, ...planOf(cells, order) }));
  const kept = plans.flatMap(({ name, column }): [string, ArrowColumn<unknown>][] =>
    column ? [[name, column]] : [],
  );
  const rows = direct(
    uint32(),
    split(
      order,
      (at) => order.rows[at] as number,
      (length) => new Uint32Array(length),
    ),
    null,
  );
  const table = tableFromColumns([...kept, [rowColumn, rows]]);
  const bytes = tableToIPC(table, { format: 'file' });
  if (bytes === null) throw new Error('the month could not be encoded as Arrow');
  // Where the bytes came to lie is read back from the file itself.
  const written = tableFromIPC(bytes);
  const chunksOf = (name: string) =>
    (written.getChild(name) as ArrowColumn<unknown>).data.map((batch) => chunkOf(bytes, batch));
  const fields: Record<string, Field> = {};
  for (const { name, field } of plans) {
    if (field.as !== 'same') field.chunks = chunksOf(name);
    if (field.as === 'keyed') {
      const [batch] = (written.getChild(name) as ArrowColumn<unknown>).data;
      const texts = (batch as unknown as { dictionary: ArrowColumn<string> }).dictionary.data[0];
      field.texts = chunkOf(bytes, texts as Batch<string>);
    }
    fields[name] = field;
  }
  const buckets = order.ends.map((end, i) => end - (order.ends[i - 1] ?? 0));
  return { bytes, map: { buckets, fields, rows: chunksOf(rowColumn) } };
}

interface Plan {
  field: Field;
  column: ArrowColumn<unknown> | null;
}

const noChunk: Chunk = { at: 0, bytes: 0, crc: 0, values: 0 };

/** The smallest form that holds a column's cells exactly. */
function planOf(cells: Cells, order: Order): Plan {
  switch (cells.is) {
    case 'same':
      return { field: { as: 'same', text: cells.text }, column: null };
    case 'numbers':
    case 'instants': {
      const { values, nulls } = cells;
      const type = numberTypeFor(values);
      const parts = split(
        order,
        (at) => values[order.rows[at] as number] as number,
        (length) => new numberTypes[type](length),
      );
      const validity =
        nulls &&
        split(
          order,
          (at) => 1 - (nulls[order.rows[at] as number] as number),
          (length) => new Uint8Array(length),
        );
      return {
        field: { as: cells.is, type, chunks: [] },
        column: direct(arrowTypes[type](), parts, validity),
      };
    }
    case 'keyed': {
      const { keys, texts } = cells;
      if (texts.length > order.rows.length / 2) return plainTexts(cells, order);
      const type = texts.length <= 0x100 ? 'uint8' : texts.length <= 0x10000 ? 'uint16' : 'uint32';
      const parts = split(
        order,
        (at) => keys[order.rows[at] as number] as number,
        (length) => new keyTypes[type](length),
      );
      const list = Array.from({ length: texts.length }, (_, i) => texts.at(i) as string);
      return {
        field: { as: 'keyed', type, length: texts.length, texts: noChunk, chunks: [] },
        column: keyed(type, parts, list),
      };
    }
    default:
      return plainTexts(cells, order);
  }
}

function plainTexts(cells: Cells, order: Order): Plan {
  const textAt = textsOf(cells);
  let start = 0;
  const batches = order.ends.map((end) => {
    const texts = Array.from(order.rows.subarray(start, end), textAt);
    start = end;
    return textBatch(texts);
  });
  return { field: { as: 'texts', chunks: [] }, column: new ArrowColumn(batches) };
}

/** The smallest Arrow type that holds every number as it is. */
function numberTypeFor(values: Numbers): NumberType {
  let [least, most] = [0, 0];
  for (const value of values) {
    if (!Number.isInteger(value) || Object.is(value, -0)) return 'float64';
    if (value < least) least = value;
    if (value > most) most = value;
  }
  if (least >= -0x80 && most < 0x80) return 'int8';
  if (least >= -0x8000 && most < 0x8000) return 'int16';
  if (least >= -0x80000000 && most < 0x80000000) return 'int32';
  return least >= 0 && most < 0x100000000 ? 'uint32' : 'float64';
}

function split<A extends Numbers | Keys>(
  order: Order,
  valueAt: (at: number) => number,
  make: (length: number) => A,
): A[] {
  let start = 0;
  return order.ends.map((end) => {
    const values = make(end - start);
    for (let at = start; at < end; at++) values[at - start] = valueAt(at);
    start = end;
    return values;
  });
}

/** Where a batch's bytes lie: its bitmap, offsets and values stand side by side. */
function chunkOf(file: Uint8Array, { nullCount, validity, offsets, values }: Batch<unknown>): Chunk {
  const buffers = [...(nullCount > 0 ? [validity] : []), ...(offsets ? [offsets] : []), values];
  const filled = buffers.filter(({ byteLength }) => byteLength > 0);
  if (filled.some(({ buffer }) => buffer !== file.buffer))
    throw new Error('the Arrow library copied a buffer');
  const [first, last] = [filled[0], filled.at(-1)];
  if (!first || !last) return noChunk;
  const start = first.byteOffset;
  const bytes = last.byteOffset + last.byteLength - start;
  const at = start - file.byteOffset;
  return {
    at,
    bytes,
    crc: crc32(file.subarray(at, at + bytes)),
    values: values.byteLength > 0 ? values.byteOffset - start : bytes,
    ...(offsets ? { offsets: offsets.byteOffset - start } : {}),
    ...(nullCount > 0 ? { nulls: true as const } : {}),
  };
}
