import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { zstdDecompressSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { simulatedEffects } from '../../lib/effects.ts';
import { createBackup, listBackups, pruneBackups, verifyBackups } from '../../lib/pipeline/backup.ts';
import { check } from '../../lib/pipeline/check.ts';
import { restoreBackup } from '../../lib/pipeline/restore.ts';
import { silent } from '../../lib/schema/progress.ts';
import { readTable } from '../../lib/store/tables.ts';
import { LedgerWriter } from '../../lib/store/writer.ts';
import { jsonOf, runHere } from '../helpers/command.ts';
import { accountRow, postRow, temporaryFolder, treeOf } from '../helpers/ledger.ts';
import { keys, startS3 } from '../helpers/s3-store.ts';
import { settingsFor } from '../helpers/settings.ts';
import { archiveOf } from '../operate/backup/memory-place.ts';

interface Project {
  folder: string;
  data: string;
  backups: string;
}

function put(file: string, text: string): void {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
}

async function observe(data: string, day: string, followers: number): Promise<void> {
  const writer = await LedgerWriter.open(data, 'test', { capture_id: 'c1', file: null });
  writer.add('account', accountRow({ observed_at: `${day}T03:00:00Z`, followers }), 0, true);
  writer.add('post', postRow({ observed_at: `${day}T03:00:00Z`, views: followers * 2 }), 0, true);
  await writer.commit();
}

async function project(): Promise<Project> {
  const folder = temporaryFolder('clipbook-backup-');
  const data = path.join(folder, 'data');
  await observe(data, '2026-11-20', 100);
  await observe(data, '2026-11-21', 110);
  put(path.join(data, 'watchlist.csv'), 'kind,key,zone,cadence,follow_days,tags,note\naccount,nasa,,,,,\n');
  put(path.join(data, 'state.json'), '{"runs":[]}');
  put(path.join(data, 'raw/2026/11/20/a.gz'), 'a page');
  put(path.join(folder, 'clipbook.config.json'), '{"title":"Museums"}');
  return { folder, data, backups: path.join(folder, 'backups') };
}

const clock = (instant: string) => simulatedEffects(new Date(instant));
const create = ({ data, folder, backups }: Project, at = '2026-11-22T03:04:05Z', options = {}) =>
  createBackup(settingsFor(data), { to: backups, project: folder, ...options }, silent, clock(at));
const restore = ({ data, folder, backups }: Project, options = {}) =>
  restoreBackup(settingsFor(data), { from: backups, project: folder, ...options });

/** The files of a ledger that a backup holds, but for the state, which has a new run after it. */
function ledgerOf(folder: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(treeOf(folder)).filter(([name]) => !/^(?:state\.json|raw\/|logs\/)/.test(name)),
  );
}

/** Everything that is in an archive, headers and names too, as one text. */
function textOf(folder: string, name: string): string {
  return zstdDecompressSync(readFileSync(path.join(folder, name))).toString('latin1');
}

