import { instantOf } from '../calendar.ts';
import type { Settings } from '../config.ts';
import type { Effects } from '../effects.ts';
import { InputError } from '../errors.ts';
import { type GitHistory, type GitVersion, openHistory } from '../import/git-history.ts';
import { importRows, type PageImport, type RowImport } from '../import/import-rows.ts';
import type { ImportOptions } from '../import/options.ts';
import type { Progress } from '../schema/progress.ts';
import { LedgerWriter, type WriteCounts } from '../store/writer.ts';
import { believeContent } from './believe.ts';
import type { FileSummary } from './import.ts';

/** The versions of a file, each looked at once, and why some of them cannot be read. */
export interface OpenedHistory {
  history: GitHistory;
  unreadable: ReadonlyMap<GitVersion, InputError>;
}

/** What is wrong with one version and not with what the person said of them all. */
const versionFaults: ReadonlySet<string> = new Set([
  ...['bad_json', 'no_rows', 'unknown_kind', 'unsupported_kind', 'missing_column', 'binary_file'],
  ...['wrong_encoding', 'empty_file', 'file_too_big', 'impossible_commit', 'git_failed'],
]);

/**
 * Opens the history of a file and looks at every version, so that what is wrong with all of them is known before anything is
 * stored. Throws `InputError`: as `openHistory`; `bad_usage` for a history that is to have one date; what a version
 * needs to be told (`account_needed` …); and where no version can be read what is wrong with the newest.
 */
export async function checkHistory(
  path: string,
  options: ImportOptions,
  effects: Effects,
): Promise<OpenedHistory> {
  if (options.at || options.atModified)
    throw new InputError('bad_usage', 'The versions of a file are dated by their commits, not by --at.', {
      hint: 'Leave out --at, or import one version by itself.',
    });
  const history = await openHistory(path, effects);
  const unreadable = new Map<GitVersion, InputError>();
  try {
    for (const version of history.versions) {
      const fault = await faultOf(history, version, options, effects);
      if (fault !== null) unreadable.set(version, fault);
    }
    const newest = history.versions.at(-1);
    if (newest && unreadable.size === history.versions.length) throw unreadable.get(newest);
  } catch (error) {
    history.close();
    throw error;
  }
  return { history, unreadable };
}

async function faultOf(
  history: GitHistory,
  version: GitVersion,
  options: ImportOptions,
  effects: Effects,
): Promise<InputError | null> {
  try {
    await importRows(await history.open(version), options, effects);
    return null;
  } catch (error) {
    if (error instanceof InputError && versionFaults.has(error.code)) return error;
    throw error;
  }
}

/**
 * Imports the versions oldest first, in one transaction. A version that cannot be read is one refused source row; the others do
 * not suffer from it. No copies are kept: the repository has them, and each row's capture names the commit.
 */
export async function importHistory(
  settings: Settings,
  { history, unreadable }: OpenedHistory,
  options: ImportOptions & { dryRun?: boolean },
  progress: Progress,
  effects: Effects,
): Promise<FileSummary> {
  const newest = history.versions.at(-1)?.commit.slice(0, 12) ?? '';
  const source = { capture_id: `git@${newest}`, file: history.group };
  const writer = await LedgerWriter.open(settings.data, `import-${process.pid}-${newest}`, source);
  const now = effects.now();
  let read = 0;
  let content: RowImport | PageImport | null = null;
  let counts: WriteCounts;
  try {
    for (const version of history.versions) {
      const fault = unreadable.get(version);
      if (fault !== undefined) {
        refuse(version, fault, writer);
        read++;
        continue;
      }
      const file = await history.open(version);
      content = await importRows(file, options, effects);
      for await (const rows of believeContent(content, writer, file, now)) {
        read += rows;
        progress(`Importing ${history.group}`, read);
      }
    }
    const onFile = (done: number, all: number) => progress(`Storing ${history.group}`, done, all);
    counts = options.dryRun ? await writer.preview(onFile) : await writer.commit(onFile);
  } catch (error) {
    await writer.abort();
    throw error;
  }
  const { added: _added, ...counted } = counts;
  return {
    file: history.group,
    kind: content?.kind ?? '',
    encoding: content?.form === 'rows' ? content.encoding : null,
    read,
    ...counted,
    notes: notesOf(history, unreadable.size),
  };
}

function refuse({ commit, file, ms }: GitVersion, fault: InputError, writer: LedgerWriter): void {
  writer.reject({
    rule: 'unreadable_version',
    message: `The version of commit ${commit} cannot be read (${fault.code}): ${fault.message}`,
    table: null,
    subject: `${file}@${commit.slice(0, 12)}`,
    observed_at: fault.code === 'impossible_commit' ? null : instantOf(new Date(ms)),
    capture_id: `git@${commit.slice(0, 12)}`,
    file: `${file}@${commit.slice(0, 12)}`,
    line: null,
    values: { commit },
  });
}

function notesOf({ shallow, versions }: GitHistory, unread: number): string[] {
  const first = instantOf(new Date(versions[0]?.ms ?? 0)).slice(0, 10);
  const last = instantOf(new Date(versions.at(-1)?.ms ?? 0)).slice(0, 10);
  return [
    `${versions.length} versions from ${first} to ${last}; no copies are kept, the repository has them`,
    ...(unread > 0
      ? [`${unread} of them cannot be read: each is one refused row that names its commit`]
      : []),
    ...(shallow
      ? ['the clone is shallow: older versions are missing (git fetch --unshallow brings them)']
      : []),
  ];
}
