import { crc32 } from 'node:zlib';
import {
  Column as ArrowColumn,
  type Batch,
  tableFromColumns,
  tableFromIPC,
  tableToIPC,
  uint32,
} from '@uwdata/flechette';
import { direct, hexadecimal, keyed, textBatch } from './batches.ts';
import type { Order } from './buckets.ts';
import { type Cells, type Keys, type Numbers, type NumberType, numberTypes } from './cells.ts';
import { textsOf } from './column.ts';
import {
  arrowTypes,
  type Chunks,
  type Field,
  keyTypes,
  type MonthMap,
  nextBuffer,
  rowColumn,
} from './layout.ts';

/** A month's columns as an Arrow file, one record batch a bucket, and the map of its bytes. */

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
  const chunksOf = (name: string) => chunksIn(bytes, (written.getChild(name) as ArrowColumn<unknown>).data);
  const fields: Record<string, Field> = {};
  for (const { name, field } of plans) {
    if (field.as !== 'same') field.chunks = chunksOf(name);
    if (field.as === 'keyed') {
      const [batch] = (written.getChild(name) as ArrowColumn<unknown>).data;
      const { dictionary } = batch as unknown as { dictionary: ArrowColumn<string> };
      field.texts = chunksIn(bytes, dictionary.data);
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

const noChunks: Chunks = { at: [], bytes: [], crc: [] };

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
        field: { as: cells.is, type, chunks: noChunks },
        column: direct(arrowTypes[type](), parts, validity),
      };
    }
    case 'keyed':
      return cells.texts.length > order.rows.length / 2 ? plainTexts(cells, order) : keyedTexts(cells, order);
    default:
      return plainTexts(cells, order);
  }
}

/** Texts with the numbers in which the buckets meet them. */
function keyedTexts({ keys, texts }: Extract<Cells, { is: 'keyed' }>, order: Order): Plan {
  const type = texts.length <= 0x100 ? 'uint8' : texts.length <= 0x10000 ? 'uint16' : 'uint32';
  const numbers = new Int32Array(texts.length).fill(-1);
  const partOf = new Uint16Array(texts.length);
  const lists: string[][] = [];
  const first: number[] = [];
  let met = 0;
  const parts = forEachBucket(order, (start, end) => {
    const own = new keyTypes[type](end - start);
    const list: string[] = [];
    let least = lists.length;
    for (let at = start; at < end; at++) {
      const key = keys[order.rows[at] as number] as number;
      if (numbers[key] === -1) {
        numbers[key] = met++;
        partOf[key] = lists.length;
        list.push(texts.at(key) as string);
      } else least = Math.min(least, partOf[key] as number);
      own[at - start] = numbers[key] as number;
    }
    lists.push(list);
    first.push(least);
    return own;
  });
  const counts = lists.map((list) => list.length);
  const field: Field = { as: 'keyed', type, chunks: noChunks, texts: noChunks, counts, first };
  return { field, column: keyed(type, parts, lists) };
}

function plainTexts(cells: Cells, order: Order): Plan {
  const textAt = textsOf(cells, order.rows.length);
  const parts = forEachBucket(order, (start, end) => Array.from(order.rows.subarray(start, end), textAt));
  const width = hexWidth(parts);
  if (width !== null)
    return { field: { as: 'hex', width, chunks: noChunks }, column: hexadecimal(width, parts) };
  return {
    field: { as: 'texts', chunks: noChunks },
    column: new ArrowColumn(parts.map((texts) => textBatch(texts))),
  };
}

/** How many bytes the texts are, where all are hexadecimal digits of one length; else null. */
function hexWidth(parts: readonly (readonly string[])[]): number | null {
  const digits = parts.find((texts) => texts.length > 0)?.[0]?.length ?? 0;
  if (digits === 0 || digits % 2 === 1) return null;
  const isHex = /^[0-9a-f]+$/;
  return parts.every((texts) => texts.every((text) => text.length === digits && isHex.test(text)))
    ? digits / 2
    : null;
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
  return forEachBucket(order, (start, end) => {
    const values = make(end - start);
    for (let at = start; at < end; at++) values[at - start] = valueAt(at);
    return values;
  });
}

function forEachBucket<T>({ ends }: Order, make: (start: number, end: number) => T): T[] {
  return ends.map((end, bucket) => make(ends[bucket - 1] ?? 0, end));
}

/** Where the bytes of batches lie: bitmap, offsets and values of each stand side by side. */
function chunksIn(file: Uint8Array, batches: readonly Batch<unknown>[]): Chunks {
  const chunks: Required<Chunks> = { at: [], bytes: [], crc: [], nulls: [] };
  for (const { nullCount, validity, offsets, values } of batches) {
    const buffers = [...(nullCount > 0 ? [validity] : []), ...(offsets ? [offsets] : []), values];
    const filled = buffers.filter(({ byteLength }) => byteLength > 0);
    const start = filled[0]?.byteOffset ?? file.byteOffset;
    let bytes = 0;
    for (const { buffer, byteOffset, byteLength } of filled) {
      if (buffer !== file.buffer || byteOffset !== start + nextBuffer(bytes))
        throw new Error('the Arrow library has put a buffer in another place than its format says');
      bytes = nextBuffer(bytes) + byteLength;
    }
    const at = start - file.byteOffset;
    chunks.at.push(at);
    chunks.bytes.push(bytes);
    chunks.crc.push(crc32(file.subarray(at, at + bytes)));
    chunks.nulls.push(nullCount > 0 ? 1 : 0);
  }
  const { nulls, ...places } = chunks;
  return nulls.includes(1) ? chunks : places;
}
