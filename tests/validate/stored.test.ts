import { describe, expect, test } from 'vitest';
import { tables } from '../../lib/schema/index.ts';
import { columnsOf } from '../../lib/schema/table.ts';
import { checkHeader, checkStoredRows } from '../../lib/validate/stored.ts';
import { accountRow } from '../helpers/ledger.ts';

const now = new Date('2026-11-22T12:00:00Z');
const file = 'clean/v1/account/2026/11/2026-11-22.csv';
const at = '2026-11-22T03:00:00Z';
const check = (rows: Record<string, unknown>[]) => checkStoredRows('account', file, '2026-11-22', rows, now);

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
    expect(found[0]?.message).toMatch(/^row 3: followers/);
  });

  test('a key twice is found, whatever else the rows say', () => {
    const found = check([
      accountRow({ observed_at: at, followers: 1 }),
      accountRow({ observed_at: at, followers: 2 }),
      accountRow({ observed_at: at, followers: 3 }),
    ]);
    expect(found).toMatchObject([{ rule: 'duplicate_key', severity: 'error' }]);
    expect(found[0]?.message).toBe('2 rows; the first: row 3: 107955,2026-11-22T03:00:00Z');
  });

  test('a row of another day is found in the file of this one', () => {
    const found = check([accountRow({ observed_at: '2026-11-21T23:59:59Z', followers: 1 })]);
    expect(found).toMatchObject([{ rule: 'wrong_day', severity: 'error' }]);
  });

  test('more likes than views is a warning, not an error; unknown views are none', () => {
    const post = {
      post_id: '7300000000000000001',
      observed_at: at,
      account_id: '1',
      likes: 5,
      rounding: 'unknown',
      time_precision: 'instant',
      source: 'import',
      capture_id: 'c1',
    };
    const rows = [
      { ...post, views: 4 },
      { ...post, post_id: '7300000000000000002', views: null },
      { ...post, post_id: '7300000000000000003', views: 5 },
    ];
    const found = checkStoredRows('post', 'f', '2026-11-22', rows, now);
    expect(found).toMatchObject([{ rule: 'likes_over_views', severity: 'warning' }]);
    expect(found[0]?.message).toBe('post 7300000000000000001: 5 likes, 4 views');
  });

  test('a table of one file has no day to be wrong about', () => {
    const found = checkStoredRows('data_health', 'f', null, [], now);
    expect(found).toEqual([]);
  });
});

describe('the header of a stored file', () => {
  const names = columnsOf(tables.account as never).map((column) => column.name);

  test('is that of the schema', () => {
    expect(checkHeader('account', file, names)).toBeNull();
  });

  test('missing, unknown and reordered columns are told by name', () => {
    expect(checkHeader('account', file, names.slice(0, -1))?.message).toContain('missing capture_id');
    expect(checkHeader('account', file, [...names, 'mood'])?.message).toContain('mood');
    expect(checkHeader('account', file, [...names].reverse())).toMatchObject({ rule: 'invalid_row' });
  });
});
