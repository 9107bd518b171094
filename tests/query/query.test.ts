import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readParquet } from '../../lib/parquet.ts';
import { query, queryToParquet } from '../../lib/pipeline/query.ts';
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

  test('writes Parquet that is read again as it was', async () => {
    const file = path.join(data, '..', `clipbook-${process.pid}.parquet`);
    try {
      await queryToParquet(
        "SELECT account_id, day, followers FROM account_daily WHERE account_id = '1' ORDER BY day LIMIT 1",
        file,
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
