import path from 'node:path';
import { instantOf } from '../calendar.ts';
import type { Settings } from '../config.ts';
import { type Effects, liveEffects } from '../effects.ts';
import { ClipbookError, InputError } from '../errors.ts';
import { listContents } from '../operate/backup/contents.ts';
import { describeDamage } from '../operate/backup/damage.ts';
import { gatherMembers, settingsMember } from '../operate/backup/gather.ts';
import { archivesIn, ledgerOf, noneThere, type PruneSummary, prune } from '../operate/backup/kept.ts';
import { nextArchiveName } from '../operate/backup/names.ts';
import { openPlace } from '../operate/backup/open-place.ts';
import type { BackupPlace } from '../operate/backup/place.ts';
import { programVersion } from '../operate/backup/program.ts';
import { openArchive } from '../operate/backup/read.ts';
import { type Keep, usualKeep } from '../operate/backup/retention.ts';
import type { S3PlaceOptions, S3Settings } from '../operate/backup/s3-place.ts';
import { secretsOf } from '../operate/backup/secrets.ts';
import { uploadNote } from '../operate/backup/upload-note.ts';
import { type ArchiveReport, verifyArchive } from '../operate/backup/verify.ts';
import { type Written, writeArchive } from '../operate/backup/write.ts';
import { type Progress, silent } from '../schema/progress.ts';
import { recordRun } from '../store/state.ts';
import { withPatientLock } from './patient-lock.ts';

export interface BackupOptions {
  /** A folder, or an address such as `s3://bucket/folder`. */
  to: string;
  /** What the ledger is called in the names of its archives. */
  ledger?: string;
  /** With captures: pages as they were received and copies of imported files. */
  raw?: boolean;
  /** What is kept afterwards; absent: everything. */
  keep?: Keep;
  /** How long to wait for another command that writes, in milliseconds. */
  waitMs?: number;
  /** Folder of the project, with its settings file. */
  project?: string;
  /** How a bucket is spoken to, for tests. */
  store?: S3PlaceOptions;
}

export interface BackupSummary {
  place: string;
  name: string;
  created_at: string;
  /** Files in the archive and their bytes. */
  files: number;
  bytes: number;
  archive_bytes: number;
  parts: number;
  /** What is in the folder of the ledger or the project and not in the archive, with the reason. */
  left_out: { file: string; why: string }[];
  /** What backups that were killed had left and is gone now. */
  swept: number;
  removed: string[];
}

/**
 * Puts the ledger, its settings file and its state into one dated archive. Nobody writes to the ledger meanwhile: it holds the lock.
 * Throws `InputError`: `nothing_to_back_up`, `bad_place`, `secret_found`, `backup_place_unusable`; `LedgerError` `ledger_busy`.
 */
export async function createBackup(
  settings: Settings,
  options: BackupOptions,
  progress: Progress = silent,
  effects: Effects = liveEffects,
): Promise<BackupSummary> {
  const ledger = ledgerOf(options.ledger);
  const { place, archive } = openPlace(
    options.to,
    settings,
    { ...options.store, note: uploadNote(path.join(settings.data, '.backup.json')) },
    effects,
  );
  if (archive !== null)
    throw new InputError('bad_place', '--to names an archive; a backup chooses its own name.', {
      hint: 'Name the folder that it should lie in.',
    });
  const root = settings.data;
  const work = async () => {
    const started = effects.elapsed();
    const swept = await place.sweep();
    const created_at = instantOf(effects.now());
    const contents = await listContents(root, options.raw ?? false);
    if (!contents.taken.some((file) => !/^(?:state|datapackage)\.json$/.test(file)))
      throw new InputError('nothing_to_back_up', `There is no ledger in ${root}.`, {
        hint: 'Point --data at the folder of a ledger.',
      });
    const { member, problem } = await settingsMember(options.project ?? process.cwd());
    const taken = (await place.list()).map(({ name }) => name);
    const name = nextArchiveName(ledger, created_at, taken);
    const total = contents.taken.length + Number(member !== null);
    const members = gatherMembers(root, contents.taken, member, secretsOf(settings));
    async function* counted() {
      let done = 0;
      for await (const each of members) {
        yield each;
        progress(`Packing ${name}`, ++done, total);
      }
    }
    const head = { made_by: `clipbook ${programVersion()}`, created_at, ledger };
    const sink = await place.create(name);
    let written: Written;
    try {
      written = await pour(writeArchive(counted(), head), sink);
      await sink.commit();
    } catch (error) {
      await sink.abort();
      throw error;
    }
    await confirm(place, name, written.archive_bytes);
    const removed = options.keep ? (await prune(place, ledger, options.keep, false)).removed : [];
    const { files, bytes, archive_bytes, parts } = written;
    await recordRun(root, {
      command: 'backup',
      started_at: created_at,
      seconds: Math.round((effects.elapsed() - started) / 100) / 10,
      exit_code: 0,
      counts: { files, bytes, archive_bytes, removed: removed.length },
      message: null,
    });
    return {
      place: place.label,
      name,
      created_at,
      files,
      bytes,
      archive_bytes,
      parts: parts.length,
      left_out: [
        ...contents.foreign.map((file) => ({ file, why: 'it belongs to no ledger' })),
        ...(problem === null ? [] : [{ file: 'clipbook.config.json', why: problem }]),
      ],
      swept,
      removed,
    };
  };
  return withPatientLock(root, 'backup', options.waitMs ?? 0, work, progress, effects);
}

