import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { runHere } from '../helpers/command.ts';
import { manifest } from '../package/packed.ts';
import { root } from './documents.ts';
import {
  git,
  push,
  repository,
  shell,
  temporaryFolder,
  watchlistHeader,
  writeFile,
  writeLedger,
} from './runner.ts';

interface Step {
  id?: string;
  name?: string;
  uses?: string;
  run?: string;
  if?: string;
  env?: Record<string, string>;
  with?: Record<string, unknown>;
}

interface Workflow {
  on: Record<string, unknown>;
  permissions: Record<string, string>;
  concurrency: { group: string; 'cancel-in-progress': boolean };
  jobs: Record<
    string,
    { steps: Step[]; permissions?: Record<string, string>; 'timeout-minutes': number; needs?: string }
  >;
}

function readWorkflow(name: string): Workflow {
  return parse(readFileSync(path.join(root, '.github/workflows', name), 'utf8')) as Workflow;
}

const daily = readWorkflow('daily.yml');
const steps = daily.jobs['ledger']?.steps ?? [];
const scriptOf = (id: string) => steps.find((step) => step.id === id)?.run ?? '';

describe.each(['daily.yml', 'ci.yml', 'backup.yml'])('%s', (name) => {
  const workflow = readWorkflow(name);

  test('may do no more than its jobs ask for, one at a time, for a limited time', () => {
    expect(workflow.permissions).toEqual({ contents: 'read' });
    expect(workflow.concurrency.group).toBeTruthy();
    for (const job of Object.values(workflow.jobs)) expect(job['timeout-minutes']).toBeGreaterThan(0);
  });

  test('runs scripts that exist', () => {
    const scripts = Object.values(workflow.jobs)
      .flatMap((job) => job.steps)
      .flatMap((step) => [...(step.run ?? '').matchAll(/npm run (?:-s )?([\w:-]+)/g)])
      .map((match) => match[1] as string);
    expect(scripts.filter((script) => !Object.hasOwn(manifest.scripts, script))).toEqual([]);
  });
});

describe('ci.yml', () => {
  test('runs .ci/run', () => {
    const runs = readWorkflow('ci.yml').jobs['test']?.steps.flatMap((step) => step.run ?? []);
    expect(runs).toEqual(['.ci/run']);
  });
});

describe('daily.yml', () => {
  test('starts by the clock, by a push and by hand, and not on the hour', () => {
    expect(Object.keys(daily.on).sort()).toEqual(['push', 'schedule', 'workflow_dispatch']);
    const [{ cron }] = daily.on['schedule'] as [{ cron: string }];
    const minute = Number(cron.split(' ')[0]);
    expect(minute % 15).not.toBe(0);
    expect(daily.concurrency).toEqual({ group: 'daily', 'cancel-in-progress': false });
  });

  test('installs what the lock file says and runs the daily job for the address of the site', () => {
    expect(steps.flatMap((step) => (step.run === 'npm ci' ? [step.run] : []))).toEqual(['npm ci']);
    const job = steps.find((step) => step.id === 'daily');
    expect(job?.run).toContain('npm run -s daily');
    expect(job?.env).toMatchObject({
      CLIPBOOK_BASE: `\${{ steps.pages.outputs.base_path }}`,
      CLIPBOOK_SITE: `\${{ steps.pages.outputs.base_url }}`,
    });
  });

  test('keeps the raw captures for 90 days, whatever happened', () => {
    const step = steps.find((each) => each.uses?.startsWith('actions/upload-artifact@'));
    expect(step).toMatchObject({ if: 'always()', with: { path: 'data/raw', 'retention-days': 90 } });
  });

  test('deploys in the same workflow, after the ledger', () => {
    expect(daily.jobs['deploy']).toMatchObject({
      needs: 'ledger',
      permissions: { pages: 'write', 'id-token': 'write' },
    });
    expect(daily.jobs['ledger']?.permissions).toEqual({ contents: 'write', pages: 'read' });
  });

  test.each([
    ['0', 'true', false],
    ['3', 'true', true],
    ['4', 'true', true],
    ['5', 'false', false],
    ['1', 'false', false],
    ['2', 'false', false],
    ['', 'false', false],
  ])('after exit code "%s" publishes: %s, warns: %s', (code, publish, warns) => {
    const folder = temporaryFolder();
    const env = { CODE: code, PAGES: 'success', RUNNER_TEMP: folder };
    writeFileSync(path.join(folder, 'daily.log'), 'Asked for 6 things.\n');
    const said = shell(scriptOf('outcome'), folder, {
      ...env,
      GITHUB_OUTPUT: path.join(folder, 'output'),
      GITHUB_STEP_SUMMARY: path.join(folder, 'summary'),
    });
    expect(said.status, said.stderr).toBe(0);
    expect(readFileSync(path.join(folder, 'output'), 'utf8')).toBe(`publish=${publish}\n`);
    expect(readFileSync(path.join(folder, 'summary'), 'utf8')).toContain('Asked for 6 things.');
    expect(said.stdout.includes('::warning')).toBe(warns);
  });

  test('the run fails at every other code than 0, 3 and 4', () => {
    expect(steps.at(-1)).toMatchObject({
      if: `always() && !contains(fromJSON('["0", "3", "4"]'), steps.daily.outputs.code)`,
      run: 'exit 1',
    });
  });

  test('the exit code that is read is that of the job, not of tee', () => {
    const folder = temporaryFolder();
    const output = path.join(folder, 'output');
    const script = scriptOf('daily').replace('npm run -s daily', "sh -c 'echo working; exit 4'");
    const said = shell(script, folder, { RUNNER_TEMP: folder, GITHUB_OUTPUT: output });
    expect(said.status).toBe(0);
    expect(readFileSync(output, 'utf8')).toBe('code=4\n');
    expect(readFileSync(path.join(folder, 'daily.log'), 'utf8')).toBe('working\n');
  });
});

