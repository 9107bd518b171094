import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll } from 'vitest';
import { simulatedEffects } from '../../lib/effects.ts';
import { openFileCapture } from '../../lib/import/file-capture.ts';
import { importRows } from '../../lib/import/import-rows.ts';
import { type ImportOptions, type RawImportOptions, readImportOptions } from '../../lib/import/options.ts';
import type { Draft, SourceRow } from '../../lib/schema/draft.ts';

/** The clock that tests of import count as now. */
export const now = new Date('2026-11-22T03:15:00Z');

const folders: string[] = [];
afterAll(async () => {
  await Promise.all(folders.map((folder) => rm(folder, { recursive: true })));
});

/** A new temporary folder, which goes when the tests of the file are done. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'clipbook-import-'));
  folders.push(folder);
  return folder;
}

/** Writes a file of that name into a new temporary folder; gives its path. */
export async function writeTemporary(name: string, content: string | Uint8Array): Promise<string> {
  const file = path.join(await temporaryFolder(), name);
  await writeFile(file, content);
  return file;
}

export interface Imported {
  kind: string;
  rows: SourceRow[];
  /** Drafts of rows that were read, in order. */
  drafts: Draft[];
  /** `line rule` of each refused row. */
  refused: string[];
  /** What is said of how it was read. */
  notes: readonly string[];
}

/** Imports a file that is on disk. */
export async function importFile(
  file: string,
  raw: RawImportOptions = {},
  more: ImportOptions = {},
): Promise<Imported> {
  const effects = simulatedEffects(now);
  const got = await importRows(
    await openFileCapture(file),
    { ...readImportOptions(raw, effects), ...more },
    effects,
  );
  if (got.form !== 'rows') throw new Error(`${file} was taken for a saved page`);
  const rows: SourceRow[] = [];
  for await (const batch of got.rows) rows.push(...batch);
  return {
    kind: got.kind,
    notes: got.notes ?? [],
    rows,
    drafts: rows.flatMap((row) => ('drafts' in row ? row.drafts : [])),
    refused: rows.flatMap((row) => ('refused' in row ? [`${row.line} ${row.refused.rule}`] : [])),
  };
}

/** Imports a text (or bytes) as if it were a file of that name. */
export async function importText(
  content: string | Uint8Array,
  raw: RawImportOptions = {},
  name = 'table.csv',
  more: ImportOptions = {},
): Promise<Imported> {
  return importFile(await writeTemporary(name, content), raw, more);
}

/** Rows of the drafts of one table. */
export function rowsOf(imported: Imported, table: Draft['table']): Record<string, unknown>[] {
  return imported.drafts.filter((draft) => draft.table === table).map((draft) => draft.row);
}
