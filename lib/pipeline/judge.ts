import type { Draft } from '../schema/draft.ts';
import type { LedgerWriter } from '../store/writer.ts';
import { type Refusal, refusalOf } from '../validate/row.ts';

/** Where a draft comes from, for the record of one that is refused. */
export interface Origin {
  capture_id: string;
  /** Name of the imported file; null for a page. */
  file: string | null;
  /** Line the record starts on; null for a page. */
  line: number | null;
}

/**
 * Hands a draft that is believed to the writer and keeps one that is not as a rejection. Returns whether it was believed.
 * `counted` is true for the draft that stands for its source row in the counts. `doubt` is why it is not believed because
 * of what else is known, where the row by itself may be.
 */
export function judge(
  draft: Draft,
  counted: boolean,
  writer: LedgerWriter,
  origin: Origin,
  now: Date,
  doubt: Refusal | null = null,
): boolean {
  const refusal = refusalOf(draft, now) ?? doubt;
  if (refusal === null) {
    writer.addDraft(draft, origin.line ?? 0, counted);
    return true;
  }
  const values = draft.row as Record<string, unknown>;
  writer.reject(
    {
      ...refusal,
      table: draft.table,
      subject: String(values['post_id'] ?? values['account_id'] ?? values['id'] ?? origin.file ?? ''),
      observed_at: typeof values['observed_at'] === 'string' ? values['observed_at'] : null,
      ...origin,
      values,
    },
    counted,
  );
  return false;
}

/** Drafts that are observations of their own; the others tell details of the same thing. */
export function isObservation(draft: Draft): boolean {
  return ['account', 'post', 'hashtag', 'sound'].includes(draft.table);
}
