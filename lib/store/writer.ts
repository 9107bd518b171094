import path from 'node:path';
import type { Draft, Rejection } from '../schema/draft.ts';
import { type Row, type TableName, tables } from '../schema/index.ts';
import { type Column, columnsOf, type TableSpec } from '../schema/table.ts';
import { ChangeLog, type InfoTable } from './change-log.ts';
import { stageDescriptor } from './datapackage.ts';
import { readElsewhere } from './days.ts';
import { listTableFiles, readText } from './files.ts';
import { fillerOf } from './fill.ts';
import { entryOf } from './manifest.ts';
import { ManifestChanges } from './manifest-changes.ts';
import { RecordMerger } from './merge.ts';
import { mergeDay } from './merge-day.ts';
import { rejectedFile, tableFile } from './paths.ts';
import { markOf, PendingRecords } from './pending.ts';
import { rejectionOfConflict, type SourceOfRows, stageRejections } from './rejections.ts';
import { beginTransaction, type Transaction, writable } from './transaction.ts';
import { noCounts, type WriteCounts } from './write-counts.ts';

export type { WriteCounts } from './write-counts.ts';

/** Bytes of records held in memory before they go to scratch files: what keeps memory flat however long the input is. */
const bytesInMemory = 12_000_000;

/** Told how far the merging is. What it throws ends it: the writer is then to be aborted. */
export type OnFile = (merged: number, files: number) => void;

/** Records of a table that wait to be merged, by day; '' for a table of one file. */
interface Place {
  table: TableName;
  columns: readonly Column[];
  pending: PendingRecords;
  merger: RecordMerger;
  /** What the partition column of the last row said, and its day: neighbours mostly say the same. */
  last: { at: unknown; day: string };
}

/**
 * Gathers rows and rejections and merges them into the ledger in one transaction. Call `commit` or `abort` once, with
 * the lock held. Until `commit` the ledger is untouched.
 */
export class LedgerWriter {
  readonly #root: string;
  readonly #source: SourceOfRows;
  readonly #inMemory: number;
  readonly #transaction: Transaction;
  readonly #changes: ChangeLog;
  readonly #places = new Map<TableName, Place>();
  readonly #rejections: PendingRecords;
  readonly #counts = noCounts();

  private constructor(root: string, source: SourceOfRows, transaction: Transaction, inMemory: number) {
    this.#inMemory = inMemory;
    this.#root = root;
    this.#source = source;
    this.#transaction = transaction;
    this.#changes = new ChangeLog(root, path.join(transaction.folder, 'scratch'));
    this.#rejections = this.#pending('rejected');
  }

  /** `inMemory`: bytes of records that are held before `full` says so. */
  static async open(
    root: string,
    name: string,
    source: SourceOfRows,
    inMemory = bytesInMemory,
  ): Promise<LedgerWriter> {
    return new LedgerWriter(root, source, await beginTransaction(root, name), inMemory);
  }

  /** True when `flush` should be awaited before more rows are added. */
  get full(): boolean {
    return this.#held >= this.#inMemory || this.#changes.full;
  }

  get #held(): number {
    let held = this.#rejections.held;
    for (const { pending } of this.#places.values()) held += pending.held;
    return held;
  }

  #pending(name: string, columns: readonly Column[] = []): PendingRecords {
    return new PendingRecords(path.join(this.#transaction.folder, 'scratch', name), columns);
  }

  /**
   * Adds a row. `counted` is true for the one row that stands for its source row in the counts. Rows of
   * `account_info` and `post_info` are kept only where they change something.
   */
  add<T extends TableName>(table: T, row: Row<T>, line = 0, counted = false): void {
    this.#push(table, row, line, counted);
  }

  /** `add` for a draft that was believed; columns it leaves out are empty. */
  addDraft(draft: Draft, line = 0, counted = false): void {
    this.#push(draft.table, draft.row, line, counted);
  }

  #push(table: TableName, row: object, line: number, counted: boolean): void {
    if (table === 'account_info' || table === 'post_info')
      this.#changes.offer(table, row as Row<InfoTable>, counted);
    else this.#wait(table, row, line, counted);
  }

