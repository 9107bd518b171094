import type { TableSpec } from '../schema/table.ts';
import type { CellFiller } from './fill.ts';
import type { Batch, Records } from './held-records.ts';
import { isCounted, lineOf } from './pending.ts';
import { compareKeys, recordsOfTexts, samePayload } from './record-keys.ts';

/** Merging records by key, on their bytes: no record is parsed, or made into a text, to be compared and written. */

/** A record whose key is taken by one that says something else. */
export interface Conflict {
  record: string;
  existing: string;
  line: number;
  counted: boolean;
}

export interface Merged {
  /** What was put before them, then all records sorted by key, each with its line end: good until the next merge. */
  content: Uint8Array;
  rows: number;
  /** Counted records that are new or fill empty cells of one that is there, and those that say what is there already. */
  stored: number;
  duplicates: number;
  /** Records that were not there before, counted or not. */
  added: number;
  /** Records that filled empty cells of another, counted or not. */
  filled: number;
  conflicts: Conflict[];
}

/** Merges the records of one table, file by file. */
export class RecordMerger {
  readonly #spec: Pick<TableSpec, 'key' | 'provenance'>;
  readonly #filler: CellFiller | null;
  /** The order of the records merged last: the days of a series mostly come in one and the same. */
  #lastOrder: Uint32Array = new Uint32Array();
  readonly #out = new Output();

  /** Without a filler a record that says more than the one of its key is in conflict with it. */
  constructor(spec: Pick<TableSpec, 'key' | 'provenance'>, filler: CellFiller | null) {
    this.#spec = spec;
    this.#filler = filler;
  }

  /**
   * Merges new records into those of a file, both brought into the order of their keys first, which they mostly have. The
   * existing record always stays, and of new ones the first, with its empty cells filled from those that agree with it; what says
   * nothing new is a duplicate.
   */
  merge(head: string, existing: Records, batch: Batch): Merged {
    const old = this.#inOrder(existing);
    const next = this.#inOrder(batch);
    const out = this.#out;
    out.begin(head, existing.bytes.length + batch.bytes.length);
    const merged = { stored: 0, duplicates: 0, added: 0, filled: 0, conflicts: [] as Conflict[] };
    const keyCells = this.#spec.key.length;
    // The record of the key at hand is put when the next key begins: until then it may be filled.
    let last: Side | null = null;
    let lastRow = 0;
    for (let i = 0, j = 0; i < old.rows || j < next.rows; ) {
      const oldRow = old.rowAt(i);
      const row = next.rowAt(j);
      if (
        j === next.rows ||
        (i < old.rows &&
          compareKeys(old.bytes, old.startOf(oldRow), next.bytes, next.startOf(row), keyCells) <= 0)
      ) {
        if (last !== null) out.put(last, lastRow);
        [last, lastRow] = [old, oldRow];
        i++;
        continue;
      }
      j++;
      const counted = isCounted(batch.marks[row] as number);
      if (
        last === null ||
        compareKeys(last.bytes, last.startOf(lastRow), next.bytes, next.startOf(row), keyCells) !== 0
      ) {
        if (last !== null) out.put(last, lastRow);
        [last, lastRow] = [next, row];
        merged.added++;
        if (counted) merged.stored++;
        continue;
      }
      if (this.#isSame(last, lastRow, next, row)) {
        if (counted) merged.duplicates++;
        continue;
      }
      const existing: string = last.textOf(lastRow);
      const record = next.textOf(row);
      const filled: string | null = this.#filler?.fill(existing, record) ?? null;
      if (filled === null) {
        merged.conflicts.push({ record, existing, line: lineOf(batch.marks[row] as number), counted });
      } else if (filled === existing) {
        if (counted) merged.duplicates++;
      } else {
        [last, lastRow] = [new Side(recordsOfTexts([filled])), 0];
        merged.filled++;
        if (counted) merged.stored++;
      }
    }
    if (last !== null) out.put(last, lastRow);
    return { content: out.end(), rows: old.rows + merged.added, ...merged };
  }

