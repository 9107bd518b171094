import { LedgerError } from '../errors.ts';
import type { TableName } from '../schema/index.ts';
import { inspectArchive } from '../store/archive.ts';
import type { ArchiveEntry } from '../store/manifest.ts';
import { archiveFile } from '../store/paths.ts';
import { checkListedFile } from '../validate/files.ts';
import { type Finding, finding } from '../validate/rules.ts';

/** What a look at the archive of a month found. */
export interface ArchiveChecked {
  /** What the manifest should say of it; what it says already where the archive is damaged. */
  entry: ArchiveEntry | null;
  /** Its file is not the listed one, not listed, or gone: a manifest could be made to accept that. */
  problem: Finding | null;
  /** It cannot be read, or does not hold what went in: that is never accepted. */
  damage: Finding | null;
}

/** Compares the archive of a month with what the manifest says of it. */
export async function checkArchive(
  root: string,
  table: TableName,
  month: string,
  listed: ArchiveEntry | null,
): Promise<ArchiveChecked> {
  const file = archiveFile(table, month);
  try {
    const entry = await inspectArchive(root, table, month, listed);
    return { entry, problem: checkListedFile({ file, found: entry, listed, change: null }), damage: null };
  } catch (error) {
    if (!(error instanceof LedgerError) || error.code !== 'archive_damaged') throw error;
    return { entry: listed, problem: null, damage: finding('damaged_archive', file, error.message) };
  }
}
