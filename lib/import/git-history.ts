import { statSync } from 'node:fs';
import path from 'node:path';
import { instantOf, msPerDay } from '../calendar.ts';
import { type Effects, liveEffects } from '../effects.ts';
import { InputError } from '../errors.ts';
import { platformStartMs } from './date-cell.ts';
import { captureBytes, type OwnerFile } from './file-capture.ts';
import { askGit, GitContents } from './git-process.ts';

/** One version of a file, as a commit left it. */
export interface GitVersion {
  commit: string;
  /** Name of the file at that commit. */
  file: string;
  /** Id of its content in the repository. */
  content: string;
  /** When the commit was written (its author's time), in milliseconds. */
  ms: number;
}

/** The versions of one file in a repository, oldest first, to be opened one by one. */
export interface GitHistory {
  /** What the versions are called together. */
  group: string;
  versions: readonly GitVersion[];
  /** True where the clone was cut off: older versions are not there. */
  shallow: boolean;
  /**
   * A version as a file of the owner's, taken when its commit was written. Its capture is named by its content and commit.
   * Throws `InputError`: `empty_file`, `git_failed`, and `impossible_commit` where the commit's time cannot be.
   */
  open(version: GitVersion): Promise<OwnerFile>;
  /** Ends the process that reads the contents. */
  close(): void;
}

/**
 * The history of a file in a git repository, as git scrapers keep their data: one version for each commit that changed its
 * bytes, followed through renames. The file need not be there any more; in a bare repository the path goes on behind the
 * repository's own. Throws `InputError`: `git_missing`, `not_a_file`, `no_repository`,
 * `no_history`, `git_failed`.
 */
export async function openHistory(filePath: string, effects: Effects = liveEffects): Promise<GitHistory> {
  const full = path.resolve(filePath);
  if (statSync(full, { throwIfNoEntry: false })?.isDirectory())
    throw new InputError('not_a_file', `${filePath} is a folder, and --git takes one file of a repository.`, {
      hint: 'Name the file in it whose versions are wanted.',
    });
  const folder = folderOf(full);
  const inside = await askGit(folder, ['rev-parse', '--is-shallow-repository']);
  if (inside.code !== 0)
    throw new InputError('no_repository', `${filePath} does not lie in a git repository.`, {
      hint: 'Clone the repository with git and name the file in it, or import the file without --git.',
    });
  const log = await askGit(folder, [
    ...['log', '--follow', '-M', '--raw', '-z', '--no-abbrev', '--no-ext-diff', '--no-textconv'],
    ...['--diff-merges=first-parent', '--no-color', '--format=%x01%H %at', '--', path.relative(folder, full)],
  ]);
  const hasCommits = !/does not have any commits|bad default revision/.test(log.stderr);
  if (log.code !== 0 && hasCommits)
    throw new InputError('git_failed', `git log failed: ${log.stderr.trim().slice(0, 300)}`, {
      hint: 'Put right what git says; the history of a file needs git 2.31 or later.',
    });
  const { versions, newestName } = versionsOf(log.stdout);
  // A folder that is gone has the history of the files that were in it.
  if (versions.length === 0 || newestName !== path.basename(full))
    throw new InputError('no_history', `The repository holds no version of ${filePath}.`, {
      hint: 'Name the file as it is called in the newest commit that has it, with --git.',
    });
  const contents = new GitContents(folder);
  const name = path.basename(full);
  const group = `${name} (${versions.length} version${versions.length === 1 ? '' : 's'})`;
  const latestMs = effects.now().getTime() + msPerDay;
  return {
    group,
    versions,
    shallow: inside.stdout.trim() === 'true',
    open: async (version) => {
      if (version.ms < platformStartMs || version.ms > latestMs)
        throw new InputError(
          'impossible_commit',
          `The commit says that it was made ${version.ms > latestMs ? 'in the future' : 'before the platform existed'}.`,
          { hint: 'Import this version by itself with --at.' },
        );
      const file = await captureBytes({
        path: full,
        file: `${version.file}@${version.commit.slice(0, 12)}`,
        open: () => contents.open(version.content),
        takenAt: { at: instantOf(new Date(version.ms)), precision: 'instant' },
        group,
      });
      return { ...file, capture_id: `${file.capture_id}@${version.commit.slice(0, 12)}` };
    },
    close: () => contents.close(),
  };
}

/** The nearest folder above a path that is there. */
function folderOf(full: string): string {
  let folder = path.dirname(full);
  while (!statSync(folder, { throwIfNoEntry: false })?.isDirectory() && folder !== path.dirname(folder))
    folder = path.dirname(folder);
  return folder;
}

const entry =
  /^([0-9a-f]{40,64}) (-?\d{1,15})\0\s*:\d{6} (\d{6}) [0-9a-f]+ ([0-9a-f]{40,64}) [A-Z]\d*\0([^\0]+)\0(?:([^\0]+)\0)?/;

/**
 * The versions in what `git log` prints, oldest first. A commit that removed the file left no version, nor did one that
 * changed its name or its mode alone.
 */
function versionsOf(log: string): { versions: GitVersion[]; newestName: string } {
  const versions: GitVersion[] = [];
  let newestName = '';
  let last = '';
  for (const text of log.split('\x01').reverse()) {
    const [, commit, seconds, mode, content, name, renamed] = entry.exec(text) ?? [];
    if (commit === undefined || content === undefined || mode === undefined) continue;
    newestName = path.posix.basename(renamed ?? name ?? '');
    // Links and other repositories have contents that are no data.
    const isSame = !mode.startsWith('100') || content === last;
    last = content;
    if (isSame) continue;
    versions.push({
      commit,
      content,
      file: newestName,
      ms: Number(seconds) * 1000,
    });
  }
  return { versions, newestName };
}
