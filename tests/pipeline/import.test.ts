import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { simulatedEffects } from '../../lib/effects.ts';
import { InputError } from '../../lib/errors.ts';
import { readImportOptions } from '../../lib/import/options.ts';
import { importFiles } from '../../lib/pipeline/import.ts';
import { answer } from '../../lib/simulate/answer.ts';
import { createWorld } from '../../lib/simulate/world.ts';
import { readTable } from '../../lib/store/tables.ts';
import { temporaryFolder, treeOf } from '../helpers/ledger.ts';
import { settingsFor } from '../helpers/settings.ts';

const effects = simulatedEffects(new Date('2026-11-22T12:00:00Z'));
const run = (data: string, files: string[], options = {}) =>
  importFiles(settingsFor(data), files, options, undefined, effects);

function file(name: string, text: string | Uint8Array): string {
  const at = path.join(temporaryFolder(), name);
  writeFileSync(at, text);
  return at;
}

const series = [
  'date,username,user_id,followers,likes,videos',
  '2026-11-01,nasa,6800000000000000001,1000,50000,10',
  '2026-11-02,nasa,6800000000000000001,1.2M,60000,10',
  '2026-11-02,nasa,6800000000000000001,1.2M,60000,10',
  '2026-11-02,nasa,6800000000000000001,1300000,60000,10',
  ',,,,,',
  '2026-11-31,nasa,6800000000000000001,1000,50000,10',
  '2026-11-03,../../etc/passwd,,1000,50000,10',
  '2026-11-03,a/b,,1000,50000,10',
  '2026-11-04,nasa,6800000000000000001,0,50000,10',
  '2026-11-05,nasa,6800000000000000001,-5,50000,10',
  '2026-11-06,nasa,6800000000000000001,many,50000,10',
  '2026-11-07,nasa,6800000000000000001,,,',
  '2026-11-08,nasa,6800000000000000001,1001,50000',
  '2015-11-08,nasa,6800000000000000001,1001,50000,10',
  '2026-12-08,nasa,6800000000000000001,1001,50000,10',
  '2026-11-09,nasa,6800000000000000001,0,0,0',
  '',
].join('\n');
/** Of the rows above: one line stored twice is a duplicate, and each refused one breaks its own rule. */
const expectedRules = {
  conflicting_observation: 1,
  blank_row: 1,
  impossible_date: 1,
  bad_handle: 2,
  zero_glitch: 1,
  negative_count: 1,
  not_a_count: 1,
  not_observed: 1,
  ragged_row: 1,
  date_out_of_range: 2,
  all_zero: 1,
};

const accounts = { nasa: 'nasa', esa: 'esa' };
/** The ledger without what tells of runs. */
const dataOf = (root: string) =>
  Object.fromEntries(Object.entries(treeOf(root)).filter(([name]) => !/^(?:state\.json|logs\/)/.test(name)));

