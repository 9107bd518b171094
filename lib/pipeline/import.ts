import { instantOf } from '../calendar.ts';
import { cleanCapture } from '../clean/capture.ts';
import type { Settings } from '../config.ts';
import { type Effects, liveEffects } from '../effects.ts';
import type { OwnerFile } from '../import/file-capture.ts';
import { importRows, type PageImport, type RowImport } from '../import/import-rows.ts';
import type { ImportOptions } from '../import/options.ts';
import { openSources } from '../import/sources.ts';
import type { Capture, FileCapture } from '../schema/capture.ts';
import type { Draft, SourceRow } from '../schema/draft.ts';
import { type Progress, silent } from '../schema/progress.ts';
import { keepFile } from '../store/captures.ts';
import { withLock } from '../store/lock.ts';
import { recordRun } from '../store/state.ts';
import { LedgerWriter, type WriteCounts } from '../store/writer.ts';
import { isObservation, judge } from './judge.ts';
import { stateDraft } from './state-draft.ts';

export interface FileSummary {
  file: string;
  kind: string;
  /** How its text was read; null for a saved page. `windows-1252` is what is taken where nothing else fits. */
  encoding: 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252' | null;
  /** Source rows, one observation each after unpivoting. Always stored + duplicates + rejected. */
  read: number;
  stored: number;
  duplicates: number;
  rejected: number;
  /** Rejected rows by rule. */
  rules: Record<string, number>;
  /** Refused details (dates, names) of rows that were stored; not source rows of their own. */
  details_rejected: number;
}

export interface ImportSummary {
  read: number;
  stored: number;
  duplicates: number;
  rejected: number;
  files: FileSummary[];
}

/**
 * Imports files: every source row ends as stored, as a duplicate of what is known, or as a rejection with its rule. All files are
 * recognised before the first is stored, so that bad input writes nothing; each file is one transaction.
 * With `dryRun` the counts are the same and nothing is kept.
 */
export async function importFiles(
  settings: Settings,
  paths: readonly string[],
  options: ImportOptions & { dryRun?: boolean } = {},
  progress: Progress = silent,
  effects: Effects = liveEffects,
): Promise<ImportSummary> {
  const opened: Opened[] = [];
  for (const path of paths)
    for await (const file of openSources(path, options))
      opened.push({ file, content: await importRows(file, options, effects) });
  const summary: ImportSummary = { read: 0, stored: 0, duplicates: 0, rejected: 0, files: [] };
  const started = effects.now();
  const startedMs = effects.elapsed();
  const work = async () => {
    for (const each of opened) {
      const file = await importFile(settings, each, options.dryRun === true, progress, effects);
      summary.files.push(file);
      for (const count of ['read', 'stored', 'duplicates', 'rejected'] as const)
        summary[count] += file[count];
    }
    if (!options.dryRun)
      await recordRun(settings.data, {
        command: 'import',
        started_at: instantOf(started),
        seconds: Math.round((effects.elapsed() - startedMs) / 100) / 10,
        exit_code: summary.rejected > 0 ? 3 : 0,
        counts: {
          read: summary.read,
          stored: summary.stored,
          duplicates: summary.duplicates,
          rejected: summary.rejected,
        },
        message: null,
      });
  };
  await withLock(settings.data, 'import', work, effects);
  return summary;
}

interface Opened {
  file: OwnerFile;
  content: RowImport | PageImport;
}

async function importFile(
  settings: Settings,
  { file: capture, content }: Opened,
  dryRun: boolean,
  progress: Progress,
  effects: Effects,
): Promise<FileSummary> {
  if (!dryRun) await keepFile(settings.data, capture.container ?? capture);
  const writer = await LedgerWriter.open(settings.data, `import-${process.pid}-${capture.capture_id}`, {
    capture_id: capture.capture_id,
    file: capture.file,
  });
  let read = 0;
  let counts: WriteCounts;
  try {
    const now = effects.now();
    // One for all rows: half a million of them need not make as many.
    const origin = { capture_id: capture.capture_id, file: capture.file, line: 0 };
    if (content.form === 'page') read = believePage(content.capture, writer, capture, now);
    else
      for await (const batch of content.rows) {
        for (const row of batch) believe(row, writer, origin, now);
        read += batch.length;
        progress(`Importing ${capture.file}`, read);
        if (writer.full) await writer.flush();
      }
    counts = dryRun ? await writer.preview() : await writer.commit();
  } catch (error) {
    await writer.abort();
    throw error;
  }
  const { stored, duplicates, rejected, rules, details_rejected } = counts;
  return {
    file: capture.file,
    kind: content.kind,
    encoding: content.form === 'rows' ? content.encoding : null,
    read,
    stored,
    duplicates,
    rejected,
    rules,
    details_rejected,
  };
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
function believePage(page: Capture, writer: LedgerWriter, file: FileCapture, now: Date): number {
  const cleaned = cleanCapture(page);
  const origin = { capture_id: file.capture_id, file: file.file, line: 1 };
  const observations = cleaned.drafts.filter(isObservation);
  const details = cleaned.drafts.filter((draft) => !isObservation(draft));
  for (const draft of observations) judge(draft, true, writer, origin, now);
  for (const draft of details) judge(draft, observations.length === 0, writer, origin, now);
  if (cleaned.drafts.length > 0) return Math.max(1, observations.length);
  const state = page.kind === 'account-page' ? stateDraft(page, cleaned) : null;
  if (state) judge(state, true, writer, origin, now);
  else
    writer.reject({
      rule: 'page_without_numbers',
      message: cleaned.message ?? 'the page holds no counter',
      table: null,
      subject: page.subject,
      observed_at: page.observed_at,
      ...origin,
      values: { outcome: cleaned.outcome },
    });
  return 1;
}