describe('a backup', () => {
  test('comes back as it was, byte by byte, with its settings file and its state, and passes the checks', async () => {
    const made = await project();
    const before = treeOf(made.data);
    const summary = await create(made);
    expect(summary).toMatchObject({
      name: 'clipbook-2026-11-22T030405Z.tar.zst',
      created_at: '2026-11-22T03:04:05Z',
      left_out: [],
    });
    expect(readdirSync(made.backups)).toEqual([summary.name]);
    const files = Object.keys(before).filter((name) => !name.startsWith('raw/'));
    expect(summary.files).toBe(files.length + 1);
    rmSync(made.data, { recursive: true });
    rmSync(path.join(made.folder, 'clipbook.config.json'));
    const restored = await restore(made);
    expect(restored).toMatchObject({
      files: files.length,
      removed: 0,
      settings: 'restored',
      unchanged: false,
    });
    const { 'raw/2026/11/20/a.gz': _raw, ...expected } = before;
    expect(treeOf(made.data)).toEqual(expected);
    expect(readFileSync(path.join(made.folder, 'clipbook.config.json'), 'utf8')).toBe('{"title":"Museums"}');
    expect((await check(settingsFor(made.data))).errors).toBe(0);
  });

  test('with --raw holds the captures as well', async () => {
    const made = await project();
    put(path.join(made.data, 'raw/imports/b.csv.gz'), 'an import');
    await create(made, undefined, { raw: true });
    const into = path.join(made.folder, 'other');
    await restore(made, { into });
    expect(treeOf(path.join(into, 'raw'))).toEqual({
      '2026/11/20/a.gz': 'a page',
      'imports/b.csv.gz': 'an import',
    });
  });

  test('is recorded as a run', async () => {
    const made = await project();
    await create(made);
    const { runs } = JSON.parse(readFileSync(path.join(made.data, 'state.json'), 'utf8')) as {
      runs: object[];
    };
    expect(runs.at(-1)).toMatchObject({ command: 'backup', exit_code: 0 });
  });

  test('of a folder without a ledger is refused, and leaves nothing', async () => {
    const folder = temporaryFolder();
    const nowhere = { folder, data: path.join(folder, 'data'), backups: path.join(folder, 'backups') };
    await expect(create(nowhere)).rejects.toMatchObject({ code: 'nothing_to_back_up', exitCode: 2 });
    expect(readdirSync(folder)).toEqual([]);
  });

  test('two within a second have a name each', async () => {
    const made = await project();
    await create(made);
    expect((await create(made)).name).toBe('clipbook-2026-11-22T030405Z.2.tar.zst');
    expect(
      (await listBackups(settingsFor(made.data), made.backups)).archives.map(({ name }) => name),
    ).toEqual(['clipbook-2026-11-22T030405Z.2.tar.zst', 'clipbook-2026-11-22T030405Z.tar.zst']);
  });

  test('waits for a command that writes, and says who it is where that takes too long', async () => {
    const made = await project();
    const lock = path.join(made.data, '.lock');
    const owner = { pid: process.ppid, host: hostname(), command: 'collect', since: '2026-11-22T03:00:00Z' };
    writeFileSync(lock, JSON.stringify(owner));
    await expect(create(made)).rejects.toMatchObject({ code: 'ledger_busy', message: /"collect"/ });
    await expect(create(made, undefined, { waitMs: 2000 })).rejects.toMatchObject({ code: 'ledger_busy' });
    const effects = clock('2026-11-22T03:04:05Z');
    const sleep = effects.sleep;
    effects.sleep = async (waitMs, signal) => {
      rmSync(lock);
      await sleep(waitMs, signal);
    };
    const options = { to: made.backups, project: made.folder, waitMs: 2000 };
    await createBackup(settingsFor(made.data), options, silent, effects);
    expect(readdirSync(made.backups)).toHaveLength(1);
  });

  test('holds what a run had decided that died before it was carried out, and nothing that was not', async () => {
    const made = await project();
    put(path.join(made.data, '.staging/import-1/0'), 'kind,key\n');
    put(path.join(made.data, '.staging/import-1/go.json'), '[{"from":"0","to":"watchlist.csv"}]');
    put(path.join(made.data, '.staging/import-2/0'), 'undecided');
    const { name } = await create(made);
    expect(textOf(made.backups, name)).not.toContain('undecided');
    const into = path.join(made.folder, 'other');
    await restore(made, { into });
    expect(readFileSync(path.join(into, 'watchlist.csv'), 'utf8')).toBe('kind,key\n');
  });
});

