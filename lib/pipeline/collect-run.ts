import { type Cleaned, cleanCapture } from '../clean/capture.ts';
import { FetchError } from '../collect/fetch-error.ts';
import type { Settings } from '../config.ts';
import type { Effects } from '../effects.ts';
import type { Capture, CaptureKind } from '../schema/capture.ts';
import type { Draft } from '../schema/draft.ts';
import { type Outcome, outcomes } from '../schema/outcome.ts';
import type { Progress } from '../schema/progress.ts';
import { keepCapture } from '../store/captures.ts';
import { LedgerWriter } from '../store/writer.ts';
import type { CollectLedger } from './collect-ledger.ts';
import type { KeptPages } from './collect-resume.ts';
import { isObservation, judge } from './judge.ts';
import { stateDraft } from './state-draft.ts';

/** Something of the plan to ask the origin for. */
export interface Thing {
  kind: CaptureKind;
  subject: string;
  fetch(): Promise<Capture>;
  /** False where a page of a run that was stopped does not stand for it. True by default. */
  isResumable?: boolean;
}

/** What came of asking: an answer that was read, or an outcome without one. */
export type Reply =
  | { outcome: Outcome; cleaned: Cleaned; capture: Capture }
  | { outcome: Outcome; cleaned: null; capture: null };

/** Things after which the ledger is written, so that a run that dies has little to read again. */
const thingsPerCommit = 250;

/**
 * The work of a collect run on one thing after the other: fetched, or taken from what the run before it had fetched;
 * kept; read; counted; believed or refused; and written from time to time. Several things may be under way at once.
 */
export class CollectRun {
  readonly #settings: Settings;
  readonly #ledger: CollectLedger;
  readonly #had: KeptPages;
  readonly #progress: Progress;
  readonly #effects: Effects;
  readonly outcomes = Object.fromEntries(outcomes.map((outcome) => [outcome, 0])) as Record<Outcome, number>;
  readonly stored = { account: 0, post: 0 };
  rejected = 0;
  /** Things that have their outcome. */
  done = 0;
  /** Things that the plan is known to hold so far. */
  planned = 0;
  /** When things answered with a state and no number, by kind and subject: they are asked again as often as others. */
  readonly answered: Record<string, string> = {};
  /** Pages that were not asked for again, since the run before had them. */
  resumed = 0;
  #waiting: { draft: Draft; captureId: string }[] = [];
  #sinceCommit = 0;
  #stopped: { error: unknown } | null = null;
  #commits: Promise<void> = Promise.resolve();

  constructor(
    context: { settings: Settings; ledger: CollectLedger; had: KeptPages },
    progress: Progress,
    effects: Effects,
  ) {
    this.#settings = context.settings;
    this.#ledger = context.ledger;
    this.#had = context.had;
    this.#progress = progress;
    this.#effects = effects;
  }

  /** Something went wrong that is no answer of the origin: whatever is under way ends at its next step. */
  stop(error: unknown): void {
    this.#stopped ??= { error };
  }

  /** Throws what the run was stopped with. */
  throwIfStopped(): void {
    if (this.#stopped) throw this.#stopped.error;
  }

  /** Asks for something and keeps the answer before it is read. Counts nothing: `settle` does. */
  async ask({ kind, subject, fetch, isResumable = true }: Thing): Promise<Reply> {
    this.throwIfStopped();
    let capture = isResumable && this.#had.count > 0 ? await this.#had.take(kind, subject) : null;
    if (capture !== null) this.resumed++;
    else {
      try {
        capture = await fetch();
      } catch (error) {
        if (!(error instanceof FetchError)) throw error;
        if (error.capture) await keepCapture(this.#settings.data, error.capture);
        return { outcome: error.outcome, cleaned: null, capture: null };
      }
      await keepCapture(this.#settings.data, capture);
    }
    const cleaned = cleanCapture(capture);
    return { outcome: cleaned.outcome, cleaned, capture };
  }

  /** Gives a thing of the plan its one outcome, and takes what its page said. */
  async settle(
    reply: Reply,
    { accountId, drafts = true }: { accountId?: string | undefined; drafts?: boolean } = {},
  ): Promise<void> {
    this.outcomes[reply.outcome]++;
    this.done++;
    this.#progress('Collecting', this.done, Math.max(this.planned, this.done));
    if (reply.cleaned !== null) {
      if (reply.cleaned.status !== null && reply.cleaned.status !== 'ok')
        this.answered[`${reply.capture.kind} ${reply.capture.subject}`] = reply.capture.observed_at;
      if (drafts) for (const draft of reply.cleaned.drafts) this.#take(draft, reply.capture);
      // The state that a page told, where none of its rows carries it.
      const state = stateDraft(reply.capture, reply.cleaned, accountId);
      if (state) this.#take(state, reply.capture);
    }
    if (++this.#sinceCommit >= thingsPerCommit) await this.commit();
  }

  /** Marks a page that is not believed after all, for whoever reads the kept pages later. */
  async doubt(capture: Capture, why: string): Promise<void> {
    await keepCapture(this.#settings.data, { ...capture, doubt: why });
  }

  #take(draft: Draft, { capture_id }: Capture): void {
    this.#waiting.push({ draft, captureId: capture_id });
  }

  /** Believes or refuses what waits, and writes it. One commit at a time, whoever asks. */
  commit(): Promise<void> {
    this.#sinceCommit = 0;
    this.#commits = this.#commits.then(() => this.#commitNow());
    return this.#commits;
  }

  async #commitNow(): Promise<void> {
    const waiting = this.#waiting;
    this.#waiting = [];
    if (waiting.length === 0) return;
    const { data } = this.#settings;
    const writer = await LedgerWriter.open(data, `collect-${process.pid}`, {
      capture_id: 'collect',
      file: null,
    });
    const doubts = this.#ledger.doubts.about(waiting.map(({ draft }) => draft));
    const now = this.#effects.now();
    for (const { draft, captureId } of waiting)
      judge(
        draft,
        isObservation(draft),
        writer,
        { capture_id: captureId, file: null, line: null },
        now,
        doubts.get(draft) ?? null,
      );
    const counts = await writer.commit();
    this.stored.account += counts.added.account ?? 0;
    this.stored.post += counts.added.post ?? 0;
    this.rejected += counts.rejected;
  }
}
