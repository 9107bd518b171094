import { spawn } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readSettings } from '../../lib/config.ts';
import { backtest } from '../../lib/schema/derived-forecast.ts';
import { post } from '../../lib/schema/post.ts';
import { columnsOf } from '../../lib/schema/table.ts';
import { formatStamp, type MonthStamp, readStamp } from '../../lib/store/arrow/stamp.ts';
import { formatRecord, headerOf } from '../../lib/store/csv.ts';
import { readColumns, readTable } from '../../lib/store/tables.ts';
import { postRow, temporaryFolder } from '../helpers/ledger.ts';
import { fileOf, rowsOfFiles, rowsScanned, writeDay } from './arrow-ledgers.ts';

const columns = columnsOf(post);
const monthDays = ['2026-03-01', '2026-03-02', '2026-03-31'];

/** A day of `rows` posts of four accounts. */
function dayOf(day: string, rows: number, views = 10): string {
  const records = Array.from({ length: rows }, (_, i) =>
    formatRecord(
      columns,
      postRow({
        post_id: String(7_300_000_000_000_000_000n + BigInt(i)),
        account_id: String(107_955 + (i % 4)),
        observed_at: `${day}T03:${String(10 + (i % 50))}:00Z`,
        views: views + i,
        likes: i % 7 === 0 ? null : i * 1_000_000_007,
        capture_id: (i * 2_654_435_761).toString(16).padStart(16, '0'),
      }),
    ),
  );
  return `${[headerOf(columns), ...records].join('\n')}\n`;
}

function ledger(rows = 12): string {
  const data = temporaryFolder();
  for (const day of monthDays) writeDay(data, 'post', day, dayOf(day, rows));
  return data;
}

const cacheOf = (data: string) => path.join(data, '.cache/arrow-1/post');
const cacheFiles = (data: string) => readdirSync(cacheOf(data)).sort();

/** As if the cache had been made well after the day files: their times alone then vouch for them. */
function letRest(data: string): void {
  editStamp(data, (stamp) => ({
    ...stamp,
    days: stamp.days.map((day) => ({ ...day, readMs: day.readMs + 60_000 })),
  }));
}

function editStamp(data: string, edit: (stamp: MonthStamp) => MonthStamp): void {
  for (const name of cacheFiles(data).filter((each) => each.endsWith('.json'))) {
    const file = path.join(cacheOf(data), name);
    writeFileSync(file, formatStamp(edit(readStamp(file) as MonthStamp)));
  }
}

/** Makes what the cache says of `source` recognisable. */
function mark(data: string): void {
  editStamp(data, (stamp) => ({
    ...stamp,
    map: { ...stamp.map, fields: { ...stamp.map.fields, source: { as: 'same', text: 'from the cache' } } },
  }));
}

const isFromCache = async (data: string) =>
  (await rowsScanned(data, 'post')).some((row) => row['source'] === 'from the cache');

/** A table of one file with these rows of every account. */
function writeBacktest(data: string, accounts: number, mae: number): void {
  const all = columnsOf(backtest);
  const models = ['combination', 'naive_drift', 'damped', 'theta'] as const;
  const records = Array.from({ length: accounts * models.length }, (_, i) =>
    formatRecord(all, {
      ...Object.fromEntries(all.map(({ name }) => [name, null])),
      account_id: String(107_955 + Math.floor(i / models.length)),
      counter: 'followers',
      model: models[i % models.length],
      horizon_days: 7,
      mae: mae + i,
      reason: 'a reason that is as long as those that people read',
    }),
  );
  const file = path.join(data, 'derived/v1/backtest/backtest.csv');
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `${[headerOf(all), ...records].join('\n')}\n`);
}

