import { cleanCapture } from '../clean/capture.ts';
import type { Settings } from '../config.ts';
import { type Effects, liveEffects } from '../effects.ts';
import type { Draft } from '../schema/draft.ts';
import { type Outcome, outcomes } from '../schema/outcome.ts';
import { type Progress, silent } from '../schema/progress.ts';
import { readCaptures } from '../store/captures.ts';
import { withLock } from '../store/lock.ts';
import { readTable } from '../store/tables.ts';
import { LedgerWriter } from '../store/writer.ts';
import { createDoubts } from './doubts.ts';
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
      const [accounts, posts] = await Promise.all([
        readTable('account', { data: settings.data }),
        readTable('post', { data: settings.data }),
      ]);
      const doubts = createDoubts(accounts, posts);
      let day = '';
      let ofDay: { draft: Draft; captureId: string }[] = [];
      // What a collect run would not have believed is not believed now either.
      const settle = () => {
        const doubted = doubts.about(ofDay.map(({ draft }) => draft));
        for (const { draft, captureId } of ofDay) {
          const origin = { capture_id: captureId, file: null, line: null };
          judge(draft, isObservation(draft), writer, origin, effects.now(), doubted.get(draft) ?? null);
        }
        ofDay = [];
      };
      for await (const capture of readCaptures(settings.data, sinceDay)) {
        progress('Reading captures', ++captures);
        const { outcome, drafts } = cleanCapture(capture);
        seen.set(outcome, (seen.get(outcome) ?? 0) + 1);
        // The list of newest posts is where posts are found, not where their numbers come from.
        if (capture.kind === 'creator-embed') {
          doubts.noteListed(drafts);
          continue;
        }
        if (day !== capture.observed_at.slice(0, 10)) settle();
        day = capture.observed_at.slice(0, 10);
        for (const draft of drafts) ofDay.push({ draft, captureId: capture.capture_id });
        if (writer.full) await writer.flush();
      }
      settle();
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
