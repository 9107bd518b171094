import type { Settings } from '../config.ts';
import { type Effects, liveEffects } from '../effects.ts';
import { InputError, LedgerError } from '../errors.ts';
import { type TableName, tableNames, tables } from '../schema/index.ts';
import { type Progress, silent } from '../schema/progress.ts';
import {
  archiveMonth,
  isArchived,
  isOpen,
  type MonthDone,
  restoreMonth,
  type TableMonth,
  tableMonths,
} from '../store/archive.ts';
import { stageDescriptor } from '../store/datapackage.ts';
import { withLock } from '../store/lock.ts';
import { ManifestChanges } from '../store/manifest-changes.ts';
import { beginTransaction, type Transaction } from '../store/transaction.ts';
import { asOfOf } from './as-of.ts';

export interface ArchiveSummary {
  dry_run: boolean;
  /** What was archived, or taken back; in a dry run, what would be. */
  months: ({ table: TableName; month: string } & MonthDone)[];
  /** Months of tables that were left as they are, and why. */
  skipped: { table: TableName; month: string; why: string }[];
}

export interface ArchiveOptions {
  /** The first month that stays as it is, `YYYY-MM`. @default the current month, in UTC */
  before?: string;
  dryRun?: boolean;
}

/** What can be archived: observations, and what was issued. The rest is made again. */
const archivedTables = tableNames.filter(
  (name) => tables[name].layer !== 'derived' && tables[name].partition !== null,
);

/**
 * Compacts the closed months of every table into one Parquet file per table and month, in which the rows and the hashes of the day files are
 * kept; each month is one transaction. Everything reads as before. Day files that came later into an archived month are taken in.
 * Throws `InputError` `bad_month`.
 */
export async function archive(
  settings: Pick<Settings, 'data' | 'as_of'>,
  options: ArchiveOptions = {},
  progress: Progress = silent,
  effects: Effects = liveEffects,
): Promise<ArchiveSummary> {
  const now = asOfOf(settings, effects).toISOString().slice(0, 7);
  const before = options.before === undefined ? now : monthOf(options.before);
  if (before > now)
    throw new InputError('bad_month', `${before} is not over: only months before ${now} can be archived.`, {
      hint: 'Leave --before out to archive every month that is over.',
    });
  return walk(settings.data, 'archive', options, effects, {
    wants: (each) => each.month < before && isOpen(each),
    async stage(each, transaction, changes, skip) {
      progress(`Archiving ${each.month}`);
      return archiveMonth(settings.data, each, transaction, changes, (file) =>
        skip(`${file} is not written as Clipbook writes it, and could not be given back byte by byte`),
      );
    },
  });
}

/**
 * Takes archives back: the day files are as they were, byte for byte and checked against their hashes, with rows that came later. `months`
 * empty: all of them. Throws `InputError`: `bad_month`, `not_archived`.
 */
export async function undoArchive(
  settings: Pick<Settings, 'data'>,
  months: readonly string[] = [],
  options: Pick<ArchiveOptions, 'dryRun'> = {},
  progress: Progress = silent,
  effects: Effects = liveEffects,
): Promise<ArchiveSummary> {
  const wanted = new Set(months.map(monthOf));
  return walk(settings.data, 'archive', options, effects, {
    found(those) {
      const missing = [...wanted].filter((month) => !those.includes(month));
      if (missing.length > 0)
        throw new InputError('not_archived', `Not archived: ${missing.join(', ')}.`, {
          hint: 'Name months that have Parquet files, or none to take all of them back.',
        });
    },
    wants: (each) => isArchived(each) && (wanted.size === 0 || wanted.has(each.month)),
    async stage(each, transaction, changes) {
      progress(`Taking back ${each.month}`);
      return restoreMonth(settings.data, each, transaction, changes);
    },
  });
}

interface Walk {
  /** Hears of the months that something is to be done for, before anything is. */
  found?(months: readonly string[]): void;
  wants(each: TableMonth): boolean;
  stage(
    each: TableMonth,
    transaction: Transaction,
    changes: ManifestChanges,
    skip: (why: string) => void,
  ): Promise<MonthDone | null>;
}

async function walk(
  root: string,
  command: string,
  { dryRun = false }: Pick<ArchiveOptions, 'dryRun'>,
  effects: Effects,
  { found, wants, stage }: Walk,
): Promise<ArchiveSummary> {
  const summary: ArchiveSummary = { dry_run: dryRun, months: [], skipped: [] };
  const work = async () => {
    const byMonth = new Map<string, TableMonth[]>();
    for (const table of archivedTables)
      for (const each of await tableMonths(root, table)) {
        if (!wants(each)) continue;
        byMonth.set(each.month, [...(byMonth.get(each.month) ?? []), each]);
      }
    const months = [...byMonth.keys()].sort();
    found?.(months);
    for (const month of months) {
      const transaction = await beginTransaction(root, `${command}-${process.pid}`);
      const changes = new ManifestChanges();
      for (const each of byMonth.get(month) ?? []) {
        const skip = (why: string) => summary.skipped.push({ table: each.table, month, why });
        if (each.days.some(({ form }) => form === 'older')) {
          skip('some of its days are in an older version of the table: run "clipbook migrate" first');
          continue;
        }
        const done = await stage(each, transaction, changes, skip).catch((error: unknown) => {
          if (!(error instanceof LedgerError) || !leftAlone.includes(error.code)) throw error;
          skip(error.message.replace(/\.$/, ''));
          return null;
        });
        if (done !== null) summary.months.push({ table: each.table, month, ...done });
      }
      if (dryRun) await transaction.abort();
      else {
        await changes.stage(root, transaction);
        await stageDescriptor(root, transaction);
        await transaction.commit();
      }
    }
  };
  await withLock(root, command, work, effects);
  return summary;
}

/** Faults of one month's files, for which it is left as it is while the others go on. */
const leftAlone = ['edited_outside', 'archive_damaged'];

function monthOf(text: string): string {
  if (/^\d{4}-(?:0[1-9]|1[0-2])$/.test(text)) return text;
  throw new InputError('bad_month', `"${text}" is not a month.`, { hint: 'Write it as 2026-10.' });
}
