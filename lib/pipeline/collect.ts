import { instantOf } from '../calendar.ts';
import { type Cleaned, cleanCapture } from '../clean/capture.ts';
import { collectAccount } from '../collect/account.ts';
import { collectCreatorEmbed } from '../collect/creator-embed.ts';
import { FetchError } from '../collect/fetch-error.ts';
import { createGetter, type Getter } from '../collect/get.ts';
import { type KnownPost, planAccounts, planPosts } from '../collect/plan.ts';
import { collectPost } from '../collect/post.ts';
import type { Settings } from '../config.ts';
import { type Effects, liveEffects } from '../effects.ts';
import { type ExitCode, worstExitCode } from '../errors.ts';
import type { Capture } from '../schema/capture.ts';
import type { Draft } from '../schema/draft.ts';
import { type Outcome, outcomes } from '../schema/outcome.ts';
import { type Progress, silent } from '../schema/progress.ts';
import type { WatchEntry } from '../schema/watchlist.ts';
import { keepCapture } from '../store/captures.ts';
import { readWatchlist } from '../store/lists.ts';
import { withLock } from '../store/lock.ts';
import { recordRun } from '../store/state.ts';
import { readTable } from '../store/tables.ts';
import { LedgerWriter } from '../store/writer.ts';
import { type CollectOptions, chooseEntries, knownPosts } from './collect-plan.ts';
import { isObservation, judge } from './judge.ts';
import { stateDraft } from './state-draft.ts';

export type { CollectOptions } from './collect-plan.ts';

export interface CollectSummary {
  /** Things the plan held: account pages, lists of newest posts, post pages. */
  asked: number;
  outcomes: Record<Outcome, number>;
  stored: { account: number; post: number };
  rejected: number;
  requests: number;
  /** What was not asked for, and why, in sentences. */
  notes: string[];
}

/** Things after which the ledger is written, so that a run that dies loses minutes at most. */
const thingsPerCommit = 250;
/** How far back observations are read to see what is due: longer than the longest usual cadence. */
const lookBackDays = 32;

/** Outcomes at which a considerate guest leaves: the origin says no to us, not to the thing we asked for. */
const standDown: readonly Outcome[] = ['blocked', 'captcha', 'rate_limited'];
/** Outcomes that are an answer about the thing, not a failure to get one. */
const answers: readonly Outcome[] = ['ok', 'not_found', 'private', 'banned', 'region_locked'];

/**
 * Fetches what the watchlist asks for and is due, keeps each answer before reading it, and stores what is believed. Each thing
 * of the plan has one outcome. After a block it stands down: the rest is `not_asked`, nothing is lost.
 * Throws `InputError` where the watchlist is wrong or `only` is not in it.
 */
export async function collect(
  settings: Settings,
  options: CollectOptions = {},
  progress: Progress = silent,
  effects: Effects = liveEffects,
): Promise<CollectSummary> {
  return withLock(
    settings.data,
    'collect',
    async () => {
      const started = effects.now();
      const startedMs = effects.elapsed();
      const run = new CollectRun(settings, progress, effects);
      const summary = await run.collect(options).finally(() => run.close());
      await recordRun(settings.data, {
        command: 'collect',
        started_at: instantOf(started),
        seconds: Math.round((effects.elapsed() - startedMs) / 100) / 10,
        exit_code: exitCodeOf(summary),
        counts: {
          asked: summary.asked,
          ...Object.fromEntries(Object.entries(summary.outcomes).filter(([, count]) => count > 0)),
          stored_account: summary.stored.account,
          stored_post: summary.stored.post,
          rejected: summary.rejected,
        },
        message: summary.notes.join(' ') || null,
      });
      return summary;
    },
    effects,
  );
}

