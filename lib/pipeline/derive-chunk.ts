import { instantAt, utcDayOf } from '../calendar.ts';
import { readRemembered, updateRemembered } from '../store/remembered.ts';
import type { DerivedRows, TransformStart } from '../transform/all.ts';
import { NotRead } from '../transform/post/described-post.ts';
import { type FollowersAt, followersReader } from '../transform/post/followers-at.ts';
import {
  detailsHash,
  disturbOthers,
  packPost,
  type RememberedPost,
  recallPosts,
  recentSince,
  unpackPost,
} from '../transform/post/recall.ts';
import {
  detailsByPost,
  type PostDetail,
  type PostSeries,
  postColumns,
  postSeries,
} from '../transform/post-series.ts';
import { type Remember, rememberFrom } from '../transform/remember.ts';
import { type Chunk, type Derivation, isPlain, needsPosts } from './derive.ts';
import { type DayHashes, type KeptStretches, splitDays } from './kept-days.ts';
import { type ChunkPosts, type PostPlan, postsOf } from './post-memory.ts';

/** Entries of a chunk’s memory that are no posts. */
const [keyEntry, accountsEntry, daysEntry] = ['key', 'accounts', 'days'];

type Posts = Map<string, PostSeries[]>;

/** What is remembered of the posts of a chunk. */
interface ChunkMemory {
  posts: Map<string, RememberedPost>;
  /** Ids of the posts of each account. */
  ids: Map<string, string[]>;
  /** As they were written. */
  packed: Map<string, readonly unknown[]>;
  /** Accounts of which all posts are remembered. */
  accounts: ReadonlySet<string>;
  /** What tells whether days of accounts are as they were. */
  days: Readonly<Record<string, DayHashes>>;
}

/** What was made of a chunk, its rows apart. */
export interface ChunkMade {
  posts: ChunkPosts;
  /** Days of its accounts that have no rows here: those that are written stay. */
  days: KeptStretches;
}

/** The name of what is remembered of the posts of a chunk. */
export function memoryOf({ name }: Pick<Chunk, 'name'>): string {
  return `posts-${name}`;
}

/**
 * The tables of each account of a chunk, `start` and `infos` being of it; what the wanted ones need may be among them. With a plan, posts and days that are as they were in the last run
 * have no rows in the tables of single posts and of days: those that are written stay.
 */
export async function deriveChunk(
  derivation: Derivation,
  start: TransformStart,
  chunk: Chunk,
  infos: readonly PostDetail[],
  plan: PostPlan | null,
  take: (accountId: string, rows: Partial<DerivedRows>) => void | Promise<void>,
): Promise<ChunkMade> {
  if (!needsPosts(derivation)) {
    for (const { id } of chunk.accounts) await take(id, start.deriveAccount(id, []));
    return { posts: [], days: [] };
  }
  const { comparing, data, cache, asOf, ledger } = derivation;
  const accounts = [...new Set(chunk.accounts.flatMap(({ rawIds }) => rawIds))];
  const before = await readRemembered(data, cache, chunk.name);
  // Whose posts an account without an id has depends on when others were seen.
  const plain = isPlain(chunk);
  const memory = plan?.before != null && plain ? await readMemory(data, cache, chunk, plan.before) : null;
  const readAll = async (): Promise<Posts> => {
    const rows = await ledger.columns('post', { accounts, columns: postColumns });
    return postSeries(rows, infos, start.identity, asOf);
  };
  let all: Promise<Posts> | undefined;
  const followersOf = readersOf(start);
  const posts =
    memory === null || plan === null
      ? await readAll()
      : await readChanged(derivation, start, accounts, infos, memory, plan, followersOf);
  const now = new Map<string, unknown>();
  const remember = rememberFrom(before, now);
  const done: PostSeries[] = [];
  const kept: KeptStretches = [];
  const hashes: Record<string, DayHashes> = {};
  for (const { id } of chunk.accounts) {
    const own = await deriveAccount(start, id, posts.get(id) ?? [], memory, remember, async () => {
      all ??= readAll();
      return (await all).get(id) ?? [];
    });
    if (plan !== null && plain) {
      const days = splitDays(own.rows.account_daily ?? [], memory?.days[id] ?? {}, plan.alteredStretches);
      own.rows.account_daily = days.changed;
      hashes[id] = days.hashes;
      kept.push(...days.kept);
    }
    await take(id, own.rows);
    for (const post of own.posts) done.push(post);
  }
  // Where not all tables are made, what the others would ask for must not be forgotten.
  if (comparing) await updateRemembered(data, cache, chunk.name, before, now);
  if (plan !== null && plain)
    await writeMemory(data, cache, chunk, plan.key, done, hashes, memory?.packed ?? new Map(), followersOf);
  return { posts: postsOf(done), days: kept };
}

