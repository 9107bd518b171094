import type { Settings } from '../config.ts';
import { type Effects, liveEffects } from '../effects.ts';
import { LedgerError } from '../errors.ts';
import {
  abortMerge,
  type BothChanged,
  beginMerge,
  commitPaths,
  endMerge,
  fastForward,
  fetchAndCompare,
  openRepository,
  push,
  type Repository,
  readFetched,
} from '../operate/repository.ts';
import type { Rejection } from '../schema/draft.ts';
import { type Progress, silent } from '../schema/progress.ts';
import { splitRecords } from '../store/csv.ts';
import { committedDerived } from '../store/datapackage.ts';
import { readText } from '../store/files.ts';
import { assertReadableNote } from '../store/layout.ts';
import { withLock } from '../store/lock.ts';
import { entryOf, type ManifestEntry } from '../store/manifest.ts';
import {
  mergeDayTexts,
  mergeLines,
  mergeManifests,
  rejectionOfGivenWay,
  tableOfFile,
} from '../store/merge-sides.ts';
import { datapackageFile, rejectedFile } from '../store/paths.ts';
import { beginTransaction } from '../store/transaction.ts';
import { transformLocked } from './transform.ts';

/** What is committed: facts with a date and what tells the story. What is edited by hand is the person's own to commit. */
export const syncedPaths = [
  'clean',
  'issued',
  'rejected',
  'reports',
  'derived/v1/account_daily',
  'derived/v1/summary',
  'schema',
  'datapackage.json',
] as const;

export interface SyncSummary {
  /** Whether this run committed what was new here. */
  committed: boolean;
  /** Commits of others that were taken in. */
  pulled: number;
  /** Whether commits were pushed. */
  pushed: boolean;
  /** Files that both sides had changed and that were merged by key. */
  merged: number;
  /** Rows that both sides had with other values: one of each stayed, the other is under `rejected/`. */
  conflicts: number;
  /** Pushes that came too late because somebody else's came first. */
  retries: number;
}

export interface SyncOptions {
  /** Message of the commit. @default `Data of <UTC day>` */
  message?: string;
  remote?: string;
  /** How often to try where others push at the same time. @default 8 */
  attempts?: number;
}

/**
 * Commits the ledger's files, takes in what others pushed and pushes. A day that two machines wrote is merged by key, so that no row
 * is lost or doubled; manifests follow, derived tables are computed again. Whatever fails, the ledger and the commits of this
 * machine stay as they were.
 * Throws `LedgerError`: those of `openRepository`, `sync_conflict`, `git_failed`, `push_raced` after the last attempt,
 * `ledger_newer` where a newer program wrote what others pushed.
 */
export async function sync(
  settings: Settings,
  options: SyncOptions = {},
  progress: Progress = silent,
  effects: Effects = liveEffects,
): Promise<SyncSummary> {
  const root = settings.data;
  return withLock(
    root,
    'sync',
    async () => {
      const repository = await openRepository(root, options.remote);
      const day = effects.now().toISOString().slice(0, 10);
      const summary: SyncSummary = {
        committed: await commitPaths(repository, syncedPaths, options.message ?? `Data of ${day}`),
        pulled: 0,
        pushed: false,
        merged: 0,
        conflicts: 0,
        retries: 0,
      };
      const attempts = options.attempts ?? 8;
      for (let attempt = 1; attempt <= attempts; attempt++) {
        progress(`Fetching ${repository.branch} from ${repository.remote}`);
        const { ahead, behind } = await fetchAndCompare(repository);
        if (behind !== null && behind > 0) {
          assertReadableNote(
            await readFetched(repository, datapackageFile),
            `${repository.remote}/${repository.branch}`,
          );
          summary.pulled += behind;
          if (ahead === 0) await fastForward(repository);
          else await mergeRemote(settings, repository, summary, progress, effects);
        }
        if (ahead === 0) return summary;
        progress(`Pushing to ${repository.remote}`);
        if (await push(repository)) return { ...summary, pushed: true };
        summary.retries++;
        // Not all at once again.
        await effects.sleep((0.5 + effects.random()) * 1000 * Math.min(attempt, 5));
      }
      throw new LedgerError(
        'push_raced',
        `Others pushed first ${attempts} times in a row; what is new here is committed and not pushed.`,
        { hint: 'Run "clipbook sync" again in a minute.' },
      );
    },
    effects,
  );
}

