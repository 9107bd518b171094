import { msPerHour, msPerMinute } from '../../calendar.ts';
import { plural } from '../../format.ts';
import type { InputKind } from '../../schema/derived-parts.ts';
import { isCount } from '../../stats/finite.ts';
import { sumOf } from './rates.ts';
import {
  type CounterValue,
  firstFrom,
  isTimely,
  type PostCounts,
  postMetrics,
  type TimedCounts,
  valueAt,
} from './value-at.ts';

/** An observation farther from an age than this part of it says nothing of that age. */
export const ageTolerance = 0.25;

/** Counters of a post at one age. */
export interface CountsAtAge {
  views: number | null;
  /** The least and the most that the views can be, rounding considered; null where rounding is not known. */
  views_low: number | null;
  views_high: number | null;
  likes: number | null;
  comments: number | null;
  shares: number | null;
  saves: number | null;
  /** Likes, comments, shares and saves; null where one of them is. */
  engagements: number | null;
  engagements_low: number | null;
  engagements_high: number | null;
  /** Likes, comments and shares. */
  engagements3: number | null;
  /** Where there are no views, why: words that go after "because". */
  reason: string | null;
  /** Observations that the views were computed from: 1 exactly at that age, 2 around it, 0 where there are none. */
  n: number;
  inputs: InputKind[];
}

/** A post by its observations, oldest first. */
export interface ObservedPost {
  /** When it was published, in milliseconds; null where that is not known. */
  created_ms: number | null;
  observations: readonly TimedCounts[];
}

/**
 * The counters of a post `hours` after it was published (docs/formulas.md#posts-at-equal-age): those of an observation
 * exactly then, else on the line between the last before and the first after, straight in log1p of the count, each of
 * them within a quarter of the age. Whole counts. Each counter has its own neighbours, and is null where it was not
 * observed on both sides. An observation of which only the date is known counts for ages of 48 hours and more.
 *
 * Takes plain values, observations in any order, and what is no count is not known: `{ created_at, observations: [{ observed_at, views, likes }] }`. A count
 * without its step has no interval. `asOf` is the instant that counts as now: nothing later is looked at; the latest
 * observation where it is left out. A post without observations has a reason and nothing else. Throws `RangeError` where
 * `hours` is not above 0.
 */
export function postAtAge(
  post: { created_at: string | null; observations: readonly PostCounts[] },
  hours: number,
  { asOf }: { asOf?: Date | string } = {},
): CountsAtAge {
  if (!(hours > 0 && Number.isFinite(hours))) throw new RangeError(`an age is above 0 hours, not ${hours}`);
  const all = post.observations
    .map((observation) => ({
      ...observation,
      ...countsIn(observation),
      ms: Date.parse(observation.observed_at),
    }))
    .filter(({ ms }) => Number.isFinite(ms))
    .sort((a, b) => a.ms - b.ms);
  const now = asOf === undefined ? (all.at(-1)?.ms ?? Number.POSITIVE_INFINITY) : new Date(asOf).getTime();
  const created_ms = post.created_at === null ? null : Date.parse(post.created_at);
  const observations = all.filter(({ ms }) => ms <= now);
  return countsAtAge({ created_ms, observations }, hours, now).counts;
}

/** The counters of an observation; null for what is no count. */
function countsIn(observation: PostCounts): Partial<PostCounts> {
  return Object.fromEntries(
    postMetrics.map((metric) => [metric, isCount(observation[metric]) ? observation[metric] : null]),
  );
}

