import { describe, expect, test } from 'vitest';
import { type Row, tables } from '../../lib/schema/index.ts';
import { columnsOf } from '../../lib/schema/table.ts';
import { checkHeader, checkStoredRows, type FileOfRows } from '../../lib/validate/stored.ts';
import { accountRow, postRow } from '../helpers/ledger.ts';

const now = new Date('2026-11-22T12:00:00Z');
const file = 'clean/v1/account/2026/11/2026-11-22.csv';
const at = '2026-11-22T03:00:00Z';
const headerOf = (table: 'account' | 'post') => columnsOf(tables[table] as never).map(({ name }) => name);
const check = (rows: Record<string, unknown>[], rest: Partial<FileOfRows> = {}) =>
  checkStoredRows(
    { table: 'account', file, day: '2026-11-22', header: headerOf('account'), rows, ...rest },
    now,
  );
const checkPosts = (rows: Partial<Row<'post'>>[]) =>
  checkStoredRows(
    {
      table: 'post',
      file: 'f',
      day: '2026-11-22',
      header: headerOf('post'),
      rows: rows.map((row, i) => postRow({ post_id: `73000000000000000${i + 10}`, ...row })),
    },
    now,
  );

describe('rows of a stored file', () => {
  test('sound rows give no finding', () => {
    expect(
      check([
        accountRow({ observed_at: at, followers: 1 }),
        accountRow({ observed_at: at, account_id: '2', followers: 1 }),
      ]),
    ).toEqual([]);
  });

  test('a row that would not be stored today is invalid, and its line is told', () => {
    const found = check([
      accountRow({ observed_at: at, followers: 1 }),
      { ...accountRow({ observed_at: at, account_id: '2' }), followers: Number.NaN },
    ]);
    expect(found).toMatchObject([{ rule: 'invalid_row', severity: 'error', subject: file }]);
    expect(found[0]?.message).toMatch(/^Line 3: followers/);
  });

  test('a key twice is found, whatever else the rows say', () => {
    const found = check([
      accountRow({ observed_at: at, followers: 1 }),
      accountRow({ observed_at: at, followers: 2 }),
      accountRow({ observed_at: at, followers: 3 }),
    ]);
    expect(found).toMatchObject([{ rule: 'duplicate_key', severity: 'error' }]);
    expect(found[0]?.message).toBe('2 rows; the first, line 3: 107955,2026-11-22T03:00:00Z.');
  });

  test('a row of another day is found in the file of this one', () => {
    const found = check([accountRow({ observed_at: '2026-11-21T23:59:59Z', followers: 1 })]);
    expect(found).toMatchObject([{ rule: 'wrong_day', severity: 'error' }]);
  });

  test('equal keys are found in a file that is not sorted, too', () => {
    const row = (account_id: string) => accountRow({ observed_at: at, account_id, followers: 1 });
    const found = check([row('2'), row('1'), row('2')], { unsorted: 1 });
    expect(found.map(({ rule, severity }) => `${rule} ${severity}`)).toEqual([
      'duplicate_key error',
      'unsorted_rows warning',
    ]);
    expect(found[1]?.message).toBe('Line 3: belongs before the line above it.');
  });

  test('a row with too few cells is invalid, and nothing else is said of it', () => {
    const rows = [accountRow({ observed_at: at, followers: 1 }), { account_id: 'torn' }];
    expect(check(rows, { ragged: [1], odd: [{ row: 1, cell: 'x' }] })).toEqual([
      {
        rule: 'invalid_row',
        severity: 'error',
        subject: file,
        message: 'Line 3: it has more or fewer cells than the header.',
      },
    ]);
  });

  test('a cell that a spreadsheet rewrote is an error; the line is that of the file', () => {
    const rows = [1, 2].map((id) => accountRow({ observed_at: at, account_id: `${id}`, followers: 1 }));
    const found = check(rows, { odd: [{ row: 1, cell: 'followers is written "1e0"' }], lineOf: () => 7 });
    expect(found).toMatchObject([{ rule: 'odd_cell', severity: 'error' }]);
    expect(found[0]?.message).toBe('Line 7: followers is written "1e0".');
  });

  test('of a file with other columns only that is said', () => {
    const found = check([{ account_id: 'x' }], { header: ['account_id'] });
    expect(found).toMatchObject([{ rule: 'wrong_columns', severity: 'error' }]);
    expect(check([], { header: [] })[0]?.message).toBe('The file is empty: it has no header.');
  });

  test('more likes than views is a warning, not an error; unknown views are none', () => {
    const found = checkPosts([
      { views: 4, likes: 5 },
      { views: null, likes: 5 },
      { views: 5, likes: 5 },
    ]);
    expect(found).toMatchObject([{ rule: 'likes_over_views', severity: 'warning' }]);
    expect(found[0]?.message).toBe('Line 2: post 7300000000000000010 has 4 views and 5 likes.');
  });

  test('rounding is given the benefit of the doubt: 12,349 likes may be 12.3K views', () => {
    const rounded = { views: 12_300, views_step: 100, likes_step: 1, rounding: 'nearest' } as const;
    expect(checkPosts([{ ...rounded, likes: 12_349 }])).toEqual([]);
    expect(checkPosts([{ ...rounded, likes: 12_350 }])).toMatchObject([{ rule: 'likes_over_views' }]);
  });

  test('engagements above views in all are a warning, once a row', () => {
    const parts = { likes: 60, comments: 20, shares: 10, saves: 10 };
    expect(checkPosts([{ views: 100, ...parts }])).toEqual([]);
    expect(checkPosts([{ views: 99, ...parts, saves: null }])).toEqual([]);
    const found = checkPosts([
      { views: 99, ...parts },
      { views: 50, ...parts },
    ]);
    expect(found.map(({ rule }) => rule)).toEqual(['engagements_over_views', 'likes_over_views']);
    expect(found[0]?.message).toBe(
      'Line 2: post 7300000000000000010 has 99 views and 60 likes, 20 comments, 10 shares, 10 saves.',
    );
  });
});

describe('the header of a stored file', () => {
  const names = headerOf('account');

  test('is that of the schema', () => {
    expect(checkHeader('account', file, names)).toBeNull();
  });

  test('missing, unknown and reordered columns are told by name', () => {
    expect(checkHeader('account', file, names.slice(0, -1))?.message).toContain('missing capture_id');
    expect(checkHeader('account', file, [...names, 'mood'])?.message).toContain('mood');
    expect(checkHeader('account', file, [...names].reverse())).toMatchObject({
      rule: 'wrong_columns',
      message: 'The columns are not those of the table: their order differs.',
    });
  });
});