describe('secrets', () => {
  const planted = 'PLANTED-SECRET-7f3a';

  test('in files that belong to no ledger are in no archive, whatever they are called', async () => {
    const made = await project();
    for (const name of [
      'data/.env',
      'data/.lock.17',
      'data/.hidden/clean/v1/account/2026/11/2026-11-20.csv',
      'data/tokens.json',
      'data/display-tokens.json',
      'data/user_data_tiktok.json',
      'data/clean/.env',
      'data/clean/notes.txt',
      'data/clean/v1/account/2026/11/id_rsa',
      'data/clean/v1/account/2026/11/2026-11-20.csv.bak',
      'data/schema/credentials.json',
      'data/reports/weekly/.netrc',
      'data/reports/weekly/tokens.html',
      'data/raw/imports/user_data_tiktok.json',
      'data/raw/tokens.gz',
      '.env',
      '.npmrc',
      'tokens.json',
      'user_data_tiktok.json',
    ])
      put(path.join(made.folder, name), planted);
    put(path.join(made.folder, 'outside/rules.json'), planted);
    symlinkSync(path.join(made.folder, 'outside/rules.json'), path.join(made.data, 'rules.json'));
    const { name, left_out } = await create(made, undefined, { raw: true });
    expect(textOf(made.backups, name)).not.toContain(planted);
    expect(left_out.map(({ file }) => file)).toEqual([
      'clean/notes.txt',
      'clean/v1/account/2026/11/2026-11-20.csv.bak',
      'clean/v1/account/2026/11/id_rsa',
      'display-tokens.json',
      'raw/imports/user_data_tiktok.json',
      'raw/tokens.gz',
      'reports/weekly/tokens.html',
      'rules.json',
      'schema/credentials.json',
      'tokens.json',
      'user_data_tiktok.json',
    ]);
    expect(JSON.stringify(left_out)).not.toContain(planted);
  });

  test.each([
    [{ webhook: `https://example.org/${planted}` }, 'webhook'],
    [{ site: `https://me:${planted}@example.org` }, 'credentials'],
    [{ token: planted }, 'nobody knows'],
  ])('a settings file with %j is left out, and the person is told', async (settings, why) => {
    const made = await project();
    put(path.join(made.folder, 'clipbook.config.json'), JSON.stringify(settings));
    const { name, left_out } = await create(made);
    expect(textOf(made.backups, name)).not.toContain(planted);
    expect(left_out).toEqual([{ file: 'clipbook.config.json', why: expect.stringContaining(why) }]);
  });

  test.each([
    ['a small file', JSON.stringify([{ id: planted }])],
    // Across the end of a chunk of 64 KiB, in a file that is read as it is packed.
    ['a large file', `${' '.repeat(5 * 65_536 - 9)}${planted}${' '.repeat(1 << 20)}`],
  ])(
    'of the environment in %s of the ledger stop the backup; the message does not tell them',
    async (_, text) => {
      const made = await project();
      put(path.join(made.data, 'rules.json'), text);
      const settings = settingsFor(made.data, { research_client_secret: planted });
      const failure = createBackup(settings, { to: made.backups, project: made.folder });
      await expect(failure).rejects.toMatchObject({ code: 'secret_found', exitCode: 2 });
      await failure.catch((error: Error) => {
        expect(error.message).toContain('data/rules.json');
        expect(error.message).not.toContain(planted);
      });
      expect(readdirSync(made.backups)).toEqual([]);
    },
  );
});

