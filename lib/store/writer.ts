import { appendFile, mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Rejection } from '../schema/draft.ts';
import { type Row, type TableName, tables } from '../schema/index.ts';
import { type Column, columnsOf, type TableSpec } from '../schema/table.ts';
import { ChangeLog, type InfoTable } from './change-log.ts';
import { formatRecord, headerOf, splitRecords } from './csv.ts';
import { buildDatapackage } from './datapackage.ts';
import { readText } from './files.ts';
import { entryOf, formatManifest, type ManifestEntry, readManifest, updateManifest } from './manifest.ts';
import { type Incoming, keyOf, mergeRecords } from './merge.ts';
import { datapackageFile, manifestFile, rejectedFile, tableFile } from './paths.ts';
import { beginTransaction, type Transaction, writable } from './transaction.ts';

/** Records held in memory before they go to scratch files: what keeps memory flat however long the input is. */
const recordsInMemory = 120_000;

export interface WriteCounts {
  /** Source rows whose counted record is new. */
  stored: number;
  /** Source rows that say what is already known. */
  duplicates: number;
  /** Source rows refused, those in conflict with a stored row included. */
  rejected: number;
  /** Refused source rows by rule. */
  rules: Record<string, number>;
  /** Details beside believed rows that were refused, e.g. an impossible publication date beside good counts. */
  details_rejected: number;
  /** New rows by table, counted or not. */
  added: Partial<Record<TableName, number>>;
}

interface Place {
  table: TableName;
  columns: readonly Column[];
  /** Day files that have something new, by day. */
  days: Map<string, Incoming[]>;
  /** Days of which a part lies in a scratch file. */
  spilled: Set<string>;
}

/** What the rejection of a conflicting row needs to know of its source. */
export interface SourceOfRows {
  capture_id: string;
  file: string | null;
}

/**
 * Gathers rows and rejections and merges them into the ledger in one transaction. Call `commit` or `abort` once, with
 * the lock held. Until `commit` the ledger is untouched.
 */