describe('what is served', () => {
  test('a table of one file is cached by account as a month is, whatever days are asked for', async () => {
    const data = temporaryFolder();
    const accounts = 1000;
    writeBacktest(data, accounts, 0.5);
    const read = (from = '0000-01-01') =>
      readTable('backtest', { data, accounts: ['107957'], from, columns: ['account_id', 'mae'] });
    const rows = [8.5, 9.5, 10.5, 11.5].map((mae) => ({ account_id: '107957', mae }));
    expect(await read()).toEqual(rows);
    expect(existsSync(path.join(data, '.cache/arrow-1/backtest/0000-00.json'))).toBe(true);
    expect(await read('2026-01-01')).toEqual(rows);
    expect(await readTable('backtest', { data })).toHaveLength(4 * accounts);
    writeBacktest(data, accounts, 100.25);
    expect((await read()).map(({ mae }) => mae)).toEqual([108.25, 109.25, 110.25, 111.25]);
  });

  test('a month whose files are as they were comes from the cache', async () => {
    const data = ledger();
    await rowsScanned(data, 'post');
    letRest(data);
    mark(data);
    expect(await isFromCache(data)).toBe(true);
  });

  test('so it does where files were written anew with the same content, as a checkout does', async () => {
    const data = ledger();
    await rowsScanned(data, 'post');
    mark(data);
    for (const day of monthDays) {
      rmSync(fileOf(data, 'post', day));
      writeDay(data, 'post', day, dayOf(day, 12));
    }
    expect(await isFromCache(data)).toBe(true);
  });

  test.each([
    ['another size', (file: string) => writeFileSync(file, dayOf('2026-03-02', 13))],
    [
      'the same size and the time put back',
      (file: string) => {
        const { atime, mtime } = statSync(file);
        writeFileSync(file, dayOf('2026-03-02', 12, 11));
        utimesSync(file, atime, mtime);
      },
    ],
    [
      'a file in its place',
      (file: string) => {
        rmSync(file);
        writeFileSync(file, dayOf('2026-03-02', 12, 11));
      },
    ],
    ['a day that is gone', (file: string) => rmSync(file)],
    [
      'a day more',
      (file: string) => writeFileSync(file.replaceAll('2026-03-02', '2026-03-03'), dayOf('2026-03-03', 3)),
    ],
  ])('an edit by hand is seen: %s', async (_name, edit) => {
    const data = ledger();
    await rowsScanned(data, 'post');
    letRest(data);
    mark(data);
    edit(fileOf(data, 'post', '2026-03-02'));
    expect(await rowsScanned(data, 'post')).toEqual(await rowsOfFiles(data, 'post'));
  });

  test('an edit of the same size within the same tick of the clock is seen too', async () => {
    const data = ledger();
    await rowsScanned(data, 'post');
    mark(data);
    // The signatures are made to be those of the edited file: only the text can tell.
    writeDay(data, 'post', '2026-03-02', dayOf('2026-03-02', 12, 11));
    const { size, mtimeMs, ctimeMs, ino } = statSync(fileOf(data, 'post', '2026-03-02'));
    editStamp(data, (stamp) => ({
      ...stamp,
      days: stamp.days.map((day) =>
        day.day === '2026-03-02'
          ? { ...day, files: [`${size} ${mtimeMs} ${ctimeMs} ${ino}`], readMs: mtimeMs }
          : day,
      ),
    }));
    expect(await rowsScanned(data, 'post')).toEqual(await rowsOfFiles(data, 'post'));
  });

  test('a part of a month is answered from the cache, but not made for it', async () => {
    const data = ledger();
    await rowsScanned(data, 'post', { from: '2026-03-31', to: '2026-03-31' });
    expect(existsSync(cacheOf(data))).toBe(false);
    await rowsScanned(data, 'post');
    mark(data);
    const [row] = await rowsScanned(data, 'post', { from: '2026-03-31' });
    expect(row?.['source']).toBe('from the cache');
  });
});

describe('damage', () => {
  test('a byte that is not what it was, anywhere in the cache, changes no answer', async () => {
    const data = ledger();
    await rowsScanned(data, 'post');
    const expected = await rowsOfFiles(data, 'post');
    const whole = new Map(
      cacheFiles(data).map((name) => [name, readFileSync(path.join(cacheOf(data), name))]),
    );
    const property = fc.asyncProperty(
      fc.constantFrom(...whole.keys()),
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      fc.integer({ min: 1, max: 255 }),
      async (name, place, flip) => {
        const bytes = Buffer.from(whole.get(name) as Buffer);
        const at = Math.floor(place * bytes.length);
        bytes[at] = (bytes[at] as number) ^ flip;
        writeFileSync(path.join(cacheOf(data), name), bytes);
        expect(await rowsScanned(data, 'post')).toEqual(expected);
      },
    );
    await fc.assert(property, { numRuns: 60 });
  });

  test.each(['.json', '.arrow'])(
    'a file %s that is cut short, empty or gone is made again',
    async (ending) => {
      const data = ledger();
      const expected = await rowsOfFiles(data, 'post');
      await rowsScanned(data, 'post');
      const made = cacheFiles(data);
      const file = path.join(cacheOf(data), made.find((name) => name.endsWith(ending)) as string);
      const bytes = readFileSync(file);
      for (const damage of [
        () => truncateSync(file, bytes.length >> 1),
        () => truncateSync(file, 0),
        () => rmSync(file),
      ]) {
        damage();
        expect(await rowsScanned(data, 'post')).toEqual(expected);
        expect(cacheFiles(data)).toEqual(made);
        expect(
          readFileSync(path.join(cacheOf(data), made.find((name) => name.endsWith('.arrow')) as string))
            .length,
        ).toBeGreaterThan(0);
      }
      if (ending === '.arrow') expect(readFileSync(file)).toEqual(bytes);
    },
  );

  test('a stamp of other columns is not believed', async () => {
    const data = ledger();
    await rowsScanned(data, 'post');
    editStamp(data, (stamp) => ({ ...stamp, schema: '[["post_id","text"]]' }));
    mark(data);
    expect(await isFromCache(data)).toBe(false);
  });
});

