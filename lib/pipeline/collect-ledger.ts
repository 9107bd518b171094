import { msOf, msPerDay } from '../calendar.ts';
import type { KnownPost } from '../collect/plan.ts';
import type { CaptureKind } from '../schema/capture.ts';
import type { Row } from '../schema/index.ts';
import { readTable } from '../store/tables.ts';
import { createDoubts, type Doubts } from './doubts.ts';

/** What the ledger knows that a collect run needs, as of the run's beginning. */
export interface CollectLedger {
  /**
   * The permanent id of the account that was meant when a handle was added: the first that was seen under it. Null where
   * no id is known.
   */
  idOf(handle: string): string | null;
  /** What an account is called now, as far as its pages said; null for an id that is not known. */
  handleOf(accountId: string): string | null;
  /** Last observation of an account, also by a page of that handle that told no id. */
  accountSeenAt(accountId: string, handle: string): string | null;
  /** State of an account as its page told it last; `ok` where none did. */
  statusOf(accountId: string): Row<'account_info'>['status'];
  /** The posts of an account that are known, under its id or under its handle alone. */
  postsOf(accountId: string, handle: string): KnownPost[];
  post(postId: string): KnownPost | null;
  /** Last observation by name of a hashtag or id of a sound. */
  topicsSeenAt: Record<'hashtag' | 'sound', ReadonlyMap<string, string>>;
  /** When a page last told a state and no number, e.g. that a post is private. */
  answeredAt(kind: CaptureKind, subject: string): string | null;
  /** What to doubt of new drafts. */
  doubts: Doubts;
}

/**
 * Reads the ledger as it was at `startedAt`, observations from `lookBackDays` before it on. `answered` is what the state
 * of this machine knows beside it. What a run that is gone on with (`isResumed`) stored itself since then does not
 * count: its plan is made again as it was.
 */
export async function readCollectLedger(
  data: string,
  startedAt: string,
  {
    isResumed = false,
    lookBackDays = 32,
    answered = {},
  }: { isResumed?: boolean; lookBackDays?: number; answered?: Readonly<Record<string, string>> } = {},
): Promise<CollectLedger> {
  const from = new Date(msOf(startedAt) - lookBackDays * msPerDay).toISOString().slice(0, 10);
  const before = <R extends { observed_at: string }>(rows: R[]) =>
    isResumed ? rows.filter((row) => row.observed_at < startedAt) : rows;
  const [accounts, infos, postInfos, posts, hashtags, sounds] = (await Promise.all([
    readTable('account', { data, from }).then(before),
    readTable('account_info', { data }).then(before),
    readTable('post_info', { data }).then(before),
    readTable('post', { data, from }).then(before),
    readTable('hashtag', { data, from }).then(before),
    readTable('sound', { data, from }).then(before),
  ])) as [
    Row<'account'>[],
    Row<'account_info'>[],
    Row<'post_info'>[],
    Row<'post'>[],
    Row<'hashtag'>[],
    Row<'sound'>[],
  ];

  const firstId = new Map<string, { id: string; at: string }>();
  const lastHandle = new Map<string, { handle: string; at: string }>();
  const status = new Map<string, Row<'account_info'>>();
  const lastAccount = new Map<string, string>();
  const lastPage = new Map<string, string>();
  for (const row of infos) {
    const known = status.get(row.account_id);
    if (known === undefined || known.observed_at <= row.observed_at) status.set(row.account_id, row);
  }
  // A page that said "not found" names the handle that was asked for, not one that the account has.
  for (const row of [...infos.filter((info) => info.status !== 'not_found'), ...accounts]) {
    const seen = lastHandle.get(row.account_id);
    if (seen === undefined || seen.at <= row.observed_at)
      lastHandle.set(row.account_id, { handle: row.handle, at: row.observed_at });
    if (row.account_id.startsWith('handle:')) continue;
    const first = firstId.get(row.handle);
    if (first === undefined || row.observed_at < first.at)
      firstId.set(row.handle, { id: row.account_id, at: row.observed_at });
  }
  for (const row of accounts) {
    lastAccount.set(row.account_id, later(row.observed_at, lastAccount.get(row.account_id) ?? null));
    // The owner's API tells no id either, and does not stand for the page.
    if (row.account_id === `handle:${row.handle}` && /(?:^|:)web_profile/.test(row.source))
      lastPage.set(row.handle, later(row.observed_at, lastPage.get(row.handle) ?? null));
  }
  const { byId, byAccount } = indexPosts(postInfos, posts);
  for (const post of byId.values())
    post.last_observed_at = later(post.last_observed_at, answered[`post-page ${post.post_id}`] ?? null);

  return {
    idOf: (handle) => firstId.get(handle)?.id ?? null,
    handleOf: (accountId) => lastHandle.get(accountId)?.handle ?? null,
    accountSeenAt: (accountId, handle) =>
      later(lastAccount.get(accountId) ?? null, lastPage.get(handle) ?? null),
    statusOf: (accountId) => status.get(accountId)?.status ?? 'ok',
    postsOf: (accountId, handle) =>
      [...new Set([accountId, `handle:${handle}`])].flatMap((id) => byAccount.get(id) ?? []),
    post: (postId) => byId.get(postId) ?? null,
    topicsSeenAt: {
      hashtag: lastSeen(hashtags, (row) => row.name),
      sound: lastSeen(sounds, (row) => row.id),
    },
    answeredAt: (kind, subject) => answered[`${kind} ${subject}`] ?? null,
    doubts: createDoubts(accounts, posts),
  };
}

function indexPosts(infos: readonly Row<'post_info'>[], observations: readonly Row<'post'>[]) {
  const byId = new Map<string, KnownPost>();
  for (const info of infos) {
    const known = byId.get(info.post_id);
    byId.set(info.post_id, {
      post_id: info.post_id,
      account_id: info.account_id,
      created_at: info.created_at ?? known?.created_at ?? null,
      last_observed_at: null,
      status: info.status,
    });
  }
  for (const row of observations) {
    const known = byId.get(row.post_id);
    if (!known || (known.last_observed_at !== null && msOf(row.observed_at) <= msOf(known.last_observed_at)))
      continue;
    known.last_observed_at = row.observed_at;
  }
  const byAccount = new Map<string, KnownPost[]>();
  for (const post of byId.values()) {
    const posts = byAccount.get(post.account_id);
    if (posts) posts.push(post);
    else byAccount.set(post.account_id, [post]);
  }
  return { byId, byAccount };
}

/** The later of two instants, where there is one. */
export function later(a: string, b: string | null): string;
export function later(a: string | null, b: string | null): string | null;
export function later(a: string | null, b: string | null): string | null {
  return a === null || (b !== null && b > a) ? b : a;
}

function lastSeen<R extends { observed_at: string }>(
  rows: readonly R[],
  keyOf: (row: R) => string,
): Map<string, string> {
  const seen = new Map<string, string>();
  for (const row of rows) {
    const key = keyOf(row);
    if ((seen.get(key) ?? '') < row.observed_at) seen.set(key, row.observed_at);
  }
  return seen;
}
