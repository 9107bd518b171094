import type { Settings } from '../config.ts';
import { type Effects, liveEffects } from '../effects.ts';
import { evaluateAlerts } from '../publish/alerts.ts';
import { deliverAlerts } from '../publish/deliver.ts';
import type { Row } from '../schema/index.ts';
import { type Progress, silent } from '../schema/progress.ts';
import { readRules } from '../store/lists.ts';
import { withLock } from '../store/lock.ts';
import { readTable } from '../store/tables.ts';
import { LedgerWriter } from '../store/writer.ts';
import { asOfOf } from './as-of.ts';
import { type CheckSummary, inspect, refuseErrors } from './check.ts';

export interface PublishSummary {
  alerts: Row<'alert'>[];
  /** Whether the alerts were written to `issued/`. */
  recorded: boolean;
  /** How many were sent to the webhook. */
  sent: number;
}

/**
 * Evaluates the alert rules. Without `record` it only tells what would be said. With it the alerts go to `issued/`,
 * append-only, and to the webhook where one is set. They are recorded first: a webhook that fails loses nothing.
 * The ledger is checked first, unless `checked` says what a check has just found. Throws `CheckError` (`check_failed`)
 * where there are errors: nothing is recorded or sent then.
 */
export async function publish(
  settings: Settings,
  options: {
    record?: boolean;
    webhook?: string | null;
    checked?: Pick<CheckSummary, 'errors' | 'findings'>;
  } = {},
  effects: Effects = liveEffects,
  progress: Progress = silent,
): Promise<PublishSummary> {
  refuseErrors(options.checked ?? (await inspect(settings, progress, effects)));
  const data = settings.data;
  const asOf = asOfOf(settings, effects);
  const alerts = evaluateAlerts(
    await readRules(data),
    await readTable('summary', { data }),
    await readTable('alert', { data }),
    asOf,
  );
  if (!options.record) return { alerts, recorded: false, sent: 0 };
  if (alerts.length > 0)
    await withLock(
      data,
      'publish',
      async () => {
        const writer = await LedgerWriter.open(data, `publish-${process.pid}`, {
          capture_id: 'publish',
          file: null,
        });
        for (const alert of alerts) writer.add('alert', alert, 0, true);
        await writer.commit();
      },
      effects,
    );
  const send = options.webhook && alerts.length > 0;
  if (send) await deliverAlerts(options.webhook as string, alerts);
  return { alerts, recorded: true, sent: send ? alerts.length : 0 };
}
