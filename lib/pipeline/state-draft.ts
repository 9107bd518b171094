import type { Cleaned } from '../clean/capture.ts';
import type { Capture } from '../schema/capture.ts';
import type { Draft } from '../schema/draft.ts';

/**
 * The row for a page that told a state (private, banned, not found …) and nothing else. Null where it told none, or where
 * a row of `cleaned.drafts` carries it already. An account that no id is known of goes by its handle; a post's
 * `accountId` must be known.
 */
export function stateDraft(capture: Capture, cleaned: Cleaned, accountId?: string): Draft | null {
  if (cleaned.status === null) return null;
  const common = {
    observed_at: capture.observed_at,
    status: cleaned.status,
    source: cleaned.source,
    capture_id: capture.capture_id,
  };
  if (capture.kind === 'account-page') {
    if (cleaned.drafts.some((draft) => draft.table === 'account_info')) return null;
    return {
      table: 'account_info',
      row: {
        ...common,
        account_id: accountId ?? `handle:${capture.subject}`,
        handle: capture.subject,
      },
    };
  }
  if (capture.kind !== 'post-page' || accountId === undefined) return null;
  if (cleaned.drafts.some((draft) => draft.table === 'post_info')) return null;
  return {
    table: 'post_info',
    row: { ...common, post_id: capture.subject, account_id: accountId },
  };
}
