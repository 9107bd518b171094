import { instantOf, isDay, msOf, msPerDay } from '../calendar.ts';
import { InputError } from '../errors.ts';
import { type AccountCounts, type Creator, countAccount, handleAt, makeCreator, postsAt } from './creator.ts';
import { listEvents, type WorldEvent } from './events.ts';
import { isWithin, planEvents } from './plan.ts';
import { countsOf, type Post, type PostCounts } from './post.ts';

export interface WorldOptions {
  /** Any whole number; the same seed gives the same world. */
  seed?: number;
  /** How many accounts, at least 1. */
  accounts?: number;
  /** First UTC day, `YYYY-MM-DD`; of an instant its day counts. */
  start: string;
  /** Days over which things happen, at least 1. */
  days: number;
}

export type AccountStatus = 'ok' | 'private' | 'deleted';

/** What is true of an account at an instant, whatever its pages show. */
export interface AccountTruth extends AccountCounts {
  accountId: string;
  handle: string;
  status: AccountStatus;
  /** False while its pages answer with a server error. */
  answers: boolean;
}

/** What is true of a post at an instant. */
export interface PostTruth extends PostCounts {
  postId: string;
  accountId: string;
  /** Publication, as an instant. */
  createdAt: string;
  kind: 'video' | 'photo';
  status: 'ok' | 'deleted';
}

/**
 * An invented world of creators: a pure function of its options and the instant asked about. Instants before the
 * first day and more than 60 days after the last one find followers standing still.
 */
export interface World {
  readonly seed: number;
  /** First UTC day. */
  readonly start: string;
  readonly days: number;
  readonly creators: readonly Creator[];
  /** What happens, by time. */
  readonly events: readonly WorldEvent[];
  /** Handles of the accounts that are public at an instant, in the cast's order; the first day's by default. */
  handles(at?: Date): string[];
  /** Exact followers. Throws `InputError` for an account id that is not of this world. */
  followersAt(accountId: string, at: Date): number;
  /** What is true of every account at an instant, in the cast's order. */
  truth(at: Date): AccountTruth[];
  /** What is true of a post, or null before it is published and for an id that is not of this world. */
  postTruth(postId: string, at: Date): PostTruth | null;
  /** Posts of an account that stand at an instant, newest first. Throws `InputError` for an unknown account id. */
  postsOf(accountId: string, at: Date): PostTruth[];
  /** Who answers to a handle at an instant; null where nobody does, or no longer. */
  find(handle: string, at: Date): Creator | null;
  /** A post and its author by id, published or not; null for an id that is not of this world. */
  findPost(postId: string): { post: Post; creator: Creator } | null;
  statusOf(creator: Creator, at: Date): AccountStatus;
  /** False while an account (null: anything at all) answers with a server error. */
  answers(creator: Creator | null, at: Date): boolean;
}

/** Makes a world. Throws `InputError` where an option cannot be. */
export function createWorld({ seed = 1, accounts = 24, start, days }: WorldOptions): World {
  const day = start.slice(0, 10);
  if (!isDay(day)) throw badOption('start', start, 'a UTC day such as 2026-01-01');
  if (!Number.isInteger(accounts) || accounts < 1)
    throw badOption('accounts', accounts, 'a whole number from 1');
  if (!Number.isInteger(days) || days < 1) throw badOption('days', days, 'a whole number from 1');
  if (!Number.isInteger(seed)) throw badOption('seed', seed, 'a whole number');

  const startMs = msOf(day);
  const plan = planEvents(seed, accounts, startMs, days);
  const creators = Array.from({ length: accounts }, (_, index) =>
    makeCreator({ seed, accounts, startMs, days }, plan, index),
  );
  const byId = new Map(creators.map((creator) => [creator.id, creator]));
  const byHandle = new Map(
    creators.flatMap((creator) => [
      [creator.persona.handle, creator] as const,
      [creator.persona.laterHandle, creator] as const,
    ]),
  );
  const byPost = new Map(
    creators.flatMap((creator) => creator.posts.map((post) => [post.id, { post, creator }] as const)),
  );
  const creatorOf = (accountId: string) => {
    const creator = byId.get(accountId);
    if (!creator) throw badOption('account id', accountId, 'an account of this world');
    return creator;
  };
  const truthOfPost = (post: Post, creator: Creator, ms: number): PostTruth => ({
    postId: post.id,
    accountId: creator.id,
    createdAt: instantOf(new Date(post.createdMs)),
    kind: post.kind,
    status: ms < post.deletedMs ? 'ok' : 'deleted',
    ...countsOf(post, ms),
  });

  const world: World = {
    seed,
    start: day,
    days,
    creators,
    events: listEvents(plan, creators, startMs, startMs + days * msPerDay),
    handles: (at = new Date(startMs)) =>
      creators
        .filter((creator) => world.statusOf(creator, at) === 'ok')
        .map((creator) => handleAt(creator, at.getTime())),
    followersAt: (accountId, at) => creatorOf(accountId).followers.at(at.getTime()),
    truth: (at) =>
      creators.map((creator) => ({
        accountId: creator.id,
        handle: handleAt(creator, at.getTime()),
        status: world.statusOf(creator, at),
        answers: world.answers(creator, at),
        ...countAccount(creator, at.getTime()),
      })),
    postTruth: (postId, at) => {
      const found = byPost.get(postId);
      if (!found || found.post.createdMs > at.getTime()) return null;
      return truthOfPost(found.post, found.creator, at.getTime());
    },
    postsOf: (accountId, at) => {
      const creator = creatorOf(accountId);
      return postsAt(creator, at.getTime()).map((post) => truthOfPost(post, creator, at.getTime()));
    },
    find: (handle, at) => {
      const creator = byHandle.get(handle);
      return creator && handleAt(creator, at.getTime()) === handle ? creator : null;
    },
    findPost: (postId) => byPost.get(postId) ?? null,
    statusOf: (creator, at) =>
      at.getTime() >= creator.deletedMs ? 'deleted' : at.getTime() >= creator.privateMs ? 'private' : 'ok',
    answers: (creator, at) => {
      const ms = at.getTime();
      if (plan.outage !== null && isWithin(plan.outage, ms)) return false;
      const { silence } = plan;
      if (creator === null || silence === null || silence.index !== creator.index) return true;
      return !silence.spells.some((spell) => isWithin(spell, ms));
    },
  };
  return world;
}

function badOption(name: string, value: unknown, wanted: string): InputError {
  return new InputError(
    'bad_world',
    `The simulated world’s ${name} is ${JSON.stringify(value)}, not ${wanted}.`,
  );
}
