import { describe, expect, test } from 'vitest';
import { query } from '../../lib/pipeline/query.ts';
import { temporaryFolder } from '../helpers/ledger.ts';

/** What values of DuckDB's types become. */
const values: readonly (readonly [sql: string, value: unknown])[] = [
  ['9007199254740991::BIGINT', 9007199254740991],
  ['9007199254740993::BIGINT', '9007199254740993'],
  ['-9007199254740993::BIGINT', '-9007199254740993'],
  ['7::HUGEINT', 7],
  ['170141183460469231731687303715884105727::HUGEINT', '170141183460469231731687303715884105727'],
  ['1.50::DECIMAL(10, 2)', 1.5],
  ['-0.05::DECIMAL(10, 2)', -0.05],
  ['123456789012345.6::DECIMAL(38, 1)', '123456789012345.6'],
  ['0.1::FLOAT', 0.1],
  ['16777216::FLOAT', 16777216],
  ['1 / 0', null],
  ["'nan'::DOUBLE", null],
  ['[1, NULL, 3]', [1, null, 3]],
  ["{'a': 1, 'b': [TIMESTAMP '2026-11-22 03:00:00']}", { a: 1, b: ['2026-11-22T03:00:00Z'] }],
  ["MAP {'x': 1, 'y': NULL}", { x: 1, y: null }],
  ['MAP {[1, 2]: 1}', { '[1,2]': 1 }],
  ["union_value(k := DATE '2026-11-22')", '2026-11-22'],
  ["TIMESTAMP '2026-11-22 03:00:00'", '2026-11-22T03:00:00Z'],
  ["TIMESTAMP '2026-11-22 03:00:00.120'", '2026-11-22T03:00:00.12Z'],
  ["TIMESTAMP '1969-12-31 23:59:59.999999'", '1969-12-31T23:59:59.999999Z'],
  ["TIMESTAMP_S '2026-11-22 03:00:00'", '2026-11-22T03:00:00Z'],
  ["TIMESTAMP_MS '2026-11-22 03:00:00.5'", '2026-11-22T03:00:00.5Z'],
  ["TIMESTAMP_NS '2026-11-22 03:00:00.123456789'", '2026-11-22T03:00:00.123456789Z'],
  ["TIMESTAMPTZ '2026-11-22 03:00:00+02'", '2026-11-22T01:00:00Z'],
  ["TIMESTAMP '12026-01-01 00:00:00'", '12026-01-01 00:00:00'],
  ["'infinity'::TIMESTAMP", 'infinity'],
  ["'-infinity'::DATE", '-infinity'],
  ["DATE '2026-11-22'", '2026-11-22'],
  ["TIME '03:04:05.5'", '03:04:05.5'],
  ["INTERVAL '1 month 2 days 03:04:05'", '1 month 2 days 03:04:05'],
  ["'a'::ENUM('a', 'b')", 'a'],
  ["'constructor'", 'constructor'],
  ['{\'__proto__\': 1}."__proto__"', 1],
  ["'67e55044-10b1-426f-9247-bb680e5fe0c8'::UUID", '67e55044-10b1-426f-9247-bb680e5fe0c8'],
];

describe('values of a query', () => {
  test('are plain ones, exact or text', async () => {
    const { rows } = await query(`SELECT ${values.map(([sql]) => sql).join(', ')}`, {
      data: temporaryFolder(),
    });
    expect(values.map(([sql], i) => [sql, rows[0]?.[i]])).toEqual(values);
  });
});
