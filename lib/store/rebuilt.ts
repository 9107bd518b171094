import path from 'node:path';
import { type Row, type TableName, tables } from '../schema/index.ts';
import { type Column, columnsOf, type TableSpec } from '../schema/table.ts';
import { headerOf } from './csv.ts';
import { stageDescriptor } from './datapackage.ts';
import { listTableFiles, readBytes } from './files.ts';
import type { Records } from './held-records.ts';
import { RecordMerger } from './merge.ts';
import { tableFile } from './paths.ts';
import { PendingRecords } from './pending.ts';
import { dayOfRow, type RecordBlock } from './record-blocks.ts';
import { recordsOf } from './record-keys.ts';
import { beginTransaction, type Transaction, writable } from './transaction.ts';

/** Derived tables that are written whole: name → rows. */
export type Rebuilt = { [T in TableName]?: readonly Row<T>[] };

/** Records that are in derived files already and stay there, in tables of which a record's first cell is its subject. */
export interface KeptRecords {
  tables: ReadonlySet<TableName>;
  /** Whether the records that a subject has on a day stay. */
  stays(table: TableName, subject: string, day: string): boolean;
  /** How many records the file of a day has, where all of them stay; null where some may not. */
  wholeDay(table: TableName, day: string): number | null;
}

const comma = 44;

/** Bytes of records held in memory, of all tables together, before they go to scratch files. */
const bytesInMemory = 24_000_000;

/** The rows of a table that wait to be written, as the bytes of their records. */
interface Place {
  table: TableName;
  partition: string | null;
  columns: readonly Column[];
  pending: PendingRecords;
  rows: number;
}

/**
 * Replaces derived tables by new rows, in one transaction: files whose content is the same are left alone, files without
 * rows go. Rows become bytes when they are added, so that a table of any length takes little memory. Call with the lock held, and
 * `commit` or `abort` once.
 */
export class RebuiltWriter {
  readonly #root: string;
  readonly #transaction: Transaction;
  readonly #places = new Map<TableName, Place>();
  #kept: KeptRecords | null = null;
  /** Records of each file of the tables of which some are kept. */
  readonly rowsByDay = new Map<TableName, Map<string, number>>();

  private constructor(root: string, transaction: Transaction) {
    this.#root = root;
    this.#transaction = transaction;
  }

  static async open(root: string): Promise<RebuiltWriter> {
    return new RebuiltWriter(root, await beginTransaction(root, `rebuild-${process.pid}`));
  }

  /** Adds rows of a table, in any order. A table that was named without rows is written without rows. */
  add<T extends TableName>(table: T, rows: readonly Row<T>[]): void {
    const place = this.#placeOf(table);
    const { partition, pending } = place;
    for (const row of rows) {
      const values = row as Readonly<Record<string, unknown>>;
      pending.addRow(dayOfRow(partition, values), values, 0);
    }
    place.rows += rows.length;
  }

