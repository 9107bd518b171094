import { realpath, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { LedgerError } from '../errors.ts';
import { askGit, git, gitFailed } from './git.ts';

/** The git repository that a ledger lies in, and its branch at the remote. */
export interface Repository {
  /** Top folder of the work tree. */
  top: string;
  /** The data root within it, with `/` and a last `/`; empty where it is the top folder. */
  prefix: string;
  branch: string;
  remote: string;
  /** Folder of git's own files. */
  gitFolder: string;
}

/**
 * The repository of a data root. Throws `LedgerError`: `not_a_repository`, `no_branch` (a detached head), `merge_under_way`,
 * `no_remote`.
 */
export async function openRepository(root: string, remoteName?: string): Promise<Repository> {
  const found = await askGit(root, ['rev-parse', '--show-toplevel', '--absolute-git-dir']);
  if (found.code !== 0)
    throw new LedgerError('not_a_repository', `${root} is not in a git repository.`, {
      hint: 'Run "git init" in the project and add a remote, or point --data at a ledger that is in one.',
    });
  const [top = '', gitFolder = ''] = found.stdout.toString('utf8').trim().split('\n');
  const inside = path
    .relative(top, await realpath(root))
    .split(path.sep)
    .join('/');
  const head = await askGit(top, ['symbolic-ref', '--short', '--quiet', 'HEAD']);
  const branch = head.stdout.toString('utf8').trim();
  if (head.code !== 0 || branch === '')
    throw new LedgerError('no_branch', 'The repository is on no branch (a detached head).', {
      hint: 'Check out a branch, for example with "git switch main".',
    });
  for (const name of ['MERGE_HEAD', 'rebase-merge', 'rebase-apply', 'CHERRY_PICK_HEAD'])
    if (await stat(path.join(gitFolder, name)).catch(() => null))
      throw new LedgerError('merge_under_way', 'A merge or a rebase is under way in the repository.', {
        hint: 'Finish it, or give it up with "git merge --abort" or "git rebase --abort".',
      });
  const remotes = (await git(top, 'remote')).split('\n').filter((name) => name !== '');
  const configured = (await askGit(top, ['config', `branch.${branch}.remote`])).stdout
    .toString('utf8')
    .trim();
  const remote = remoteName ?? (configured || (remotes.includes('origin') ? 'origin' : remotes[0]));
  if (remote === undefined || !remotes.includes(remote))
    throw new LedgerError(
      'no_remote',
      remote === undefined ? 'The repository has no remote.' : `The repository has no remote "${remote}".`,
      { hint: 'Add one with "git remote add origin <address>".' },
    );
  return { top, prefix: inside === '' ? '' : `${inside}/`, branch, remote, gitFolder };
}

/** Commits these files and folders of the data root, and nothing else. Returns false where they have not changed. */
export async function commitPaths(
  { top, prefix }: Pick<Repository, 'top' | 'prefix'>,
  paths: readonly string[],
  message: string,
): Promise<boolean> {
  const known = await stage({ top, prefix }, paths);
  if (known.length === 0) return false;
  const changed = await askGit(top, ['diff', '--cached', '--quiet', '--', ...known]);
  if (changed.code === 0) return false;
  await git(top, 'commit', '--quiet', '--message', message, '--only', '--', ...known);
  return true;
}

/** Stages what lies at these paths now, deletions too; gives those that git or the disk knows, from the top folder. */
async function stage(
  { top, prefix }: Pick<Repository, 'top' | 'prefix'>,
  paths: readonly string[],
): Promise<string[]> {
  const known: string[] = [];
  for (const each of paths) {
    const file = `${prefix}${each}`;
    const there = await stat(path.join(top, file)).catch(() => null);
    if (there || (await git(top, 'ls-files', '--', file)) !== '') known.push(file);
  }
  if (known.length > 0) await git(top, 'add', '--all', '--', ...known);
  return known;
}

/** Commits that only this side has, and that only the remote's branch has; `behind` is null where it has no such branch yet. */
export async function fetchAndCompare({ top, remote, branch }: Repository): Promise<{
  ahead: number;
  behind: number | null;
}> {
  const { code, stderr } = await askGit(top, ['fetch', '--quiet', remote, branch]);
  if (code !== 0) {
    if (/couldn't find remote ref/i.test(stderr)) return { ahead: 1, behind: null };
    throw gitFailed(['fetch'], stderr);
  }
  const counts = await git(top, 'rev-list', '--left-right', '--count', `HEAD...FETCH_HEAD`);
  const [ahead = 0, behind = 0] = counts.split('\t').map(Number);
  return { ahead, behind };
}

/** The text of a file of the data root as the remote has it, after `fetchAndCompare`; null where it has none. */
export function readFetched({ top, prefix }: Repository, file: string): Promise<string | null> {
  return show(top, 'FETCH_HEAD', `${prefix}${file}`);
}

/** A file that both sides changed since they parted, with its text on either side; null where it is not there. */
export interface BothChanged {
  /** Relative to the data root. */
  file: string;
  base: string | null;
  ours: string | null;
  theirs: string | null;
}

/**
 * Merges the remote's branch without committing: files at these paths of the data root that both sides changed are left for the
 * caller to write, everything else is as git merges it. Throws `LedgerError` `sync_conflict` where other files conflict; the merge is then
 * given up.
 */
export async function beginMerge(repository: Repository, paths: readonly string[]): Promise<BothChanged[]> {
  const { top, prefix, gitFolder } = repository;
  const base = await git(top, 'merge-base', 'HEAD', 'FETCH_HEAD');
  const places = paths.map((each) => `${prefix}${each}`);
  const changed = async (to: string) =>
    new Set(
      (await git(top, 'diff', '--name-only', '-z', '--no-renames', base, to, '--', ...places)).split('\0'),
    );
  const [ours, theirs] = [await changed('HEAD'), await changed('FETCH_HEAD')];
  const both = [...ours].filter((file) => file !== '' && theirs.has(file));
  const found: BothChanged[] = [];
  for (const file of both)
    found.push({
      file: file.slice(prefix.length),
      base: await show(top, base, file),
      ours: await show(top, 'HEAD', file),
      theirs: await show(top, 'FETCH_HEAD', file),
    });
  // For this one merge only, so that nothing need be set up in a clone: the caller writes what both sides changed.
  const attributes = path.join(gitFolder, 'clipbook-attributes');
  const patterns = places.map((place) => `/${place.replace(/[*?[\]\\ ]/g, '?')}`);
  const lines = patterns.flatMap((pattern) => [pattern, `${pattern}/**`]);
  await writeFile(attributes, lines.map((pattern) => `${pattern} merge=clipbook-later\n`).join(''));
  try {
    const { code, stderr, stdout } = await askGit(top, [
      ...['-c', `core.attributesFile=${attributes}`, '-c', 'merge.clipbook-later.driver=true'],
      ...['merge', '--no-commit', '--no-ff', '--quiet', 'FETCH_HEAD'],
    ]);
    const open = (await git(top, 'diff', '--name-only', '-z', '--diff-filter=U')).split('\0').filter(Boolean);
    const foreign = open.filter((file) => !both.includes(file));
    if (foreign.length > 0) {
      await abortMerge(repository, []);
      throw new LedgerError('sync_conflict', `Both sides changed ${foreign.slice(0, 5).join(', ')}.`, {
        hint: 'Merge by hand: "git pull", settle these files, commit; then run sync again.',
      });
    }
    if (code !== 0 && open.length === 0) throw gitFailed(['merge'], stderr || stdout.toString('utf8'));
  } finally {
    await rm(attributes, { force: true });
  }
  return found;
}

async function show(top: string, commit: string, file: string): Promise<string | null> {
  const { code, stdout } = await askGit(top, ['show', `${commit}:${file}`]);
  return code === 0 ? stdout.toString('utf8') : null;
}

/** Commits a merge that was begun, with these files of the data root as they lie on the disk now. */
export async function endMerge(
  { top, prefix }: Repository,
  paths: readonly string[],
  message: string,
): Promise<void> {
  await stage({ top, prefix }, paths);
  await git(top, 'commit', '--quiet', '--message', message);
}

/** Gives a merge up that was begun, with what was written at these paths since: everything is as it was before. */
export async function abortMerge(repository: Repository, paths: readonly string[]): Promise<void> {
  // Git takes back what is staged, and stops at what is not.
  await stage(repository, paths);
  await askGit(repository.top, ['merge', '--abort']);
}

/** Takes the remote's commits where this side has none of its own. */
export async function fastForward({ top }: Repository): Promise<void> {
  await git(top, 'merge', '--ff-only', '--quiet', 'FETCH_HEAD');
}

/** Pushes; false where the remote has moved on in the meantime. Throws `LedgerError` `git_failed` for anything else. */
export async function push({ top, remote, branch }: Repository): Promise<boolean> {
  const args = ['push', '--porcelain', remote, `HEAD:refs/heads/${branch}`];
  const { code, stdout, stderr } = await askGit(top, args);
  if (code === 0) return true;
  // The porcelain form is the same in every language.
  const moved = /^!\t.*\t\[(?:remote )?rejected\]/m.test(stdout.toString('utf8'));
  const hooked = /pre-receive hook declined|protected branch/i.test(`${stdout}${stderr}`);
  if (moved && !hooked) return false;
  throw gitFailed(['push'], stderr || stdout.toString('utf8'));
}
