import { cleanCapture } from '../clean/capture.ts';
import type { Settings } from '../config.ts';
import { type Effects, liveEffects } from '../effects.ts';
import { type Outcome, outcomes } from '../schema/outcome.ts';
import { type Progress, silent } from '../schema/progress.ts';
import { readCaptures } from '../store/captures.ts';
import { withLock } from '../store/lock.ts';
import { LedgerWriter } from '../store/writer.ts';
import { isObservation, judge } from './judge.ts';

export interface CleanSummary {
  captures: number;
  outcomes: Partial<Record<Outcome, number>>;
  stored: number;
  duplicates: number;
  rejected: number;
  rules: Record<string, number>;
}

/**
 * Reads the kept pages again through today's cleaning code and stores what is new. What is stored already is a duplicate;
 * where today's code reads another number, the stored row stays and the new one is refused as conflicting.
 */
export async function cleanAgain(
  settings: Settings,
  sinceDay = '',
  progress: Progress = silent,
  effects: Effects = liveEffects,
): Promise<CleanSummary> {
  return withLock(
    settings.data,
    'clean',
    async () => {
      const writer = await LedgerWriter.open(settings.data, `clean-${process.pid}`, {
        capture_id: 'clean',
        file: null,
      });
      const seen = new Map<Outcome, number>();
      let captures = 0;
      for await (const capture of readCaptures(settings.data, sinceDay)) {
        progress('Reading captures', ++captures);
        const { outcome, drafts } = cleanCapture(capture);
        seen.set(outcome, (seen.get(outcome) ?? 0) + 1);
        // The list of newest posts is where posts are found, not where their numbers come from.
        if (capture.kind === 'creator-embed') continue;
        const origin = { capture_id: capture.capture_id, file: null, line: null };
        for (const draft of drafts) judge(draft, isObservation(draft), writer, origin, effects.now());
        if (writer.full) await writer.flush();
      }
      const { stored, duplicates, rejected, rules } = await writer.commit();
      const found = outcomes.flatMap((outcome): [Outcome, number][] => {
        const count = seen.get(outcome);
        return count === undefined ? [] : [[outcome, count]];
      });
      return { captures, outcomes: Object.fromEntries(found), stored, duplicates, rejected, rules };
    },
    effects,
  );
}
