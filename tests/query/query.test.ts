import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ndjsonText } from '../../lib/format/rows.ts';
import { readParquet } from '../../lib/parquet.ts';
import { query, queryToFile, savedQuery } from '../../lib/pipeline/query.ts';
import { tableNames, tables } from '../../lib/schema/index.ts';
import { columnsOf, type TableSpec } from '../../lib/schema/table.ts';
import { writeQueryLedger } from './ledger.ts';

let data = '';
beforeAll(async () => {
  data = mkdtempSync(path.join(tmpdir(), 'clipbook-query-'));
  await writeQueryLedger(data);
});
afterAll(() => rmSync(data, { recursive: true, force: true }));

describe('query', () => {
  test('takes types from the schema, in tables with rows and without', async () => {
    const types: Record<string, string> = {
      id: 'VARCHAR',
      text: 'VARCHAR',
      choice: 'VARCHAR',
      list: 'VARCHAR[]',
      instant: 'TIMESTAMP',
      day: 'DATE',
      integer: 'BIGINT',
      number: 'DOUBLE',
      flag: 'BOOLEAN',
    };
    for (const name of tableNames) {
      const { rows } = await query(`DESCRIBE ${name}`, { data });
      const columns = columnsOf(tables[name] as TableSpec);
      expect(
        rows.map(([column, type]) => [column, type]),
        name,
      ).toEqual(columns.map((column) => [column.name, types[column.kind]]));
    }
  });

  test('gives empty cells as null, lists as arrays, instants in UTC, text as it is', async () => {
    const { columns, rows } = await query(
      'SELECT post_id, created_at, created_at::DATE AS day, text, hashtags, sound_id, ad FROM post_info ORDER BY post_id',
      { data },
    );
    expect(columns.map(({ type }) => type)).toEqual([
      'VARCHAR',
      'TIMESTAMP',
      'DATE',
      'VARCHAR',
      'VARCHAR[]',
      'VARCHAR',
      'BOOLEAN',
    ]);
    expect(rows[0]).toEqual([
      '11',
      '2026-03-02T12:00:00Z',
      '2026-03-02',
      'One, "two"\n| three',
      ['moon', 'fyp'],
      null,
      null,
    ]);
  });

  test('keeps counts exact: numbers up to 2^53, text beyond; a division by zero is not known', async () => {
    const { rows } = await query(
      'SELECT 9007199254740991::BIGINT, 9007199254740993::BIGINT, sum(followers), 1 / 0, 0.5::DECIMAL(3, 1) FROM summary',
      { data },
    );
    expect(rows).toEqual([[9007199254740991, '9007199254740993', 2100, null, 0.5]]);
  });

  test.each(['EXPLAIN ANALYZE', '/* */ EXPLAIN ANALYZE', 'EXPLAIN (ANALYZE, FORMAT json)', 'EXPLAIN', ''])(
    'writes no file within the ledger either: %s COPY',
    async (before) => {
      const file = path.join(data, 'written.csv');
      await expect(query(`${before} COPY account TO '${file}'`, { data })).rejects.toMatchObject({
        code: 'sql_not_reading',
      });
      expect(existsSync(file)).toBe(false);
    },
  );

  test.each([
    ['PIVOT (SELECT handle, followers FROM summary) ON handle USING sum(followers)', [[200, 1900]]],
    [
      'WITH wide AS (PIVOT (SELECT handle, followers FROM summary) ON handle USING sum(followers)) FROM wide',
      [[200, 1900]],
    ],
    [
      "SELECT name FROM (SHOW TABLES) WHERE name IN ('account', 'watchlist', 'data_health') ORDER BY name",
      [['account'], ['data_health'], ['watchlist']],
    ],
    ["SELECT column_name, count FROM (SUMMARIZE summary) WHERE column_name = 'handle'", [['handle', 2]]],
    ['TABLE annotations; -- with a comment', [['2026-03-08', 'nasa', 'Launch, at last', null]]],
    ["SELECT ';' || '--' AS text", [[';--']]],
    ["VALUES ($$; it's$$)", [["; it's"]]],
    [
      'SELECT handle, followers - lag(followers) OVER (ORDER BY followers) AS more FROM summary ORDER BY 1',
      [
        ['esa', null],
        ['nasa', 1700],
      ],
    ],
  ])('runs %s', async (sql, rows) => {
    expect((await query(sql, { data })).rows).toEqual(rows);
  });

  test('points at what is wrong in the statement', async () => {
    await expect(query('SELECT handle,\n  folowers\nFROM summary', { data })).rejects.toMatchObject({
      code: 'sql_error',
      message: expect.stringMatching(/folowers.*\nLINE 2: {3}folowers\n {10}\^/s),
    });
    // Found only while it runs.
    await expect(query('SELECT handle::DATE FROM summary', { data })).rejects.toMatchObject({
      code: 'sql_error',
      exitCode: 2,
    });
  });

  test('explains what only reads', async () => {
    expect((await query('EXPLAIN ANALYZE SELECT count(*) FROM account', { data })).rows).toHaveLength(1);
  });

  test('knows days and instants in UTC alone, whatever the zone of the machine', async () => {
    const { rows } = await query(
      "SELECT TIMESTAMPTZ '2026-11-22 03:00:00+02', TIMESTAMP '1969-12-31 23:59:59.5', '2026-11-22 23:30:00Z'::TIMESTAMPTZ::DATE, TIME '03:04:05'",
      { data },
    );
    expect(rows).toEqual([['2026-11-22T01:00:00Z', '1969-12-31T23:59:59.5Z', '2026-11-22', '03:04:05']]);
  });

  test('joins what is edited by hand', async () => {
    const { rows } = await query('SELECT date, subject FROM annotations', { data });
    expect(rows).toEqual([['2026-03-08', 'nasa']]);
  });

  test.each([
    ['SELECT * FROM nowhere', 'unknown_table', /accounts?.*summary/],
    ['SELECT handl FROM summary', 'sql_error', /handle/],
    ['SELEC 1', 'sql_error', /queries\.md/],
    ['SELECT 1; SELECT 2', 'sql_not_reading', /one statement/],
    ['', 'sql_not_reading', /one statement/],
    ['CREATE TABLE x AS SELECT 1', 'sql_not_reading', /SELECT/],
    ['DELETE FROM account', 'sql_error', /queries\.md/],
    ["ATTACH 'x.db'", 'sql_not_reading', /SELECT/],
    ['INSTALL httpfs', 'sql_not_reading', /SELECT/],
    ['SET threads = 1', 'sql_not_reading', /SELECT/],
    ['/* nothing */ -- at all', 'sql_not_reading', /one statement/],
    ['CREATE TABLE x AS (PIVOT summary ON handle USING sum(followers))', 'sql_not_reading', /SELECT/],
    // DuckDB itself refuses before it tells the kind of statement: its folder of secrets lies outside.
    ["CREATE PERSISTENT SECRET s (TYPE s3, KEY_ID '1')", 'sql_error', /queries\.md/],
    ["SELECT E'\\''; CREATE TABLE x (y INT); SELECT '1'", 'sql_not_reading', /SELECT/],
  ])('refuses %j with %s', async (sql, code, hint) => {
    await expect(query(sql, { data })).rejects.toMatchObject({
      code,
      exitCode: 2,
      hint: expect.stringMatching(hint),
    });
  });

  test('reaches and writes nothing outside the ledger', async () => {
    const outside = path.join(tmpdir(), `clipbook-outside-${process.pid}.csv`);
    writeFileSync(outside, 'secret\n1\n');
    try {
      for (const sql of [
        `FROM read_csv('${outside}')`,
        `FROM read_text('${outside}')`,
        `FROM '${outside}'`,
        `FROM glob('${tmpdir()}/*')`,
      ])
        await expect(query(sql, { data }), sql).rejects.toMatchObject({
          code: 'sql_error',
          message: expect.stringMatching(/disabled by configuration/),
        });
      await expect(query(`COPY account TO '${outside}'`, { data })).rejects.toMatchObject({ exitCode: 2 });
      await expect(query("FROM read_csv('https://example.org/x.csv')", { data })).rejects.toMatchObject({
        exitCode: 2,
      });
      expect(readFileSync(outside, 'utf8')).toBe('secret\n1\n');
    } finally {
      rmSync(outside);
    }
  });

  test('writes a file that is whole or not there', async () => {
    const file = path.join(data, 'rows.ndjson');
    const ndjson = (columns: readonly { name: string }[]) => ndjsonText(columns.map(({ name }) => name));
    expect(await queryToFile('SELECT range AS n FROM range(5000)', file, ndjson, { data })).toBe(5000);
    expect(readFileSync(file, 'utf8').split('\n').slice(4998)).toEqual(['{"n":4998}', '{"n":4999}', '']);
    // Fails in the midst of its rows.
    const wrong = "SELECT CASE WHEN range = 4999 THEN 'x' ELSE '1' END::INTEGER FROM range(5000)";
    await expect(queryToFile(wrong, file, ndjson, { data })).rejects.toMatchObject({ code: 'sql_error' });
    expect(readFileSync(file, 'utf8')).toContain('{"n":4999}');
    expect(existsSync(`${file}.part`)).toBe(false);
    const nowhere = path.join(data, 'nowhere/x.csv');
    for (const format of [ndjson, 'parquet'] as const)
      await expect(queryToFile('SELECT 1', nowhere, format, { data })).rejects.toMatchObject({ exitCode: 2 });
    rmSync(file);
    expect(() => savedQuery('constructor')).toThrow(/no saved query "constructor"/);
  });

  test('writes Parquet that is read again as it was', async () => {
    const file = path.join(data, '..', `clipbook-${process.pid}.parquet`);
    try {
      await queryToFile(
        "SELECT account_id, day, followers FROM account_daily WHERE account_id = '1' ORDER BY day LIMIT 1",
        file,
        'parquet',
        { data },
      );
      const columns = columnsOf(tables.account_daily as TableSpec).filter(({ name }) =>
        ['account_id', 'day', 'followers'].includes(name),
      );
      expect(await readParquet(columns, readFileSync(file))).toEqual([
        { account_id: '1', day: '2026-03-02', followers: 1000 },
      ]);
    } finally {
      rmSync(file, { force: true });
    }
  });
});

