import type { Settings } from '../config.ts';
import { type Effects, liveEffects } from '../effects.ts';
import { type Progress, silent } from '../schema/progress.ts';
import { stageDescriptor } from '../store/datapackage.ts';
import { withLock } from '../store/lock.ts';
import { migrations } from '../store/migrations/index.ts';
import type { MigrationPlan } from '../store/migrations/migration.ts';
import { beginTransaction } from '../store/transaction.ts';

export interface MigrateSummary {
  dry_run: boolean;
  /** The migrations that had something to do, in order; none where the ledger is up to date. */
  migrations: ({ id: string; about: string } & MigrationPlan)[];
}

/**
 * Brings a ledger that an earlier Clipbook wrote to today's form, one migration after the other, each of them all or nothing: one that is
 * interrupted is ended, or begun anew, by the next run. Nothing that is stored is lost, and without a migration everything stays readable.
 * With `dryRun` it only tells what would be done. Throws `LedgerError` `edited_outside`.
 */
export async function migrate(
  settings: Pick<Settings, 'data'>,
  options: { dryRun?: boolean } = {},
  progress: Progress = silent,
  effects: Effects = liveEffects,
): Promise<MigrateSummary> {
  const root = settings.data;
  const summary: MigrateSummary = { dry_run: options.dryRun === true, migrations: [] };
  const work = async () => {
    for (const { id, about, plan, stage } of migrations) {
      const found = await plan(root);
      if (found.files === 0) continue;
      if (!summary.dry_run) {
        progress(`Migrating: ${about}`);
        const transaction = await beginTransaction(root, `migrate-${process.pid}`);
        await stage(root, transaction);
        await stageDescriptor(root, transaction);
        await transaction.commit();
      }
      summary.migrations.push({ id, about, ...found });
    }
  };
  await withLock(root, 'migrate', work, effects);
  return summary;
}
