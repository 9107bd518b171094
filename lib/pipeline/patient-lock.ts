import { type Effects, liveEffects } from '../effects.ts';
import { ClipbookError } from '../errors.ts';
import { type Progress, silent } from '../schema/progress.ts';
import { withLock } from '../store/lock.ts';

const pauseMs = 500;

/** `withLock` after waiting up to `waitMs` for another command that holds it. Throws `LedgerError` `ledger_busy` after that. */
export async function withPatientLock<T>(
  root: string,
  command: string,
  waitMs: number,
  work: () => Promise<T>,
  progress: Progress = silent,
  effects: Effects = liveEffects,
): Promise<T> {
  for (let left = waitMs; ; left -= pauseMs) {
    let begun = false;
    const begin = () => {
      begun = true;
      return work();
    };
    try {
      return await withLock(root, command, begin, effects);
    } catch (error) {
      if (begun || left <= 0 || !(error instanceof ClipbookError) || error.code !== 'ledger_busy')
        throw error;
      progress('Waiting for another command that writes to the ledger');
      await effects.sleep(Math.min(pauseMs, left));
    }
  }
}
