import path from 'node:path';
import { instantOf } from '../calendar.ts';
import type { Settings } from '../config.ts';
import { type Effects, liveEffects } from '../effects.ts';
import { InputError, LedgerError } from '../errors.ts';
import type { OwnerFile } from '../import/file-capture.ts';
import { importRows, type PageImport, type RowImport } from '../import/import-rows.ts';
import { type Mapping, readMapping } from '../import/mapping.ts';
import type { ImportOptions } from '../import/options.ts';
import { listSources, openSource } from '../import/sources.ts';
import { type Progress, silent } from '../schema/progress.ts';
import { forgetFile } from '../store/captures.ts';
import { withLock } from '../store/lock.ts';
import { recordRun } from '../store/state.ts';
import { LedgerWriter, type WriteCounts } from '../store/writer.ts';
import { believeContent } from './believe.ts';
import { type FirstRow, firstRows, proposeImport } from './dry-import.ts';
import { type CopyToKeep, copyOf, isPrivate, keepCopy } from './import-copy.ts';
import { checkHistory, importHistory, type OpenedHistory } from './import-history.ts';

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
  /** Rows that filled empty cells of known ones, such as likes of instants whose followers were stored. */
  filled: number;
  /** Refused details (dates, names) of rows that were stored; not source rows of their own. */
  details_rejected: number;
  /** Of a dry run: the first rows of each table as they would be stored. */
  first_rows?: readonly FirstRow[];
  /** Of a dry run of a table that is not known: how it might be read, and what of that the person has to settle. */
  proposal?: Mapping;
  open?: readonly string[];
  /** What else a person should know of how the file was read, a sentence each. */
  notes?: string[];
}

export interface ImportSummary {
  read: number;
  stored: number;
  duplicates: number;
  rejected: number;
  files: FileSummary[];
  /** Files of a folder that hold no data. */
  passed_over?: string[];
}

/**
 * Imports files: every source row ends as stored, as a duplicate of what is known, or as a rejection with its rule. All files are
 * recognised before the first is stored, so that bad input writes nothing; each file is one transaction.
 * With `dryRun` the counts are the same and nothing is kept. Where `signal` stops it, its reason is thrown: the file under way is undone,
 * those before it stay.
 */