describe('the folder', () => {
  test('keeps itself out of git and of backups, and drops what is old', async () => {
    const data = ledger();
    mkdirSync(path.join(data, '.cache/arrow-0/post'), { recursive: true });
    await rowsScanned(data, 'post');
    expect(readdirSync(path.join(data, '.cache')).sort()).toEqual(['.gitignore', 'CACHEDIR.TAG', 'arrow-1']);
    expect(readFileSync(path.join(data, '.cache/.gitignore'), 'utf8')).toBe('*\n');
    const first = cacheFiles(data);
    writeFileSync(
      path.join(cacheOf(data), '2025-01-0123456789abcdef.arrow'),
      'a month that is not stored any more',
    );
    mkdirSync(path.join(cacheOf(data), 'tmp-killed'));
    utimesSync(path.join(cacheOf(data), 'tmp-killed'), 1, 1);
    writeDay(data, 'post', '2026-03-02', dayOf('2026-03-02', 5));
    await rowsScanned(data, 'post');
    const second = cacheFiles(data);
    expect(second).toHaveLength(2);
    expect(second).not.toEqual(first);
  });

  test('is made for big months only, and nowhere else than it is told', async () => {
    const data = ledger(2000);
    const elsewhere = temporaryFolder();
    const expected = await rowsOfFiles(data, 'post');
    expect(await readTable('post', { data, cache: 'off' })).toEqual(expected);
    expect(existsSync(path.join(data, '.cache'))).toBe(false);
    expect(await readTable('post', { data, cache: elsewhere })).toEqual(expected);
    expect(existsSync(path.join(data, '.cache'))).toBe(false);
    expect(readdirSync(elsewhere)).toHaveLength(1);
    expect(await readTable('post', { data })).toEqual(expected);
    expect(cacheFiles(data)).toHaveLength(2);
    const small = ledger();
    await readTable('post', { data: small });
    expect(existsSync(path.join(small, '.cache'))).toBe(false);
  });

  test('the setting is a word or a folder', () => {
    expect(readSettings({}, {}, '/project').cache).toBe('on');
    expect(readSettings({}, { CLIPBOOK_CACHE: 'off' }, '/project').cache).toBe('off');
    expect(readSettings({}, { CLIPBOOK_CACHE: 'kept/here' }, '/project').cache).toBe(
      path.resolve('/project/kept/here'),
    );
  });

  test.each([
    ['a file is in its place', (data: string) => writeFileSync(path.join(data, '.cache'), 'in the way')],
    [
      'it may not be written',
      (data: string) => {
        mkdirSync(path.join(data, '.cache'));
        chmodSync(path.join(data, '.cache'), 0o500);
      },
    ],
  ])('where %s, the day files are read', async (_name, spoil) => {
    const data = ledger();
    spoil(data);
    const expected = await rowsOfFiles(data, 'post');
    expect(await rowsScanned(data, 'post')).toEqual(expected);
    expect(await rowsScanned(data, 'post')).toEqual(expected);
  });

  test('where it may be read only, it is read', async () => {
    const data = ledger();
    await rowsScanned(data, 'post');
    mark(data);
    chmodSync(cacheOf(data), 0o500);
    expect(await isFromCache(data)).toBe(true);
    chmodSync(cacheOf(data), 0o700);
  });
});

