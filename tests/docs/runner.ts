import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { transform } from '../../lib/pipeline/transform.ts';
import { LedgerWriter } from '../../lib/store/writer.ts';
import { accountRow } from '../helpers/ledger.ts';
import { settingsFor } from '../helpers/settings.ts';
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
    env: { ...process.env, ...quiet, ...env },
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

export const watchlistHeader = 'kind,key,zone,cadence,follow_days,tags,note\n';

/** A remote with one commit, a shallow clone as a runner has it, and another person's clone; made once for each process. */
let template: string | null = null;

function makeTemplate(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'clipbook-workflow-template-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const { origin, runner, other } = placesIn(folder);
  git(folder, 'init', '--quiet', '--bare', '--initial-branch=main', origin);
  git(folder, 'clone', '--quiet', origin, other);
  git(other, 'checkout', '--quiet', '-B', 'main');
  writeFile(other, '.gitignore', readFileSync(path.join(root, '.gitignore'), 'utf8'));
  writeFile(other, '.gitattributes', readFileSync(path.join(root, '.gitattributes'), 'utf8'));
  writeFile(other, 'data/watchlist.csv', watchlistHeader);
  const clipbook = `node "${path.join(root, 'scripts/bin.mjs')}"`;
  writeFile(other, 'package.json', JSON.stringify({ name: 'ledger', scripts: { clipbook } }));
  push(other);
  git(folder, 'clone', '--quiet', '--depth=1', `file://${origin}`, runner);
  return folder;
}

const placesIn = (folder: string) => ({
  origin: path.join(folder, 'origin.git'),
  runner: path.join(folder, 'runner'),
  other: path.join(folder, 'other'),
});

/** Such a remote and its clones, for one test alone. */
export function repository() {
  template ??= makeTemplate();
  const folder = temporaryFolder();
  cpSync(template, folder, { recursive: true });
  const places = placesIn(folder);
  for (const clone of [places.runner, places.other]) {
    const config = path.join(clone, '.git/config');
    writeFileSync(config, readFileSync(config, 'utf8').replace(template, folder));
  }
  return places;
}

/** What a daily run leaves behind: rows of a day, and beside them files that stay on the machine. */
export async function writeLedger(folder: string, followers = 100, account_id = '1'): Promise<void> {
  const data = path.join(folder, 'data');
  const writer = await LedgerWriter.open(data, 'test', { capture_id: 'c1', file: null });
  const observed_at = '2026-11-22T03:00:00Z';
  writer.add('account', accountRow({ account_id, observed_at, followers }), 0, true);
  writer.reject({
    rule: 'not_observed',
    message: 'nothing was observed',
    table: 'account',
    subject: account_id,
    observed_at,
    capture_id: 'c1',
    file: null,
    line: null,
    values: {},
  });
  await writer.commit();
  await transform(settingsFor(data, { as_of: '2026-11-24T00:00:00Z' }));
  for (const file of [
    'derived/v1/data_health/data_health.csv',
    'raw/2026/11/22/0123456789abcdef.gz',
    'state.json',
  ])
    writeFile(folder, `data/${file}`, 'runner');
}
