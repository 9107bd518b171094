import { instantOf } from '../calendar.ts';
import type { Row } from '../schema/index.ts';
import type { Identity } from './identity.ts';
import { KnownPost, NewPost } from './post/described-post.ts';
import type { PostFacts, ReachedAge } from './post/post-facts.ts';

type PostRow = Row<'post'>;
type PostInfo = Row<'post_info'>;

/** Columns of `post` that derived tables are made of. */
export const postColumns = [
  'post_id',
  'observed_at',
  'account_id',
  'views',
  'likes',
  'comments',
  'shares',
  'saves',
  'views_step',
  'likes_step',
  'comments_step',
  'shares_step',
  'saves_step',
  'rounding',
  'time_precision',
  'source',
] as const satisfies readonly (keyof PostRow)[];

/** Columns of `post_info` that derived tables are made of. */
export const postInfoColumns = [
  'post_id',
  'observed_at',
  'account_id',
  'created_at',
  'created_from',
  'kind',
  'duration_s',
  'sound_id',
  'hashtags',
  'pinned',
  'ad',
  'status',
  'source',
] as const satisfies readonly (keyof PostInfo)[];

export type PostPoint = Pick<PostRow, (typeof postColumns)[number]>;
export type PostDetail = Pick<PostInfo, (typeof postInfoColumns)[number]>;

/** The counters of a post at one instant. */
export interface PostObservation extends PostPoint {
  ms: number;
}

/** What a post is, by its latest details. */
export interface PostDetails {
  /** When it was published, in milliseconds; null where no details say so. */
  created_ms: number | null;
  created_from: PostInfo['created_from'];
  kind: PostInfo['kind'];
  duration_s: number | null;
  sound_id: string | null;
  hashtags: readonly string[];
  pinned: boolean | null;
  ad: boolean | null;
  /** Latest state; `ok` where no details are known. */
  status: PostInfo['status'];
}

/** One post: what it is, and its counters by time. */
export interface PostSeries extends PostDetails {
  post_id: string;
  /** The account it belongs to, joined as accounts are. */
  account_id: string;
  /** By time, one an instant: the finest row counts. May be empty. Throws `NotRead` where they were not read, as not needed. */
  readonly observations: readonly PostObservation[];
  /** Those from an instant on, in milliseconds; earlier ones may be among them. Throws `NotRead` where they were not read. */
  observationsSince(ms: number): readonly PostObservation[];
  /** What tables of the account need of the observations. */
  readonly facts: PostFacts;
  /** Its counters at the ages that it has reached; null where its facts are those of an earlier run, and its rows too. */
  readonly ages: readonly ReachedAge[] | null;
}

/** A post of which nothing has changed since an earlier run. */
export interface RecalledPost {
  account_id: string;
  facts: PostFacts;
  /** Since when its observations are among the rows, in milliseconds; null where none are. */
  readSince: number | null;
}

/** The details of posts up to `asOf`, by time. */
export function detailsByPost(
  infos: Iterable<PostDetail>,
  asOf: Date | string,
): Map<string, readonly PostDetail[]> {
  const now = instantOf(new Date(asOf));
  const detailsOf = new Map<string, PostDetail[]>();
  for (const info of infos) if (info.observed_at <= now) push(detailsOf, info.post_id, info);
  for (const details of detailsOf.values()) if (details.length > 1) details.sort(compareDetails);
  return detailsOf;
}

/**
 * The posts of rows up to `asOf`, grouped by account, each account's posts by publication, then id. A detail that a later row
 * leaves empty keeps its last known value; the time of publication is a source's where one says it, else that of the id. A post of which only
 * details are known has no observations. The order of the rows does not matter. Posts that are `recalled` are as they were.
 */
export function postSeries(
  rows: Iterable<PostPoint>,
  infos: Iterable<PostDetail>,
  identity: Identity,
  asOf: Date | string,
  recalled: ReadonlyMap<string, RecalledPost> = new Map(),
): Map<string, PostSeries[]> {
  const now = new Date(asOf);
  const nowText = instantOf(now);
  const pointsOf = new Map<string, PostObservation[]>();
  const detailsOf = detailsByPost(infos, asOf);
  for (const row of rows)
    if (row.observed_at <= nowText) push(pointsOf, row.post_id, { ...row, ms: Date.parse(row.observed_at) });

  const byAccount = new Map<string, PostSeries[]>();
  for (const post_id of new Set([...pointsOf.keys(), ...detailsOf.keys(), ...recalled.keys()])) {
    const points = pointsOf.get(post_id)?.sort(comparePoints) ?? [];
    const details = detailsOf.get(post_id) ?? [];
    const known = recalled.get(post_id);
    const owner = details.at(-1) ?? points.at(-1);
    const account_id = owner ? identity.idOf(owner.account_id, owner.observed_at) : known?.account_id;
    if (account_id === undefined) continue;
    const described = describePost(details);
    const observations = points.filter((point, index) => points[index + 1]?.ms !== point.ms);
    push(
      byAccount,
      account_id,
      known
        ? new KnownPost(post_id, account_id, described, known, observations)
        : new NewPost(post_id, account_id, described, observations, now.getTime()),
    );
  }
  for (const posts of byAccount.values())
    posts.sort(
      (a, b) =>
        (a.created_ms ?? Number.POSITIVE_INFINITY) - (b.created_ms ?? Number.POSITIVE_INFINITY) ||
        compare(a.post_id, b.post_id),
    );
  return byAccount;
}

/** What details, by time, say of a post. */
export function describePost(details: readonly PostDetail[]): PostDetails {
  const last = <K extends keyof PostDetail>(column: K): PostDetail[K] | null =>
    details.findLast((detail) => detail[column] !== null)?.[column] ?? null;
  const dated =
    details.findLast((detail) => detail.created_at !== null && detail.created_from === 'source') ??
    details.findLast((detail) => detail.created_at !== null);
  return {
    created_ms: dated?.created_at ? Date.parse(dated.created_at) : null,
    created_from: dated?.created_from ?? null,
    kind: last('kind'),
    duration_s: last('duration_s'),
    sound_id: last('sound_id'),
    hashtags: details.findLast((detail) => detail.hashtags.length > 0)?.hashtags ?? [],
    pinned: last('pinned'),
    ad: last('ad'),
    status: details.at(-1)?.status ?? 'ok',
  };
}

/** By time; at one instant the coarser row first, so that the last row of an instant is the one to prefer. */
function comparePoints(a: PostObservation, b: PostObservation): number {
  return (
    a.ms - b.ms ||
    coarseness(b.views_step) - coarseness(a.views_step) ||
    coarseness(b.likes_step) - coarseness(a.likes_step) ||
    compare(b.source, a.source) ||
    (b.views ?? -1) - (a.views ?? -1) ||
    (b.likes ?? -1) - (a.likes ?? -1)
  );
}

function compareDetails(a: PostDetail, b: PostDetail): number {
  return compare(a.observed_at, b.observed_at) || compare(b.source, a.source);
}

function coarseness(step: number | null): number {
  return step ?? Number.MAX_SAFE_INTEGER;
}

function push<V>(groups: Map<string, V[]>, key: string, value: V): void {
  const group = groups.get(key);
  if (group) group.push(value);
  else groups.set(key, [value]);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
