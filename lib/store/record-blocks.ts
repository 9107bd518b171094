import { type Row, type TableName, tables } from '../schema/index.ts';
import { columnsOf, type TableSpec } from '../schema/table.ts';
import { HeldRecords, type Piece } from './held-records.ts';

/** Records of a table as one piece of memory, which another thread can take over without a copy. */
export interface RecordBlock {
  table: TableName;
  rows: number;
  block: ArrayBuffer;
  /** The days that the records belong to, '' in a table of one file, each with the piece of the block that is its own. */
  days: [day: string, piece: Piece][];
}

/** The day that a row of a table belongs to; '' in a table of one file. */
export function dayOfRow(partition: string | null, row: Readonly<Record<string, unknown>>): string {
  return partition === null ? '' : String(row[partition]).slice(0, 10);
}

interface Place {
  partition: string | null;
  held: HeldRecords;
  numbers: Map<string, number>;
}

/** Gathers rows of tables as blocks of records. */
export class RecordBlocks {
  readonly #places = new Map<TableName, Place>();

  add<T extends TableName>(table: T, rows: readonly Row<T>[]): void {
    const { partition, held, numbers } = this.#placeOf(table);
    for (const row of rows) {
      const values = row as Readonly<Record<string, unknown>>;
      const day = dayOfRow(partition, values);
      let number = numbers.get(day);
      if (number === undefined) {
        number = numbers.size;
        numbers.set(day, number);
      }
      held.addRow(number, values, 0);
    }
  }

  /** What was added since the last time. */
  take(): RecordBlock[] {
    const blocks: RecordBlock[] = [];
    for (const [table, { held, numbers }] of this.#places) {
      const { rows } = held;
      if (rows === 0) continue;
      const { block, pieces } = held.group(numbers.size, new ArrayBuffer(0));
      const days = [...numbers.keys()].flatMap((day, number): [string, Piece][] => {
        const piece = pieces[number];
        return piece === undefined ? [] : [[day, piece]];
      });
      blocks.push({ table, rows, block, days });
    }
    return blocks;
  }

  #placeOf(table: TableName): Place {
    let place = this.#places.get(table);
    if (!place) {
      const spec = tables[table] as TableSpec;
      const held = new HeldRecords(columnsOf(spec));
      place = { partition: spec.partition, held, numbers: new Map() };
      this.#places.set(table, place);
    }
    return place;
  }
}