describe('clipbook query', () => {
  const bin = path.resolve(import.meta.dirname, '../../scripts/bin.mjs');
  const run = (...args: string[]) =>
    execFileSync(process.execPath, [bin, 'query', ...args, '--data', data], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  const sql = 'SELECT post_id, text, ad FROM post_info ORDER BY post_id LIMIT 2';

  test('prints a table for people, with what is not known as a dash', () => {
    expect(run(sql)).toBe(
      [
        'post_id  text                ad',
        '───────  ──────────────────  ──',
        '11       One, "two" | three  –',
        '12       =1+1                –',
        '',
      ].join('\n'),
    );
  });

  test.each([
    ['csv', 'post_id,text,ad\n11,"One, ""two""\n| three",\n12,=1+1,\n'],
    [
      'json',
      '[\n{"post_id":"11","text":"One, \\"two\\"\\n| three","ad":null},\n{"post_id":"12","text":"=1+1","ad":null}\n]\n',
    ],
    [
      'ndjson',
      '{"post_id":"11","text":"One, \\"two\\"\\n| three","ad":null}\n{"post_id":"12","text":"=1+1","ad":null}\n',
    ],
    [
      'markdown',
      '| post_id | text | ad |\n| --- | --- | --- |\n| 11 | One, "two" \\| three |  |\n| 12 | =1+1 |  |\n',
    ],
  ])('prints %s', (format, text) => {
    expect(run(sql, '--format', format)).toBe(text);
  });

  test('runs a saved query, and lists them', () => {
    expect(run('--saved', 'fastest', '--format', 'csv')).toBe(
      'handle,day,followers,gained,percent\nnasa,2026-03-11,1900,700,58.33\nesa,2026-03-11,200,0,0\n',
    );
    expect(run('--list').split('\n')[0]).toBe('fastest            Who grew fastest in the last seven days?');
  });

  test('ends when its reader goes', () => {
    const shell = `"${process.execPath}" "${bin}" query "FROM range(3000000)" --format csv --data "${data}" | head -n 2; echo "\${PIPESTATUS[0]}"`;
    expect(execFileSync('bash', ['-c', shell], { encoding: 'utf8' })).toBe('range\n0\n0\n');
  });

  test('prints one object with --json', () => {
    expect(JSON.parse(run('SELECT handle, followers FROM summary ORDER BY handle', '--json'))).toEqual({
      columns: [
        { name: 'handle', type: 'VARCHAR' },
        { name: 'followers', type: 'BIGINT' },
      ],
      rows: [
        { handle: 'esa', followers: 200 },
        { handle: 'nasa', followers: 1900 },
      ],
      count: 2,
    });
  });
});
