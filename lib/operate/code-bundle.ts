import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, mkdtemp, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { dayIn } from '../calendar.ts';
import { type Effects, liveEffects } from '../effects.ts';
import { LedgerError, messageOf } from '../errors.ts';
import { askGit, git } from './git.ts';

/** The code of a project with all of its history as one file: a git bundle, which `git clone` takes like a repository. */

export interface CodeBundle {
  /** The bundle: `<project>-<day>-<commit>.bundle`; its hash lies beside it, as `sha256sum -c` reads it. */
  file: string;
  commit: string;
  /** Branches and tags in it. */
  refs: number;
  commits: number;
  bytes: number;
  sha256: string;
  /** False where the same bundle was there already. */
  made: boolean;
  /** Changed files that are in no commit, and so not in the bundle. */
  uncommitted: number;
}

/**
 * Writes the repository that `folder` is in as a bundle into the folder `to`: every branch and tag and the commit that is checked out, with all
 * history. It is proven by taking it into an empty repository, which reads every byte; only then it gets its name. Throws
 * `LedgerError`: `not_a_repository`, `incomplete_history` (without a commit, or a shallow clone), `git_failed`, `git_missing`, `export_unwritable`.
 */
export async function bundleCode(
  folder: string,
  to: string,
  effects: Effects = liveEffects,
): Promise<CodeBundle> {
  const found = await askGit(folder, ['rev-parse', '--show-toplevel', '--is-shallow-repository']);
  if (found.code !== 0)
    throw new LedgerError('not_a_repository', `${folder} is not in a git repository.`, {
      hint: 'Run the command in the project, or "git init" and commit there first.',
    });
  const [top = '', shallow] = found.stdout.toString('utf8').trim().split('\n');
  if (shallow === 'true')
    throw new LedgerError(
      'incomplete_history',
      `${top} is a shallow clone: it does not hold all of its history.`,
      {
        hint: 'Fetch the rest with "git fetch --unshallow"; in GitHub Actions check out with "fetch-depth: 0".',
      },
    );
  const head = await askGit(top, ['rev-parse', '--verify', '--quiet', 'HEAD']);
  if (head.code !== 0)
    throw new LedgerError('incomplete_history', `${top} has no commit yet.`, {
      hint: 'Commit the project first.',
    });
  const commit = head.stdout.toString('utf8').trim();
  const status = await git(top, 'status', '--porcelain');
  const facts = {
    commit,
    refs: (await git(top, 'for-each-ref', '--format=%(refname)', 'refs/heads', 'refs/tags'))
      .split('\n')
      .filter(Boolean).length,
    commits: Number(await git(top, 'rev-list', '--count', 'HEAD', '--branches', '--tags')),
    uncommitted: status === '' ? 0 : status.split('\n').length,
  };
  // Two bundles of one day and commit may still differ in their branches and tags.
  const refs = createHash('sha256')
    .update(await refsOf(top))
    .digest('hex')
    .slice(0, 8);
  const name = `${path.basename(top)}-${dayIn('UTC', effects.now())}-${commit.slice(0, 12)}-${refs}.bundle`;
  const file = path.join(path.resolve(to), name);
  return unlessUnwritable(to, async () => {
    await mkdir(path.dirname(file), { recursive: true });
    const known = await readFile(`${file}.sha256`, 'utf8').catch(() => null);
    if (known !== null && (await isFile(file))) {
      const sha256 = await hashOf(file);
      if (known === checkLine(sha256, name))
        return { file, ...facts, bytes: (await stat(file)).size, sha256, made: false };
    }
    const part = `${file}.part`;
    try {
      await git(top, 'bundle', 'create', '--quiet', part, 'HEAD', '--branches', '--tags');
      await prove(part);
      const sha256 = await hashOf(part);
      await synced(part);
      await rename(part, file);
      await writeFile(`${file}.sha256`, checkLine(sha256, name));
      return { file, ...facts, bytes: (await stat(file)).size, sha256, made: true };
    } finally {
      for (const left of await readdir(path.dirname(file)))
        if (left === path.basename(part) || left === `${path.basename(part)}.lock`)
          await rm(path.join(path.dirname(file), left), { force: true });
    }
  });
}

/** What the branches and tags point at. */
function refsOf(top: string): Promise<string> {
  return git(top, 'for-each-ref', '--format=%(objectname) %(refname)', 'refs/heads', 'refs/tags');
}

/** Takes a bundle into an empty repository. `git bundle verify` alone does not read what is packed. */
async function prove(bundle: string): Promise<void> {
  const scratch = await mkdtemp(path.join(tmpdir(), 'clipbook-bundle-'));
  try {
    await git(scratch, 'init', '--quiet', '--bare');
    await git(scratch, 'bundle', 'verify', '--quiet', bundle);
    await git(scratch, 'bundle', 'unbundle', bundle);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

function checkLine(sha256: string, name: string): string {
  return `${sha256}  ${name}\n`;
}

async function hashOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

async function synced(file: string): Promise<void> {
  const handle = await open(file, 'r+');
  await handle.sync();
  await handle.close();
}

async function isFile(file: string): Promise<boolean> {
  return (await stat(file).catch(() => null))?.isFile() === true;
}

async function unlessUnwritable<T>(to: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof LedgerError || typeof (cause as NodeJS.ErrnoException).code !== 'string')
      throw cause;
    throw new LedgerError('export_unwritable', `${to} cannot be written: ${messageOf(cause)}.`, {
      cause,
      hint: 'Choose a place that you may write to, on a disk with room.',
    });
  }
}
