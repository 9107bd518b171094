import type { CollectSummary } from '../../lib/pipeline/collect.ts';
import type { Served } from '../../lib/simulate/server.ts';
import type { World } from '../../lib/simulate/world.ts';
import { readTable } from '../../lib/store/tables.ts';
import { treeOf } from './ledger.ts';

/** Comparing what is stored with what was true in the simulated world when its pages were made. */

/** Path and query of a request without what a redirect added. */
const bare = (path: string) => path.replace(/[?&].*$/, '').replace(/\/$/, '');

/** The handle or post id that a request is about; null for robots.txt and the like. */
export function thingOf(path: string): { kind: 'account' | 'embed' | 'post'; key: string } | null {
  const embedded = /^\/embed\/v2\/(\d+)$/.exec(bare(path))?.[1];
  if (embedded !== undefined) return { kind: 'post', key: embedded };
  const [, embed, handle = '', postId] =
    /^(\/embed)?\/@([^/]+)(?:\/(?:video|photo)\/(\d+))?$/.exec(bare(path)) ?? [];
  if (postId !== undefined) return { kind: 'post', key: postId };
  if (handle === '') return null;
  return { kind: embed === undefined ? 'account' : 'embed', key: handle };
}

/** False for a post that is asked for without its author: that is a look for the author's new handle, not for numbers. */
export const isPlanned = (path: string) => !path.startsWith('/@_/');

const postCounts = ['views', 'likes', 'comments', 'shares', 'saves'] as const;
const accountCounts = ['followers', 'following', 'likes', 'posts'] as const;

type Cell = number | null;
/** True where a count and its rounding step allow the true value; a count that was not observed says nothing wrong. */
export function allows(count: Cell, step: Cell, exact: number): boolean {
  return count === null || Math.abs(count - exact) <= (step ?? 1) / 2;
}

export interface Judged {
  /** Rows of accounts and posts. */
  rows: number;
  /** Those that no truthful answer can have told, each in a sentence. */
  wrong: string[];
}

/**
 * Holds every stored row against the truth at the instants of the truthful answers about that thing: a row that none of
 * them can have told is wrong, and so is one of another time than theirs.
 */
export async function judgeRows(data: string, world: World, served: readonly Served[]): Promise<Judged> {
  const told = new Map<string, Date[]>();
  for (const { path, instant, truthful } of served) {
    const thing = truthful ? thingOf(path) : null;
    if (thing === null) continue;
    const key = `${thing.kind} ${thing.key}`;
    const instants = told.get(key);
    if (instants) instants.push(instant);
    else told.set(key, [instant]);
  }
  const wrong: string[] = [];
  const accounts = await readTable('account', { data });
  for (const row of accounts) {
    const isTrue = (told.get(`account ${row.handle}`) ?? []).some((instant) => {
      const truth = world.truth(instant).find((each) => each.accountId === row.account_id);
      return (
        isNear(row.observed_at, instant) &&
        truth?.status === 'ok' &&
        truth.answers &&
        truth.handle === row.handle &&
        accountCounts.every((name) => allows(row[name], row[`${name}_step`], truth[name])) &&
        (row.likes_wrapped === null || (truth.likes - row.likes_wrapped) % 2 ** 32 === 0)
      );
    });
    if (!isTrue) wrong.push(`account ${row.handle} ${row.observed_at} ${row.followers} ${row.likes}`);
  }
  const posts = await readTable('post', { data });
  for (const row of posts) {
    const handles = world.creators.flatMap((creator) =>
      creator.id === row.account_id ? [creator.persona.handle, creator.persona.laterHandle] : [],
    );
    const instants = [`post ${row.post_id}`, ...handles.map((handle) => `embed ${handle}`)].flatMap(
      (key) => told.get(key) ?? [],
    );
    const isTrue = instants.some((instant) => {
      const truth = world.postTruth(row.post_id, instant);
      return (
        isNear(row.observed_at, instant) &&
        truth?.status === 'ok' &&
        truth.accountId === row.account_id &&
        postCounts.every((name) => allows(row[name], row[`${name}_step`], truth[name]))
      );
    });
    if (!isTrue) wrong.push(`post ${row.post_id} ${row.observed_at} ${row.views} ${row.likes}`);
  }
  return { rows: accounts.length + posts.length, wrong };
}

