import {
  type Column as ArrowColumn,
  bool,
  columnFromArray,
  type DataType,
  dateDay,
  field,
  float64,
  int64,
  list,
  TimeUnit,
  tableFromColumns,
  tableToIPC,
  timestamp,
  utf8,
} from '@uwdata/flechette';
import type { Column } from '../schema/table.ts';

/** Arrow types by column: counts are Int64, because programs in other languages read integers as they are. */
const types: Record<Column['kind'], () => DataType> = {
  id: () => utf8(),
  text: () => utf8(),
  choice: () => utf8(),
  list: () => list(field('item', utf8())),
  instant: () => timestamp(TimeUnit.MILLISECOND, 'UTC'),
  day: () => dateDay(),
  integer: () => int64(),
  number: () => float64(),
  flag: () => bool(),
};

type Row = Readonly<Record<string, unknown>>;

/** Rows of a record batch: what is in memory at once. */
const rowsOfBatch = 50_000;
const magic = new TextEncoder().encode('ARROW1\0\0');

/** Where a record batch lies in the file. */
interface Block {
  offset: number;
  metadataLength: number;
  bodyLength: number;
}

/**
 * An Arrow IPC file (Feather 2), made as its rows come: `rows` and `end` give the next bytes of the file. Ids and texts UTF-8, instants timestamps
 * in milliseconds UTC, days Date32, counts Int64, lists List<Utf8>.
 * @see https://arrow.apache.org/docs/format/Columnar.html#ipc-file-format
 */
export function arrowEncoder(
  columns: readonly Column[],
  rowsPerBatch = rowsOfBatch,
): { rows(rows: readonly Row[]): Uint8Array; end(): Uint8Array } {
  const schema = messages(encoded(columns, [], 'stream')).schema;
  const blocks: Block[] = [];
  let pieces: Uint8Array[] = [magic, schema];
  let offset = magic.length + schema.length;
  let held: Row[] = [];
  const write = (rows: readonly Row[]) => {
    const { batch, metadataLength } = messages(encoded(columns, rows, 'stream'));
    blocks.push({ offset, metadataLength, bodyLength: batch.length - metadataLength });
    offset += batch.length;
    pieces.push(batch);
  };
  const taken = () => {
    const bytes = Buffer.concat(pieces);
    pieces = [];
    return bytes;
  };
  return {
    rows(rows) {
      held = held.concat(rows);
      for (; held.length >= rowsPerBatch; held = held.slice(rowsPerBatch)) write(held.slice(0, rowsPerBatch));
      return taken();
    },
    end() {
      if (held.length > 0) write(held);
      pieces.push(footer(columns, blocks));
      return taken();
    },
  };
}

/** Rows as one record batch in an Arrow stream or file. */
function encoded(
  columns: readonly Column[],
  rows: readonly Row[],
  format: 'stream' | 'file',
  rowsPerBatch?: number,
) {
  const arrays = columns.map(({ name, kind }): [string, ArrowColumn<unknown>] => {
    const values = rows.map((row) => arrowValue(kind, row[name]));
    const options = { maxBatchRows: rowsPerBatch ?? Math.max(1, rows.length) };
    return [name, columnFromArray(values, types[kind]() as never, options) as ArrowColumn<unknown>];
  });
  const bytes = tableToIPC(tableFromColumns(arrays), { format });
  if (bytes === null) throw new Error('the table could not be encoded as Arrow');
  return bytes;
}

function arrowValue(kind: Column['kind'], value: unknown): unknown {
  if (value === null || value === undefined) return kind === 'list' ? [] : null;
  if (kind === 'instant' || kind === 'day') return new Date(value as string);
  return kind === 'integer' ? BigInt(value as number) : value;
}

/** The messages of a stream: its schema; its record batch, and how many of its bytes are metadata. */
function messages(stream: Uint8Array): { schema: Uint8Array; batch: Uint8Array; metadataLength: number } {
  const view = new DataView(stream.buffer, stream.byteOffset, stream.byteLength);
  // Each message: -1, the length of its metadata, the metadata, the body. A schema has no body; the stream ends with -1, 0.
  const lengthAt = (at: number) => 8 + view.getInt32(at + 4, true);
  const end = lengthAt(0);
  return {
    schema: stream.slice(0, end),
    batch: stream.slice(end, -8),
    metadataLength: stream.length - 8 > end ? lengthAt(end) : 0,
  };
}

/**
 * What follows the record batches of a file. Flechette writes it only together with them: it is taken from a file with as many batches, and says then
 * where ours lie.
 */
function footer(columns: readonly Column[], blocks: readonly Block[]): Uint8Array {
  const file = encoded(
    columns,
    Array.from(blocks, () => ({})),
    'file',
    1,
  ).slice();
  const view = new DataView(file.buffer);
  const tail = 10;
  const start = file.length - tail - view.getInt32(file.length - tail, true);
  // The footer is a flatbuffer: root table, its table of fields, the fourth of which is the vector of blocks.
  const root = start + view.getUint32(start, true);
  const fields = root - view.getInt32(root, true);
  const field = root + view.getUint16(fields + 4 + 2 * 3, true);
  const vector = field + view.getUint32(field, true);
  blocks.forEach(({ offset, metadataLength, bodyLength }, i) => {
    const at = vector + 4 + 24 * i;
    view.setBigInt64(at, BigInt(offset), true);
    view.setInt32(at + 8, metadataLength, true);
    view.setBigInt64(at + 16, BigInt(bodyLength), true);
  });
  // The end of the stream stands before the footer.
  return Buffer.concat([Buffer.from([0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0]), file.subarray(start)]);
}
