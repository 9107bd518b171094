import { roundingOf } from '../counts.ts';
import type { Capture } from '../schema/capture.ts';
import { readAccountCounters } from './account-counters.ts';
import { type Cleaned, provenanceOf, sourceOf, withoutRows } from './cleaned.ts';
import { contradiction } from './counters.ts';
import { findScope } from './embedded.ts';
import { field, flagOf, handleOf, idOf, instantOfSeconds, isObject, textOf } from './fields.ts';
import { answerOf } from './status-code.ts';

/** The scope of an account page. */
export const accountScopes = ['webapp.user-detail'] as const;

/**
 * Reads an account page (`webapp.user-detail`): one `account` draft and one `account_info` draft.
 * Counters come from `statsV2`, which is exact there (source `web_profile_v2`); where it is absent from the rounded
 * `stats` with their steps, likes repaired from the wrapped `heartCount` (source `web_profile_v1`).
 * A page of another account than the one asked for, and one that contradicts itself, is `invalid` and yields nothing.
 * An empty `capture.subject` (a saved page) is not compared.
 */
export function cleanAccountPage(capture: Capture, text: string): Cleaned {
  const scope = findScope(text, accountScopes);
  if (scope.state !== 'found') return withoutRows(capture, 'layout_changed', scope.message);
  const answer = answerOf(scope.value);
  const user = field(scope.value, 'userInfo', 'user');
  // 10222 may come with a readable account; every other answer comes alone.
  if (answer && !(answer.outcome === 'private' && isObject(user)))
    return withoutRows(capture, answer.outcome, answer.message, answer.status);

  const accountId = idOf(field(user, 'id'));
  const handle = handleOf(field(user, 'uniqueId'));
  if (accountId === null || handle === null)
    return withoutRows(capture, 'layout_changed', 'The account page has no account id or no handle.');
  const asked = handleOf(capture.subject);
  if (asked !== null && asked !== handle)
    return withoutRows(capture, 'invalid', `Asked for @${asked}, the page is of @${handle}.`);

  const stats = field(scope.value, 'userInfo', 'stats');
  const statsV2 = field(scope.value, 'userInfo', 'statsV2');
  const conflict = contradiction(statsV2, stats, ['followerCount', 'followingCount', 'videoCount', 'heart']);
  if (conflict !== null) return withoutRows(capture, 'invalid', conflict);
  const counters = readAccountCounters(statsV2, stats);
  if (counters === null) return withoutRows(capture, 'layout_changed', 'The account page has no counters.');

  const isPrivate = flagOf(field(user, 'privateAccount'));
  // The page's own flag outweighs 10222, which is also answered for accounts whose posts everyone can see.
  const status = isPrivate === true || (answer !== null && isPrivate === null) ? 'private' : 'ok';
  const source = sourceOf(capture, counters.source);
  const { followers, following, likes, posts, likesWrapped } = counters;
  const known = [followers, following, likes, posts].filter((counter) => counter.value !== null);
  return {
    outcome: answer !== null && status === 'private' ? 'private' : 'ok',
    message: answer !== null && status === 'private' ? answer.message : null,
    account_id: accountId,
    status,
    source,
    listed: [],
    drafts: [
      {
        table: 'account',
        row: {
          account_id: accountId,
          handle,
          followers: followers.value,
          following: following.value,
          likes: likes.value,
          posts: posts.value,
          followers_step: followers.step,
          following_step: following.step,
          likes_step: likes.step,
          posts_step: posts.step,
          likes_wrapped: likesWrapped,
          rounding: roundingOf(known.map((counter) => counter.step)),
          time_precision: 'instant',
          ...provenanceOf(capture, source),
        },
      },
      {
        table: 'account_info',
        row: {
          account_id: accountId,
          handle,
          name: textOf(field(user, 'nickname')),
          bio: textOf(field(user, 'signature')),
          verified: flagOf(field(user, 'verified')),
          private: isPrivate,
          region: textOf(field(user, 'region')),
          status,
          sec_uid: textOf(field(user, 'secUid')),
          created_at: instantOfSeconds(field(user, 'createTime')),
          link: textOf(field(user, 'bioLink', 'link')),
          ...provenanceOf(capture, source),
        },
      },
    ],
  };
}