async function pour<T>(
  chunks: AsyncGenerator<Uint8Array, T>,
  sink: { write(chunk: Uint8Array): Promise<void> },
): Promise<T> {
  for (;;) {
    const next = await chunks.next();
    if (next.done) return next.value;
    await sink.write(next.value);
  }
}

/** Looks at what the place really has now: an archive that cannot be read there must not count as one. */
async function confirm(place: BackupPlace, name: string, bytes: number): Promise<void> {
  const archive = await openArchive(name, await place.open(name));
  if ('where' in archive || archive.bytes !== bytes)
    throw new ClipbookError(
      'backup_not_kept',
      `${place.label} does not give back what was written to ${name}: ${'where' in archive ? describeDamage(archive) : `${archive.bytes} of ${bytes} bytes`}.`,
      { hint: 'Do not trust this place; make the backup somewhere else.' },
    );
  await archive.reader.close();
}

export interface StoredArchive {
  name: string;
  created_at: string;
  archive_bytes: number;
}

/** The archives of a ledger in a place, newest first; of all ledgers where none is named. */
export async function listBackups(
  settings: S3Settings,
  address: string,
  ledger?: string,
  effects: Effects = liveEffects,
): Promise<{ place: string; archives: StoredArchive[] }> {
  const { place } = openPlace(address, settings, {}, effects);
  const found = await archivesIn(place, ledger);
  return {
    place: place.label,
    archives: found.map(({ name, instant, bytes }) => ({ name, created_at: instant, archive_bytes: bytes })),
  };
}

export interface VerifySummary {
  place: string;
  archives: ArchiveReport[];
  damaged: number;
}

/**
 * Reads every byte of archives: of the one that is named, of the newest, or of all of them. Throws `InputError` `backup_missing` where
 * there is none.
 */
export async function verifyBackups(
  settings: S3Settings,
  address: string,
  options: { archive?: string; newest?: boolean; ledger?: string } = {},
  progress: Progress = silent,
  effects: Effects = liveEffects,
): Promise<VerifySummary> {
  const { place, archive } = openPlace(address, settings, {}, effects);
  const named = archive ?? options.archive;
  const all =
    named === undefined ? (await archivesIn(place, options.ledger)).map(({ name }) => name) : [named];
  if (all.length === 0) throw noneThere(place);
  const archives: ArchiveReport[] = [];
  for (const name of options.newest ? all.slice(0, 1) : all)
    archives.push(
      await verifyArchive(place, name, (done, total) => progress(`Reading ${name}`, done, total)),
    );
  return { place: place.label, archives, damaged: archives.filter(({ ok }) => !ok).length };
}

/** Removes archives that are not to be kept (seven days, five weeks, twelve months unless said otherwise). */
export async function pruneBackups(
  settings: S3Settings,
  address: string,
  options: { keep?: Keep; dryRun?: boolean; ledger?: string } = {},
  effects: Effects = liveEffects,
): Promise<PruneSummary> {
  const { place } = openPlace(address, settings, {}, effects);
  return prune(place, ledgerOf(options.ledger), options.keep ?? usualKeep, options.dryRun ?? false);
}