  #wait(table: TableName, row: object, line: number, counted: boolean): void {
    const place = this.#places.get(table) ?? this.#openPlace(table);
    const values = row as Readonly<Record<string, unknown>>;
    const { partition } = tables[table];
    const at = partition === null ? '' : values[partition];
    if (at !== place.last.at) place.last = { at, day: String(at).slice(0, 10) };
    place.pending.addRow(place.last.day, values, markOf(line, counted));
  }

  #openPlace(table: TableName): Place {
    const spec = tables[table] as TableSpec;
    const columns = columnsOf(spec);
    const place = {
      table,
      columns,
      pending: this.#pending(table, columns),
      merger: new RecordMerger(spec, fillerOf(table)),
      last: { at: '', day: '' },
    };
    this.#places.set(table, place);
    return place;
  }

  /**
   * Keeps a refused draft with its rule. `counted` is false for a detail beside a row that was believed: it does not
   * change what became of its source row.
   */
  reject(rejection: Rejection, counted = true): void {
    if (counted) {
      this.#counts.rejected++;
      this.#counts.rules[rejection.rule] = (this.#counts.rules[rejection.rule] ?? 0) + 1;
    } else this.#counts.details_rejected++;
    const file = rejectedFile(rejection.observed_at?.slice(0, 10) ?? null);
    this.#rejections.add(file, JSON.stringify(rejection), 0);
  }

  /** Moves what is held in memory to scratch files. */
  async flush(): Promise<void> {
    await writable(this.#root, async () => {
      await this.#spillRows();
      if (this.#changes.full) await this.#changes.spill();
    });
  }

  /** Those that hold most go first, until half of the memory is free: what is put away in many small pieces is read in as many. */
  async #spillRows(): Promise<void> {
    const all = [this.#rejections, ...[...this.#places.values()].map(({ pending }) => pending)];
    all.sort((a, b) => b.held - a.held);
    for (const pending of all) {
      if (this.#held * 2 <= this.#inMemory) return;
      await pending.spill();
    }
  }

  /** Merges everything into the ledger and returns the counts. `onFile` is told how many files of how many are merged. */
  async commit(onFile?: OnFile): Promise<WriteCounts> {
    await this.#merge(onFile);
    await this.#close();
    await this.#transaction.commit();
    return this.#counts;
  }

  /** The counts that `commit` would return; the ledger stays as it is. */
  async preview(onFile?: OnFile): Promise<WriteCounts> {
    await this.#merge(onFile);
    await this.abort();
    return this.#counts;
  }

  async #merge(onFile: OnFile = () => undefined): Promise<void> {
    await writable(this.#root, () => this.#settle());
    const changes = new ManifestChanges();
    const places = [...this.#places.values()].map((place) => ({ place, days: place.pending.files() }));
    const files = places.reduce((sum, { days }) => sum + days.length, 0);
    let merged = 0;
    for (const { place, days } of places) {
      // Looking for each of many files by itself takes longer than a list of them all.
      const stored = days.length > 8 ? new Set(await listTableFiles(this.#root, place.table)) : null;
      for (const day of days) {
        await this.#mergeDay(place, day, stored, changes);
        onFile(++merged, files);
      }
    }
    await stageRejections(this.#root, this.#transaction, this.#rejections);
    await changes.stage(this.#root, this.#transaction);
    await stageDescriptor(this.#root, this.#transaction);
  }

  /** Adds the rows that change something. */
  async #settle(): Promise<void> {
    for await (const { rows, stored, duplicates } of this.#changes.settle()) {
      this.#counts.stored += stored;
      this.#counts.duplicates += duplicates;
      for (const [table, row] of rows) this.#wait(table, row, 0, false);
      if (this.full) await this.#spillRows();
    }
  }

  /** Forgets everything; the ledger is as it was. */
  async abort(): Promise<void> {
    await this.#close();
    await this.#transaction.abort();
  }

  async #close(): Promise<void> {
    for (const { pending } of this.#places.values()) await pending.close();
    await this.#rejections.close();
    await this.#changes.close();
  }

  async #mergeDay(
    place: Place,
    day: string,
    stored: ReadonlySet<string> | null,
    changes: ManifestChanges,
  ): Promise<void> {
    const dayOrNone = day === '' ? null : day;
    const file = tableFile(place.table, dayOrNone);
    const old = stored?.has(file) === false ? null : await readText(this.#root, file);
    const waiting = await writable(this.#root, () => place.pending.take(day));
    const elsewhere = dayOrNone === null ? null : await readElsewhere(this.#root, place.table, dayOrNone);
    const merged = mergeDay(place.table, dayOrNone, old, elsewhere, waiting, place.merger);
    this.#counts.stored += merged.stored;
    this.#counts.duplicates += merged.duplicates;
    this.#counts.filled += merged.filled;
    if (merged.added > 0)
      this.#counts.added[place.table] = (this.#counts.added[place.table] ?? 0) + merged.added;
    for (const each of merged.conflicts)
      this.reject(rejectionOfConflict(each, place.table, this.#source), each.counted);
    if (this.#rejections.held >= this.#inMemory) await writable(this.#root, () => this.#rejections.spill());
    if (merged.added + merged.filled === 0) return;
    const { content, rows } = merged;
    changes.put(place.table, day, entryOf(path.posix.basename(file), content, rows));
    await this.#transaction.write(file, content);
  }
}