describe('restoring', () => {
  test('a ledger that is not empty is left alone; --replace makes it what the backup holds', async () => {
    const made = await project();
    await create(made);
    const kept = ledgerOf(made.data);
    await observe(made.data, '2026-11-22', 120);
    put(path.join(made.data, 'notes.txt'), 'mine');
    const changed = treeOf(made.data);
    await expect(restore(made)).rejects.toMatchObject({ code: 'ledger_not_empty', exitCode: 2 });
    expect(treeOf(made.data)).toEqual(changed);
    const { removed, settings } = await restore(made, { replace: true });
    expect(removed).toBe(2);
    expect(settings).toBe('same');
    expect(ledgerOf(made.data)).toEqual({ ...kept, 'notes.txt': 'mine' });
    expect(treeOf(made.data)['raw/2026/11/20/a.gz']).toBe('a page');
  });

  test('a folder that holds anything else is no place for a ledger', async () => {
    const made = await project();
    await create(made);
    const into = path.join(made.folder, 'photos');
    put(path.join(into, 'holiday.jpg'), 'sun');
    await expect(restore(made, { into })).rejects.toMatchObject({ code: 'ledger_not_empty' });
    expect(treeOf(into)).toEqual({ 'holiday.jpg': 'sun' });
  });

  test('once more where it was done already changes nothing and is no error', async () => {
    const made = await project();
    await create(made);
    const into = path.join(made.folder, 'other');
    await restore(made, { into });
    const once = treeOf(into);
    expect(await restore(made, { into })).toMatchObject({ unchanged: true, files: 0 });
    expect(treeOf(into)).toEqual(once);
  });

  test('a settings file that is there stays', async () => {
    const made = await project();
    await create(made);
    put(path.join(made.folder, 'clipbook.config.json'), '{"title":"Mine"}');
    rmSync(made.data, { recursive: true });
    expect((await restore(made)).settings).toBe('left');
    expect(readFileSync(path.join(made.folder, 'clipbook.config.json'), 'utf8')).toBe('{"title":"Mine"}');
  });

  test('one table: its files and the description of the ledger change, and nothing else', async () => {
    const made = await project();
    await create(made);
    const kept = ledgerOf(made.data);
    rmSync(path.join(made.data, 'clean/v1/account'), { recursive: true });
    await observe(made.data, '2026-11-25', 150);
    await expect(restore(made, { table: 'post' })).rejects.toMatchObject({ code: 'ledger_not_empty' });
    await restore(made, { table: 'account', replace: true });
    expect((await readTable('account', { data: made.data })).map(({ followers }) => followers)).toEqual([
      100, 110,
    ]);
    expect((await readTable('post', { data: made.data })).map(({ views }) => views)).toEqual([200, 220, 300]);
    expect((await check(settingsFor(made.data))).errors).toBe(0);
    const posts = Object.keys(ledgerOf(made.data)).filter((name) => name.includes('v1/post/'));
    expect(posts).toHaveLength(Object.keys(kept).filter((name) => name.includes('v1/post/')).length + 1);
    await expect(restore(made, { table: 'followers' })).rejects.toMatchObject({ code: 'unknown_table' });
    await expect(restore(made, { table: 'sound' })).rejects.toMatchObject({ code: 'table_not_in_backup' });
  });

  test('as of a day: the newest backup at or before it', async () => {
    const made = await project();
    await create(made, '2026-11-21T23:59:59Z');
    await observe(made.data, '2026-11-22', 120);
    await create(made, '2026-11-22T23:59:59Z');
    await observe(made.data, '2026-11-23', 130);
    await create(made, '2026-11-25T00:00:00Z');
    const followersAsOf = async (asOf: string) => {
      const into = path.join(made.folder, `as-of-${asOf}`);
      await restore(made, { asOf, into });
      return (await readTable('account', { data: into })).at(-1)?.followers;
    };
    expect(await followersAsOf('2026-11-21')).toBe(110);
    expect(await followersAsOf('2026-11-22')).toBe(120);
    expect(await followersAsOf('2026-11-24')).toBe(120);
    expect(await followersAsOf('2026-11-25')).toBe(130);
    await expect(restore(made, { asOf: '2026-11-20' })).rejects.toMatchObject({ code: 'backup_missing' });
  });

  test('from a damaged archive changes nothing; a table whose part is sound still comes back', async () => {
    const made = await project();
    // Three megabytes of another table, so that accounts and posts are in parts of their own.
    put(path.join(made.data, 'clean/v1/hashtag/2026/11/2026-11-20.csv'), 'x'.repeat(3_000_000));
    const { name, parts } = await create(made);
    expect(parts).toBeGreaterThan(2);
    const file = path.join(made.backups, name);
    const bytes = readFileSync(file);
    bytes.writeUInt8((bytes[100] as number) ^ 1, 100);
    writeFileSync(file, bytes);
    const verified = await verifyBackups(settingsFor(made.data), made.backups);
    expect(verified.damaged).toBe(1);
    expect(verified.archives[0]?.damage).toMatchObject([{ where: `part 1 of ${parts}` }]);
    const into = path.join(made.folder, 'other');
    await expect(restore(made, { into })).rejects.toMatchObject({ code: 'backup_damaged', exitCode: 2 });
    expect(existsSync(into)).toBe(false);
    const before = treeOf(made.data);
    await expect(restore(made, { replace: true })).rejects.toMatchObject({ code: 'backup_damaged' });
    expect(treeOf(made.data)).toEqual(before);
    await restore(made, { into, table: 'post' });
    expect(await readTable('post', { data: into })).toHaveLength(2);
  });

  test('one archive may be named by its path', async () => {
    const made = await project();
    const { name } = await create(made);
    const into = path.join(made.folder, 'other');
    await restoreBackup(settingsFor(made.data), { from: path.join(made.backups, name), into });
    expect(ledgerOf(into)).toEqual(ledgerOf(made.data));
  });

  test.each([
    ['a table of a later version', 'data/clean/v9/account/2026/11/2026-11-20.csv', 'x'],
    ['a table that nobody knows', 'data/clean/v1/moods/2026/11/2026-11-20.csv', 'x'],
    ['a later layout', 'data/datapackage.json', '{"clipbook":{"layout":99,"needs":"9.9.9"}}'],
  ])('of %s is refused', async (_, file, text) => {
    const made = await project();
    await create(made);
    const name = 'clipbook-2026-12-01T000000Z.tar.zst';
    writeFileSync(path.join(made.backups, name), await archiveOf({ [file]: text }));
    const into = path.join(made.folder, 'other');
    await expect(restore(made, { into })).rejects.toMatchObject({
      code: expect.stringMatching(/^(?:backup|ledger)_newer$/),
      exitCode: 2,
    });
    expect(existsSync(into)).toBe(false);
  });
});

