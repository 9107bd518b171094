import { endOfDay, msPerHour, startOfDay } from '../../calendar.ts';
import type { InputKind } from '../../schema/derived-parts.ts';
import { roundedInterval } from '../../stats/interval.ts';
import { maxBridgeHours } from '../grid.ts';
import { inputsOf } from '../inputs.ts';
import { stepNames } from '../post/value-at.ts';
import type { PostObservation, PostSeries } from '../post-series.ts';

/** What the posts of an account gained between two days. */
export interface PostGains {
  /** Null where no post is known on both days. */
  views: number | null;
  /** What rounding leaves open; null where the step of a count is not known. */
  views_low: number | null;
  views_high: number | null;
  /** Likes, comments, shares and saves, of posts of which all four are known; null where there is none. */
  engagements: number | null;
  /** What rounding leaves open of it; null where a step is not known. */
  engagements_low: number | null;
  engagements_high: number | null;
  /** The part of `views` of posts published on the first day or before; null where none of those is counted but some are missing. */
  older_views: number | null;
  /** The post that gained most, and how much; null where none gained. */
  top: { post: PostSeries; views: number } | null;
  /** Posts counted, and posts that were there but are not known on both days. */
  posts: number;
  missing: number;
  inputs: InputKind[];
}

/** A post’s place on a day: on the line between two observations; `before` null stands for nothing yet. */
interface Place {
  before: PostObservation | null;
  after: PostObservation | null;
  /** 0 at `before`, 1 at `after`. */
  share: number;
}

type Counter = 'views' | 'likes' | 'comments' | 'shares' | 'saves';
const engagementCounters = ['likes', 'comments', 'shares', 'saves'] as const;

/** Observations on either side of the end of a day may be this far apart: 48 hours, or a quarter of a longer window. */
export function postBridgeHours(windowDays: number): number {
  return Math.max(maxBridgeHours, windowDays * 6);
}

/**
 * What posts gained from the end of one local day to the end of another, each day with its last observation, else with the line between
 * neighbours at most `bridgeHours` apart. A post has 0 of everything until it is published. Posts that are not known on
 * both days are counted as missing, so that a sum is one of observed posts and no more. Nothing is extrapolated.
 */
export function postGains(
  posts: readonly PostSeries[],
  { from, to, zone, bridgeHours }: { from: string; to: string; zone: string; bridgeHours: number },
): PostGains {
  const ends = [from, to].map((day) => ({ start: startOfDay(zone, day), end: endOfDay(zone, day) }));
  const bridge = bridgeHours * msPerHour;
  const gains: PostGains = {
    views: null,
    views_low: 0,
    views_high: 0,
    engagements: null,
    engagements_low: 0,
    engagements_high: 0,
    older_views: 0,
    top: null,
    posts: 0,
    missing: 0,
    inputs: [],
  };
  let older = 0;
  let olderMissing = 0;
  const parts: { kind: 'observed' | 'interpolated'; step: number | null }[] = [];
  for (const post of posts) {
    const [start, end] = ends as [Ends, Ends];
    if (post.created_ms !== null && post.created_ms >= end.end) continue;
    const first = placeOn(post, start, bridge);
    const last = placeOn(post, end, bridge);
    const net = first && last && netOf(first, last, 'views');
    const isOlder = post.created_ms === null || post.created_ms < start.end;
    if (!net) {
      gains.missing++;
      if (isOlder) olderMissing++;
      continue;
    }
    gains.posts++;
    gains.views = (gains.views ?? 0) + net.value;
    gains.views_low = add(gains.views_low, net.low);
    gains.views_high = add(gains.views_high, net.high);
    if (isOlder) {
      older++;
      gains.older_views = add(gains.older_views, net.value);
    }
    if (net.value > (gains.top?.views ?? 0)) gains.top = { post, views: net.value };
    const nets = engagementCounters.map((counter) => netOf(first, last, counter));
    const engagements = sumOf(nets.map((each) => each?.value ?? null));
    if (engagements !== null) {
      gains.engagements = (gains.engagements ?? 0) + engagements;
      gains.engagements_low = add(gains.engagements_low, sumOf(nets.map((each) => each?.low ?? null)));
      gains.engagements_high = add(gains.engagements_high, sumOf(nets.map((each) => each?.high ?? null)));
    }
    for (const place of [first, last])
      parts.push({
        kind: place.share === 0 ? 'observed' : 'interpolated',
        step: Math.max(place.before?.views_step ?? 1, place.after?.views_step ?? 1),
      });
  }
  if (older === 0 && olderMissing > 0) gains.older_views = null;
  if (gains.engagements === null) Object.assign(gains, { engagements_low: null, engagements_high: null });
  if (gains.posts === 0) return { ...gains, views_low: null, views_high: null, older_views: null };
  return { ...gains, ...wholes(gains), inputs: inputsOf(parts) };
}

