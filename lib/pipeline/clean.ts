import { msOf, msPerMinute } from '../calendar.ts';
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
      // What a collect run would not have believed is not believed now either: by run, in the order of time.
      const settle = (ofDay: readonly Read[]) => {
        for (const run of runsOf(ofDay)) {
          for (const { isList, drafts } of run) if (isList) doubts.noteListed(drafts);
          const pages = run.filter(({ isList }) => !isList);
          const doubted = doubts.about(pages.flatMap(({ drafts }) => drafts));
          for (const { drafts, captureId } of pages)
            for (const draft of drafts) {
              const origin = { capture_id: captureId, file: null, line: null };
              judge(draft, isObservation(draft), writer, origin, effects.now(), doubted.get(draft) ?? null);
            }
        }
      };
      let ofDay: Read[] = [];
      for await (const capture of readCaptures(settings.data, sinceDay)) {
        progress('Reading captures', ++captures);
        const { outcome, drafts } = cleanCapture(capture);
        seen.set(outcome, (seen.get(outcome) ?? 0) + 1);
        const at = capture.observed_at;
        if (ofDay[0] !== undefined && ofDay[0].at.slice(0, 10) !== at.slice(0, 10)) {
          settle(ofDay);
          ofDay = [];
          if (writer.full) await writer.flush();
        }
        // The list of newest posts is where posts are found, not where their numbers come from.
        const isList = capture.kind === 'creator-embed';
        ofDay.push({ at, captureId: capture.capture_id, drafts, isList });
      }
      settle(ofDay);
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

/** What was read out of a kept page. */
interface Read {
  at: string;
  captureId: string;
  drafts: readonly Draft[];
  isList: boolean;
}

/** Pages with a longer pause between them are not of one run. */
const longestPauseMs = 15 * msPerMinute;

/** The pages of a day by run, in the order of time: kept files are in the order of their names. */
function runsOf(ofDay: readonly Read[]): Read[][] {
  const runs: Read[][] = [];
  let lastMs = Number.NEGATIVE_INFINITY;
  for (const read of ofDay.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))) {
    const ms = msOf(read.at);
    if (ms - lastMs > longestPauseMs) runs.push([]);
    runs.at(-1)?.push(read);
    lastMs = ms;
  }
  return runs;
}