/** The exit code of a collect run: 4 after a block, 3 where something failed or was refused, else 0. */
export function exitCodeOf(summary: CollectSummary): ExitCode {
  const codes: ExitCode[] = [];
  for (const outcome of outcomes) {
    if (summary.outcomes[outcome] === 0) continue;
    if (standDown.includes(outcome)) codes.push(4);
    else if (!answers.includes(outcome)) codes.push(3);
  }
  if (summary.rejected > 0) codes.push(3);
  return worstExitCode(codes);
}

interface Answer {
  cleaned: Cleaned;
  capture: Capture;
}

class CollectRun {
  readonly #settings: Settings;
  readonly #progress: Progress;
  readonly #effects: Effects;
  readonly #getter: Getter;
  readonly #summary: CollectSummary;
  #writer: LedgerWriter | null = null;
  #sinceCommit = 0;
  #planned = 0;
  #done = 0;
  /** Why the run stands down, once it does. */
  #refusal: string | null = null;

  constructor(settings: Settings, progress: Progress, effects: Effects) {
    this.#settings = settings;
    this.#progress = progress;
    this.#effects = effects;
    this.#getter = createGetter(settings, effects);
    this.#summary = {
      asked: 0,
      outcomes: Object.fromEntries(outcomes.map((outcome) => [outcome, 0])) as Record<Outcome, number>,
      stored: { account: 0, post: 0 },
      rejected: 0,
      requests: 0,
      notes: [],
    };
  }

  async collect(options: CollectOptions): Promise<CollectSummary> {
    const data = this.#settings.data;
    const entries = chooseEntries(await readWatchlist(data), options);
    const now = this.#effects.now();
    const from = new Date(now.getTime() - lookBackDays * 86_400_000).toISOString().slice(0, 10);
    const [accountRows, infoRows, postInfos, postRows] = await Promise.all([
      readTable('account', { data, from }),
      readTable('account_info', { data }),
      readTable('post_info', { data }),
      readTable('post', { data, from }),
    ]);
    const ids = new Map<string, string>();
    for (const row of [...infoRows, ...accountRows]) ids.set(row.handle, row.account_id);
    const lastObserved = new Map<string, string>();
    for (const row of accountRows) lastObserved.set(row.handle, row.observed_at);
    const posts = knownPosts(postInfos, postRows);

    const due = planAccounts(entries, lastObserved, now);
    const postEntries = entries.filter((entry) => entry.kind === 'post');
    const others = entries.filter((entry) => entry.kind === 'hashtag' || entry.kind === 'sound').length;
    if (others > 0)
      this.#summary.notes.push(`${others} hashtags and sounds left out: this version does not collect them.`);
    this.#planned = due.length;

    const list = due.length > 0 ? await this.#getter.allowed('/embed/@') : { allowed: true as const };
    if (!list.allowed)
      this.#summary.notes.push(
        `New posts were not looked for: ${list.reason} Add posts by URL, or allow the path with CLIPBOOK_ROBOTS=/embed/@.`,
      );
    for (const entry of due) {
      const account = await this.#ask(entry.key, () => collectAccount(entry.key, this.#getter));
      if (account?.cleaned.account_id) ids.set(entry.key, account.cleaned.account_id);
      const accountId = ids.get(entry.key);
      if (account) await this.#believeState(account, accountId);
      const readable = account?.cleaned.outcome === 'ok';
      const listed = readable && list.allowed ? await this.#listPosts(entry.key) : [];
      if (!readable || accountId === undefined) continue;
      await this.#followPosts(entry, accountId, posts.get(accountId) ?? [], listed);
      await this.#commitWhenDue();
    }
    for (const entry of postEntries) {
      // The page answers for any handle in its address; the post's own is in the page.
      await this.#ask(entry.key, () => collectPost('_', entry.key, this.#getter));
      await this.#commitWhenDue();
    }
    await this.#commit();
    this.#summary.requests = this.#getter.requests;
    if (this.#refusal !== null) this.#summary.notes.unshift(this.#refusal);
    return this.#summary;
  }

  close(): Promise<void> {
    return this.#getter.close();
  }

  async #listPosts(handle: string): Promise<Cleaned['listed']> {
    this.#planned++;
    const list = await this.#ask(handle, () => collectCreatorEmbed(handle, this.#getter), false);
    return list?.cleaned.outcome === 'ok' ? list.cleaned.listed : [];
  }

  async #followPosts(
    entry: WatchEntry,
    accountId: string,
    posts: readonly KnownPost[],
    listed: Cleaned['listed'],
  ): Promise<void> {
    const known = [...posts];
    const seen = new Set(known.map((post) => post.post_id));
    for (const { post_id } of listed)
      if (!seen.has(post_id))
        known.push({
          post_id,
          account_id: accountId,
          handle: entry.key,
          created_at: null,
          last_observed_at: null,
          status: 'ok',
        });
    const due = planPosts(known, this.#effects.now(), entry.follow_days === '' ? null : entry.follow_days);
    this.#planned += due.length;
    for (const post of due) {
      const page = await this.#ask(post.post_id, () => collectPost(entry.key, post.post_id, this.#getter));
      if (page) await this.#believeState(page, post.account_id);
    }
  }

  /**
   * One thing of the plan: fetched, kept, cleaned, validated, handed to the writer. Null where the run has stood down or
   * no answer came.
   */
  async #ask(subject: string, fetch: () => Promise<Capture>, storeDrafts = true): Promise<Answer | null> {
    const summary = this.#summary;
    summary.asked++;
    this.#progress('Collecting', ++this.#done, this.#planned);
    if (this.#refusal !== null) {
      summary.outcomes.not_asked++;
      return null;
    }
    let capture: Capture;
    try {
      capture = await fetch();
    } catch (error) {
      if (!(error instanceof FetchError)) throw error;
      if (error.capture) await keepCapture(this.#settings.data, error.capture);
      summary.outcomes[error.outcome]++;
      this.#standDownAfter(error.outcome, subject);
      return null;
    }
    await keepCapture(this.#settings.data, capture);
    const cleaned = cleanCapture(capture);
    summary.outcomes[cleaned.outcome]++;
    this.#standDownAfter(cleaned.outcome, subject);
    if (storeDrafts) for (const draft of cleaned.drafts) await this.#believe(draft, capture);
    return { cleaned, capture };
  }

  #standDownAfter(outcome: Outcome, subject: string): void {
    if (standDown.includes(outcome))
      this.#refusal = `The origin refused us (${outcome}, at ${subject}), so the run stood down. Nothing is lost; try again in a few hours.`;
  }

  async #believe(draft: Draft, { capture_id }: Capture): Promise<void> {
    const origin = { capture_id, file: null, line: null };
    judge(draft, isObservation(draft), await this.#openWriter(), origin, this.#effects.now());
  }

  /** Stores the state that a page told, where none of its rows carries it. */
  async #believeState({ cleaned, capture }: Answer, accountId: string | undefined): Promise<void> {
    const draft = stateDraft(capture, cleaned, accountId);
    if (draft) await this.#believe(draft, capture);
  }

  async #openWriter(): Promise<LedgerWriter> {
    this.#writer ??= await LedgerWriter.open(this.#settings.data, `collect-${process.pid}`, {
      capture_id: 'collect',
      file: null,
    });
    return this.#writer;
  }

  async #commitWhenDue(): Promise<void> {
    if (this.#done - this.#sinceCommit >= thingsPerCommit) await this.#commit();
  }

  async #commit(): Promise<void> {
    this.#sinceCommit = this.#done;
    if (this.#writer === null) return;
    const counts = await this.#writer.commit();
    this.#writer = null;
    this.#summary.stored.account += counts.added.account ?? 0;
    this.#summary.stored.post += counts.added.post ?? 0;
    this.#summary.rejected += counts.rejected;
  }
}