async function deriveAccount(
  start: TransformStart,
  id: string,
  posts: readonly PostSeries[],
  memory: ChunkMemory | null,
  remember: Remember,
  readAll: () => Promise<readonly PostSeries[]>,
): Promise<{ posts: readonly PostSeries[]; rows: Partial<DerivedRows> }> {
  if (memory === null || isAsRemembered(id, posts, memory))
    try {
      return { posts, rows: start.deriveAccount(id, posts, remember) };
    } catch (error) {
      if (!(error instanceof NotRead)) throw error;
    }
  const all = await readAll();
  return { posts: all, rows: start.deriveAccount(id, all, remember) };
}

/** Whether the posts that were recalled of an account hold beside the others: none is gone, and none is now compared with others. */
function isAsRemembered(id: string, posts: readonly PostSeries[], memory: ChunkMemory): boolean {
  if (!memory.accounts.has(id)) return false;
  const ids = new Set(posts.map(({ post_id }) => post_id));
  if (memory.ids.get(id)?.some((post_id) => !ids.has(post_id))) return false;
  return !disturbOthers(posts, memory.posts);
}

/** The posts of a chunk, of which those are read that may have changed or were seen lately. */
async function readChanged(
  { ledger, asOf }: Derivation,
  start: TransformStart,
  accounts: readonly string[],
  infos: readonly PostDetail[],
  memory: ChunkMemory,
  plan: PostPlan,
  followersOf: (accountId: string, ms: number) => FollowersAt,
): Promise<Posts> {
  const days = new Set(plan.changed);
  const [from, to] = [plan.changed[0], plan.changed.at(-1)];
  const changed = new Set<string>();
  if (from !== undefined) {
    const columns = ['post_id', 'observed_at'] as const;
    for (const { post_id, observed_at } of await ledger.columns('post', {
      accounts,
      columns,
      from,
      to: to ?? from,
    }))
      if (days.has(utcDayOf(observed_at))) changed.add(post_id);
  }
  const recalled = recallPosts(
    memory.posts,
    detailsByPost(infos, asOf),
    { changed, disturbed: plan.disturbed, altered: new Set(plan.altered) },
    start.identity,
    followersOf,
    asOf,
  );
  // A post that is not remembered was seen on days that have changed alone.
  let since = from === undefined ? Number.POSITIVE_INFINITY : Date.parse(from);
  for (const [post_id, { facts }] of memory.posts)
    if (facts.first_ms !== null && !recalled.has(post_id)) since = Math.min(since, facts.first_ms);
  const readSince = (ms: number, isWanted: (post_id: string) => boolean) =>
    ms === Number.POSITIVE_INFINITY
      ? []
      : ledger.some(
          'post',
          { accounts, columns: postColumns, from: utcDayOf(instantAt(ms)) },
          'post_id',
          (post_id) => isWanted(post_id as string),
        );
  const whole = await readSince(since, (post_id) => !recalled.has(post_id));
  const recent = await readSince(recentSince(asOf), (post_id) => recalled.get(post_id)?.readSince != null);
  return postSeries([...whole, ...recent], infos, start.identity, asOf, recalled);
}

/** Tells the followers of accounts at an instant. */
function readersOf(start: TransformStart): (accountId: string, ms: number) => FollowersAt {
  const readers = new Map<string, (ms: number) => FollowersAt>();
  return (id, ms) => {
    let reader = readers.get(id);
    if (reader === undefined) {
      reader = followersReader(start.observationsOf(id));
      readers.set(id, reader);
    }
    return reader(ms);
  };
}

async function readMemory(
  data: string,
  cache: string,
  chunk: Chunk,
  key: string,
): Promise<ChunkMemory | null> {
  const entries = await readRemembered(data, cache, memoryOf(chunk));
  if (entries.get(keyEntry) !== key) return null;
  const accounts = new Set(entries.get(accountsEntry) as string[]);
  const days = entries.get(daysEntry) as ChunkMemory['days'];
  for (const entry of [keyEntry, accountsEntry, daysEntry]) entries.delete(entry);
  const packed = entries as Map<string, readonly unknown[]>;
  const posts = new Map<string, RememberedPost>();
  for (const [post_id, entry] of packed) posts.set(post_id, unpackPost(post_id, entry));
  const ids = Map.groupBy(posts.keys(), (post_id) => posts.get(post_id)?.account_id ?? '');
  return { posts, ids, packed, accounts, days };
}

async function writeMemory(
  data: string,
  cache: string,
  chunk: Chunk,
  key: string,
  posts: readonly PostSeries[],
  days: ChunkMemory['days'],
  packed: ReadonlyMap<string, readonly unknown[]>,
  followersOf: (accountId: string, ms: number) => FollowersAt,
): Promise<void> {
  const entries = new Map<string, unknown>([
    [keyEntry, key],
    [accountsEntry, chunk.accounts.map(({ id }) => id)],
    [daysEntry, days],
  ]);
  for (const post of posts) {
    const { post_id, account_id, created_ms, facts, ages } = post;
    const old = ages === null ? packed.get(post_id) : undefined;
    if (old !== undefined) entries.set(post_id, old);
    else {
      const published = created_ms === null ? null : followersOf(account_id, created_ms);
      entries.set(post_id, packPost({ account_id, details: detailsHash(post, published), facts }));
    }
  }
  await updateRemembered(data, cache, memoryOf(chunk), packed, entries);
}
