import { type TableName, tables } from '../schema/index.ts';
import {
  type ArchiveEntry,
  formatManifest,
  type ManifestEntry,
  readManifest,
  updateManifest,
} from './manifest.ts';
import { manifestFile } from './paths.ts';
import type { Transaction } from './transaction.ts';

interface MonthChanges {
  files: Map<string, ManifestEntry | null>;
  archive?: ArchiveEntry | null;
}

/** What a transaction changes in the manifests: entries of day files by table and month, put in or taken out. */
export class ManifestChanges {
  readonly #months = new Map<TableName, Map<string, MonthChanges>>();

  /** Notes the new entry of a day's file, or with null that it goes. Tables that are not kept by day have no manifest. */
  put(table: TableName, day: string, entry: ManifestEntry | null): void {
    if (tables[table].partition === null) return;
    this.#month(table, day.slice(0, 7)).files.set(`${day}.csv`, entry);
  }

  /** Notes the archive of a month, or with null that it goes. */
  putArchive(table: TableName, month: string, archive: ArchiveEntry | null): void {
    this.#month(table, month).archive = archive;
  }

  #month(table: TableName, month: string): MonthChanges {
    const months = entryIn(this.#months, table, () => new Map());
    return entryIn(months, month, () => ({ files: new Map() }));
  }

  /** Stages the manifests that differ by these entries; one without entries goes. */
  async stage(root: string, transaction: Transaction): Promise<void> {
    for (const [table, months] of this.#months)
      for (const [month, { files, archive }] of months) {
        const old = await readManifest(root, table, month);
        const manifest = updateManifest(table, month, old, files, archive);
        if (manifest) await transaction.write(manifestFile(table, month), formatManifest(manifest));
        else transaction.remove(manifestFile(table, month));
      }
  }
}

function entryIn<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  let entry = map.get(key);
  if (entry === undefined) {
    entry = make();
    map.set(key, entry);
  }
  return entry;
}
