import { type TableName, tables } from '../schema/index.ts';
import { formatManifest, type ManifestEntry, readManifest, updateManifest } from './manifest.ts';
import { manifestFile } from './paths.ts';
import type { Transaction } from './transaction.ts';

/** What a transaction changes in the manifests: entries of day files by table and month, put in or taken out. */
export class ManifestChanges {
  readonly #months = new Map<TableName, Map<string, Map<string, ManifestEntry | null>>>();

  /** Notes the new entry of a day's file, or with null that it goes. Tables that are not kept by day have no manifest. */
  put(table: TableName, day: string, entry: ManifestEntry | null): void {
    if (tables[table].partition === null) return;
    const months = entryIn(this.#months, table, () => new Map());
    entryIn(months, day.slice(0, 7), () => new Map()).set(`${day}.csv`, entry);
  }

  /** Stages the manifests that differ by these entries; one without entries goes. */
  async stage(root: string, transaction: Transaction): Promise<void> {
    for (const [table, months] of this.#months)
      for (const [month, files] of months) {
        const manifest = updateManifest(table, month, await readManifest(root, table, month), files);
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