/** `postAtAge` of a post that is ready for it, and the latest observation that went in; null where none did. */
export function countsAtAge(
  { created_ms, observations }: ObservedPost,
  hours: number,
  now: number,
): { counts: CountsAtAge; latest: string | null } {
  if (created_ms === null) return { counts: nothing('its time of publication is not known'), latest: null };
  const target = created_ms + hours * msPerHour;
  if (now < target) return { counts: nothing(`it is not ${ageInWords(hours)} old yet`), latest: null };
  const reach = ageTolerance * hours * msPerHour;
  const after = firstFrom(observations, target);
  const views = valueAt(observations, after, 'views', target, reach, created_ms);
  const likes = valueAt(observations, after, 'likes', target, reach, created_ms);
  const comments = valueAt(observations, after, 'comments', target, reach, created_ms);
  const shares = valueAt(observations, after, 'shares', target, reach, created_ms);
  const saves = valueAt(observations, after, 'saves', target, reach, created_ms);
  const known = [views, likes, comments, shares, saves].filter((value) => value !== null);
  const three = sumOf([likes, comments, shares]);
  const all = sumOf([three, saves]);
  const counts: CountsAtAge = {
    views: views?.value ?? null,
    views_low: views?.interval?.low ?? null,
    views_high: views?.interval?.high ?? null,
    likes: likes?.value ?? null,
    comments: comments?.value ?? null,
    shares: shares?.value ?? null,
    saves: saves?.value ?? null,
    engagements: all?.value ?? null,
    engagements_low: all?.interval?.low ?? null,
    engagements_high: all?.interval?.high ?? null,
    engagements3: three?.value ?? null,
    reason: views ? null : reasonAt(observations, target, reach, now),
    n: views === null ? 0 : views.from === views.to ? 1 : 2,
    inputs: inputsOf(known),
  };
  let latest: string | null = null;
  for (const { to } of known) if (latest === null || to.observed_at > latest) latest = to.observed_at;
  return { counts, latest };
}

/** An age as a person says it: "1 hour", "72 hours", "7 days". */
export function ageInWords(hours: number): string {
  return hours > 72 && hours % 24 === 0 ? plural(hours / 24, 'day') : plural(hours, 'hour');
}

/** What counters were computed from. */
export function inputsOf(values: readonly CounterValue[]): InputKind[] {
  let isObserved = false;
  let isInterpolated = false;
  let isRounded = false;
  for (const { from, to, rounded } of values) {
    if (from === to) isObserved = true;
    else isInterpolated = true;
    if (rounded) isRounded = true;
  }
  const kinds: InputKind[] = [];
  if (isObserved) kinds.push('observed');
  if (isInterpolated) kinds.push('interpolated');
  if (isRounded) kinds.push('rounded');
  return kinds;
}

/** Why views were not seen at an instant: which side lacks an observation. */
function reasonAt(observations: readonly TimedCounts[], target: number, reach: number, now: number): string {
  let before = false;
  let after = false;
  for (let at = firstFrom(observations, target - reach); at < observations.length; at++) {
    const each = observations[at];
    if (each === undefined || each.ms > target + reach) break;
    if (each.views == null || !isTimely(each, reach)) continue;
    if (each.ms < target) before = true;
    else after = true;
  }
  const words = reachInWords(reach);
  const yet = now < target + reach ? ' yet' : '';
  if (after) return `no views were observed in the ${words} before that age`;
  if (before) return `no views were observed in the ${words} after that age${yet}`;
  return `no views were observed within ${words} of that age${yet}`;
}

// A few ages, asked for a million times.
const reaches = new Map<number, string>();

function reachInWords(reach: number): string {
  let words = reaches.get(reach);
  if (words === undefined) {
    words =
      reach < msPerHour
        ? plural(Math.round(reach / msPerMinute), 'minute')
        : plural(reach / msPerHour, 'hour');
    reaches.set(reach, words);
  }
  return words;
}

function nothing(reason: string): CountsAtAge {
  return {
    views: null,
    views_low: null,
    views_high: null,
    likes: null,
    comments: null,
    shares: null,
    saves: null,
    engagements: null,
    engagements_low: null,
    engagements_high: null,
    engagements3: null,
    reason,
    n: 0,
    inputs: [],
  };
}
