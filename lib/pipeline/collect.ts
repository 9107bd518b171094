import { instantOf, msOf, msPerDay } from '../calendar.ts';
import { recogniseBlock } from '../clean/challenge.ts';
import { createGetter, type Getter, refusalOutcomes } from '../collect/getter.ts';
import type { ProxyReport } from '../collect/proxies.ts';
import { originName } from '../collect/redirect.ts';
import { createSlots } from '../collect/slots.ts';
import type { Settings } from '../config.ts';
import { type Effects, liveEffects } from '../effects.ts';
import { type ExitCode, worstExitCode } from '../errors.ts';
import { plural } from '../format/words.ts';
import { type Outcome, outcomes } from '../schema/outcome.ts';
import { type Progress, silent } from '../schema/progress.ts';
import type { Rest } from '../schema/rest.ts';
import { readWatchlist } from '../store/lists.ts';
import { withLock } from '../store/lock.ts';
import { addRun, changeState, readState } from '../store/state.ts';
import { type AccountContext, collectAccountPlan } from './collect-account.ts';
import { type CollectLedger, readCollectLedger } from './collect-ledger.ts';
import { checkApiSettings, collectFromApis } from './collect-owner.ts';
import {
  type CollectOptions,
  type CollectPlan,
  chooseEntries,
  lookBackDaysOf,
  planCollect,
} from './collect-plan.ts';
import { type Beginning, beginCollect, selectionOf } from './collect-resume.ts';
import { CollectRun } from './collect-run.ts';
import { collectPostEntry, collectTopic } from './collect-topic.ts';

export type { CollectOptions } from './collect-plan.ts';

export interface CollectSummary {
  /** Things the plan held: account pages, lists of newest posts, post pages, hashtags, sounds. */
  asked: number;
  outcomes: Record<Outcome, number>;
  stored: { account: number; post: number };
  rejected: number;
  requests: number;
  /** Pages that were not asked for again, since a run that was stopped had fetched them. */
  resumed: number;
  /** Set where the origin refused us: what it was, and before when nothing is asked. */
  stood_down: Rest | null;
  /** How the proxies did; empty without any. */
  proxies: ProxyReport[];
  /** What was not asked for, and why, and what else the person should know, in sentences. */
  notes: string[];
}

/** Longer than the longest cadence that anybody would choose. */
const answersKeptDays = 400;

/** Outcomes that are an answer about the thing, not a failure to get one. */
const answers: readonly Outcome[] = ['ok', 'not_found', 'private', 'banned', 'region_locked'];

