import { cleanCapture } from '../clean/capture.ts';
import type { Settings } from '../config.ts';
import { type Effects, liveEffects } from '../effects.ts';
import { type Outcome, outcomes } from '../schema/outcome.ts';
import { type Progress, silent } from '../schema/progress.ts';
import { readCaptures } from '../store/captures.ts';
import { withLock } from '../store/lock.ts';
import { LedgerWriter } from '../store/writer.ts';
import { validateDraft } from '../validate/row.ts';

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
        for (const draft of drafts) {
          const verdict = validateDraft(draft, effects.now());
          if (verdict.ok)
            writer.add(verdict.table, verdict.row, 0, draft.table === 'account' || draft.table === 'post');
          else
            writer.reject({
              rule: verdict.rule,
              message: verdict.message,
              table: draft.table,
              subject: capture.subject,
              observed_at: capture.observed_at,
              capture_id: capture.capture_id,
              file: null,
              line: null,
              values: draft.row,
            });
        }
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