function wholes(gains: PostGains) {
  const whole = (value: number | null, round = Math.round) => (value === null ? null : round(value));
  return {
    views: whole(gains.views),
    views_low: whole(gains.views_low, Math.floor),
    views_high: whole(gains.views_high, Math.ceil),
    engagements: whole(gains.engagements),
    engagements_low: whole(gains.engagements_low, Math.floor),
    engagements_high: whole(gains.engagements_high, Math.ceil),
    older_views: whole(gains.older_views),
    top: gains.top && { ...gains.top, views: Math.round(gains.top.views) },
  };
}

interface Ends {
  start: number;
  end: number;
}

function placeOn(post: PostSeries, { start, end }: Ends, bridge: number): Place | null {
  const { created_ms, facts } = post;
  if (created_ms !== null && created_ms >= end) return { before: null, after: null, share: 0 };
  // Of a post that was last seen before, the observations need not be at hand.
  if (facts.last_ms === null || facts.last_ms < start) return null;
  const observations = post.observationsSince(start - bridge);
  const last = lastBefore(observations, end);
  const before = observations[last] ?? null;
  if (before !== null && before.ms >= start) return { before, after: before, share: 0 };
  const after = observations[last + 1];
  // An observation that is too far back need not be at hand; it is one all the same.
  const isFirst = after === undefined || (facts.first_ms ?? 0) >= after.ms;
  const beforeMs = before?.ms ?? (isFirst ? created_ms : null);
  if (after === undefined || beforeMs === null || after.ms - beforeMs > bridge) return null;
  return { before, after, share: (end - beforeMs) / (after.ms - beforeMs) };
}

/** Index of the last observation before an instant; −1 where there is none. */
function lastBefore(observations: readonly PostObservation[], ms: number): number {
  let low = 0;
  let high = observations.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((observations[middle] as PostObservation).ms < ms) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

interface Amount {
  value: number;
  low: number | null;
  high: number | null;
}

function netOf(first: Place, last: Place, counter: Counter): Amount | null {
  const a = amountAt(first, counter);
  const b = amountAt(last, counter);
  if (a === null || b === null) return null;
  return {
    value: b.value - a.value,
    low: b.low === null || a.high === null ? null : b.low - a.high,
    high: b.high === null || a.low === null ? null : b.high - a.low,
  };
}

function amountAt({ before, after, share }: Place, counter: Counter): Amount | null {
  const from = countOf(before, counter);
  const to = countOf(after, counter);
  if (from === null || to === null) return null;
  return {
    value: along(from.value, to.value, share),
    low: from.low === null || to.low === null ? null : along(from.low, to.low, share),
    high: from.high === null || to.high === null ? null : along(from.high, to.high, share),
  };
}

function along(a: number, b: number, share: number): number {
  return a + (b - a) * share;
}

function countOf(observation: PostObservation | null, counter: Counter): Amount | null {
  if (observation === null) return { value: 0, low: 0, high: 0 };
  const value = observation[counter];
  if (value === null) return null;
  const interval = roundedInterval(value, observation[stepNames[counter]], observation.rounding);
  return { value, low: interval?.low ?? null, high: interval?.high ?? null };
}

function sumOf(values: readonly (number | null)[]): number | null {
  return values.reduce<number | null>((sum, value) => add(sum, value), 0);
}

function add(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : a + b;
}
