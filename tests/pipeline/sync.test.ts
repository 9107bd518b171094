import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { liveEffects } from '../../lib/effects.ts';
import { archive } from '../../lib/pipeline/archive.ts';
import { check } from '../../lib/pipeline/check.ts';
import { sync } from '../../lib/pipeline/sync.ts';
import type { Row } from '../../lib/schema/index.ts';
import { readTable } from '../../lib/store/tables.ts';
import { LedgerWriter } from '../../lib/store/writer.ts';
import { accountRow, temporaryFolder, treeOf } from '../helpers/ledger.ts';
import { settingsFor } from '../helpers/settings.ts';

const root = path.resolve(import.meta.dirname, '../..');

/** Two machines with a clone each, and the repository that they share. */

function git(folder: string, ...args: string[]): string {
  return execFileSync('git', ['-C', folder, ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

interface Machine {
  folder: string;
  data: string;
}

/** A repository with one commit and a clone of it, made once: a test works on copies. */
const template = (() => {
  const folder = mkdtempSync(path.join(tmpdir(), 'clipbook-sync-template-'));
  const shared = path.join(folder, 'shared.git');
  git(folder, 'init', '--quiet', '--bare', '--initial-branch=main', shared);
  const first = path.join(folder, cloneName(0));
  git(folder, 'clone', '--quiet', shared, first);
  git(first, 'switch', '--quiet', '-C', 'main');
  writeFileSync(path.join(first, '.gitignore'), 'data/state.json\ndata/raw/\ndata/derived/v1/data_health/\n');
  writeFileSync(path.join(first, '.gitattributes'), 'data/** -text\n');
  git(first, 'add', '.');
  git(first, '-c', 'user.name=a', '-c', 'user.email=a@example.org', 'commit', '--quiet', '-m', 'begin');
  git(first, 'push', '--quiet', '--set-upstream', 'origin', 'main');
  return folder;
})();
afterAll(() => rmSync(template, { recursive: true, force: true }));

/** Clones of a minute need no upkeep. */
const noUpkeep = '[gc]\n\tauto = 0\n[maintenance]\n\tauto = false\n[core]\n\tfsync = none\n';

function cloneName(i: number): string {
  return `machine ${i}`;
}

function machines(count: number): { shared: string; clones: Machine[] } {
  const folder = temporaryFolder('clipbook-sync-');
  const shared = path.join(folder, 'shared.git');
  cpSync(path.join(template, 'shared.git'), shared, { recursive: true });
  const clones = Array.from({ length: count }, (_, i) => {
    const clone = path.join(folder, cloneName(i));
    cpSync(path.join(template, cloneName(0)), clone, { recursive: true });
    const config = path.join(clone, '.git/config');
    const own = `[user]\n\tname = machine ${i}\n\temail = machine${i}@example.org\n${noUpkeep}`;
    writeFileSync(config, readFileSync(config, 'utf8').replace(template, folder) + own);
    return { folder: clone, data: path.join(clone, 'data') };
  });
  return { shared, clones };
}

type Seen = Partial<Row<'account'>> & { observed_at: string };

async function store({ data }: Machine, rows: readonly Seen[]): Promise<void> {
  const writer = await LedgerWriter.open(data, 'test', { capture_id: 'c1', file: null });
  for (const row of rows) writer.add('account', accountRow({ followers: 100, ...row }), 0, true);
  await writer.commit();
}

const settings = ({ data }: Machine) => settingsFor(data, { as_of: '2026-11-24T00:00:00Z' });
const seen = async ({ data }: Machine) =>
  (await readTable('account', { data })).map(
    ({ account_id, observed_at, followers }) => `${account_id} ${observed_at} ${followers}`,
  );
/** What is in git, without what belongs to one machine. */
const shared = ({ data }: Machine) =>
  Object.fromEntries(
    Object.entries(treeOf(data)).filter(
      ([name]) => !/^(?:state\.json|\.|derived\/v1\/data_health)/.test(name),
    ),
  );

describe('sync', () => {
  test('merges the same day of two machines: no row lost, none doubled, the same bytes on both', async () => {
    const { clones } = machines(2);
    const [a, b] = clones as [Machine, Machine];
    const common = { account_id: '1', observed_at: '2026-11-22T03:00:00Z' };
    await store(a, [common, { account_id: '1', observed_at: '2026-11-22T06:00:00Z' }]);
    await store(b, [common, { account_id: '2', observed_at: '2026-11-22T05:00:00Z' }]);
    await store(b, [{ account_id: '2', observed_at: '2026-11-23T05:00:00Z' }]);

    expect(await sync(settings(a))).toMatchObject({ committed: true, pushed: true, merged: 0, pulled: 0 });
    expect(await sync(settings(b))).toMatchObject({
      committed: true,
      pushed: true,
      merged: 1,
      pulled: 1,
      conflicts: 0,
    });
    expect(await sync(settings(a))).toMatchObject({ committed: false, pushed: false, pulled: 2 });

    expect(await seen(a)).toEqual([
      '1 2026-11-22T03:00:00Z 100',
      '1 2026-11-22T06:00:00Z 100',
      '2 2026-11-22T05:00:00Z 100',
      '2 2026-11-23T05:00:00Z 100',
    ]);
    expect(shared(b)).toEqual(shared(a));
    for (const machine of clones) {
      expect(
        (await check(settings(machine))).findings.filter(({ severity }) => severity === 'error'),
      ).toEqual([]);
      expect(git(machine.folder, 'status', '--porcelain')).toBe('');
    }
  });

  test('a month that one machine archived and another added to keeps every row, once', async () => {
    const { clones } = machines(2);
    const [a, b] = clones as [Machine, Machine];
    await store(a, [
      { account_id: '1', observed_at: '2026-10-22T03:00:00Z' },
      { account_id: '1', observed_at: '2026-10-23T03:00:00Z' },
    ]);
    await sync(settings(a));
    await sync(settings(b));
    await archive(settings(a));
    await store(b, [{ account_id: '2', observed_at: '2026-10-22T05:00:00Z' }]);
    await sync(settings(a));
    expect(await sync(settings(b))).toMatchObject({ merged: 1, conflicts: 0, pushed: true });
    await sync(settings(a));
    expect(shared(b)).toEqual(shared(a));
    for (const machine of clones) {
      expect(await seen(machine)).toEqual([
        '1 2026-10-22T03:00:00Z 100',
        '2 2026-10-22T05:00:00Z 100',
        '1 2026-10-23T03:00:00Z 100',
      ]);
      const { findings } = await check(settings(machine));
      expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    }
    // Both archive it now: the same file on either side.
    await archive(settings(a));
    await archive(settings(b));
    await sync(settings(a));
    await sync(settings(b));
    expect(shared(b)).toEqual(shared(a));
    expect(await seen(b)).toHaveLength(3);
  });

  test('two parts of one row from two machines become one row on both', async () => {
    const { clones } = machines(2);
    const [a, b] = clones as [Machine, Machine];
    const at = { account_id: '1', observed_at: '2026-11-22T03:00:00Z' };
    await store(a, [{ ...at, followers: 200 }]);
    await store(b, [{ ...at, followers: null, likes: 7 }]);
    await sync(settings(a));
    expect(await sync(settings(b))).toMatchObject({ merged: 1, conflicts: 0, pushed: true });
    await sync(settings(a));
    expect(await readTable('account', { data: a.data })).toMatchObject([{ followers: 200, likes: 7 }]);
    expect(shared(b)).toEqual(shared(a));
    expect(existsSync(path.join(a.data, 'rejected'))).toBe(false);
  });

  test('takes nothing in from a newer program, and says which version knows it', async () => {
    const { clones } = machines(2);
    const [a, b] = clones as [Machine, Machine];
    await store(a, [{ account_id: '1', observed_at: '2026-11-22T03:00:00Z' }]);
    const descriptor = path.join(a.data, 'datapackage.json');
    const described = JSON.parse(readFileSync(descriptor, 'utf8'));
    writeFileSync(descriptor, JSON.stringify({ ...described, clipbook: { layout: 99, needs: '9.8.7' } }));
    git(a.folder, 'add', '.');
    git(a.folder, 'commit', '--quiet', '--message', 'newer');
    git(a.folder, 'push', '--quiet', 'origin', 'main');
    await store(b, [{ account_id: '2', observed_at: '2026-11-22T03:00:00Z' }]);
    const before = shared(b);
    await expect(sync(settings(b))).rejects.toMatchObject({
      code: 'ledger_newer',
      message: expect.stringContaining('The ledger in origin/main was written by Clipbook 9.8.7 or newer'),
    });
    expect(shared(b)).toEqual(before);
    expect(git(b.folder, 'status', '--porcelain')).toBe('');
  });

  test('keeps one of two rows that disagree, the same on both sides, and the other under rejected/', async () => {
    const { clones } = machines(2);
    const [a, b] = clones as [Machine, Machine];
    const at = { account_id: '1', observed_at: '2026-11-22T03:00:00Z' };
    await store(a, [{ ...at, followers: 200 }]);
    await store(b, [{ ...at, followers: 100 }]);
    await sync(settings(a));
    expect(await sync(settings(b))).toMatchObject({ merged: 1, conflicts: 1, pushed: true });
    await sync(settings(a));
    expect(await seen(a)).toEqual(['1 2026-11-22T03:00:00Z 100']);
    expect(shared(b)).toEqual(shared(a));
    const rejected = readFileSync(path.join(a.data, 'rejected/2026/11/2026-11-22.jsonl'), 'utf8');
    expect(rejected.trim().split('\n')).toHaveLength(1);
    expect(JSON.parse(rejected)).toMatchObject({
      rule: 'conflicting_observation',
      subject: '1',
      values: { offered: expect.stringContaining(',200,') },
    });
  });

  test('three machines at the same time: all rows of all three', async () => {
    const { clones } = machines(3);
    for (const [i, machine] of clones.entries())
      await store(
        machine,
        ['03', '04', '05'].map((hour) => ({
          account_id: String(i),
          observed_at: `2026-11-22T${hour}:00:00Z`,
        })),
      );
    const hasty = { ...liveEffects, sleep: (ms: number) => liveEffects.sleep(ms / 20) };
    const done = await Promise.all(clones.map((machine) => sync(settings(machine), {}, undefined, hasty)));
    expect(done.every(({ pushed }) => pushed)).toBe(true);
    for (const machine of clones) await sync(settings(machine));
    for (const machine of clones) {
      expect(await seen(machine)).toHaveLength(9);
      expect(shared(machine)).toEqual(shared(clones[0] as Machine));
    }
  });

  test('an edit by hand is still told after a merge of its month', async () => {
    const { clones } = machines(2);
    const [a, b] = clones as [Machine, Machine];
    await store(a, [{ account_id: '1', observed_at: '2026-11-21T03:00:00Z' }]);
    await sync(settings(a));
    await sync(settings(b));
    const edited = path.join(b.data, 'clean/v1/account/2026/11/2026-11-21.csv');
    writeFileSync(edited, readFileSync(edited, 'utf8').replace(',100,', ',999,'));
    await store(b, [{ account_id: '1', observed_at: '2026-11-22T03:00:00Z' }]);
    await store(a, [{ account_id: '1', observed_at: '2026-11-23T03:00:00Z' }]);
    await sync(settings(a));
    await sync(settings(b));
    const found = (await check(settings(b))).findings.filter(({ severity }) => severity === 'error');
    expect(found.map(({ rule, subject }) => `${rule} ${subject.split('/').at(-1)}`)).toEqual([
      'edited_by_hand 2026-11-21.csv',
    ]);
  });

  test('a conflict in a file of the person’s own gives the merge up and leaves everything as it was', async () => {
    const { clones } = machines(2);
    const [a, b] = clones as [Machine, Machine];
    for (const [machine, text] of [
      [a, 'one'],
      [b, 'two'],
    ] as const) {
      await store(machine, [{ account_id: text === 'one' ? '1' : '2', observed_at: '2026-11-22T03:00:00Z' }]);
      appendFileSync(
        path.join(machine.data, 'watchlist.csv'),
        `kind,key,zone,cadence,follow_days,tags,note\naccount,${text},,,,,\n`,
      );
      git(machine.folder, 'add', 'data/watchlist.csv');
      git(machine.folder, 'commit', '--quiet', '--message', text);
    }
    await sync(settings(a));
    await expect(sync(settings(b))).rejects.toMatchObject({
      code: 'sync_conflict',
      message: expect.stringContaining('watchlist.csv'),
    });
    expect(await seen(b)).toEqual(['2 2026-11-22T03:00:00Z 100']);
    expect(git(b.folder, 'status', '--porcelain')).toBe('');
    expect(existsSync(path.join(b.folder, '.git/MERGE_HEAD'))).toBe(false);
    expect(existsSync(path.join(b.data, '.lock'))).toBe(false);
  });

  test('says what is missing: no repository, no remote', async () => {
    const alone = { folder: temporaryFolder(), data: temporaryFolder() };
    await expect(sync(settings(alone))).rejects.toMatchObject({ code: 'not_a_repository', exitCode: 2 });
    git(alone.data, 'init', '--quiet', '--initial-branch=main');
    await expect(sync(settings(alone))).rejects.toMatchObject({ code: 'no_remote' });
  });

  test('a plain git pull merges days by key where the driver is set up', async () => {
    const { clones } = machines(2);
    const [a, b] = clones as [Machine, Machine];
    await store(a, [{ account_id: '1', observed_at: '2026-11-22T03:00:00Z' }]);
    await store(b, [{ account_id: '2', observed_at: '2026-11-22T05:00:00Z' }]);
    for (const { folder } of clones) {
      git(folder, 'add', 'data');
      git(folder, 'commit', '--quiet', '--message', 'by hand');
    }
    git(a.folder, 'push', '--quiet', 'origin', 'main');
    const attributes = readFileSync(path.join(root, '.gitattributes'), 'utf8');
    writeFileSync(path.join(b.folder, '.git/info/attributes'), attributes);
    const bin = path.join(root, 'scripts/bin.mjs');
    git(b.folder, 'config', 'merge.clipbook.driver', `"${process.execPath}" "${bin}" merge-driver %A %B %P`);
    git(b.folder, 'pull', '--quiet', '--no-rebase', '--no-edit', 'origin', 'main');
    expect(await seen(b)).toEqual(['1 2026-11-22T03:00:00Z 100', '2 2026-11-22T05:00:00Z 100']);
    expect((await check(settings(b), { fixManifest: true })).manifests_fixed).toBe(1);
  });
});