/**
 * Fetches what the watchlist asks for and is due, keeps each answer before reading it, and stores what is believed. Each
 * thing of the plan has one outcome. After a refusal it stands down: the rest is `not_asked`, nothing is lost, and nothing
 * is asked until the origin had its rest. A run that was stopped is gone on with.
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
      const began = { at: effects.now(), ms: effects.elapsed() };
      const entries = chooseEntries(await readWatchlist(settings.data), options);
      checkApiSettings(settings);
      const { rests, answered } = await readState(settings.data);
      const beginning = await beginCollect(settings, options, effects);
      const { startedAt, isResumed } = beginning;
      const ledger = await readCollectLedger(settings.data, startedAt, {
        isResumed,
        lookBackDays: lookBackDaysOf(entries),
        answered,
      });
      const plan = planCollect(entries, ledger, settings, new Date(msOf(startedAt)));
      const origin = originName(settings.origin);
      const getter = createGetter(
        settings,
        { recognise: recogniseBlock, rest: rests[origin] ?? null, ignoreRest: options.now === true },
        effects,
      );
      try {
        const context = { settings, options, ledger, beginning, getter };
        const { summary, answered } = await collectPlan(plan, context, progress, effects);
        await recordCollect(settings, options, summary, answered, began, effects);
        return summary;
      } finally {
        // Whatever became of the run: the origin said what it said.
        await changeState(settings.data, ({ rests }) => {
          const rest = getter.lastRest();
          if (rest === null) delete rests[origin];
          else rests[origin] = rest;
        });
        await getter.close();
      }
    },
    effects,
  );
}

async function collectPlan(
  plan: CollectPlan,
  context: {
    settings: Settings;
    options: CollectOptions;
    ledger: CollectLedger;
    beginning: Beginning;
    getter: Getter;
  },
  progress: Progress,
  effects: Effects,
): Promise<{ summary: CollectSummary; answered: Record<string, string> }> {
  const { settings, options, ledger, beginning, getter } = context;
  const notes: string[] = [];
  const run = new CollectRun({ settings, ledger, had: beginning.had }, progress, effects);
  if (beginning.isResumed)
    notes.push(
      `Going on where the run of ${beginning.startedAt} was stopped: ${beginning.had.count} of its pages are here already.`,
    );
  const list =
    plan.accounts.some(({ due }) => due) && getter.rest() === null
      ? await getter.allowed('/embed/@')
      : { allowed: true as const };
  if (!list.allowed)
    notes.push(
      `New posts were not looked for: ${list.reason} Add posts by URL, or allow the path with CLIPBOOK_ROBOTS=/embed/@.`,
    );
  const account: AccountContext = {
    run,
    getter,
    ledger,
    now: new Date(msOf(beginning.startedAt)),
    defaultZone: settings.zone,
    mayList: list.allowed,
    postsHad: new Set(),
    postsAsked: new Set(),
    accountsHad: new Set(),
    note: (sentence) => notes.push(sentence),
  };
  const apiRequests = await collectFromApis(plan, options, settings, account, effects);
  const accounts = plan.accounts
    .filter(({ entry }) => !account.accountsHad.has(entry.key))
    .map((each) => ({ ...each, posts: each.posts.filter(({ post_id }) => !account.postsHad.has(post_id)) }))
    .filter(({ due, posts }) => due || posts.length > 0);
  const posts = plan.posts.filter(({ key }) => !account.postsHad.has(key));
  run.planned +=
    accounts.reduce((sum, each) => sum + (each.due ? 1 : 0) + each.posts.length, 0) +
    posts.length +
    plan.hashtags.length +
    plan.sounds.length;
  // As many at once as requests may be under way; the getter sees to the pace.
  const inTurn = createSlots(settings.concurrency);
  const work = [
    ...accounts.map((each) => () => collectAccountPlan(each, account)),
    ...posts.map((entry) => () => collectPostEntry(entry, account)),
    ...[...plan.hashtags, ...plan.sounds].map((entry) => () => collectTopic(entry, account)),
  ];
  const flows = work.map((each) => inTurn(each).catch((error: unknown) => run.stop(error)));
  // To the last one, also where one failed: nothing may go on once the lock is given back.
  await Promise.all(flows);
  run.throwIfStopped();
  await run.commit();
  const rest = getter.rest();
  if (rest !== null) notes.unshift(describeRest(rest, run.outcomes.not_asked));
  else if (getter.isSilent)
    notes.unshift(
      `The origin did not answer for a long time, so the run stopped asking: ${plural(run.outcomes.not_asked, 'thing')} left. Nothing is lost; they are due in the next run.`,
    );
  for (const each of getter.proxies())
    if (each.why !== null && each.failed + each.refused > 0)
      notes.push(`Proxy ${each.proxy} is ${each.state}: ${each.why}.`);
  const summary: CollectSummary = {
    asked: run.done,
    outcomes: run.outcomes,
    stored: run.stored,
    rejected: run.rejected,
    requests: getter.requests + apiRequests,
    resumed: run.resumed,
    stood_down: rest,
    proxies: getter.proxies(),
    notes,
  };
  return { summary, answered: run.answered };
}

function describeRest({ outcome, since, until }: Rest, notAsked: number): string {
  return `The origin refused us (${outcome}) at ${since}, so the run stood down: ${plural(notAsked, 'thing')} not asked for. Nothing is lost. It will ask again from ${until} on; before that only with --now.`;
}

async function recordCollect(
  settings: Settings,
  options: CollectOptions,
  summary: CollectSummary,
  answered: Readonly<Record<string, string>>,
  began: { at: Date; ms: number },
  effects: Effects,
): Promise<void> {
  const oldest = instantOf(new Date(began.at.getTime() - answersKeptDays * msPerDay));
  await changeState(settings.data, (state) => {
    delete state.collecting[selectionOf(options)];
    Object.assign(state.answered, answered);
    for (const [thing, at] of Object.entries(state.answered)) if (at < oldest) delete state.answered[thing];
    addRun(state, {
      command: 'collect',
      started_at: instantOf(began.at),
      seconds: Math.round((effects.elapsed() - began.ms) / 100) / 10,
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
  });
}

/** The exit code of a collect run: 4 after a refusal of the origin, 3 where something failed or was refused, else 0. */
export function exitCodeOf(
  summary: Pick<CollectSummary, 'outcomes' | 'rejected'> & Partial<CollectSummary>,
): ExitCode {
  const codes: ExitCode[] = [];
  if (summary.stood_down) codes.push(4);
  for (const outcome of outcomes) {
    if (summary.outcomes[outcome] === 0) continue;
    if (refusalOutcomes.includes(outcome)) codes.push(4);
    else if (!answers.includes(outcome)) codes.push(3);
  }
  if (summary.rejected > 0) codes.push(3);
  return worstExitCode(codes);
}