describe('a column that is read later', () => {
  test('is what it was, though its month is made anew or deleted meanwhile', async () => {
    const data = ledger(2000);
    const expected = await rowsOfFiles(data, 'post');
    await readColumns('post', { data });
    const table = await readColumns('post', { data });
    writeDay(data, 'post', '2026-03-02', dayOf('2026-03-02', 2000, 11));
    await readColumns('post', { data });
    expect(table.array('views')).toEqual(expected.map((row) => row['views']));
    rmSync(path.join(data, '.cache'), { recursive: true });
    expect(table.array('capture_id')).toEqual(expected.map((row) => row['capture_id']));
    expect(table.objects()).toEqual(expected);
  });

  test('says so where the open file is overwritten, and is right the next time', async () => {
    const data = ledger(2000);
    await readColumns('post', { data });
    const table = await readColumns('post', { data });
    const file = path.join(cacheOf(data), cacheFiles(data).find((name) => name.endsWith('.arrow')) as string);
    writeFileSync(file, Buffer.alloc(statSync(file).size));
    expect(() => table.get('views', 0)).toThrow(expect.objectContaining({ code: 'cache_changed' }));
    const expected = await rowsOfFiles(data, 'post');
    expect((await readColumns('post', { data })).objects()).toEqual(expected);
  });
});

test('two processes that make it at once both have the answer', async () => {
  const data = ledger(2000);
  const program = `
    const { readTable } = await import(${JSON.stringify(path.resolve('lib/store/tables.ts'))});
    const rows = await readTable('post', { data: ${JSON.stringify(data)}, columns: ['views'] });
    console.log(rows.length, rows.reduce((sum, { views }) => sum + views, 0));`;
  const answers = await Promise.all(
    Array.from({ length: 2 }, () => runProgram(['--import', 'tsx', '--input-type=module', '-e', program])),
  );
  // Three days of 2,000 posts with 10, 11, 12 … views.
  const sum = 3 * (2000 * 10 + (1999 * 2000) / 2);
  expect(answers).toEqual(Array.from({ length: 2 }, () => `6000 ${sum}\n`));
  expect(cacheFiles(data)).toHaveLength(2);
  expect(await readTable('post', { data })).toEqual(await rowsOfFiles(data, 'post'));
}, 120_000);

function runProgram(args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let [out, err] = ['', ''];
    child.stdout.on('data', (chunk) => {
      out += chunk;
    });
    child.stderr.on('data', (chunk) => {
      err += chunk;
    });
    child.on('close', (code) => (code === 0 ? resolve(out) : reject(new Error(err))));
  });
}

describe('columns', () => {
  test('rows and tables have the columns that are asked for, in that order', async () => {
    const data = ledger(3);
    const rows = await readTable('post', { data, columns: ['views', 'post_id'], to: '2026-03-01' });
    expect(rows.map((row) => Object.entries(row))).toEqual([
      [
        ['views', 10],
        ['post_id', '7300000000000000000'],
      ],
      [
        ['views', 11],
        ['post_id', '7300000000000000001'],
      ],
      [
        ['views', 12],
        ['post_id', '7300000000000000002'],
      ],
    ]);
    const table = await readColumns('post', { data, columns: ['likes', 'post_id'] });
    expect(table.columnNames()).toEqual(['likes', 'post_id']);
    expect([...Array(3).keys()].map((row) => table.get('likes', row))).toEqual([
      null,
      1_000_000_007,
      2_000_000_014,
    ]);
  });

  test('Arquero’s verbs work on them', async () => {
    const data = ledger(8);
    await rowsScanned(data, 'post');
    const table = await readColumns('post', { data, columns: ['account_id', 'views', 'observed_at'] });
    expect(
      table
        .filter('d => d.observed_at < "2026-03-02"')
        .groupby('account_id')
        .rollup({ views: 'd => op.sum(d.views)' })
        .orderby('account_id')
        .objects(),
    ).toEqual([
      { account_id: '107955', views: 10 + 14 },
      { account_id: '107956', views: 11 + 15 },
      { account_id: '107957', views: 12 + 16 },
      { account_id: '107958', views: 13 + 17 },
    ]);
  });

  test('a column that is not there is refused, and the columns there are are named', async () => {
    const data = temporaryFolder();
    const wrong = readTable('hashtag', { data, columns: ['view' as 'views'] });
    await expect(wrong).rejects.toMatchObject({
      code: 'unknown_column',
      exitCode: 2,
      message: 'The table "hashtag" has no column "view".',
      hint: 'Its columns are: id, observed_at, name, views, posts, views_step, posts_step, time_precision, source, capture_id.',
    });
    // @ts-expect-error a column that the table does not have does not compile
    await expect(readTable('hashtag', { data, columns: ['likes'] })).rejects.toMatchObject({
      code: 'unknown_column',
    });
  });

  test('rows are typed by the columns', async () => {
    const rows = await readTable('post', { data: temporaryFolder(), columns: ['views'] });
    const views: (number | null)[] = rows.map((row) => row.views);
    // @ts-expect-error `likes` was not asked for
    expect(rows.map((row) => row.likes)).toEqual(views);
  });
});
