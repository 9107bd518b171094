import { proveArchive, proveUndo } from './killed-archive.ts';
import { proveBackup, proveRestore } from './killed-backup.ts';
import { proveCollect } from './killed-collect.ts';
import { proveImport } from './killed-import.ts';
import { proveMigrate } from './killed-migrate.ts';
import { proveTransform } from './killed-transform.ts';

/** A command that is killed at random moments of its work, and how that is judged. */
export interface CrashJob {
  name: string;
  /** Kills it so many times by a seed, and returns how many of the runs were killed in the midst of it. */
  prove: (moments: number, seed: number) => Promise<number>;
  /** Moments of the small sample in `npm test`: 20 in all. */
  sample: number;
}

export const crashJobs: readonly CrashJob[] = [
  { name: 'import', prove: proveImport, sample: 4 },
  { name: 'transform', prove: proveTransform, sample: 2 },
  { name: 'collect', prove: proveCollect, sample: 0 },
  { name: 'archive', prove: proveArchive, sample: 4 },
  { name: 'archive undo', prove: proveUndo, sample: 2 },
  { name: 'migrate', prove: proveMigrate, sample: 4 },
  { name: 'backup', prove: proveBackup, sample: 2 },
  { name: 'restore', prove: proveRestore, sample: 2 },
];
