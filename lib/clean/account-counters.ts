import { isRoundedLikeWeb, seenStep, unwrapLikes } from '../counts.ts';
import { type Counter, isCount, pickCounter, readCounter } from './counters.ts';
import { field, isObject } from './fields.ts';

/** The counters of an account, as one carrier gives them. */
export interface AccountCounters {
  followers: Counter;
  following: Counter;
  likes: Counter;
  posts: Counter;
  /** Set where the likes overflowed and the page cannot tell how often. */
  likesWrapped: number | null;
  /** Whether the carrier has the newer counters, which are exact. */
  isNewer: boolean;
}

/**
 * Reads the counters of `userInfo`: exact from `statsV2`, and one by one from the rounded `stats` where that lacks
 * them. Null where neither holds any.
 */
export function readAccountCounters(statsV2: unknown, stats: unknown): AccountCounters | null {
  const step = { v2: looksRounded(statsV2) ? seenStep : () => 1, v1: seenStep };
  const counter = (key: string) => pickCounter(statsV2, stats, key, step);
  const followers = counter('followerCount');
  const following = counter('followingCount');
  const posts = counter('videoCount');
  const heartV2 = readCounter(field(statsV2, 'heart') ?? field(statsV2, 'heartCount'), step.v2);
  const { likes, likesWrapped } =
    heartV2.value === null ? repairLikes(stats) : { likes: heartV2, likesWrapped: null };
  if ([followers, following, posts, likes].every(({ value }) => value === null) && likesWrapped === null)
    return null;
  return { isNewer: isObject(statsV2), followers, following, likes, posts, likesWrapped };
}

/**
 * True where `statsV2` carries the same rounding as `stats`, as it does on post pages: two counters or more are large
 * enough to be rounded and every one of them is. By chance that happens to one exact page in 10,000 at most.
 */
function looksRounded(statsV2: unknown): boolean {
  const large = ['followerCount', 'followingCount', 'videoCount', 'heart']
    .map((key) => readCounter(field(statsV2, key), () => 1).value)
    .filter((value) => isCount(value))
    .filter((value) => value >= 10_000);
  return large.length >= 2 && large.every(isRoundedLikeWeb);
}

/** Likes out of `stats`: exact where the wrapped `heartCount` fits the rounded `heart`, else `heart` with its step. */
function repairLikes(stats: unknown): { likes: Counter; likesWrapped: number | null } {
  const heart = readCounter(field(stats, 'heart'), seenStep);
  const raw = field(stats, 'heartCount');
  const wrapped = typeof raw === 'string' && /^-?\d{1,10}$/.test(raw) ? Number(raw) : raw;
  if (typeof wrapped !== 'number' || !isInt32(wrapped)) return { likes: heart, likesWrapped: null };
  if (isCount(heart.value)) {
    const exact = unwrapLikes(wrapped, heart.value);
    if (exact !== null && exact !== wrapped) return { likes: { value: exact, step: 1 }, likesWrapped: null };
    // Zero beside a counter that is not zero is a failed read of `heart`, not an account without likes.
    if (heart.value > 0 || wrapped === 0) return { likes: heart, likesWrapped: null };
  } else if (heart.value !== null) return { likes: heart, likesWrapped: null };
  return { likes: { value: null, step: null }, likesWrapped: wrapped };
}

function isInt32(value: number): boolean {
  return Number.isInteger(value) && value >= -(2 ** 31) && value < 2 ** 31;
}