/** Faults at which a run stands down: what comes after them need not be stored. */
export const standsDown = /^(?:empty|challenge|captcha|denied|too-many)/;

/**
 * Things whose last answer of a run was whole and true and of which no row was stored, each in a sentence. What was
 * answered after the run stood down does not count.
 */
export async function missingRows(data: string, world: World, run: readonly Served[]): Promise<string[]> {
  const last = new Map<string, { index: number; thing: NonNullable<ReturnType<typeof thingOf>> }>();
  run.forEach(({ path }, index) => {
    const thing = isPlanned(path) ? thingOf(path) : null;
    if (thing) last.set(`${thing.kind} ${thing.key}`, { index, thing });
  });
  const ends = [...last.values()]
    .map(({ index }) => index)
    .filter((index) => standsDown.test(run[index]?.fault ?? ''));
  const end = Math.min(Number.POSITIVE_INFINITY, ...ends);
  const [accounts, posts] = [await readTable('account', { data }), await readTable('post', { data })];
  const glitched = glitchedAccounts(data);
  const missing: string[] = [];
  for (const { index, thing } of last.values()) {
    const { instant, truthful, whole } = run[index] as Served;
    if (!truthful || !whole || index > end || !isShown(world, thing, instant)) continue;
    const isStored =
      thing.kind === 'account'
        ? [...accounts, ...glitched].some(
            (row) => row.handle === thing.key && isNear(row.observed_at, instant),
          )
        : posts.some((row) => row.post_id === thing.key && isNear(row.observed_at, instant));
    if (!isStored) missing.push(`${thing.kind} ${thing.key} at ${instant.toISOString()} was not stored`);
  }
  return missing;
}

/** Accounts that were refused with all others of a run, since most had fallen to zero: kept, and rightly not believed. */
function glitchedAccounts(data: string): { handle: string; observed_at: string }[] {
  return Object.entries(treeOf(data))
    .filter(([name]) => name.startsWith('rejected/'))
    .flatMap(([, text]) => text.trim().split('\n'))
    .map((line) => JSON.parse(line) as { rule: string; values: { handle: string; observed_at: string } })
    .filter(({ rule }) => rule === 'glitch_batch')
    .map(({ values }) => values);
}

/** Whether the world shows numbers of an account or a post. */
function isShown(world: World, { kind, key }: { kind: string; key: string }, instant: Date): boolean {
  if (kind === 'embed') return false;
  const creator = kind === 'account' ? world.find(key, instant) : world.findPost(key)?.creator;
  if (!creator || world.statusOf(creator, instant) !== 'ok' || !world.answers(creator, instant)) return false;
  if (kind === 'account') return true;
  const truth = world.postTruth(key, instant);
  // What nobody has seen yet looks like a failed read and may be refused as one.
  return truth?.status === 'ok' && truth.views > 0;
}

/** Within the waits of one run. */
function isNear(observedAt: string, instant: Date): boolean {
  return Math.abs(Date.parse(observedAt) - instant.getTime()) < 3_600_000;
}

const answers: readonly string[] = ['ok', 'not_found', 'private', 'banned', 'region_locked'];
const refusals: readonly string[] = ['blocked', 'captcha', 'rate_limited'];

/** The exit code that docs/troubleshooting.md gives to what a summary says. */
export function exitCodeFor(
  summary: Pick<CollectSummary, 'outcomes' | 'rejected'> & { stood_down?: unknown },
): number {
  const names = Object.entries(summary.outcomes).flatMap(([name, count]) => (count > 0 ? [name] : []));
  if (summary.stood_down || names.some((name) => refusals.includes(name))) return 4;
  return summary.rejected > 0 || names.some((name) => !answers.includes(name)) ? 3 : 0;
}
