import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { simulatedEffects } from '../../lib/effects.ts';
import { type GitHistory, openHistory } from '../../lib/import/git-history.ts';
import { gitScraper } from '../helpers/git-scraper.ts';
import { temporaryFolder } from '../helpers/ledger.ts';
import { now } from './import-text.ts';

async function history(file: string): Promise<GitHistory> {
  const found = await openHistory(file, simulatedEffects(now));
  onTestFinished(() => found.close());
  return found;
}

async function textOf(found: GitHistory, place: number): Promise<string> {
  const version = found.versions[place];
  if (!version) throw new Error('no such version');
  const chunks: Uint8Array[] = [];
  for await (const chunk of (await found.open(version)).open()) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

describe('the history of a file', () => {
  test('is every version that changed its bytes, oldest first, at its author’s time, through renames', async () => {
    const { folder, git, commit } = gitScraper();
    commit('data/ö "1".json', '[1]', '2026-01-01T00:30:00+02:00');
    commit('other.txt', 'x', '2026-01-02T00:00:00Z');
    commit('data/ö "1".json', '[2]', '2026-01-03T00:00:00Z');
    git('mv', 'data/ö "1".json', 'data/now.json');
    git('commit', '--quiet', '--message', 'a name alone');
    expect((await history(path.join(folder, 'data/now.json'))).group).toBe('now.json (2 versions)');
    commit('data/now.json', '[1]', '2026-01-04T12:00:00-05:00');
    const found = await history(path.join(folder, 'data/now.json'));
    expect(found).toMatchObject({ group: 'now.json (3 versions)', shallow: false });
    expect(found.versions.map(({ file, ms }) => [file, new Date(ms).toISOString()])).toEqual([
      ['ö "1".json', '2025-12-31T22:30:00.000Z'],
      ['ö "1".json', '2026-01-03T00:00:00.000Z'],
      ['now.json', '2026-01-04T17:00:00.000Z'],
    ]);
    expect([await textOf(found, 0), await textOf(found, 2), await textOf(found, 1)]).toEqual([
      '[1]',
      '[1]',
      '[2]',
    ]);
    const [first, , last] = await Promise.all(found.versions.map((version) => found.open(version)));
    expect(last).toMatchObject({
      file: expect.stringMatching(/^now\.json@[0-9a-f]{12}$/),
      takenAt: { at: '2026-01-04T17:00:00Z', precision: 'instant' },
      group: 'now.json (3 versions)',
      bytes: 3,
      utf8: true,
    });
    // The same bytes have the same hash, and are another look all the same.
    expect(first?.sha256).toBe(last?.sha256);
    expect(first?.capture_id).not.toBe(last?.capture_id);
    expect(last?.capture_id).toMatch(/^file-[0-9a-f]{16}@[0-9a-f]{12}$/);
  });

  test('is there for a file that is gone, and in a repository without a work tree', async () => {
    const { folder, git, commit } = gitScraper();
    commit('d/a.json', '[1]', '2026-01-01T00:00:00Z');
    commit('d/a.json', '[2]', '2026-01-02T00:00:00Z');
    rmSync(path.join(folder, 'd'), { recursive: true });
    git('commit', '--quiet', '--all', '--message', 'gone');
    expect((await history(path.join(folder, 'd/a.json'))).versions).toHaveLength(2);
    const bare = path.join(temporaryFolder(), 'copy.git');
    execFileSync('git', ['clone', '--quiet', '--bare', folder, bare], { stdio: 'ignore' });
    const found = await history(path.join(bare, 'd/a.json'));
    expect([await textOf(found, 0), await textOf(found, 1)]).toEqual(['[1]', '[2]']);
  });

  test('of a clone that was cut off says so', async () => {
    const { folder, commit } = gitScraper();
    for (const day of ['01', '02', '03']) commit('a.json', `[${day}]`, `2026-01-${day}T00:00:00Z`);
    const clone = path.join(temporaryFolder(), 'clone');
    execFileSync('git', ['clone', '--quiet', '--depth', '2', `file://${folder}`, clone], { stdio: 'ignore' });
    expect(await history(path.join(clone, 'a.json'))).toMatchObject({
      shallow: true,
      versions: { length: 2 },
    });
  });

  test('contents of every size come whole, from one process or a process of their own', async () => {
    const { folder, commit } = gitScraper();
    const huge = Buffer.alloc(9_000_000, 'x\n');
    commit('a.txt', huge, '2026-01-01T00:00:00Z');
    commit('a.txt', 'small\n', '2026-01-02T00:00:00Z');
    const found = await history(path.join(folder, 'a.txt'));
    const both = await Promise.all([textOf(found, 0), textOf(found, 1), textOf(found, 0)]);
    expect(both.map((text) => text.length)).toEqual([9_000_000, 6, 9_000_000]);
    expect(both[1]).toBe('small\n');
  });

  test('an empty version and a commit out of time are refused when they are opened', async () => {
    const { folder, commit } = gitScraper();
    commit('a.json', '', '2026-01-01T00:00:00Z');
    commit('a.json', '[1]', '1999-01-01T00:00:00Z');
    commit('a.json', '[2]', '2027-06-01T00:00:00Z');
    const found = await history(path.join(folder, 'a.json'));
    for (const [place, code] of (['empty_file', 'impossible_commit', 'impossible_commit'] as const).entries())
      await expect(textOf(found, place)).rejects.toMatchObject({ code, exitCode: 2 });
  });

  test('a repository’s settings start no program, and names are no options or patterns', async () => {
    const { folder, git, commit } = gitScraper();
    const mark = path.join(folder, 'started');
    const script = path.join(folder, 'run.sh');
    writeFileSync(script, `#!/bin/sh\ntouch '${mark}'\n`, { mode: 0o755 });
    git('config', 'log.showSignature', 'true');
    git('config', 'gpg.program', script);
    git('config', 'diff.external', script);
    git('config', 'core.fsmonitor', script);
    git('config', 'core.pager', script);
    commit('--output=x.json', '[1]', '2026-01-01T00:00:00Z');
    commit('a*.json', '[2]', '2026-01-02T00:00:00Z');
    commit('abc.json', '[3]', '2026-01-03T00:00:00Z');
    rmSync(mark, { force: true });
    expect((await history(path.join(folder, '--output=x.json'))).versions).toHaveLength(1);
    expect((await history(path.join(folder, 'a*.json'))).versions).toHaveLength(1);
    expect(() => git('cat-file', '-e', 'HEAD')).not.toThrow();
    await expect(async () => execFileSync('ls', [mark], { stdio: 'ignore' })).rejects.toThrow();
  });

  test('what is no repository, and a file that was never committed', async () => {
    const folder = temporaryFolder();
    writeFileSync(path.join(folder, 'a.json'), '[1]');
    await expect(history(path.join(folder, 'a.json'))).rejects.toMatchObject({
      code: 'no_repository',
      exitCode: 2,
      hint: expect.stringMatching(/Clone/),
    });
    const scraper = gitScraper();
    await expect(history(path.join(scraper.folder, 'a.json'))).rejects.toMatchObject({ code: 'no_history' });
    scraper.commit('b.json', '[1]', '2026-01-01T00:00:00Z');
    writeFileSync(path.join(scraper.folder, 'a.json'), '[1]');
    await expect(history(path.join(scraper.folder, 'a.json'))).rejects.toMatchObject({ code: 'no_history' });
    scraper.commit('folder/c.json', '[1]', '2026-01-01T00:00:00Z');
    await expect(history(path.join(scraper.folder, 'folder'))).rejects.toMatchObject({ code: 'not_a_file' });
    rmSync(path.join(scraper.folder, 'folder'), { recursive: true });
    await expect(history(path.join(scraper.folder, 'folder'))).rejects.toMatchObject({ code: 'no_history' });
    await expect(history(path.join(scraper.folder, 'deep/down/b.json'))).rejects.toMatchObject({
      code: 'no_history',
    });
  });
});