export async function importFiles(
  settings: Settings,
  paths: readonly string[],
  said: ImportOptions & { dryRun?: boolean; signal?: AbortSignal } = {},
  told: Progress = silent,
  effects: Effects = liveEffects,
): Promise<ImportSummary> {
  // Wherever something is told of how far it is, it may be stopped.
  const progress: Progress = (...step) => {
    said.signal?.throwIfAborted();
    told(...step);
  };
  const mapping = said.map === undefined ? undefined : await readMapping(said.map);
  const options = mapping === undefined ? said : { ...said, mapping };
  const opened: Opened[] = [];
  const histories: OpenedHistory[] = [];
  for (const each of options.git ? paths : []) histories.push(await checkHistory(each, options, effects));
  const passedOver: string[] = [];
  for (const each of options.git ? [] : paths) {
    const sources = await listSources(each, effects.now().getTime());
    passedOver.push(...sources.passedOver);
    for (const source of sources.files) {
      if (sources.files.length > 1) progress('Looking at the files', opened.length, sources.files.length);
      for await (const file of openSource(source)) opened.push(await openFile(file, options, effects));
    }
  }
  assertNothingPrivateWithin(settings.data, opened);
  const summary: ImportSummary = {
    ...{ read: 0, stored: 0, duplicates: 0, rejected: 0, files: [] },
    ...(passedOver.length > 0 ? { passed_over: passedOver } : {}),
  };
  const started = effects.now();
  const startedMs = effects.elapsed();
  const work = async () => {
    for (const each of [...opened, ...histories]) {
      const dryRun = options.dryRun === true;
      const file =
        'history' in each
          ? await importHistory(settings, each, options, progress, effects)
          : await importFile(
              settings,
              each,
              dryRun ? null : copyOf(each, opened),
              progress,
              effects,
              said.signal,
            );
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
  try {
    await withLock(settings.data, 'import', work, effects);
  } finally {
    for (const { history } of histories) history.close();
  }
  return summary;
}

interface Opened {
  file: OwnerFile;
  /** Null where nothing tells how to read it; only a dry run goes on then. */
  content: RowImport | PageImport | null;
  dry?: Pick<FileSummary, 'first_rows' | 'proposal' | 'open'>;
}

async function openFile(
  file: OwnerFile,
  options: ImportOptions & { dryRun?: boolean },
  effects: Effects,
): Promise<Opened> {
  if (!options.dryRun) return { file, content: await importRows(file, options, effects) };
  try {
    const content = await importRows(file, options, effects);
    return { file, content, dry: { first_rows: await firstRows(file, options, effects) } };
  } catch (error) {
    const { mapping, open, content } = await proposeImport(file, options, effects, error);
    const first_rows = content === null ? [] : await firstRows(file, { ...options, mapping }, effects);
    return { file, content, dry: { first_rows, proposal: mapping, ...(open.length > 0 ? { open } : {}) } };
  }
}

/** Throws `InputError` `private_file` for private data that lies in the folder which goes into the repository. */
function assertNothingPrivateWithin(data: string, opened: readonly Opened[]): void {
  const root = path.resolve(data) + path.sep;
  const found = opened.find((each) => isPrivate(each) && path.resolve(each.file.path).startsWith(root));
  if (found)
    throw new InputError(
      'private_file',
      `${found.file.file} holds private messages and addresses, and lies in the data folder, which is committed.`,
      { hint: 'Move it out of the data folder and of the repository, then import it from there.' },
    );
}

async function importFile(
  settings: Settings,
  opened: Opened,
  copy: CopyToKeep | null,
  progress: Progress,
  effects: Effects,
  signal?: AbortSignal,
): Promise<FileSummary> {
  const kept = await keepCopy(settings.data, copy, progress, signal);
  try {
    return await storeFile(settings, opened, copy === null, progress, effects);
  } catch (error) {
    const begun = error instanceof LedgerError && error.code === 'ledger_unfinished';
    if (kept !== null && !begun) await forgetFile(settings.data, kept);
    throw error;
  }
}

async function storeFile(
  settings: Settings,
  { file: capture, content, dry }: Opened,
  dryRun: boolean,
  progress: Progress,
  effects: Effects,
): Promise<FileSummary> {
  if (content === null) return { ...nothingRead(capture.file), ...dry };
  const writer = await LedgerWriter.open(settings.data, `import-${process.pid}-${capture.capture_id}`, {
    capture_id: capture.capture_id,
    file: capture.file,
  });
  let read = 0;
  let counts: WriteCounts;
  try {
    const now = effects.now();
    for await (const rows of believeContent(content, writer, capture, now)) {
      read += rows;
      progress(`Importing ${capture.file}`, read);
    }
    const onFile = (done: number, all: number) => progress(`Storing ${capture.file}`, done, all);
    counts = dryRun ? await writer.preview(onFile) : await writer.commit(onFile);
  } catch (error) {
    await writer.abort();
    throw error;
  }
  const { stored, duplicates, rejected, rules, filled, details_rejected } = counts;
  return {
    file: capture.file,
    kind: content.kind,
    encoding: content.form === 'rows' ? content.encoding : null,
    read,
    stored,
    duplicates,
    rejected,
    rules,
    filled,
    details_rejected,
    ...(content.form === 'rows' && content.notes?.length ? { notes: [...content.notes] } : {}),
    ...dry,
  };
}

function nothingRead(file: string): FileSummary {
  return {
    ...{ file, kind: 'unknown', encoding: null, read: 0, stored: 0, duplicates: 0, rejected: 0, rules: {} },
    ...{ filled: 0, details_rejected: 0 },
  };
}