describe('retention', () => {
  test('removes what is not to be kept, and never what another program or ledger wrote', async () => {
    const made = await project();
    for (const day of ['2026-09-10', '2026-09-20', '2026-10-05', '2026-11-21', '2026-11-22'])
      await create(made, `${day}T03:00:00Z`);
    const other = await create(made, '2026-09-11T03:00:00Z', { ledger: 'museums' });
    const fake = 'clipbook-2026-09-01T000000Z.tar.zst';
    for (const name of [fake, 'holiday.tar.zst', 'notes.txt']) put(path.join(made.backups, name), 'mine');
    const keep = { daily: 1, weekly: 0, monthly: 2 };
    const planned = await pruneBackups(settingsFor(made.data), made.backups, { keep, dryRun: true });
    expect(readdirSync(made.backups)).toHaveLength(9);
    const summary = await pruneBackups(settingsFor(made.data), made.backups, { keep });
    expect(summary).toEqual(planned);
    expect(summary.removed).toEqual([
      'clipbook-2026-11-21T030000Z.tar.zst',
      'clipbook-2026-09-20T030000Z.tar.zst',
      'clipbook-2026-09-10T030000Z.tar.zst',
    ]);
    expect(summary.left).toEqual([fake]);
    expect(readdirSync(made.backups).toSorted()).toEqual(
      [
        'clipbook-2026-10-05T030000Z.tar.zst',
        'clipbook-2026-11-22T030000Z.tar.zst',
        fake,
        'holiday.tar.zst',
        other.name,
        'notes.txt',
      ].toSorted(),
    );
  });

  test('after a backup, where it is said', async () => {
    const made = await project();
    await create(made, '2026-11-20T03:00:00Z');
    const { removed } = await create(made, '2026-11-22T03:00:00Z', {
      keep: { daily: 1, weekly: 0, monthly: 0 },
    });
    expect(removed).toEqual(['clipbook-2026-11-20T030000Z.tar.zst']);
  });
});

describe('what killed backups left', () => {
  test('is no backup, and goes with the next one; what a living process writes stays', async () => {
    const made = await project();
    const nobody = 2 ** 22 + 1;
    const left = (pid: number, host = hostname()) =>
      `.clipbook-2026-11-20T030405Z.tar.zst.${host}.${pid}.partial`;
    put(path.join(made.backups, left(nobody)), 'half');
    put(path.join(made.backups, left(process.ppid)), 'at work');
    expect((await listBackups(settingsFor(made.data), made.backups)).archives).toEqual([]);
    await expect(verifyBackups(settingsFor(made.data), made.backups)).rejects.toMatchObject({
      code: 'backup_missing',
    });
    const { swept, name } = await create(made);
    expect(swept).toBe(1);
    expect(readdirSync(made.backups).toSorted()).toEqual([left(process.ppid), name].toSorted());
  });
});

