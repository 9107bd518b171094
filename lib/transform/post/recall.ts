import { hash } from 'node:crypto';
import { msPerDay } from '../../calendar.ts';
import type { Identity } from '../identity.ts';
import {
  describePost,
  type PostDetail,
  type PostDetails,
  type PostObservation,
  type PostSeries,
  postColumns,
  type RecalledPost,
} from '../post-series.ts';
import type { FollowersAt } from './followers-at.ts';
import { dayOfPost } from './post-age.ts';
import type { PostFacts, ViewsAtAge } from './post-facts.ts';

/** What is kept of a post for the next run. */
export interface RememberedPost {
  account_id: string;
  /** Hash of all that its rows say that is not told by its observations. */
  details: string;
  facts: PostFacts;
}

/** What has happened to the ledger since. */
export interface SinceThen {
  /** Posts with observations on days that are new or have changed. */
  changed: ReadonlySet<string>;
  /** Days that have changed or are gone, `YYYY-MM-DD`. */
  disturbed: readonly string[];
  /** Days of publication whose rows are not there as they were written. */
  altered: ReadonlySet<string>;
}

/** Views gained are told over so many days at most: posts that were seen within them are read, as far back as that needs. */
const recentDays = 31;
/** An observation on the other side of the end of a day may be so many days away. */
const bridgeDays = 8;

/**
 * The remembered posts that are as they were, so that their facts and their rows hold. Their observations are not needed, but for what was
 * gained lately. `followersAt` tells the followers of an account at an instant.
 */
export function recallPosts(
  remembered: ReadonlyMap<string, RememberedPost>,
  detailsOf: ReadonlyMap<string, readonly PostDetail[]>,
  { changed, disturbed, altered }: SinceThen,
  identity: Identity,
  followersAt: (accountId: string, ms: number) => FollowersAt,
  asOf: Date,
): Map<string, RecalledPost> {
  const now = asOf.getTime();
  const readSince = recentSince(asOf);
  const spans = disturbed.map((day) => Date.parse(day));
  const recalled = new Map<string, RecalledPost>();
  for (const [post_id, { account_id, details: before, facts }] of remembered) {
    const { first_ms, last_ms, until } = facts;
    if (changed.has(post_id) || (until !== null && until <= now)) continue;
    if (
      spans.some((ms) => first_ms !== null && last_ms !== null && first_ms < ms + msPerDay && last_ms >= ms)
    )
      continue;
    const details = detailsOf.get(post_id) ?? [];
    const owner = details.at(-1);
    if (owner && identity.idOf(owner.account_id, owner.observed_at) !== account_id) continue;
    const described = describePost(details);
    const { created_ms } = described;
    if (altered.has(dayOfPost({ created_ms, facts }) ?? '')) continue;
    const published = created_ms === null ? null : followersAt(account_id, created_ms);
    if (detailsHash(described, published) !== before) continue;
    const isRecent = last_ms !== null && last_ms >= now - recentDays * msPerDay;
    recalled.set(post_id, { account_id, facts, readSince: isRecent ? readSince : null });
  }
  return recalled;
}

/** Since when observations of posts that are as they were are needed, in milliseconds. */
export function recentSince(asOf: Date): number {
  return asOf.getTime() - (recentDays + bridgeDays) * msPerDay;
}

/**
 * Whether posts of an account, by publication, that are not recalled change what others are compared with: then rows of these are not as they
 * were.
 */
export function disturbOthers(
  posts: readonly PostSeries[],
  remembered: ReadonlyMap<string, RememberedPost>,
): boolean {
  const first = posts.findIndex(({ post_id, ages, facts }) => {
    if (ages === null) return false;
    const before = remembered.get(post_id)?.facts.week;
    return (before?.views ?? null) !== (facts.week?.views ?? null);
  });
  return first !== -1 && posts.slice(first).some(({ ages, facts }) => ages === null && facts.week !== null);
}

/** A hash of what the rows of a post say beside its observations. */
export function detailsHash(
  { created_ms, created_from, kind, pinned, ad, status }: PostDetails,
  published: FollowersAt | null,
): string {
  const text = JSON.stringify([created_ms, created_from, kind, pinned, ad, status, published]);
  return hash('sha1', text, 'base64url');
}

const kept = postColumns.filter((column) => column !== 'post_id' && column !== 'account_id');
type Packed = readonly unknown[];

/** A remembered post as a list, which takes a third of the room. */
export function packPost({ account_id, details, facts }: RememberedPost): Packed {
  const { first_ms, last_ms, until, views, week, month, fullest } = facts;
  return [
    account_id,
    details,
    first_ms,
    last_ms,
    until,
    views,
    week && packViews(week),
    month && packViews(month),
    fullest && [fullest.account_id, ...kept.map((column) => fullest[column])],
  ];
}

export function unpackPost(post_id: string, packed: Packed): RememberedPost {
  const [account_id, details, first_ms, last_ms, until, views, week, month, fullest] = packed as [
    string,
    string,
    number | null,
    number | null,
    number | null,
    (number | null)[],
    Packed | null,
    Packed | null,
    Packed | null,
  ];
  return {
    account_id,
    details,
    facts: {
      first_ms,
      last_ms,
      until,
      views,
      week: week && unpackViews(week),
      month: month && unpackViews(month),
      fullest: fullest && unpackObservation(post_id, fullest),
    },
  };
}

function packViews({ views, views_low, views_high, reason, inputs, as_of }: ViewsAtAge): Packed {
  return [views, views_low, views_high, reason, inputs, as_of];
}

function unpackViews(packed: Packed): ViewsAtAge {
  const [views, views_low, views_high, reason, inputs, as_of] = packed;
  return { views, views_low, views_high, reason, inputs, as_of } as ViewsAtAge;
}

function unpackObservation(post_id: string, [account_id, ...cells]: Packed): PostObservation {
  const observation: Record<string, unknown> = { post_id, account_id };
  kept.forEach((column, i) => {
    observation[column] = cells[i];
  });
  observation['ms'] = Date.parse(observation['observed_at'] as string);
  return observation as unknown as PostObservation;
}