describe('backup.yml', () => {
  const backup = readWorkflow('backup.yml');
  const job = backup.jobs['backup'];
  const stepOf = (id: string) => job?.steps.find((step) => step.id === id)?.run ?? '';

  test('starts by the clock, not on the hour, and by hand', () => {
    expect(Object.keys(backup.on).sort()).toEqual(['schedule', 'workflow_dispatch']);
    const [{ cron }] = backup.on['schedule'] as [{ cron: string }];
    expect(Number(cron.split(' ')[0]) % 15).not.toBe(0);
  });

  test('makes a backup, reads it, and only then removes old ones', async () => {
    const folder = temporaryFolder();
    await writeLedger(folder);
    const place = path.join(folder, 'backups');
    for (const id of ['create', 'verify', 'prune']) {
      const [, line = ''] = /^npm run -s clipbook -- (.+)$/.exec(stepOf(id)) ?? [];
      const words = line.split(' ').map((word) => (word === '"$PLACE"' ? place : word));
      const said = await runHere([...words, '--data', path.join(folder, 'data')]);
      expect(said.code, said.stderr).toBe(0);
    }
    expect(readdirSync(place)).toEqual([expect.stringMatching(/^clipbook-.+\.tar\.zst$/)]);
    expect(job?.steps.map(({ id }) => id).filter(Boolean)).toEqual(['create', 'verify', 'prune']);
  });
});

describe('the data commit', () => {
  test('holds the facts and the small derived tables, and nothing else', async () => {
    const { runner, origin } = repository();
    await writeLedger(runner);
    const said = shell(scriptOf('commit'), runner);
    expect(said.status, said.stderr).toBe(0);
    expect(git(origin, 'show', '--name-only', '--format=%s', 'main').split('\n')).toEqual([
      expect.stringMatching(/^Data of \d{4}-\d\d-\d\d$/),
      '',
      'data/clean/v1/account/2026/11/2026-11-22.csv',
      'data/clean/v1/account/2026/11/manifest.json',
      'data/datapackage.json',
      'data/derived/v1/account_daily/2026/11/2026-11-22.csv',
      'data/derived/v1/summary/summary.csv',
      'data/rejected/2026/11/2026-11-22.jsonl',
      'data/schema/account.schema.json',
      'data/schema/account_daily.schema.json',
      'data/schema/summary.schema.json',
      '',
    ]);
  });

  test('is left out where nothing is new', () => {
    const { runner, origin } = repository();
    const before = git(origin, 'rev-parse', 'main');
    expect(shell(scriptOf('commit'), runner).stderr).toContain('Nothing new');
    expect(git(origin, 'rev-parse', 'main')).toBe(before);
  });

  test('is merged with what somebody pushed in the meantime, the same day’s rows by key', async () => {
    const { runner, origin, other } = repository();
    writeFile(other, 'data/watchlist.csv', `${watchlistHeader}account,esa,,,,,\n`);
    await writeLedger(other, 100, '2');
    push(other);
    await writeLedger(runner);
    const said = shell(scriptOf('commit'), runner);
    expect(said.status, said.stderr).toBe(0);
    expect(git(origin, 'show', 'main:data/watchlist.csv')).toContain('esa');
    const rows = git(origin, 'show', 'main:data/clean/v1/account/2026/11/2026-11-22.csv').trim().split('\n');
    expect(rows.slice(1).map((row) => row.split(',')[0])).toEqual(['1', '2']);
  });

  test('goes through where another machine saw other numbers: one row stays, the other is kept as refused', async () => {
    const { runner, origin, other } = repository();
    await writeLedger(other, 200);
    push(other);
    await writeLedger(runner, 100);
    const said = shell(scriptOf('commit'), runner);
    expect(said.status, said.stderr).toBe(0);
    expect(git(origin, 'show', 'main:data/rejected/2026/11/2026-11-22.jsonl')).toContain(
      'conflicting_observation',
    );
  });

  test('gives way where both changed a file of the person’s own, and says so', async () => {
    const { runner, origin, other } = repository();
    writeFile(other, 'data/watchlist.csv', `${watchlistHeader}account,esa,,,,,\n`);
    push(other);
    writeFile(runner, 'data/watchlist.csv', `${watchlistHeader}account,nasa,,,,,\n`);
    git(runner, 'add', 'data/watchlist.csv');
    git(runner, '-c', 'user.name=R', '-c', 'user.email=r@example.org', 'commit', '--quiet', '-m', 'Mine');
    await writeLedger(runner);
    const said = shell(scriptOf('commit'), runner);
    expect(said.status).toBe(1);
    expect(said.stdout).toContain('::error::');
    expect(said.stderr).toContain('data/watchlist.csv');
    expect(git(origin, 'show', 'main:data/watchlist.csv')).toContain('esa');
  });
});