describe('in an S3-compatible store', () => {
  test('a backup is made, checked, restored whole and by table, and what is not to be kept goes', async () => {
    const made = await project();
    const store = await startS3();
    const settings = settingsFor(made.data, { ...keys, s3_endpoint: store.endpoint, retries: 0 });
    const to = 's3://backups/museums';
    const keep = { daily: 1, weekly: 0, monthly: 0 };
    const first = await createBackup(settings, { to, project: made.folder });
    expect(await verifyBackups(settings, to)).toMatchObject({
      place: to,
      damaged: 0,
      archives: [{ ok: true }],
    });
    const into = path.join(made.folder, 'whole');
    await restoreBackup(settings, { from: to, into });
    expect(ledgerOf(into)).toEqual(ledgerOf(made.data));
    const oneTable = path.join(made.folder, 'table');
    await restoreBackup(settings, { from: `${to}/${first.name}`, into: oneTable, table: 'post' });
    expect(await readTable('post', { data: oneTable })).toHaveLength(2);
    const second = await createBackup(settings, { to, project: made.folder, keep });
    expect(second.removed).toEqual([first.name]);
    expect((await listBackups(settings, to)).archives.map(({ name }) => name)).toEqual([second.name]);
  });
});

describe('the command', () => {
  test('makes, lists, checks and restores, and prints one object each', async () => {
    const made = await project();
    const args = ['--data', made.data, '--json'];
    const created = jsonOf(await runHere(['backup', 'create', '--to', made.backups, ...args]));
    expect(created).toMatchObject({ place: made.backups, removed: [] });
    const listed = jsonOf(await runHere(['backup', 'list', '--from', made.backups, ...args]));
    expect(listed).toMatchObject({ archives: [{ name: created['name'] }] });
    const verified = await runHere(['backup', 'verify', '--from', made.backups, ...args]);
    expect(verified.code).toBe(0);
    expect(jsonOf(verified)).toMatchObject({ damaged: 0, archives: [{ ok: true }] });
    const into = path.join(made.folder, 'new');
    const restored = await runHere(['backup', 'restore', '--from', made.backups, '--data', into, '--json']);
    expect(restored.code).toBe(0);
    expect(ledgerOf(into)).toEqual(ledgerOf(made.data));
  });

  test('ends with 5 where an archive is damaged, and says where', async () => {
    const made = await project();
    const { name } = await create(made);
    const file = path.join(made.backups, name);
    const bytes = readFileSync(file);
    bytes.writeUInt8((bytes[200] as number) ^ 4, 200);
    writeFileSync(file, bytes);
    const { code, stderr } = await runHere(['backup', 'verify', '--from', made.backups]);
    expect(code).toBe(5);
    expect(stderr).toMatch(/DAMAGED\n {2}part 1 of 1 \(bytes 0 to \d+\): .+data\/clean\/v1\/account/);
  });

  test.each([
    [['backup'], 'bad_usage'],
    [['backup', 'erase'], 'bad_usage'],
    [['backup', 'create'], 'bad_usage'],
    [['backup', 'verify', '--from', 'nowhere'], 'backup_missing'],
    [['backup', 'create', '--to', 'ftp://host/x'], 'bad_place'],
    [['backup', 'restore', '--from', 'x', '--as-of', '22.11.'], 'bad_day'],
    [['backup', 'prune', '--from', 'x', '--keep-daily', 'many'], 'bad_number'],
    [['backup', 'create', '--to', 'x', '--name', '../x'], 'bad_usage'],
  ])('%j is refused', async (args, code) => {
    const finished = await runHere([...args, '--data', path.join(temporaryFolder(), 'none')]);
    expect(finished.code).toBe(2);
    expect(finished.stderr).toContain(`[${code}]`);
  });
});
