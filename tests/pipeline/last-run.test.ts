import {
  appendFileSync,
  cpSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import type { Settings } from '../../lib/config.ts';
import { transform } from '../../lib/pipeline/transform.ts';
import { readRemembered, writeRemembered } from '../../lib/store/remembered.ts';
import { LedgerWriter } from '../../lib/store/writer.ts';
import { dayGrid } from '../../lib/transform/daily.ts';
import { temporaryFolder, treeOf } from '../helpers/ledger.ts';
import { settingsFor } from '../helpers/settings.ts';
import { accountRow, infoRow, postInfoRow, postRow } from '../transform/rows.ts';

const as_of = '2026-03-20T03:00:00Z';
const accounts = ['7000000000000000001', '7000000000000000002'];

async function observe(data: string, day: number): Promise<void> {
  const writer = await LedgerWriter.open(data, 'test', { capture_id: 'c1', file: null });
  const observed_at = `2026-03-${String(day).padStart(2, '0')}T12:00:00Z`;
  for (const [i, account_id] of accounts.entries()) {
    const handle = `account_${i}`;
    const post_id = `710000000000000000${i}`;
    writer.add('account', accountRow({ account_id, handle, observed_at, followers: 1000 + 9 * day }));
    writer.add('account_info', infoRow({ account_id, handle, observed_at }));
    writer.add('post', postRow({ post_id, account_id, observed_at, views: 500 * day }));
    writer.add(
      'post_info',
      postInfoRow({ post_id, account_id, observed_at, created_at: '2026-03-01T09:00:00Z' }),
    );
  }
  await writer.commit();
}

let data: string;

/** A transform; whether it found that nothing had changed. */
async function run(changes: Partial<Settings> = {}) {
  const said: string[] = [];
  const summary = await transform(settingsFor(data, { as_of, cache: 'on', ...changes }), (text) =>
    said.push(text),
  );
  return { summary, isSame: said.includes('Nothing has changed since the last transform') };
}

const file = (name: string) => path.join(data, name);
const daily = 'derived/v1/account_daily/2026/03/2026-03-05.csv';

let prepared: string;

/** A ledger that was transformed twice, so that its files are older than what is known of them. */
beforeAll(async () => {
  data = mkdtempSync(path.join(tmpdir(), 'clipbook-test-'));
  for (const day of [1, 3, 4, 5, 6]) await observe(data, day);
  await run();
  await run();
  prepared = data;
  return () => rmSync(prepared, { recursive: true });
});

beforeEach(() => {
  data = temporaryFolder();
  cpSync(prepared, data, { recursive: true });
});

test('where nothing has changed nothing is computed, and the same is said', async () => {
  const first = await transform(settingsFor(data, { as_of, cache: 'off' }));
  const before = treeOf(data);
  const again = await run();
  expect(again.isSame).toBe(true);
  expect(again.summary).toEqual({ ...first, files_changed: 0 });
  expect(again.summary.tables.account_daily).toBe(12);
  const withoutCache = (tree: Record<string, string>) =>
    Object.fromEntries(Object.entries(tree).filter(([name]) => !name.startsWith('.cache/')));
  expect(withoutCache(treeOf(data))).toEqual(withoutCache(before));
});

test('files that were only touched have not changed', async () => {
  for (const name of [daily, 'clean/v1/account/2026/03/2026-03-05.csv'])
    utimesSync(file(name), new Date('2026-03-08T00:00:00Z'), new Date('2026-03-08T00:00:00Z'));
  expect((await run()).isSame).toBe(true);
});

test('what describes the ledger is mended where nothing else is done', async () => {
  const described = readFileSync(file('datapackage.json'), 'utf8');
  rmSync(file('datapackage.json'));
  expect((await run()).isSame).toBe(true);
  expect(JSON.parse(readFileSync(file('datapackage.json'), 'utf8')).resources).toEqual(
    JSON.parse(described).resources,
  );
});

const clean = 'clean/v1/account/2026/03/2026-03-05.csv';

test.each<[string, () => void | Promise<void>]>([
  ['a new day', () => observe(data, 7)],
  ['a late row', () => observe(data, 2)],
  [
    'an edited day',
    () => writeFileSync(file(clean), readFileSync(file(clean), 'utf8').replace(',1045,', ',1046,')),
  ],
  ['a lost day', () => rmSync(file(clean))],
  ['a lost day of posts', () => rmSync(file('clean/v1/post/2026/03/2026-03-04.csv'))],
  [
    'an edited derived file',
    () => writeFileSync(file(daily), readFileSync(file(daily), 'utf8').replace(',1045,', ',1046,')),
  ],
  ['a lost derived file', () => rmSync(file(daily))],
  ['a lost table', () => rmSync(file('derived/v1/summary/summary.csv'))],
  [
    'a derived file too many',
    () => writeFileSync(file(daily.replace('-05.csv', '-25.csv')), readFileSync(file(daily))),
  ],
  [
    'a watchlist',
    () =>
      writeFileSync(
        file('watchlist.csv'),
        'kind,key,zone,cadence,follow_days,tags,note\naccount,account_0,Asia/Tokyo,1d,,,\n',
      ),
  ],
  ['a damaged memory', () => appendFileSync(file('.cache/transform/last.json'), 'x')],
])('%s is noticed', async (_, change) => {
  await change();
  expect((await run()).isSame).toBe(false);
});

test.each<[string, Partial<Settings>]>([
  ['a later instant', { as_of: '2026-03-20T03:00:01Z' }],
  ['another zone', { zone: 'Asia/Tokyo' }],
  ['other tiers', { tiers: ['small=0', 'large=5000'] }],
])('%s is noticed', async (_, changes) => {
  expect((await run(changes)).isSame).toBe(false);
});

test('another version of a method is noticed', async () => {
  const method = dayGrid as { version: number };
  const { version } = method;
  method.version++;
  expect((await run()).isSame).toBe(false);
  method.version = version;
});

test('another program is noticed', async () => {
  const state = (await readRemembered(data, 'on', 'last')).get('state') as object;
  await writeRemembered(data, 'on', 'last', new Map([['state', { ...state, key: 'of another one' }]]));
  expect((await run()).isSame).toBe(false);
});

test('a derived file that was edited is as it was', async () => {
  const before = readFileSync(file(daily), 'utf8');
  writeFileSync(file(daily), before.replace(',1045,', ',1046,'));
  expect((await run()).summary.files_changed).toBe(1);
  expect(readFileSync(file(daily), 'utf8')).toBe(before);
});

test('a run of some tables does not count as a run, and is not one', async () => {
  const settings = settingsFor(data, { as_of, cache: 'on' });
  const said: string[] = [];
  await transform(settings, (text) => said.push(text), undefined, ['summary']);
  expect(said).not.toContain('Nothing has changed since the last transform');
  expect((await run()).isSame).toBe(true);
  await transform({ ...settings, as_of: '2026-03-19T03:00:00Z' }, undefined, undefined, ['summary']);
  expect((await run()).isSame).toBe(false);
});

test('without a cache everything is computed', async () => {
  expect((await run({ cache: 'off' })).isSame).toBe(false);
});