describe('an import', () => {
  test('accounts for every source row', async () => {
    const data = temporaryFolder();
    const summary = await run(data, [file('series.csv', series)]);
    expect(summary).toMatchObject({ read: 16, stored: 2, duplicates: 1, rejected: 13 });
    expect(summary.files).toHaveLength(1);
    const [first] = summary.files;
    expect(first).toMatchObject({ file: 'series.csv', kind: 'account-series', read: 16 });
    expect(first?.rules).toEqual(expectedRules);
    expect(Object.values(expectedRules).reduce((sum, count) => sum + count, 0)).toBe(summary.rejected);
  });

  test('keeps each refused row with its rule, line and cells, where it can be found again', async () => {
    const data = temporaryFolder();
    const summary = await run(data, [file('series.csv', series)]);
    const kept = Object.entries(treeOf(data))
      .filter(([name]) => name.startsWith('rejected/'))
      .flatMap(([, text]) => text.trim().split('\n'))
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(kept).toHaveLength(summary.rejected);
    expect(kept.map((each) => each['line']).sort((a, b) => Number(a) - Number(b))).toEqual([
      5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17,
    ]);
    for (const each of kept) expect(each).toMatchObject({ file: 'series.csv', message: expect.any(String) });
    expect(kept.find((each) => each['line'] === 8)).toMatchObject({ rule: 'bad_handle' });
  });

  test('writes nothing outside its root, whatever handles the rows name', async () => {
    const data = temporaryFolder();
    await run(data, [file('series.csv', series)]);
    expect(Object.keys(treeOf(data)).filter((name) => /etc|passwd|\.\./.test(name))).toEqual([]);
  });

  test('again stores nothing, counts duplicates, and changes no byte', async () => {
    const data = temporaryFolder();
    const csv = file('series.csv', series);
    await run(data, [csv]);
    const before = dataOf(data);
    const again = await run(data, [csv]);
    expect(again).toMatchObject({ read: 16, stored: 0, duplicates: 3, rejected: 13 });
    expect(again.files[0]?.rules).toMatchObject({ conflicting_observation: 1 });
    expect(dataOf(data)).toEqual(before);
  });

  test('of files that each hold one counter of the same accounts and days makes one row of them, in either order', async () => {
    const followers = file('followers.csv', 'date,nasa,esa\n2026-11-01,100,1.2M\n2026-11-02,110,\n');
    const likes = file('likes.csv', 'date,nasa,esa\n2026-11-01,7,1300\n2026-11-02,8,1400\n');
    const options = readImportOptions({ rounding: 'web' }, effects);
    const [a, b] = [temporaryFolder(), temporaryFolder()];
    expect((await run(a, [followers, likes], { ...options, accounts })).files).toMatchObject([
      { read: 3, stored: 3, filled: 0, duplicates: 0, rejected: 0 },
      { read: 4, stored: 4, filled: 3, duplicates: 0, rejected: 0 },
    ]);
    await run(b, [likes], { ...options, accounts });
    // A dry run counts the same and keeps nothing.
    const dry = await run(b, [followers], { ...options, accounts, dryRun: true });
    expect(dry.files).toMatchObject([{ read: 3, stored: 3, filled: 3, rejected: 0 }]);
    expect(await run(b, [followers], { ...options, accounts })).toMatchObject({ read: 3, stored: 3 });
    const rows = async (data: string) =>
      (await readTable('account', { data })).map((row) => [
        ...[row.handle, row.observed_at.slice(0, 10), row.followers, row.followers_step],
        ...[row.likes, row.likes_step, row.rounding],
      ]);
    expect(await rows(a)).toEqual([
      ['esa', '2026-11-01', 1_200_000, 100_000, 1300, 1, 'nearest'],
      ['nasa', '2026-11-01', 100, 1, 7, 1, 'exact'],
      ['esa', '2026-11-02', null, null, 1400, 1, 'exact'],
      ['nasa', '2026-11-02', 110, 1, 8, 1, 'exact'],
    ]);
    expect(await rows(b)).toEqual(await rows(a));
    const before = dataOf(a);
    expect(await run(a, [likes, followers], { ...options, accounts })).toMatchObject({
      ...{ read: 7, stored: 0, duplicates: 7, rejected: 0 },
    });
    expect(dataOf(a)).toEqual(before);
    // A value that is stored is not changed by a row that would fill another cell.
    const other = file('other.csv', 'date,username,followers,likes,videos\n2026-11-01,nasa,101,7,5\n');
    expect(await run(a, [other], options)).toMatchObject({ stored: 0, rejected: 1 });
    expect(await rows(a)).toEqual(await rows(b));
  });

  test('of the same rows under another name and in another order gives the same rows', async () => {
    const [header = '', first = '', second = ''] = series.split('\n');
    const [a, b] = [temporaryFolder(), temporaryFolder()];
    await run(a, [file('a.csv', [header, first, second].join('\n'))]);
    await run(b, [file('b.csv', [header, second, first].join('\r\n'))]);
    const rowsOf = async (data: string) =>
      (await readTable('account', { data })).map(({ capture_id: _id, ...row }) => row);
    expect(await rowsOf(b)).toEqual(await rowsOf(a));
  });

  test('keeps the file as it came, once', async () => {
    const data = temporaryFolder();
    await run(data, [file('Some Name.CSV', series)]);
    await run(data, [file('other.csv', series)]);
    const kept = Object.keys(treeOf(data)).filter((name) => name.startsWith('raw/'));
    expect(kept).toHaveLength(1);
    expect(gunzipSync(readFileSync(path.join(data, kept[0] as string))).toString()).toBe(series);
  });

  test('that only tries counts the same and leaves nothing', async () => {
    const data = temporaryFolder();
    const csv = file('series.csv', series);
    const tried = await run(data, [csv], { dryRun: true });
    expect(treeOf(data)).toEqual({});
    const files = tried.files.map(({ first_rows: _shown, ...file }) => file);
    expect(await run(data, [csv])).toEqual({ ...tried, files });
    const before = treeOf(data);
    expect(await run(data, [csv], { dryRun: true })).toMatchObject({ stored: 0, duplicates: 3 });
    expect(treeOf(data)).toEqual(before);
  });

  test('that only tries does not make the data folder', async () => {
    const data = path.join(temporaryFolder(), 'none');
    await run(data, [file('series.csv', series)], { dryRun: true });
    expect(existsSync(data)).toBe(false);
  });

  test('of several files adds up, and nothing is stored where one of them cannot be read', async () => {
    const data = temporaryFolder();
    const good = file('good.csv', series);
    const other = file('other.csv', 'date,username,followers\n2026-11-01,esa,5\n');
    await expect(run(data, [good, file('x.bin', new Uint8Array([0, 1, 2, 0]))])).rejects.toThrow(InputError);
    expect(treeOf(data)).toEqual({});
    const summary = await run(data, [good, other]);
    expect(summary).toMatchObject({ read: 17, stored: 3, duplicates: 1, rejected: 13 });
    expect(summary.files.map((each) => each.read)).toEqual([16, 1]);
  });

  test('is on record', async () => {
    const data = temporaryFolder();
    await run(data, [file('series.csv', series)]);
    expect(JSON.parse(readFileSync(path.join(data, 'state.json'), 'utf8'))).toMatchObject({
      runs: [
        {
          command: 'import',
          started_at: '2026-11-22T12:00:00Z',
          exit_code: 3,
          counts: { read: 16, stored: 2, duplicates: 1, rejected: 13 },
        },
      ],
    });
  });
});

