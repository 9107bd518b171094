import { instantOf } from '../calendar.ts';
import type { Settings } from '../config.ts';
import { type Effects, liveEffects } from '../effects.ts';
import { InputError } from '../errors.ts';
import { type Progress, silent } from '../schema/progress.ts';
import { copyLedgerUntil } from '../store/copy-until.ts';
import { withLock } from '../store/lock.ts';
import { asOfOf } from './as-of.ts';
import { check } from './check.ts';
import { endOfMonth } from './frozen-months.ts';
import { transform } from './transform.ts';

/**
 * Makes a ledger in the folder `into` that is as of the end of a month: what is known today of the time until then, transformed and checked as of that
 * instant. Gives the settings under which a site of it is built. Throws `InputError`: `month_not_over`, and `no_month` where nothing is known of
 * that time.
 */
export async function makeLedgerOf(
  settings: Settings,
  month: string,
  into: string,
  progress: Progress = silent,
  effects: Effects = liveEffects,
): Promise<Settings & { as_of: string }> {
  const as_of = endOfMonth(month);
  if (as_of > instantOf(asOfOf(settings, effects)))
    throw new InputError(
      'month_not_over',
      `${month} is not over: a report is frozen at the end of a month, UTC.`,
      {
        hint: `Keep it from ${as_of} on.`,
      },
    );
  progress(`Reading the ledger until the end of ${month}`);
  const data = `${into}/data`;
  const copy = () => copyLedgerUntil(settings.data, month, data);
  const files = await withLock(settings.data, 'archive report', copy, effects);
  if (files === 0)
    throw new InputError('no_month', `The ledger knows nothing of ${month} or of any time before it.`, {
      hint: 'Freeze the report at a later month.',
    });
  const then = { ...settings, data, out: `${into}/site`, cache: 'on', as_of };
  await transform(then, progress, effects);
  await check(then, {}, progress, effects);
  return then;
}
