import { createHash } from 'node:crypto';
import { type ManifestEntry, parseManifest } from './manifest.ts';
import type { LedgerView } from './view.ts';

/** What a resource says of its files. */
export interface Content {
  rows?: number;
  content?: string;
}

/**
 * Rows in all and one hash over those of the files, of the day files and of the archives of a table's folder, from the manifests, so that a package tells by itself
 * whether rows were added or corrected. Absent for tables without manifests: they are derived.
 */
export async function contentOf(
  view: LedgerView,
  folder: string,
): Promise<{ days: Content; archive: Content }> {
  const entries = { days: [] as ManifestEntry[], archive: [] as ManifestEntry[] };
  for (const file of await view.list(folder)) {
    if (!file.endsWith('/manifest.json')) continue;
    const manifest = parseManifest(await view.read(file));
    entries.days.push(...(manifest?.files ?? []));
    if (manifest?.archive) entries.archive.push(manifest.archive);
  }
  return { days: contentOfFiles(entries.days), archive: contentOfFiles(entries.archive) };
}

function contentOfFiles(entries: readonly ManifestEntry[]): Content {
  if (entries.length === 0) return {};
  const hash = createHash('sha256');
  for (const { file, sha256 } of entries) hash.update(`${file} ${sha256}\n`);
  const rows = entries.reduce((sum, entry) => sum + entry.rows, 0);
  return { rows, content: `sha256:${hash.digest('hex')}` };
}
