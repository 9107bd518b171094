import type { Transaction } from '../transaction.ts';

/** What a migration would change, or changed. Nothing to do: `files` is 0. */
export interface MigrationPlan {
  /** Files that are rewritten or replaced. */
  files: number;
  rows: number;
  /** First and last day that are concerned, `YYYY-MM-DD`; null where nothing is. */
  first_day: string | null;
  last_day: string | null;
  /** What happens to them, in one sentence without its full stop. */
  change: string;
}

/**
 * One step from an older ledger to today's. What is to be done is told from the files alone, so that a step is done once and once more is
 * nothing, also where an older program wrote again in between.
 */
export interface Migration {
  /** Its number and name, as that of its file: `0001-owner-day-v2`. */
  id: string;
  about: string;
  /** Looks, and changes nothing. */
  plan(root: string): Promise<MigrationPlan>;
  /** Stages all of it in a transaction. Throws `LedgerError` `edited_outside` for files that are not as they were written. */
  stage(root: string, transaction: Transaction): Promise<void>;
}
