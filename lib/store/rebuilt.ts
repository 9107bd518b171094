import path from 'node:path';
import { type Row, type TableName, tables } from '../schema/index.ts';
import { type Column, columnsOf, type TableSpec } from '../schema/table.ts';
import { headerOf } from './csv.ts';
import { stageDescriptor } from './datapackage.ts';
import { listTableFiles, readBytes } from './files.ts';
import { RecordMerger } from './merge.ts';
import { tableFile } from './paths.ts';
import { PendingRecords } from './pending.ts';
import { dayOfRow, type RecordBlock } from './record-blocks.ts';
import { beginTransaction, type Transaction, writable } from './transaction.ts';

/** Derived tables that are written whole: name → rows. */
export type Rebuilt = { [T in TableName]?: readonly Row<T>[] };

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

  async #stage({ table, partition, columns, pending }: Place): Promise<number> {
    const merger = new RecordMerger(tables[table] as TableSpec, null);
    const head = `${headerOf(columns)}\n`;
    const days = partition === null ? [''] : pending.files();
    const files = new Set<string>();
    let changes = 0;
    for (const day of days) {
      const waiting = await writable(this.#root, () => pending.take(day));
      const { content, added } = merger.merge(head, noRecords, waiting);
      const file = tableFile(table, day === '' ? null : day);
      // Of rows with one key only one would be kept: a table that makes them is wrong.
      if (added !== waiting.sizes.length) throw new Error(`${file} was given several rows of one key.`);
      files.add(file);
      if ((await readBytes(this.#root, file))?.equals(content)) continue;
      await this.#transaction.write(file, content);
      changes++;
    }
    for (const file of await listTableFiles(this.#root, table)) {
      if (files.has(file)) continue;
      this.#transaction.remove(file);
      changes++;
    }
    return changes;
  }

  async #close(): Promise<void> {
    for (const { pending } of this.#places.values()) await pending.close();
  }
}

const noRecords = { bytes: new Uint8Array(), sizes: [] };

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