  /** Adds rows that became records in another thread. */
  async addBlocks(blocks: readonly RecordBlock[]): Promise<void> {
    await writable(this.#root, async () => {
      for (const { table, rows, block, days } of blocks) {
        const place = this.#placeOf(table);
        await place.pending.addBlock(block, days);
        place.rows += rows;
      }
    });
  }

  /** Keeps records that are there: what is added comes to them, and everything else goes. To be called before `commit`. */
  keep(kept: KeptRecords): void {
    this.#kept = kept;
  }

  /** Rows of each table so far. */
  rows(): Map<TableName, number> {
    return new Map([...this.#places].map(([table, { rows }]) => [table, rows]));
  }

  /** Makes room in memory where there is little; to be awaited now and then while rows are added. */
  async settle(): Promise<void> {
    let held = 0;
    for (const { pending } of this.#places.values()) held += pending.held;
    if (held < bytesInMemory) return;
    await writable(this.#root, async () => {
      for (const { pending } of this.#places.values()) await pending.spill();
    });
  }

  /** Writes everything. How many files were written or removed. `describe` false leaves `datapackage.json` alone. */
  async commit({ describe = true }: { describe?: boolean } = {}): Promise<number> {
    let changes = 0;
    for (const place of this.#places.values()) changes += await this.#stage(place);
    await this.#close();
    if (describe) await stageDescriptor(this.#root, this.#transaction);
    await this.#transaction.commit();
    return changes;
  }

  /** Forgets everything; the tables are as they were. */
  async abort(): Promise<void> {
    await this.#close();
    await this.#transaction.abort();
  }

  #placeOf(table: TableName): Place {
    let place = this.#places.get(table);
    if (!place) {
      const spec = tables[table] as TableSpec;
      const columns = columnsOf(spec);
      const scratch = path.join(this.#transaction.folder, 'scratch', table);
      const pending = new PendingRecords(scratch, columns);
      place = { table, partition: spec.partition, columns, pending, rows: 0 };
      this.#places.set(table, place);
    }
    return place;
  }

  async #stage(place: Place): Promise<number> {
    const { table, partition, columns, pending } = place;
    const merger = new RecordMerger(tables[table] as TableSpec, null);
    const head = `${headerOf(columns)}\n`;
    const there = await listTableFiles(this.#root, table);
    const kept = this.#kept?.tables.has(table) ? this.#kept : null;
    const added = new Set(partition === null ? [''] : pending.files());
    const days = kept === null ? added : [...new Set([...added, ...there.map(dayOfFile)])].sort();
    const files = new Set<string>();
    let changes = 0;
    for (const day of days) {
      const file = tableFile(table, day === '' ? null : day);
      const whole = added.has(day) ? null : (kept?.wholeDay(table, day) ?? null);
      if (whole !== null) {
        files.add(file);
        this.#count(place, day, whole);
        continue;
      }
      const waiting = await writable(this.#root, () => pending.take(day));
      const before = await readBytes(this.#root, file);
      const staying =
        kept === null || before === null
          ? noRecords
          : keptOf(before, head, (subject) => kept.stays(table, subject, day));
      const { content, rows } = merger.merge(head, staying, waiting);
      // Of rows with one key only one would be kept: a table that makes them is wrong.
      if (rows !== staying.sizes.length + waiting.sizes.length)
        throw new Error(`${file} was given several rows of one key.`);
      if (rows === 0 && day !== '') continue;
      files.add(file);
      this.#count(place, day, rows, staying.sizes.length);
      if (before?.equals(content)) continue;
      await this.#transaction.write(file, content);
      changes++;
    }
    for (const file of there) {
      if (files.has(file)) continue;
      this.#transaction.remove(file);
      changes++;
    }
    return changes;
  }

  #count(place: Place, day: string, rows: number, kept = rows): void {
    place.rows += kept;
    const days = this.rowsByDay.get(place.table) ?? new Map<string, number>();
    this.rowsByDay.set(place.table, days.set(day, rows));
  }

  async #close(): Promise<void> {
    for (const { pending } of this.#places.values()) await pending.close();
  }
}

const noRecords: Records = { bytes: new Uint8Array(), sizes: [] };

function dayOfFile(file: string): string {
  return file.slice(-'2026-11-22.csv'.length, -'.csv'.length);
}

/** The records of a file that stay in it. */
function keptOf(file: Buffer, head: string, stays: (subject: string) => boolean): Records {
  const { bytes, sizes } = recordsOf(file, head.length);
  const records = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  // The file is still to be compared with what comes of it.
  const copy = Buffer.allocUnsafe(bytes.length);
  const staying: number[] = [];
  let length = 0;
  for (let i = 0, start = 0; i < sizes.length; i++) {
    const size = sizes[i] as number;
    const subject = records.toString('latin1', start, records.indexOf(comma, start));
    if (stays(subject)) {
      records.copy(copy, length, start, start + size);
      length += size;
      staying.push(size);
    }
    start += size;
  }
  return { bytes: copy.subarray(0, length), sizes: staying };
}

/**
 * Replaces derived tables by new rows, as `RebuiltWriter` does. Returns how many files were written or removed.
 * `describe` false leaves `datapackage.json` alone, for a table that it does not describe.
 */
export async function writeRebuilt(
  root: string,
  rebuilt: Rebuilt,
  options: { describe?: boolean } = {},
): Promise<number> {
  const writer = await RebuiltWriter.open(root);
  try {
    for (const [name, rows] of Object.entries(rebuilt) as [TableName, readonly Row<TableName>[]][]) {
      writer.add(name, rows);
      await writer.settle();
    }
    return await writer.commit(options);
  } catch (error) {
    await writer.abort();
    throw error;
  }
}
