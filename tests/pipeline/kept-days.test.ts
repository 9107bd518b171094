import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { addDays } from '../../lib/calendar.ts';
import { splitDays } from '../../lib/pipeline/kept-days.ts';
import { transform } from '../../lib/pipeline/transform.ts';
import { readRemembered, writeRemembered } from '../../lib/store/remembered.ts';
import { LedgerWriter } from '../../lib/store/writer.ts';
import { accountDaily } from '../../lib/transform/daily.ts';
import { temporaryFolder, treeOf } from '../helpers/ledger.ts';
import { settingsFor } from '../helpers/settings.ts';
import { accountRow } from '../transform/rows.ts';

const days = 45;
const dayOf = (index: number) => addDays('2026-03-01', index);
const ids = ['7000000000000000001', '7000000000000000002'];

async function observe(
  data: string,
  from: number,
  to: number,
  hour = 12,
  changes: object = {},
): Promise<void> {
  const writer = await LedgerWriter.open(data, 'test', { capture_id: 'c1', file: null });
  for (let day = from; day < to; day++)
    for (const [i, account_id] of ids.entries())
      writer.add(
        'account',
        accountRow({
          account_id,
          handle: `account_${i}`,
          observed_at: `${dayOf(day)}T${String(hour).padStart(2, '0')}:00:00Z`,
          followers: 1000 * (i + 1) + 7 * day + hour,
          ...changes,
        }),
      );
  await writer.commit();
}

const run = (data: string, day: number, cache = 'on') =>
  transform(settingsFor(data, { as_of: `${dayOf(day)}T03:00:00Z`, cache }));

const daily = (index: number) =>
  `derived/v1/account_daily/${dayOf(index).slice(0, 7).replace('-', '/')}/${dayOf(index)}.csv`;

let prepared: string;
let data: string;

beforeAll(async () => {
  prepared = mkdtempSync(path.join(tmpdir(), 'clipbook-test-'));
  await observe(prepared, 0, days);
  await run(prepared, days);
  return () => rmSync(prepared, { recursive: true });
});

beforeEach(() => {
  data = temporaryFolder();
  cpSync(prepared, data, { recursive: true });
});

test('days that are as they were are told by what their rows say', () => {
  const rows = Array.from({ length: 25 }, (_, day) =>
    accountRow({ account_id: '1', observed_at: `${dayOf(day)}T12:00:00Z`, followers: 100 + day }),
  );
  const { rows: made } = accountDaily(rows, { zones: new Map(), asOf: `${dayOf(25)}T03:00:00Z` });
  const first = splitDays(made, {}, new Set());
  expect(first.changed).toEqual(made);
  expect(first.kept).toEqual([]);
  // March 1 to 9, 10 to 19 and 20 to 25.
  expect(Object.keys(first.hashes)).toEqual(['2026-03-0', '2026-03-1', '2026-03-2']);

  const again = splitDays(made, first.hashes, new Set(['2026-03-1']));
  expect(again.kept.map(([id, stretch, kept]) => [id, stretch, kept.length])).toEqual([
    ['1', '2026-03-0', 9],
    ['1', '2026-03-2', 6],
  ]);
  expect(again.changed).toEqual(made.slice(9, 19));
  expect(again.hashes).toEqual(first.hashes);

  const other = splitDays(
    made.map((row) => (row.day === '2026-03-25' ? { ...row, likes: 1 } : row)),
    first.hashes,
    new Set(),
  );
  expect(other.changed.map(({ day }) => day)).toEqual(made.slice(19).map(({ day }) => day));
  expect(splitDays([], first.hashes, new Set())).toEqual({ changed: [], kept: [], hashes: {} });
});

test('after a day more the files of old days are left alone, and every row is counted', async () => {
  const before = statSync(path.join(data, daily(3)));
  await observe(data, days, days + 1);
  const summary = await run(data, days + 1);
  expect(summary.tables.account_daily).toBe(2 * (days + 1));
  expect(statSync(path.join(data, daily(3))).ino).toBe(before.ino);
  expect(readdirSync(path.dirname(path.join(data, daily(days))))).toContain(`${dayOf(days)}.csv`);
});

test('a file in which records of one account stay and those of another are written has both', async () => {
  const name = readdirSync(path.join(data, '.cache/transform')).find((file) =>
    file.startsWith('posts-'),
  ) as string;
  const memory = await readRemembered(data, 'on', path.basename(name, '.json'));
  const hashes = memory.get('days') as Record<string, Record<string, string>>;
  expect(Object.keys(hashes[ids[0] as string] ?? {})).toHaveLength(6);
  // Of the first account nothing is known: all its rows are written.
  const changed = { ...hashes, [ids[0] as string]: {} };
  await writeRemembered(data, 'on', path.basename(name, '.json'), new Map([...memory, ['days', changed]]));
  await observe(data, days, days + 1);
  expect((await run(data, days + 1)).tables.account_daily).toBe(2 * (days + 1));
  const tree = treeOf(path.join(data, 'derived'));
  rmSync(path.join(data, 'derived'), { recursive: true });
  await run(data, days + 1, 'off');
  expect(treeOf(path.join(data, 'derived'))).toEqual(tree);
});

test.each<[string, () => void | Promise<void>]>([
  ['a day more', () => observe(data, days, days + 1)],
  ['a later observation of an old day', () => observe(data, 20, 21, 18)],
  ['a new handle', () => observe(data, days, days + 1, 12, { handle: 'renamed', account_id: ids[1] })],
  [
    'another zone',
    () =>
      writeFileSync(
        path.join(data, 'watchlist.csv'),
        'kind,key,zone,cadence,follow_days,tags,note\naccount,account_1,Asia/Tokyo,1d,,,\n',
      ),
  ],
  [
    'an edited file',
    () => {
      const file = path.join(data, daily(5));
      writeFileSync(file, readFileSync(file, 'utf8').replace('account_1', 'account_9'));
    },
  ],
  ['a lost file', () => rmSync(path.join(data, daily(5)))],
  [
    'a lost day',
    () => rmSync(path.join(data, daily(5).replace('derived', 'clean').replace('account_daily', 'account'))),
  ],
])('after %s the files are those of a run that remembers nothing', async (_, change) => {
  await change();
  const { tables } = await run(data, days + 1);
  const tree = treeOf(path.join(data, 'derived'));
  rmSync(path.join(data, 'derived'), { recursive: true });
  expect((await run(data, days + 1, 'off')).tables).toEqual(tables);
  expect(treeOf(path.join(data, 'derived'))).toEqual(tree);
});
