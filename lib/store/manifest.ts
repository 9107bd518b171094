import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { LedgerError } from '../errors.ts';
import type { TableName } from '../schema/index.ts';
import { manifestFile, under } from './paths.ts';

/** What is known of a day file: enough to tell that it was edited by hand. */
export interface ManifestEntry {
  file: string;
  rows: number;
  bytes: number;
  sha256: string;
}

/** What is known of the month's Parquet file, in which the days are that were archived. */
export interface ArchiveEntry extends ManifestEntry {
  first_day: string;
  last_day: string;
}

/** One small file per table and month, beside its day files. `rows` and days are those of all that is there. */
export interface Manifest {
  table: TableName;
  month: string;
  rows: number;
  first_day: string;
  last_day: string;
  archive?: ArchiveEntry;
  files: ManifestEntry[];
}

const entryShape = z.object({ file: z.string(), rows: z.number(), bytes: z.number(), sha256: z.string() });
const manifestShape = z.object({
  archive: entryShape.extend({ first_day: z.string(), last_day: z.string() }).optional(),
  files: z.array(entryShape),
});

export function entryOf(file: string, content: Uint8Array, rows: number): ManifestEntry {
  return { file, rows, bytes: content.length, sha256: createHash('sha256').update(content).digest('hex') };
}

/** Throws `LedgerError` `edited_outside` where a file is not what its month's manifest says; one without a manifest cannot be told. */
export function assertAsWritten(file: string, content: string | Uint8Array, manifest: Manifest | null): void {
  const name = file.slice(file.lastIndexOf('/') + 1);
  const listed = manifest?.files.find((each) => each.file === name);
  if (!manifest || listed?.sha256 === entryOf(name, Buffer.from(content), 0).sha256) return;
  throw new LedgerError('edited_outside', `${file} was changed outside Clipbook, so it is left as it is.`, {
    hint: 'Restore it from git, or accept it with "clipbook check --fix-manifest"; then run the command again.',
  });
}

/**
 * The manifest with some files' entries put in (or taken out, where null), and with another archive (or none, where null). Null when no
 * file is left.
 */
export function updateManifest(
  table: TableName,
  month: string,
  old: Manifest | null,
  changes: ReadonlyMap<string, ManifestEntry | null>,
  archive: ArchiveEntry | null = old?.archive ?? null,
): Manifest | null {
  const byFile = new Map((old?.files ?? []).map((entry) => [entry.file, entry]));
  for (const [file, entry] of changes) {
    if (entry === null) byFile.delete(file);
    else byFile.set(file, entry);
  }
  const files = [...byFile.values()].sort((a, b) => (a.file < b.file ? -1 : 1));
  const days = [
    ...files.map(({ file }) => file.slice(0, 10)),
    ...(archive === null ? [] : [archive.first_day, archive.last_day]),
  ].sort();
  const [first, last] = [days[0], days.at(-1)];
  if (first === undefined || last === undefined) return null;
  return {
    table,
    month,
    rows: files.reduce((sum, entry) => sum + entry.rows, archive?.rows ?? 0),
    first_day: first,
    last_day: last,
    ...(archive === null ? {} : { archive }),
    files,
  };
}

/** A manifest as text. One line a file, so that two days make two lines of difference. */
export function formatManifest(manifest: Manifest): string {
  const { files, archive, ...head } = manifest;
  const lines = files.map((entry) => `\n    ${JSON.stringify(entry)}`).join(',');
  return [
    JSON.stringify(head, null, 2).slice(0, -2),
    ...(archive === undefined ? [] : [`,\n  "archive": ${JSON.stringify(archive)}`]),
    `,\n  "files": [${lines}${files.length > 0 ? '\n  ' : ''}]\n}\n`,
  ].join('');
}

/** The manifest of a table and month, or null where there is none or it cannot be read. */
export async function readManifest(root: string, table: TableName, month: string): Promise<Manifest | null> {
  return parseManifest(await readFile(under(root, manifestFile(table, month)), 'utf8').catch(() => null));
}

/** A manifest from its text; null where it is none. */
export function parseManifest(text: string | null): Manifest | null {
  try {
    const found: unknown = JSON.parse(text ?? 'null');
    return manifestShape.safeParse(found).success ? (found as Manifest) : null;
  } catch {
    return null;
  }
}
