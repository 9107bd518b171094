import type { Capture, CaptureKind } from '../schema/capture.ts';
import type { Draft } from '../schema/draft.ts';
import type { Row } from '../schema/index.ts';
import type { Outcome } from '../schema/outcome.ts';
import { simulatedPrefix } from '../schema/provenance.ts';

/** State of an account or a post as `account_info.status` and `post_info.status` keep it. */
export type Status = Row<'account_info'>['status'];

/** What a capture turned out to say. */
export interface Cleaned {
  outcome: Outcome;
  /** Why, in a sentence, where the outcome is not `ok`. */
  message: string | null;
  /** Rows as the source states them, not yet believed. There may be some although the outcome is not `ok`. */
  drafts: Draft[];
  /** Posts that a listing showed, in its order. A post that is missing here is not therefore gone. */
  listed: { post_id: string; handle: string }[];
  /** How to ask for the rest of a listing; null after its last page, absent where a source has no pages. */
  next?: { cursor: string; search_id?: string } | null;
  /** The account that the page names, where it names one. */
  account_id: string | null;
  /** The handle of that account at that time, where the page names it. */
  handle: string | null;
  /**
   * The state that the source itself answered for the account or post asked for: where it is set and `drafts` holds no
   * info row, the caller writes one for the id it knows. Null where the origin said nothing of the thing (a block).
   */
  status: Status | null;
  /** The `source` that rows from this capture carry, its `simulated:` mark included. */
  source: string;
}

/** What each kind of capture is called in `source` where it names no account or post of its own. */
const sources: Record<CaptureKind, string> = {
  'account-page': 'web_profile',
  'post-page': 'web_post',
  'post-embed': 'post_embed',
  'creator-embed': 'embed',
  'hashtag-page': 'web_hashtag',
  'hashtag-embed': 'hashtag_embed',
  'sound-page': 'web_sound',
  'sound-embed': 'sound_embed',
  oembed: 'oembed',
  'display-user': 'display_api',
  'display-posts': 'display_api',
  'research-user': 'research_api',
  'research-posts': 'research_api',
  robots: 'robots',
};

/** `source` of rows from this capture, marked where no real account is behind it. */
export function sourceOf(capture: Capture, source: string = sources[capture.kind]): string {
  return capture.simulated ? `${simulatedPrefix}${source}` : source;
}

/** A capture that yields no rows: only what became of it. */
export function withoutRows(
  capture: Capture,
  outcome: Outcome,
  message: string | null,
  status: Status | null = null,
): Cleaned {
  const source = sourceOf(capture);
  return { outcome, message, drafts: [], listed: [], account_id: null, handle: null, status, source };
}

/** The columns that every observation carries. */
export function provenanceOf(capture: Capture, source: string) {
  return { observed_at: capture.observed_at, source, capture_id: capture.capture_id };
}
