import path from 'node:path';
import type { Settings } from '../config.ts';
import { configFileName } from '../config.ts';
import { type Effects, liveEffects } from '../effects.ts';
import { InputError, LedgerError } from '../errors.ts';
import { dataPrefix, listContents } from '../operate/backup/contents.ts';
import { damagedError } from '../operate/backup/damage.ts';
import { newestOf } from '../operate/backup/kept.ts';
import type { ArchiveFile } from '../operate/backup/manifest.ts';
import { openPlace } from '../operate/backup/open-place.ts';
import { type Archive, newerError, openArchive } from '../operate/backup/read.ts';
import { holdsExactly, putSettings, unpackFiles } from '../operate/backup/unpack.ts';
import { isTableName, tableNames, tables } from '../schema/index.ts';
import { type Progress, silent } from '../schema/progress.ts';
import type { TableSpec } from '../schema/table.ts';
import { stageDescriptor } from '../store/datapackage.ts';
import { readText } from '../store/files.ts';
import { assertReadableNote } from '../store/layout.ts';
import { withLock } from '../store/lock.ts';
import { datapackageFile } from '../store/paths.ts';
import { beginTransaction, type Transaction, writable } from '../store/transaction.ts';

export interface RestoreOptions {
  /** A folder or an address such as `s3://bucket/folder`, or one archive there. */
  from: string;
  /** Name of an archive in it; absent: the newest. */
  archive?: string;
  /** The newest at or before this day (UTC). */
  asOf?: string;
  /** Only this table. */
  table?: string;
  /** The folder that becomes the ledger; absent: the data root. */
  into?: string;
  /** Whether what is there may go. */
  replace?: boolean;
  /** What the ledger is called in the names of its archives. */
  ledger?: string;
  /** Folder of the project, for its settings file. */
  project?: string;
}

export interface RestoreSummary {
  archive: string;
  created_at: string;
  into: string;
  /** Files that were put in place and their bytes. */
  files: number;
  bytes: number;
  /** Files that were there, are not in the archive, and went. */
  removed: number;
  /** Whether everything was there already, byte by byte. */
  unchanged: boolean;
  /** What became of the settings file of the archive. */
  settings: 'restored' | 'same' | 'left' | 'none';
}

/**
 * Puts the files of an archive in place, all of them or those of one table, in one transaction: each is checked against the manifest
 * before the first is moved, and a run that dies leaves the ledger as it was or is finished by the next command. A ledger that is not
 * empty is left alone unless `replace` is said. Throws `InputError`: `backup_missing`, `backup_damaged`, `backup_newer`, `unknown_table`,
 * `table_not_in_backup`; `LedgerError`: `ledger_not_empty`, `ledger_busy`, `ledger_newer`,
 * `ledger_unwritable`.
 */
export async function restoreBackup(
  settings: Settings,
  options: RestoreOptions,
  progress: Progress = silent,
  effects: Effects = liveEffects,
): Promise<RestoreSummary> {
  const { table } = options;
  if (table !== undefined && !isTableName(table))
    throw new InputError('unknown_table', `There is no table "${table}".`, {
      hint: `The tables are: ${tableNames.join(', ')}.`,
    });
  const { place, archive: addressed } = openPlace(options.from, settings, {}, effects);
  const name = addressed ?? options.archive ?? (await newestOf(place, options.asOf, options.ledger));
  const archive = await openArchive(name, await place.open(name));
  if ('where' in archive) throw damagedError(name, [archive]);
  try {
    refuseNewerTables(archive);
    const wanted = wantedFiles(archive, table);
    const root = options.into === undefined ? settings.data : path.resolve(options.into);
    const work = () => put(archive, root, wanted, options, progress);
    return await withLock(root, 'restore', work, effects);
  } finally {
    await archive.reader.close();
  }
}

/** Where a file of the archive lies below the data root; null for the settings file. */
function placeOf({ path: name }: ArchiveFile): string | null {
  return name.startsWith(dataPrefix) ? name.slice(dataPrefix.length) : null;
}

const tablePath = /^(?:clean|issued|derived)\/v(\d+)\/([a-z][a-z0-9_]*)\//;

