import type { Capture } from '../../schema/capture.ts';
import { draftsOf } from '../account-page.ts';
import { type Cleaned, sourceOf, withoutRows } from '../cleaned.ts';
import { readCounter } from '../counters.ts';
import { field, flagOf, textOf } from '../fields.ts';

/**
 * The account that an official API describes: one `account` draft with exact counters and one `account_info` draft. The
 * APIs name no public id, so the account is `handle:<handle>`. Both APIs call the fields the same. `whyNone` says why
 * there may be no counters.
 */
export function cleanApiAccount(capture: Capture, handle: string, user: unknown, whyNone: string): Cleaned {
  const counter = (key: string) => readCounter(field(user, key), () => 1);
  const counters = {
    followers: counter('follower_count'),
    following: counter('following_count'),
    likes: counter('likes_count'),
    posts: counter('video_count'),
  };
  if (Object.values(counters).every(({ value }) => value === null))
    return withoutRows(capture, 'layout_changed', whyNone);
  const account_id = `handle:${handle}`;
  const source = sourceOf(capture);
  return {
    outcome: 'ok',
    message: null,
    account_id,
    handle,
    status: 'ok',
    source,
    listed: [],
    drafts: draftsOf(capture, source, {
      source,
      account_id,
      handle,
      counters: { ...counters, likesWrapped: null, isNewer: true },
      details: {
        name: textOf(field(user, 'display_name')),
        bio: textOf(field(user, 'bio_description')),
        verified: flagOf(field(user, 'is_verified')),
        private: null,
        region: null,
        status: 'ok',
        sec_uid: null,
        created_at: null,
        link: textOf(field(user, 'bio_url')),
      },
      answer: null,
    }),
  };
}
