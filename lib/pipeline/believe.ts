import { type Cleaned, cleanCapture } from '../clean/capture.ts';
import type { PageImport, RowImport } from '../import/import-rows.ts';
import type { CaptureKind, FileCapture } from '../schema/capture.ts';
import type { Draft, SourceRow } from '../schema/draft.ts';
import type { LedgerWriter } from '../store/writer.ts';
import { isObservation, judge } from './judge.ts';
import { stateDraft } from './state-draft.ts';

/**
 * Hands what a file holds to the writer, row by row, and says after each batch how many source rows were read. Rows that are not
 * believed go to the rejections.
 */
export async function* believeContent(
  content: RowImport | PageImport,
  writer: LedgerWriter,
  file: FileCapture,
  now: Date,
): AsyncGenerator<number, void> {
  if (content.form === 'page') {
    yield believePage(content, writer, file, now);
    return;
  }
  // One for all rows: half a million of them need not make as many.
  const origin = { capture_id: file.capture_id, file: file.file, line: 0 };
  for await (const batch of content.rows) {
    for (const row of batch) believe(row, writer, origin, now);
    yield batch.length;
    if (writer.full) await writer.flush();
  }
}

function believe(
  source: SourceRow,
  writer: LedgerWriter,
  origin: { capture_id: string; file: string; line: number },
  now: Date,
): void {
  origin.line = source.line;
  if ('refused' in source) {
    writer.reject({ table: null, subject: origin.file, observed_at: null, ...origin, ...source.refused });
    return;
  }
  const { drafts } = source;
  // Details beside an observation that is not believed go with it; one that is not believed itself leaves it as it is.
  if (judge(drafts[0], true, writer, origin, now))
    for (let i = 1; i < drafts.length; i++) judge(drafts[i] as Draft, false, writer, origin, now);
}

/**
 * A saved page as source rows: each observation in it is one. A page that only tells a state (private, not found) is one
 * as well, and so is a page without any of that, which is refused.
 */
function believePage(
  { capture: page, account_id }: PageImport,
  writer: LedgerWriter,
  file: FileCapture,
  now: Date,
): number {
  const cleaned = cleanCapture(page);
  const origin = { capture_id: file.capture_id, file: file.file, line: 1 };
  const observations = cleaned.drafts.filter(isObservation);
  const details = cleaned.drafts.filter((draft) => !isObservation(draft));
  for (const draft of observations) judge(draft, true, writer, origin, now);
  for (const draft of details) judge(draft, observations.length === 0, writer, origin, now);
  // A listing may hold posts that cannot be read beside those that can: they are one refused row, with how many they are.
  const isPartial = cleaned.drafts.length > 0 && cleaned.outcome === 'ok' && cleaned.message !== null;
  const state = cleaned.drafts.length > 0 ? null : stateDraft(page, cleaned, account_id ?? undefined);
  if (state) judge(state, true, writer, origin, now);
  else if (cleaned.drafts.length === 0 || isPartial)
    writer.reject({
      rule: 'page_without_numbers',
      message: whyRefused(page.kind, cleaned),
      table: null,
      subject: page.subject,
      observed_at: page.observed_at,
      ...origin,
      values: { outcome: cleaned.outcome },
    });
  const counted = observations.length > 0 ? observations.length : details.length;
  return (cleaned.drafts.length > 0 ? counted : 1) + (isPartial ? 1 : 0);
}

function whyRefused(kind: CaptureKind, { message, status }: Cleaned): string {
  if (kind === 'post-page' && status !== null)
    return `${message ?? 'The page tells a state and no counter.'} Whose post it is must be said to keep that: --account @handle.`;
  if (message !== null) return message;
  return kind === 'oembed'
    ? 'An oEmbed answer tells that a post is there, and none of its counters.'
    : 'The page holds no counter.';
}