  #isSame(a: Side, aRow: number, b: Side, bRow: number): boolean {
    const cells = this.#spec.provenance.length;
    return samePayload(
      a.bytes,
      a.startOf(aRow),
      a.endOf(aRow),
      b.bytes,
      b.startOf(bRow),
      b.endOf(bRow),
      cells,
    );
  }

  #inOrder(records: Records): Side {
    const side = new Side(records);
    const keyCells = this.#spec.key.length;
    const compare = (a: number, b: number) =>
      compareKeys(side.bytes, side.startOf(a), side.bytes, side.startOf(b), keyCells);
    if (isSorted(null, side.rows, compare)) return side;
    if (this.#lastOrder.length !== side.rows || !isSorted(this.#lastOrder, side.rows, compare))
      // Equal keys stay as they came.
      this.#lastOrder = Uint32Array.from({ length: side.rows }, (_, i) => i).sort(
        (a, b) => compare(a, b) || a - b,
      );
    side.order = this.#lastOrder;
    return side;
  }
}

/** True where rows taken in this order are sorted, equal ones as they came. */
function isSorted(
  order: Uint32Array | null,
  rows: number,
  compare: (a: number, b: number) => number,
): boolean {
  for (let i = 1; i < rows; i++) {
    const [before, row] = order === null ? [i - 1, i] : [order[i - 1] as number, order[i] as number];
    const compared = compare(before, row);
    if (compared > 0 || (compared === 0 && before > row)) return false;
  }
  return true;
}

/** Records that are merged: where each lies, and in which order they are taken. */
class Side {
  readonly bytes: Uint8Array;
  readonly rows: number;
  /** Null where they are taken as they lie. */
  order: Uint32Array | null = null;
  readonly #starts: Uint32Array;

  constructor({ bytes, sizes }: Records) {
    this.bytes = bytes;
    this.rows = sizes.length;
    this.#starts = new Uint32Array(sizes.length + 1);
    for (let i = 0, at = 0; i < sizes.length; i++) this.#starts[i + 1] = at += sizes[i] as number;
  }

  rowAt(i: number): number {
    return this.order === null ? i : (this.order[i] as number);
  }

  startOf(row: number): number {
    return this.#starts[row] as number;
  }

  /** Behind its line end. */
  endOf(row: number): number {
    return this.#starts[row + 1] as number;
  }

  /** A record without its line end. */
  textOf(row: number): string {
    return Buffer.from(this.bytes.subarray(this.startOf(row), this.endOf(row) - 1)).toString('utf8');
  }
}

/** Bytes that records are copied to; those that lie behind each other at once. The memory is used again and again. */
class Output {
  #bytes: Buffer = Buffer.alloc(0);
  #length = 0;
  #side: Side | null = null;
  #from = 0;
  #to = 0;

  begin(head: string, bytes: number): void {
    const most = head.length * 3 + bytes;
    if (this.#bytes.length < most) this.#bytes = Buffer.allocUnsafeSlow(Math.ceil(most * 1.5));
    this.#length = this.#bytes.write(head);
    this.#side = null;
  }

  put(side: Side, row: number): void {
    const start = side.startOf(row);
    if (side !== this.#side || start !== this.#to) {
      this.#copy();
      this.#side = side;
      this.#from = start;
    }
    this.#to = side.endOf(row);
  }

  #copy(): void {
    if (this.#side === null) return;
    this.#bytes.set(this.#side.bytes.subarray(this.#from, this.#to), this.#length);
    this.#length += this.#to - this.#from;
  }

  /** What was put, until the next time. */
  end(): Uint8Array {
    this.#copy();
    this.#side = null;
    return this.#bytes.subarray(0, this.#length);
  }
}

/** Code-unit order: the same on every machine, whatever its language. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The first `cells` cells of a record. */
export function keyOf(record: string, cells: number): string {
  let at = -1;
  for (let i = 0; i < cells; i++) {
    at = record.indexOf(',', at + 1);
    if (at === -1) return record;
  }
  return record.slice(0, at);
}

/** A record without the last `provenanceCells` cells. */
export function payloadOf(record: string, provenanceCells: number): string {
  let at = record.length;
  for (let i = 0; i < provenanceCells; i++) at = record.lastIndexOf(',', at - 1);
  return record.slice(0, at);
}
