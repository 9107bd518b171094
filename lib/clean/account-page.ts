import { roundingOf } from '../counts.ts';
import type { Capture } from '../schema/capture.ts';
import { readDom } from './account/dom.ts';
import { readNext } from './account/next.ts';
import { readShareMeta } from './account/share-meta.ts';
import { readSigi } from './account/sigi.ts';
import { readUniversal } from './account/universal.ts';
import type { AccountFacts } from './account-facts.ts';
import { type Cleaned, provenanceOf, sourceOf, withoutRows } from './cleaned.ts';
import { handleOf } from './fields.ts';
import { type Carrier, readFirst, subjectOf } from './reading.ts';

/** The carriers of an account page, best first. */
const carriers: readonly Carrier<AccountFacts>[] = [
  readUniversal,
  readSigi,
  readNext,
  readShareMeta,
  readDom,
];

/**
 * Reads an account page: one `account` draft, and one `account_info` draft where the carrier tells details. The next
 * carrier is asked only where the one before is missing. A page of another account than the one asked for is `invalid` and
 * yields nothing; an empty `capture.subject` (a saved page) is not compared.
 */
export function cleanAccountPage(capture: Capture, text: string): Cleaned {
  const asked = handleOf(subjectOf(capture));
  const reading = readFirst(carriers, text, asked);
  if (reading.state === 'missing') return withoutRows(capture, 'layout_changed', reading.message);
  if (reading.state === 'refused')
    return withoutRows(capture, reading.outcome, reading.message, reading.status);
  const { facts } = reading;
  if (asked !== null && asked !== facts.handle)
    // Whose it is stays known: an account that was renamed may answer under its old handle.
    return {
      ...withoutRows(capture, 'invalid', `Asked for @${asked}, the page is of @${facts.handle}.`),
      account_id: facts.account_id,
      handle: facts.handle,
    };
  const isHidden = facts.answer !== null && facts.details?.status === 'private';
  const source = sourceOf(capture, facts.source);
  return {
    outcome: isHidden ? 'private' : 'ok',
    message: isHidden ? (facts.answer?.message ?? null) : null,
    account_id: facts.account_id,
    handle: facts.handle,
    status: facts.details?.status ?? null,
    source,
    listed: [],
    drafts: draftsOf(capture, source, facts),
  };
}

/** The drafts of an account: its counters and, where the carrier tells any, its details. */
export function draftsOf(
  capture: Capture,
  source: string,
  { account_id, handle, counters, details }: AccountFacts,
): Cleaned['drafts'] {
  const { followers, following, likes, posts, likesWrapped } = counters;
  const known = [followers, following, likes, posts].filter((counter) => counter.value !== null);
  const provenance = provenanceOf(capture, source);
  const observation: Cleaned['drafts'][number] = {
    table: 'account',
    row: {
      account_id,
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
      ...provenance,
    },
  };
  if (details === null) return [observation];
  return [observation, { table: 'account_info', row: { account_id, handle, ...details, ...provenance } }];
}
