import {
  type Column as ArrowColumn,
  bool,
  columnFromArray,
  type DataType,
  dateDay,
  dictionary,
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
  choice: () => dictionary(utf8()),
  list: () => list(utf8()),
  instant: () => timestamp(TimeUnit.MILLISECOND, 'UTC'),
  day: () => dateDay(),
  integer: () => int64(),
  number: () => float64(),
  flag: () => bool(),
};

/** Rows as an Arrow IPC file: ids UTF-8, instants timestamps in milliseconds UTC, days Date32, counts Int64, lists List<Utf8>. */
export function arrowFile(
  columns: readonly Column[],
  rows: readonly Readonly<Record<string, unknown>>[],
): Uint8Array {
  const arrays = columns.map(({ name, kind }): [string, ArrowColumn<unknown>] => {
    const values = rows.map((row) => arrowValue(kind, row[name]));
    return [name, columnFromArray(values, types[kind]() as never) as ArrowColumn<unknown>];
  });
  const bytes = tableToIPC(tableFromColumns(arrays), { format: 'file' });
  if (bytes === null) throw new Error('the table could not be encoded as Arrow');
  return bytes;
}

function arrowValue(kind: Column['kind'], value: unknown): unknown {
  if (value === null || value === undefined) return kind === 'list' ? [] : null;
  if (kind === 'instant' || kind === 'day') return new Date(value as string);
  return kind === 'integer' ? BigInt(value as number) : value;
}