export class LedgerWriter {
  readonly #root: string;
  readonly #source: SourceOfRows;
  readonly #transaction: Transaction;
  readonly #changes: ChangeLog;
  readonly #places = new Map<TableName, Place>();
  readonly #rejections = new Map<string, string[]>();
  readonly #counts: WriteCounts = {
    stored: 0,
    duplicates: 0,
    rejected: 0,
    rules: {},
    details_rejected: 0,
    added: {},
  };
  #held = 0;

  private constructor(root: string, source: SourceOfRows, transaction: Transaction) {
    this.#root = root;
    this.#source = source;
    this.#transaction = transaction;
    this.#changes = new ChangeLog(root);
  }

  static async open(root: string, name: string, source: SourceOfRows): Promise<LedgerWriter> {
    return new LedgerWriter(root, source, await beginTransaction(root, name));
  }

  /** True when `flush` should be awaited before more rows are added. */
  get full(): boolean {
    return this.#held >= recordsInMemory;
  }

  /**
   * Adds a row. `counted` is true for the one row that stands for its source row in the counts. Rows of
   * `account_info` and `post_info` are kept only where they change something.
   */
  add<T extends TableName>(table: T, row: Row<T>, line = 0, counted = false): void {
    if (table === 'account_info' || table === 'post_info') {
      this.#changes.offer(table, row as Row<InfoTable>, counted);
      return;
    }
    this.#push(table, row, line, counted);
  }

  #push(table: TableName, row: Row<TableName>, line: number, counted: boolean): void {
    let place = this.#places.get(table);
    if (!place) {
      place = { table, columns: columnsOf(tables[table] as TableSpec), days: new Map(), spilled: new Set() };
      this.#places.set(table, place);
    }
    const values = row as Readonly<Record<string, unknown>>;
    const partition = tables[table].partition;
    const day = partition === null ? '' : String(values[partition]).slice(0, 10);
    const item: Incoming = { record: formatRecord(place.columns, values), line, counted };
    const items = place.days.get(day);
    if (items) items.push(item);
    else place.days.set(day, [item]);
    this.#held++;
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
    const lines = this.#rejections.get(file);
    const line = JSON.stringify(rejection);
    if (lines) lines.push(line);
    else this.#rejections.set(file, [line]);
    this.#held++;
  }

  /** Moves what is held in memory to scratch files. */
  async flush(): Promise<void> {
    await writable(this.#root, async () => {
      for (const place of this.#places.values()) {
        for (const [day, items] of place.days) {
          await mkdir(path.dirname(this.#scratch(place.table, day)), { recursive: true });
          await appendFile(this.#scratch(place.table, day), `${JSON.stringify(items)}\n`);
          place.spilled.add(day);
        }
        place.days.clear();
      }
      for (const [file, lines] of this.#rejections) {
        if (lines.length === 0) continue;
        await mkdir(path.dirname(this.#scratch('rejected', file)), { recursive: true });
        await appendFile(this.#scratch('rejected', file), `${lines.join('\n')}\n`);
        this.#rejections.set(file, []);
      }
    });
    this.#held = 0;
  }

  #scratch(folder: string, name: string): string {
    return path.join(this.#transaction.folder, 'scratch', folder, encodeURIComponent(name) || 'all');
  }

  /** Merges everything into the ledger and returns the counts. */
  async commit(): Promise<WriteCounts> {
    await this.#merge();
    await this.#transaction.commit();
    return this.#counts;
  }

  /** The counts that `commit` would return; the ledger stays as it is. */
  async preview(): Promise<WriteCounts> {
    await this.#merge();
    await this.#transaction.abort();
    return this.#counts;
  }

  async #merge(): Promise<void> {
    const { rows, stored, duplicates } = await this.#changes.settle();
    this.#counts.stored += stored;
    this.#counts.duplicates += duplicates;
    for (const [table, row] of rows) this.#push(table, row, 0, false);
    const changed = new Map<TableName, Map<string, ManifestEntry>>();
    for (const place of this.#places.values()) {
      const days = [...new Set([...place.days.keys(), ...place.spilled])].sort();
      for (const day of days) await this.#mergeDay(place, day, changed);
    }
    await this.#writeRejections();
    await this.#writeManifests(changed);
  }

  /** Forgets everything; the ledger is as it was. */
  async abort(): Promise<void> {
    await this.#transaction.abort();
  }

  async #mergeDay(
    place: Place,
    day: string,
    changed: Map<TableName, Map<string, ManifestEntry>>,
  ): Promise<void> {
    const spec = tables[place.table] as TableSpec;
    const file = tableFile(place.table, day === '' ? null : day);
    const incoming: Incoming[] = [];
    if (place.spilled.has(day))
      for (const line of (await readFile(this.#scratch(place.table, day), 'utf8')).split('\n'))
        if (line !== '') for (const item of JSON.parse(line) as Incoming[]) incoming.push(item);
    for (const item of place.days.get(day) ?? []) incoming.push(item);
    place.days.delete(day);
    const old = await readText(this.#root, file);
    const merged = mergeRecords(spec, old === null ? [] : splitRecords(old), incoming);
    this.#counts.stored += merged.stored;
    this.#counts.duplicates += merged.duplicates;
    if (merged.added > 0)
      this.#counts.added[place.table] = (this.#counts.added[place.table] ?? 0) + merged.added;
    for (const { incoming: item, existing } of merged.conflicts) {
      this.reject(conflict(this.#source, place.table, spec, item, existing), item.counted);
    }
    if (merged.added === 0) return;
    const content = `${headerOf(place.columns)}\n${merged.records.join('\n')}\n`;
    await this.#transaction.write(file, content);
    entriesOf(changed, place.table).set(
      day,
      entryOf(path.posix.basename(file), content, merged.records.length),
    );
  }

  async #writeRejections(): Promise<void> {
    for (const [file, held] of this.#rejections) {
      const known = new Set(((await readText(this.#root, file)) ?? '').split('\n').filter(Boolean));
      const before = known.size;
      const spilled = await readFile(this.#scratch('rejected', file), 'utf8').catch(() => '');
      for (const line of spilled.split('\n')) if (line !== '') known.add(line);
      for (const line of held) known.add(line);
      if (known.size > before) await this.#transaction.write(file, `${[...known].join('\n')}\n`);
    }
  }

  async #writeManifests(changed: ReadonlyMap<TableName, ReadonlyMap<string, ManifestEntry>>): Promise<void> {
    const newFiles: string[] = [];
    for (const [table, entries] of changed) {
      if (tables[table].partition === null) continue;
      const months = new Map<string, Map<string, ManifestEntry>>();
      for (const [day, entry] of entries) {
        newFiles.push(tableFile(table, day));
        const month = day.slice(0, 7);
        entriesOf(months, month).set(entry.file, entry);
      }
      for (const [month, files] of months) {
        const manifest = updateManifest(table, month, await readManifest(this.#root, table, month), files);
        if (manifest) await this.#transaction.write(manifestFile(table, month), formatManifest(manifest));
      }
    }
    const datapackage = await buildDatapackage(this.#root, newFiles);
    if (datapackage !== (await readText(this.#root, datapackageFile)))
      await this.#transaction.write(datapackageFile, datapackage);
  }
}

function entriesOf<K>(map: Map<K, Map<string, ManifestEntry>>, key: K): Map<string, ManifestEntry> {
  let entries = map.get(key);
  if (!entries) {
    entries = new Map();
    map.set(key, entries);
  }
  return entries;
}

function conflict(
  source: SourceOfRows,
  table: TableName,
  spec: TableSpec,
  item: Incoming,
  existing: string,
): Rejection {
  const [subject = '', observedAt = null] = keyOf(item.record, spec.key.length).split(',');
  return {
    rule: 'conflicting_observation',
    message: 'Another row with the same key is stored already and says something else; the stored one stays.',
    table,
    subject,
    observed_at: observedAt,
    capture_id: source.capture_id,
    file: source.file,
    line: item.line || null,
    values: { offered: item.record, stored: existing },
  };
}
