import type { Capture } from '../../schema/capture.ts';
import { handlePattern } from '../../schema/column.ts';
import { readEnvelope } from '../api-envelope.ts';
import { type Cleaned, withoutRows } from '../cleaned.ts';
import { field, handleOf, isObject, textOf } from '../fields.ts';
import { cleanApiAccount } from './api-account.ts';

/**
 * Reads an answer of the Display API's `user.info`: an `account` and an `account_info` draft, source `display_api`. Its
 * counters are exact. A counter of a scope that was not agreed to is null; without any of them, and without a handle,
 * the answer is `layout_changed` and the message names the scope.
 */
export function cleanDisplayUser(capture: Capture, text: string): Cleaned {
  const answer = readEnvelope(text);
  if (answer.state === 'refused') return withoutRows(capture, answer.outcome, answer.message);
  if (answer.state === 'none') return withoutRows(capture, 'layout_changed', answer.message);
  const user = field(answer.data, 'user');
  if (!isObject(user)) return withoutRows(capture, 'layout_changed', 'The answer of the API has no account.');
  const handle = handleIn(user);
  if (handle === null)
    return withoutRows(
      capture,
      'layout_changed',
      'The answer of the API names no handle: the scope user.info.profile is missing.',
    );
  const asked = handleOf(capture.subject);
  if (asked !== null && asked !== handle)
    return withoutRows(capture, 'invalid', `Asked for @${asked}, the answer is of @${handle}.`);
  const whyNone = 'The answer of the API has no counters: the scope user.info.stats is missing.';
  return cleanApiAccount(capture, handle, user, whyNone);
}

function handleIn(user: unknown): string | null {
  const linked = /^https:\/\/(?:www\.)?tiktok\.com\/@([\w.]+)/i.exec(
    textOf(field(user, 'profile_deep_link')) ?? '',
  );
  const handle = handleOf(field(user, 'username')) ?? handleOf(linked?.[1]);
  return handle !== null && handlePattern.test(handle) ? handle : null;
}
