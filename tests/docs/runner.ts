import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { root } from './documents.ts';

/** A runner's working copy of a ledger's repository, and the shell it runs its steps in. */

export function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'clipbook-workflow-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Runs a step's script as a runner does: bash that stops at the first failure. */
export function shell(script: string, cwd: string, env: Record<string, string> = {}) {
  return spawnSync('bash', ['-e', '-c', script], {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, ...quiet, RETRY_SECONDS: '0', ...env },
  });
}

/** Git without this machine's own settings. */
const quiet = { GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null', GIT_EDITOR: 'true' };

export function git(cwd: string, ...args: string[]): string {
  return execFileSync('git', args, {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, ...quiet },
    stdio: 'pipe',
  });
}

export function writeFile(folder: string, file: string, text: string): void {
  mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
  writeFileSync(path.join(folder, file), text);
}

export function push(folder: string): void {
  git(folder, 'add', '--all');
  git(
    folder,
    '-c',
    'user.name=Other',
    '-c',
    'user.email=other@example.org',
    'commit',
    '--quiet',
    '-m',
    'Change',
  );
  git(folder, 'push', '--quiet', 'origin', 'main');
}

/** A remote with one commit, a shallow clone as a runner has it, and another person's clone. */
export function repository() {
  const folder = temporaryFolder();
  const [origin, runner, other] = ['origin.git', 'runner', 'other'].map((name) =>
    path.join(folder, name),
  ) as [string, string, string];
  git(folder, 'init', '--quiet', '--bare', '--initial-branch=main', origin);
  git(folder, 'clone', '--quiet', origin, other);
  git(other, 'checkout', '--quiet', '-B', 'main');
  writeFile(other, '.gitignore', readFileSync(path.join(root, '.gitignore'), 'utf8'));
  writeFile(other, 'data/watchlist.csv', 'kind,key\n');
  push(other);
  git(folder, 'clone', '--quiet', '--depth=1', `file://${origin}`, runner);
  return { origin, runner, other };
}

/** What a daily run leaves behind, in its places. */
export function writeLedger(folder: string): void {
  for (const file of [
    'clean/v1/account/2026/11/2026-11-22.csv',
    'issued/v1/alert/2026/11/2026-11-22.csv',
    'rejected/2026/11/2026-11-22.jsonl',
    'derived/v1/account_daily/2026/11/2026-11-22.csv',
    'derived/v1/summary/summary.csv',
    'derived/v1/data_health/data_health.csv',
    'raw/2026/11/22/0123456789abcdef.gz',
    'state.json',
    'datapackage.json',
  ])
    writeFile(folder, `data/${file}`, 'runner');
}
