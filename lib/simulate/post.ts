import { msPerDay, msPerHour, offsetMinutes } from '../calendar.ts';
import type { Persona } from './cast.ts';
import { chanceOf, hashOf, uniformAt } from './chance.ts';

/** A post of the simulated origin: what decides its counters at any instant. */
export interface Post {
  /** (second the upload began << 32) + low bits, as text: nineteen digits. */
  id: string;
  /** When it was published; whole seconds. */
  createdMs: number;
  /** Published at a full hour, long after the upload began. */
  scheduled: boolean;
  kind: 'video' | 'photo';
  /** Its number among the account's posts, oldest first. */
  order: number;
  durationS: number;
  pinned: boolean;
  /** When it is taken down; Infinity for never. */
  deletedMs: number;
  /** Views in the end, and the Weibull shape and scale of the way there. */
  finalViews: number;
  shape: number;
  scaleMs: number;
  likesPerView: number;
  commentsPerView: number;
  sharesPerView: number;
  savesPerView: number;
  /** When the author clears comments, and the share that goes; Infinity for never. */
  clearedMs: number;
  clearedShare: number;
  /** Final views over what the account's posts usually reach. */
  reach: number;
  /** Key of its small chances. */
  key: number;
}

export interface PostCounts {
  views: number;
  likes: number;
  comments: number;
  shares: number;
  saves: number;
}

export interface PostPlan {
  seed: number;
  index: number;
  persona: Persona;
  /** First and last instant at which posts are made, in milliseconds. */
  fromMs: number;
  untilMs: number;
  /** When the days simulated begin: a pinned post is older. */
  startMs: number;
  viralMs: number | null;
  removalMs: number | null;
  /** The daypart whose posts are seen more; null where time does not matter. */
  bestDaypart: number | null;
}

/** How many times the views a post of the account's best daypart gets, in the median. */
export const bestDaypartLift = 2;

/** Daypart of an instant in a zone: 0 for the hours 0 to 3, up to 5 for 20 to 23. */
export function daypartAt(ms: number, zone: string): number {
  const localMs = ms + offsetMinutes(ms, zone) * 60_000;
  return Math.floor((((localMs % msPerDay) + msPerDay) % msPerDay) / (4 * msPerHour));
}

/**
 * The one daypart at which an account's posts do better: afternoon, early evening or evening, when it posts most. One
 * account in twelve has none.
 */
export function bestDaypartOf(seed: number, index: number): number | null {
  return index % 12 === 7 ? null : chanceOf(seed, index, 'daypart').pick([3, 4, 5]);
}

/** Every post an account makes from `fromMs` to `untilMs`, oldest first. */
export function makePosts(plan: PostPlan): Post[] {
  const { seed, index, persona, fromMs, untilMs, viralMs } = plan;
  const offsetMs = offsetMinutes(plan.startMs, persona.zone) * 60_000;
  const times: number[] = [];
  for (let dayMs = fromMs; dayMs < untilMs; dayMs += msPerDay) {
    const chance = chanceOf(seed, index, 'posting', dayMs / msPerDay);
    const weekend = (Math.floor(dayMs / msPerDay) + 3) % 7 >= 5;
    const rate = (persona.postsPerWeek / 7) * (weekend ? 0.75 : 1.1);
    // Tries until the first miss: a geometric number of posts a day, with `rate` as its mean.
    while (chance.hit(rate / (1 + rate))) {
      const hour = Math.min(23.4, Math.max(5, 17.5 + 3.2 * chance.normal()));
      times.push(dayMs + Math.round((hour * msPerHour - offsetMs) / 1000) * 1000);
    }
  }
  if (viralMs !== null) times.push(viralMs);
  const posts = [...new Set(times)]
    .map((createdMs) => makePost(plan, createdMs))
    .sort((a, b) => a.createdMs - b.createdMs);
  for (const [order, post] of posts.entries()) post.order = order;
  pinBest(posts, plan);
  removeOne(posts, plan);
  return posts;
}

/** Median views in the end for that many followers: about 400 for 900, about 2 million for 160 million. */
function usualViews(followers: number): number {
  return 3.3 * followers ** 0.705;
}

