import { roundingOf } from '../counts.ts';
import type { Capture } from '../schema/capture.ts';
import type { Draft } from '../schema/draft.ts';
import { type Cleaned, provenanceOf, sourceOf, withoutRows } from './cleaned.ts';
import type { Counter } from './counters.ts';
import { instantOfSeconds } from './fields.ts';
import { type Reading, subjectOf } from './reading.ts';

/** What a carrier says of a post. */
export interface PostFacts {
  /** What rows from this carrier are called in `source`. */
  source: string;
  post_id: string;
  account_id: string;
  /** Handle of the author; null where the carrier does not name it. */
  handle: string | null;
  counters: PostCounters;
  details: PostDetails;
}

export interface PostCounters {
  views: Counter;
  likes: Counter;
  comments: Counter;
  shares: Counter;
  saves: Counter;
}

export interface PostDetails {
  created_at: string | null;
  created_from: 'source' | 'id' | null;
  text: string | null;
  kind: 'video' | 'photo' | null;
  duration_s: number | null;
  sound_id: string | null;
  hashtags: string[];
  pinned: boolean | null;
  ad: boolean | null;
}

export const notObserved: Counter = { value: null, step: null };

/** What a page of a post says: a `post` and a `post_info` draft, or why there are none. */
export function cleanedPost(capture: Capture, reading: Reading<PostFacts>): Cleaned {
  if (reading.state === 'missing') return withoutRows(capture, 'layout_changed', reading.message);
  if (reading.state === 'refused')
    return withoutRows(capture, reading.outcome, reading.message, reading.status);
  const { facts } = reading;
  const { post_id, account_id, handle, counters, details } = facts;
  const asked = subjectOf(capture);
  if (asked !== null && asked !== post_id)
    return withoutRows(capture, 'invalid', `Asked for post ${asked}, the page is of post ${post_id}.`);
  if (Object.values(counters).every(({ value }) => value === null))
    return withoutRows(capture, 'layout_changed', 'The post page has no counters.');
  const source = sourceOf(capture, facts.source);
  const provenance = provenanceOf(capture, source);
  return {
    outcome: 'ok',
    message: null,
    account_id,
    handle,
    status: 'ok',
    source,
    listed: [],
    drafts: [
      draftOfCounters(post_id, account_id, counters, provenance),
      { table: 'post_info', row: { post_id, account_id, ...details, status: 'ok', ...provenance } },
    ],
  };
}

/** The observation of a post, each counter with its own step. */
export function draftOfCounters(
  post_id: string,
  account_id: string,
  { views, likes, comments, shares, saves }: PostCounters,
  provenance: ReturnType<typeof provenanceOf>,
): Draft {
  const known = [views, likes, comments, shares, saves].filter(({ value }) => value !== null);
  return {
    table: 'post',
    row: {
      post_id,
      account_id,
      views: views.value,
      likes: likes.value,
      comments: comments.value,
      shares: shares.value,
      saves: saves.value,
      views_step: views.step,
      likes_step: likes.step,
      comments_step: comments.step,
      shares_step: shares.step,
      saves_step: saves.step,
      rounding: roundingOf(known.map(({ step }) => step)),
      time_precision: 'instant',
      ...provenance,
    },
  };
}

/** When a post was made: as it says, else by its id. */
export function creationOf(
  createTime: unknown,
  postId: string,
): Pick<PostDetails, 'created_at' | 'created_from'> {
  const stated = instantOfSeconds(createTime);
  if (stated !== null) return { created_at: stated, created_from: 'source' };
  // The upper bits of today's ids (18 digits and more) are the Unix second in which the upload began.
  const fromId = postId.length < 18 ? null : instantOfSeconds(Number(BigInt(postId) >> 32n));
  return { created_at: fromId, created_from: fromId === null ? null : 'id' };
}