function refuseNewerTables(archive: Archive): void {
  for (const part of archive.manifest.parts)
    for (const file of part.files) {
      const [, version, name = ''] = tablePath.exec(placeOf(file) ?? '') ?? [];
      if (version === undefined) continue;
      const known = isTableName(name) ? ((tables[name] as TableSpec).version ?? 1) : 0;
      if (Number(version) > known) throw newerError(archive.name, null);
    }
}

function wantedFiles(archive: Archive, table: string | undefined): Map<string, ArchiveFile> {
  const wanted = new Map<string, ArchiveFile>();
  for (const part of archive.manifest.parts)
    for (const file of part.files) {
      const place = placeOf(file);
      if (place === null) continue;
      if (table === undefined || tablePath.exec(place)?.[2] === table) wanted.set(place, file);
    }
  if (table !== undefined && wanted.size === 0)
    throw new InputError(
      'table_not_in_backup',
      `The archive ${archive.name} has nothing of the table ${table}.`,
      {
        hint: 'Take an archive of another day with --as-of.',
      },
    );
  return wanted;
}

async function put(
  archive: Archive,
  root: string,
  all: ReadonlyMap<string, ArchiveFile>,
  { table, replace = false, into, project = process.cwd() }: RestoreOptions,
  progress: Progress,
): Promise<RestoreSummary> {
  const { taken, foreign } = await listContents(root, false);
  // Logs only grow: those that are there say more than those of the archive.
  const logs = taken.filter((file) => file.startsWith('logs/'));
  const wanted = new Map([...all].filter(([file]) => !logs.includes(file)));
  const there = taken.filter((file) =>
    table === undefined ? !logs.includes(file) : tablePath.exec(file)?.[2] === table,
  );
  const summary: RestoreSummary = {
    archive: archive.name,
    created_at: archive.manifest.created_at,
    into: root,
    files: 0,
    bytes: 0,
    removed: 0,
    unchanged: there.length > 0 && (await holdsExactly(root, there, wanted)),
    settings: 'none',
  };
  const withSettings = table === undefined && into === undefined;
  if (!summary.unchanged && !replace && (there.length > 0 || (table === undefined && foreign.length > 0)))
    throw notEmpty(root, table, there[0] ?? foreign[0] ?? '');
  const transaction = await beginTransaction(root, `restore-${process.pid}`);
  try {
    const settings = path.join(transaction.folder, 'settings');
    const files = new Map([...wanted].map(([to, file], i) => [file.path, { to, from: `file-${i}`, file }]));
    const isWanted = ({ path: name }: ArchiveFile) =>
      name === configFileName ? withSettings : !summary.unchanged && files.has(name);
    await writable(root, () =>
      unpackFiles(
        archive,
        isWanted,
        ({ path: name }) => path.join(transaction.folder, files.get(name)?.from ?? 'settings'),
        (done, total) => progress(`Unpacking ${archive.name}`, done, total),
      ),
    );
    const described = files.get(`${dataPrefix}${datapackageFile}`);
    if (described && !summary.unchanged)
      assertReadableNote(await readText(transaction.folder, described.from), archive.name);
    if (withSettings) summary.settings = await putSettings(settings, path.join(project, configFileName));
    if (summary.unchanged) await transaction.abort();
    else await change(root, transaction, [...files.values()], there, table !== undefined, summary);
  } catch (error) {
    await transaction.abort();
    throw error;
  }
  return summary;
}

async function change(
  root: string,
  transaction: Transaction,
  files: readonly { to: string; from: string; file: ArchiveFile }[],
  there: readonly string[],
  describe: boolean,
  summary: RestoreSummary,
): Promise<void> {
  const kept = new Set<string>();
  for (const { to, from, file } of files) {
    transaction.adopt(to, from);
    kept.add(to);
    summary.files++;
    summary.bytes += file.bytes;
  }
  for (const file of there) {
    if (kept.has(file)) continue;
    transaction.remove(file);
    summary.removed++;
  }
  if (describe) await stageDescriptor(root, transaction);
  await transaction.commit();
}

function notEmpty(root: string, table: string | undefined, file: string): LedgerError {
  return new LedgerError(
    'ledger_not_empty',
    table === undefined
      ? `${root} is not empty: it holds ${file}, for one.`
      : `${root} has files of the table ${table} already, such as ${file}.`,
    {
      hint: `Restore into a new folder with --into <folder>, or say --replace: what is not in the backup is removed then.`,
    },
  );
}
