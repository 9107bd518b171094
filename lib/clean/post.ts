import { roundingOf, seenStep } from '../counts.ts';
import type { Capture } from '../schema/capture.ts';
import { type Cleaned, provenanceOf, sourceOf, withoutRows } from './cleaned.ts';
import { contradiction, pickCounter } from './counters.ts';
import { findScope } from './embedded.ts';
import { field, flagOf, handleOf, idOf, instantOfSeconds, isObject, listOf, textOf } from './fields.ts';
import { answerOf } from './status-code.ts';

/** The scopes of a post page: the usual one and the one of an A/B variant with the same content. */
export const postScopes = ['webapp.video-detail', 'webapp.reflow.video.detail'] as const;

const keys = {
  views: 'playCount',
  likes: 'diggCount',
  comments: 'commentCount',
  shares: 'shareCount',
  saves: 'collectCount',
} as const;

/**
 * Reads a post page: one `post` draft and one `post_info` draft, source `web_post`. Its counters are rounded from
 * 10,000 on, in `statsV2` as well, so each carries its own step.
 * A page of another post than the one asked for is `invalid`. An empty `capture.subject` (a saved page) is not compared.
 */
export function cleanPostPage(capture: Capture, text: string): Cleaned {
  const scope = findScope(text, postScopes);
  if (scope.state !== 'found') return withoutRows(capture, 'layout_changed', scope.message);
  const answer = answerOf(scope.value);
  if (answer) return withoutRows(capture, answer.outcome, answer.message, answer.status);
  const item = field(scope.value, 'itemInfo', 'itemStruct');
  if (!isObject(item)) return withoutRows(capture, 'layout_changed', 'The post page has no post.');
  if (flagOf(field(item, 'isContentClassified')) === true && !isObject(field(item, 'video')))
    return withoutRows(
      capture,
      'login_required',
      'The post is shown to people who are logged in.',
      'login_required',
    );

  const postId = idOf(field(item, 'id'));
  const author = idOf(field(item, 'author', 'id'));
  const handle = handleOf(field(item, 'author', 'uniqueId'));
  const accountId = author ?? (handle === null ? null : `handle:${handle}`);
  if (postId === null || accountId === null)
    return withoutRows(capture, 'layout_changed', 'The post page has no post id or no author.');
  if (capture.subject !== '' && capture.subject !== postId)
    return withoutRows(
      capture,
      'invalid',
      `Asked for post ${capture.subject}, the page is of post ${postId}.`,
    );

  const statsV2 = field(item, 'statsV2');
  const stats = field(item, 'stats');
  const conflict = contradiction(statsV2, stats, Object.values(keys));
  if (conflict !== null) return withoutRows(capture, 'invalid', conflict);
  const counter = (key: string) => pickCounter(statsV2, stats, key, { v2: seenStep, v1: seenStep });
  const views = counter(keys.views);
  const likes = counter(keys.likes);
  const comments = counter(keys.comments);
  const shares = counter(keys.shares);
  const saves = counter(keys.saves);
  const known = [views, likes, comments, shares, saves].filter(({ value }) => value !== null);
  if (known.length === 0) return withoutRows(capture, 'layout_changed', 'The post page has no counters.');

  const source = sourceOf(capture);
  const provenance = provenanceOf(capture, source);
  return {
    outcome: 'ok',
    message: null,
    account_id: accountId,
    status: 'ok',
    source,
    listed: [],
    drafts: [
      {
        table: 'post',
        row: {
          post_id: postId,
          account_id: accountId,
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
      },
      {
        table: 'post_info',
        row: {
          post_id: postId,
          account_id: accountId,
          ...readPostInfo(item, postId),
          ...provenance,
        },
      },
    ],
  };
}

function readPostInfo(item: unknown, postId: string) {
  const isPhoto = isObject(field(item, 'imagePost'));
  const hasVideo = isObject(field(item, 'video'));
  const durationS = field(item, 'video', 'duration');
  return {
    ...readCreation(item, postId),
    text: textOf(field(item, 'desc')),
    kind: isPhoto ? 'photo' : hasVideo ? 'video' : null,
    duration_s: !isPhoto && typeof durationS === 'number' && durationS > 0 ? durationS : null,
    sound_id: idOf(field(item, 'music', 'id')),
    hashtags: readHashtags(item),
    // Only item lists carry it, and only where it is true: absent means not known.
    pinned: flagOf(field(item, 'isPinnedItem')),
    ad: flagOf(field(item, 'isAd')),
    status: 'ok',
  };
}

function readCreation(item: unknown, postId: string) {
  const stated = instantOfSeconds(field(item, 'createTime'));
  if (stated !== null) return { created_at: stated, created_from: 'source' };
  // The upper bits of today's ids (18 digits and more) are the Unix second in which the upload began.
  const fromId = postId.length < 18 ? null : instantOfSeconds(Number(BigInt(postId) >> 32n));
  return { created_at: fromId, created_from: fromId === null ? null : 'id' };
}

/** Hashtags in the order of the text, then those only listed as challenges; lower case, each once. */
function readHashtags(item: unknown): string[] {
  const names = [
    ...listOf(field(item, 'textExtra')).map((span) => field(span, 'hashtagName')),
    ...listOf(field(item, 'challenges')).map((challenge) => field(challenge, 'title')),
  ];
  const tags = names.map((name) => handleOf(name)?.replace(/^#/, '') ?? '');
  return [...new Set(tags.filter((tag) => /^\S+$/u.test(tag)))];
}