function makePost(plan: PostPlan, givenMs: number): Post {
  const { seed, index, persona } = plan;
  const chance = chanceOf(seed, index, 'post', givenMs);
  const viral = givenMs === plan.viralMs;
  const scheduled = !viral && chance.hit(0.02);
  const createdMs = scheduled ? Math.floor(givenMs / msPerHour) * msPerHour : givenMs;
  // 13 to 40 s pass between the start of an upload and the post; a scheduled one waits (docs/surfaces.md#post-page).
  const uploadS = createdMs / 1000 - (scheduled ? chance.whole(600, 7200) : chance.whole(13, 40));
  const low = Math.floor(chance.uniform() * 2 ** 32);
  const usual =
    usualViews(persona.followers) *
    (daypartAt(createdMs, persona.zone) === plan.bestDaypart ? bestDaypartLift : 1);
  // Of 61 accounts with 30 posts and more that were looked at none had one above 96 times its median, half had one above 21 times: a post
  // that goes round the world is beyond what comes by chance.
  const reach = viral
    ? chance.between(150, 250)
    : Math.min(120, chance.lognormal(1, 1) * (chance.hit(0.03) ? chance.between(8, 30) : 1));
  const kind = !viral && chance.hit(0.12) ? 'photo' : 'video';
  const isCleared = chance.hit(0.04);
  return {
    id: ((BigInt(uploadS) << 32n) + BigInt(low)).toString(),
    createdMs,
    scheduled,
    kind,
    order: 0,
    durationS: kind === 'photo' ? 0 : Math.min(600, Math.max(5, Math.round(chance.lognormal(28, 0.7)))),
    pinned: false,
    deletedMs: chance.hit(0.013) ? createdMs + chance.between(2, 60) * msPerDay : Number.POSITIVE_INFINITY,
    finalViews: Math.min(1_500_000_000, usual * reach),
    shape: chance.between(0.55, 0.95),
    scaleMs: chance.lognormal(1.6, 0.6) * msPerDay,
    likesPerView: Math.min(0.35, chance.lognormal(0.075, 0.45)),
    commentsPerView: Math.min(0.05, chance.lognormal(0.0022, 0.7)),
    sharesPerView: Math.min(0.06, chance.lognormal(0.0028, 0.8)),
    savesPerView: Math.min(0.08, chance.lognormal(0.005, 0.7)),
    clearedMs: isCleared ? createdMs + chance.between(3, 30) * msPerDay : Number.POSITIVE_INFINITY,
    clearedShare: chance.between(0.01, 0.1),
    reach,
    key: hashOf(seed, index, createdMs),
  };
}

/** Six accounts in ten keep the best of their old posts pinned; it is never taken down. */
function pinBest(posts: readonly Post[], { seed, index, startMs }: PostPlan): void {
  if (!chanceOf(seed, index, 'pin').hit(0.6)) return;
  let best: Post | null = null;
  for (const post of posts)
    if (post.createdMs < startMs - 10 * msPerDay && (best === null || post.finalViews > best.finalViews))
      best = post;
  if (best === null) return;
  best.pinned = true;
  best.deletedMs = Number.POSITIVE_INFINITY;
}

function removeOne(posts: readonly Post[], { removalMs }: PostPlan): void {
  if (removalMs === null) return;
  // At least a day old, so that a daily collection has seen it alive.
  const post = posts.findLast((post) => post.createdMs < removalMs - 1.2 * msPerDay && !post.pinned);
  if (post) post.deletedMs = removalMs;
}

/** Share of its final views, 0 to 1, that a post has at an instant: Weibull growth, 1 − exp(−(t/s)^k). */
export function shareOfViews(post: Post, ms: number): number {
  const ageMs = ms - post.createdMs;
  return ageMs <= 0 ? 0 : 1 - Math.exp(-((ageMs / post.scaleMs) ** post.shape));
}

/**
 * Exact counters of a post at an instant; all 0 before it is published. Views and shares never fall; likes and saves
 * now and then by one or two, comments when the author clears some (docs/surfaces.md#how-counters-move).
 */
export function countsOf(post: Post, ms: number): PostCounts {
  const views = post.finalViews * shareOfViews(post, ms);
  const step = Math.floor(ms / (6 * msPerHour));
  const saves = Math.floor(views * post.savesPerView);
  const comments = Math.floor(views * post.commentsPerView);
  return {
    views: Math.floor(views),
    likes: likesOf(post, views, step),
    comments: ms < post.clearedMs ? comments : Math.floor(comments * (1 - post.clearedShare)),
    shares: Math.floor(views * post.sharesPerView),
    saves: saves > 50 && uniformAt(post.key + 1, step) < 0.04 ? saves - 1 - (step % 2) : saves,
  };
}

/** The likes alone, for totals over all posts. */
export function likesAt(post: Post, ms: number): number {
  return likesOf(post, post.finalViews * shareOfViews(post, ms), Math.floor(ms / (6 * msPerHour)));
}

function likesOf(post: Post, views: number, step: number): number {
  const likes = Math.floor(views * post.likesPerView);
  return likes > 50 && uniformAt(post.key, step) < 0.01 ? likes - 1 : likes;
}
