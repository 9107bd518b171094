import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { simulatedEffects } from '../../lib/effects.ts';
import { bundleCode } from '../../lib/operate/code-bundle.ts';
import { temporaryFolder } from '../helpers/ledger.ts';

const identity = [
  '-c',
  'user.name=Test',
  '-c',
  'user.email=test@example.org',
  '-c',
  'init.defaultBranch=main',
];
const git = (folder: string, ...args: string[]) =>
  execFileSync('git', ['-C', folder, ...identity, ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  }).trim();
const effects = simulatedEffects(new Date('2026-11-30T23:59:00Z'), 1);

function project(): string {
  const folder = temporaryFolder('clipbook-code-');
  git(folder, 'init', '-q');
  for (const text of ['one', 'two']) {
    writeFileSync(path.join(folder, 'file.txt'), `${text}\n`);
    git(folder, 'add', '.');
    git(folder, 'commit', '-q', '-m', text);
  }
  git(folder, 'branch', 'other', 'HEAD~1');
  git(folder, 'tag', 'v1');
  return folder;
}

describe('a bundle of the code', () => {
  test('holds every branch and tag with all history, and clones like a repository', async () => {
    const folder = project();
    const to = path.join(temporaryFolder(), 'new/folder');
    writeFileSync(path.join(folder, 'draft.txt'), 'not committed');
    const bundle = await bundleCode(folder, to, effects);
    const commit = git(folder, 'rev-parse', 'HEAD');
    expect(bundle).toMatchObject({ commit, commits: 2, refs: 3, made: true, uncommitted: 1 });
    expect(path.basename(bundle.file)).toMatch(
      new RegExp(`^clipbook-code-\\w+-2026-11-30-${commit.slice(0, 12)}-[0-9a-f]{8}\\.bundle$`),
    );
    execFileSync('sha256sum', ['-c', '--quiet', `${path.basename(bundle.file)}.sha256`], { cwd: to });
    expect(git(folder, 'bundle', 'verify', bundle.file)).toBeTypeOf('string');
    const clone = path.join(temporaryFolder(), 'clone');
    execFileSync('git', ['clone', '-q', bundle.file, clone], { stdio: 'ignore' });
    expect(readFileSync(path.join(clone, 'file.txt'), 'utf8')).toBe('two\n');
    expect(git(clone, 'log', '--format=%s', '--all').split('\n').sort()).toEqual(['one', 'two']);
    expect(git(clone, 'show-ref')).toMatch(/origin\/other[\s\S]*tags\/v1/);
    expect(readdirSync(to)).toHaveLength(2);
  });

  test('is made once a day, commit and set of branches; made again where it was damaged', async () => {
    const folder = project();
    const to = temporaryFolder();
    const first = await bundleCode(folder, to, effects);
    expect(await bundleCode(folder, to, effects)).toEqual({ ...first, made: false });
    const bytes = readFileSync(first.file);
    bytes[bytes.length - 30] = (bytes[bytes.length - 30] as number) ^ 1;
    writeFileSync(first.file, bytes);
    expect(await bundleCode(folder, to, effects)).toMatchObject({ file: first.file, made: true });
    git(folder, 'branch', 'third');
    expect((await bundleCode(folder, to, effects)).file).not.toBe(first.file);
  });

  test('is refused without a whole history, and leaves nothing', async () => {
    const to = path.join(temporaryFolder(), 'to');
    const empty = temporaryFolder();
    await expect(bundleCode(empty, to)).rejects.toMatchObject({ code: 'not_a_repository', exitCode: 2 });
    git(empty, 'init', '-q');
    await expect(bundleCode(empty, to)).rejects.toMatchObject({ code: 'incomplete_history', exitCode: 2 });
    const shallow = path.join(temporaryFolder(), 'shallow');
    execFileSync('git', ['clone', '-q', '--depth', '1', `file://${project()}`, shallow], { stdio: 'ignore' });
    await expect(bundleCode(shallow, to)).rejects.toMatchObject({
      code: 'incomplete_history',
      hint: expect.stringContaining('--unshallow'),
    });
    expect(existsSync(to)).toBe(false);
    const taken = path.join(temporaryFolder(), 'taken');
    writeFileSync(taken, 'mine');
    await expect(bundleCode(project(), taken)).rejects.toMatchObject({ code: 'export_unwritable' });
  });
});