describe('a saved page', () => {
  const world = createWorld({ seed: 3, accounts: 6, start: '2026-01-01', days: 40 });
  const at = new Date('2026-02-05T10:00:00Z');
  const creator = (status: string) =>
    world.creators.find((each) => world.statusOf(each, at) === status)?.persona.handle ?? 'none';
  const saved = (handle: string) =>
    file(`${handle}.html`, answer(world, at, `/@${handle}`, { robots: 'own', pageBytes: 0 }).body);
  const options = (handle: string) =>
    readImportOptions({ at: '2026-02-05T10:00:00Z', account: handle }, effects);

  test('with numbers is one source row, and again a duplicate', async () => {
    const data = temporaryFolder();
    const handle = creator('ok');
    const page = saved(handle);
    expect(await run(data, [page], options(handle))).toMatchObject({ read: 1, stored: 1, rejected: 0 });
    const rows = await readTable('account', { data });
    expect(rows).toMatchObject([{ handle, observed_at: '2026-02-05T10:00:00Z' }]);
    expect(rows[0]?.source).toMatch(/^simulated:/);
    expect(await run(data, [page], options(handle))).toMatchObject({ read: 1, stored: 0, duplicates: 1 });
  });

  test.each(['private', 'deleted'])(
    'of a %s account tells its state, once, and no number',
    async (status) => {
      const data = temporaryFolder();
      const handle = creator(status);
      const page = saved(handle);
      expect(await run(data, [page], options(handle))).toMatchObject({ read: 1, stored: 1, rejected: 0 });
      expect(await readTable('account', { data })).toEqual([]);
      expect(await readTable('account_info', { data })).toMatchObject([
        { handle, status: status === 'deleted' ? 'not_found' : 'private' },
      ]);
      expect(await run(data, [page], options(handle))).toMatchObject({ read: 1, stored: 0, duplicates: 1 });
    },
  );

  test('that holds neither number nor state is refused', async () => {
    const data = temporaryFolder();
    const page = file('empty.html', '<html><title>Hello</title><body>webapp</body></html>');
    const summary = await run(data, [page], { ...options('someone'), as: 'account-page' });
    expect(summary).toMatchObject({ read: 1, stored: 0, rejected: 1 });
    expect(summary.files[0]?.rules).toEqual({ page_without_numbers: 1 });
  });
});
