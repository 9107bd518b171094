import { msPerDay } from '../calendar.ts';
import { type Persona, personaAt } from './cast.ts';
import { chanceOf, hashOf } from './chance.ts';
import { type FollowerSeries, makeFollowerSeries } from './growth.ts';
import type { Plan } from './plan.ts';
import { bestDaypartOf, likesAt, makePosts, type Post, shareOfViews } from './post.ts';

/** Days before the first one from which an account's posts can be seen, and after the last one for which it lives on. */
export const historyDays = 180;
export const tailDays = 60;

/** What a world is made of. */
export interface WorldFrame {
  seed: number;
  accounts: number;
  /** Midnight UTC of the first day, in milliseconds. */
  startMs: number;
  days: number;
}

/** One invented account with all its posts. */
export interface Creator {
  index: number;
  persona: Persona;
  /** Permanent id as text; up to nineteen digits. */
  id: string;
  secUid: string;
  /** When the account was made, in seconds since 1970. */
  createdS: number;
  /** Every post, oldest first. */
  posts: readonly Post[];
  followers: FollowerSeries;
  /** The one daypart (0 to 5, four local hours each) whose posts are seen twice as often; null where time does not matter. */
  bestDaypart: number | null;
  renamedMs: number;
  privateMs: number;
  deletedMs: number;
  /** Likes and posts from before those that are simulated. */
  earlierLikes: number;
  earlierPosts: number;
  following: number;
  /** How many posts the creator embed lists. */
  embedSize: number;
}

/** Exact counters of an account. */
export interface AccountCounts {
  followers: number;
  following: number;
  friends: number;
  likes: number;
  posts: number;
}

/** The `index`-th account of a world. */
export function makeCreator(frame: WorldFrame, plan: Plan, index: number): Creator {
  const { seed, startMs, days } = frame;
  const chance = chanceOf(seed, index, 'creator');
  const written = personaAt(index);
  const level = Math.round(written.followers * chance.between(0.95, 1.05));
  const persona = { ...written, followers: level };
  const isViral = plan.viral.index === index;
  const bestDaypart = bestDaypartOf(seed, index);
  const posts = makePosts({
    seed,
    index,
    persona,
    fromMs: startMs - historyDays * msPerDay,
    untilMs: startMs + (days + tailDays) * msPerDay,
    startMs,
    bestDaypart,
    viralMs: isViral ? plan.viral.atMs : null,
    removalMs: plan.removal.index === index ? plan.removal.atMs : null,
  });
  const lifts = posts
    .filter((post) => post.reach > 6 && post.createdMs > startMs - 30 * msPerDay)
    .map((post) => {
      const goesRound = post.createdMs === plan.viral.atMs && isViral;
      const part = goesRound ? chance.between(0.1, 0.22) : chance.between(0.001, 0.005);
      return { followers: level * part, shareAt: (ms: number) => shareOfViews(post, ms) };
    });
  const fraction = plan.purge.fractions.get(index);
  const createdS = startMs / 1000 - chance.whole(400 * 86_400, 2200 * 86_400);
  return {
    index,
    persona,
    id: makeAccountId(createdS, seed, index),
    secUid: makeSecUid(seed, index),
    createdS,
    posts,
    bestDaypart,
    followers: makeFollowerSeries({
      seed,
      index,
      level,
      trend: persona.trend,
      startMs,
      days,
      tailDays,
      lifts,
      purge: fraction === undefined ? null : { ...plan.purge, fraction },
    }),
    renamedMs: plan.rename?.index === index ? plan.rename.atMs : Number.POSITIVE_INFINITY,
    privateMs: plan.private?.index === index ? plan.private.atMs : Number.POSITIVE_INFINITY,
    deletedMs: plan.deleted?.index === index ? plan.deleted.atMs : Number.POSITIVE_INFINITY,
    earlierLikes: Math.round(level * persona.likesPerFollower),
    earlierPosts: chance.whole(40, 900),
    following: chance.whole(8, 420),
    embedSize: chance.whole(10, 12),
  };
}

/** Exact counters at an instant. A post that was taken down takes its likes with it. */
export function countAccount(creator: Creator, ms: number): AccountCounts {
  let likes = creator.earlierLikes;
  let posts = creator.earlierPosts;
  for (const post of creator.posts) {
    if (post.createdMs > ms) break;
    if (post.deletedMs <= ms) continue;
    posts += 1;
    likes += likesAt(post, ms);
  }
  // Follows a few more every month; never fewer than its friends.
  const following = creator.following + (hashOf(creator.id, Math.floor(ms / (9 * msPerDay))) % 3);
  return {
    followers: creator.followers.at(ms),
    following,
    friends: Math.floor(following * 0.4),
    likes,
    posts,
  };
}

/** The handle at an instant. */
export function handleAt(creator: Creator, ms: number): string {
  return ms < creator.renamedMs ? creator.persona.handle : creator.persona.laterHandle;
}

/** Posts that can be seen at an instant, newest first; of a private or deleted account those it would show. */
export function postsAt(creator: Creator, ms: number): Post[] {
  return creator.posts.filter((post) => post.createdMs <= ms && post.deletedMs > ms).reverse();
}

/** One in six accounts is so old that its id is short; else the id holds the second it was made, as a post's does. */
function makeAccountId(createdS: number, seed: number, index: number): string {
  const chance = chanceOf(seed, index, 'id');
  const low = Math.floor(chance.uniform() * 2 ** 32);
  return index % 6 === 1 ? String(100_000 + low) : ((BigInt(createdS) << 32n) + BigInt(low)).toString();
}

function makeSecUid(seed: number, index: number): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  const chance = chanceOf(seed, index, 'secUid');
  return `MS4wLjABAAAA${Array.from({ length: 64 }, () => letters[chance.whole(0, 63)]).join('')}`;
}
