import { dayIn } from '../calendar.ts';
import type { Settings } from '../config.ts';
import { type Effects, liveEffects } from '../effects.ts';
import { withLock } from '../store/lock.ts';
import { type PackedLogs, packRunLogs } from '../store/run-log.ts';
import { writable } from '../store/transaction.ts';

/** Packs the months of run logs that are over (UTC), and removes those that are no longer kept. Throws `LedgerError` `ledger_busy`. */
export function archiveLogs(
  settings: Pick<Settings, 'data'>,
  effects: Effects = liveEffects,
): Promise<PackedLogs> {
  const month = dayIn('UTC', effects.now()).slice(0, 7);
  const work = () => writable(settings.data, () => packRunLogs(settings.data, month));
  return withLock(settings.data, 'archive', work, effects);
}