async function mergeRemote(
  settings: Settings,
  repository: Repository,
  summary: SyncSummary,
  progress: Progress,
  effects: Effects,
): Promise<void> {
  progress(`Merging ${repository.remote}/${repository.branch}`);
  const both = await beginMerge(repository, syncedPaths);
  try {
    const merged = await writeMerged(settings.data, both);
    // The other derived tables are each machine’s own: its next `transform` makes them again.
    await transformLocked(settings, progress, effects, committedDerived);
    await endMerge(repository, syncedPaths, `Merge ${repository.remote}/${repository.branch}`);
    summary.merged += merged.files;
    summary.conflicts += merged.conflicts;
  } catch (error) {
    await abortMerge(repository, syncedPaths);
    throw error;
  }
}

/** Writes what both sides changed, merged, in one transaction. What can be rebuilt stays as it is here, until it is. */
async function writeMerged(
  root: string,
  both: readonly BothChanged[],
): Promise<{ files: number; conflicts: number }> {
  const transaction = await beginTransaction(root, `sync-${process.pid}`);
  const remade = new Map<string, ManifestEntry>();
  const rejections: Rejection[] = [];
  let files = 0;
  try {
    for (const { file, ours, theirs } of both) {
      const table = tableOfFile(file);
      if (file.endsWith('.parquet') && ours !== theirs) throw bothArchived(file);
      // What both archived is gone on both sides.
      if (table === null || (ours === null && theirs === null)) continue;
      // A day that one side archived and the other added to keeps its day file, which goes before the archive.
      const merged =
        ours === null || theirs === null
          ? { text: ours ?? theirs ?? '', givenWay: [] }
          : mergeDayTexts(table, ours, theirs);
      await transaction.write(file, merged.text);
      const name = file.slice(file.lastIndexOf('/') + 1);
      remade.set(file, entryOf(name, Buffer.from(merged.text), splitRecords(merged.text).length));
      rejections.push(...merged.givenWay.map((each) => rejectionOfGivenWay(table, file, each)));
      files++;
    }
    for (const { file, base, ours, theirs } of both) {
      const [, folder = '', year, month] = /^(.*\/(\d{4})\/(\d\d)\/)manifest\.json$/.exec(file) ?? [];
      const table = tableOfFile(`${folder}x.csv`);
      if (table === null) continue;
      const text = mergeManifests(
        table,
        `${year}-${month}`,
        { base, ours, theirs },
        (name) => remade.get(`${folder}${name}`) ?? null,
      );
      if (text !== null) await transaction.write(file, text);
    }
    const lines = new Map<string, string>();
    for (const { file, ours, theirs } of both)
      if (file.startsWith('rejected/')) lines.set(file, mergeLines(ours ?? '', theirs ?? ''));
    for (const each of rejections) {
      const file = rejectedFile(each.observed_at?.slice(0, 10) ?? null);
      const known = lines.get(file) ?? (await readText(root, file)) ?? '';
      lines.set(file, mergeLines(known, JSON.stringify(each)));
    }
    for (const [file, text] of lines) await transaction.write(file, text);
    await transaction.commit();
  } catch (error) {
    await transaction.abort();
    throw error;
  }
  return { files, conflicts: rejections.length };
}

function bothArchived(file: string): LedgerError {
  return new LedgerError('sync_conflict', `Both sides archived ${file} with other rows.`, {
    hint: 'Take the archive of that month back on one side ("clipbook archive undo"), then run sync again.',
  });
}
