import { describe, expect, test } from 'vitest';
import { readCountCell, refuseNegative, roundingOfRow, stepOf } from '../../lib/import/count-cell.ts';
import { Refusal } from '../../lib/import/refusal.ts';

describe('readCountCell', () => {
  test.each([
    ['0', 0],
    ['163000000', 163_000_000],
    ['007', 7],
    ['999999999999999', 999_999_999_999_999],
    ['9007199254740991', Number.MAX_SAFE_INTEGER],
    ['764.0', 764],
    ['1,234', 1234],
    ['-1614092016', -1_614_092_016],
    ['', null],
    ['undefined', null],
    ['N/A', null],
    ['None', null],
    ['-', null],
  ])('%j is %s', (text, value) => {
    expect(readCountCell(text)).toBe(value);
  });

  test('a compact count carries its step', () => {
    expect(readCountCell('1.2M')).toEqual({ value: 1_200_000, step: 100_000 });
    expect(readCountCell('984.1K')).toEqual({ value: 984_100, step: 100 });
  });

  test.each(['764.5', 'many', '12 apples', '9007199254740993', '1e400'])('%j is no count', (text) => {
    expect(readCountCell(text)).toMatchObject({ rule: 'not_a_count' });
  });
});

test('the step is what the notation shows, else what the person says', () => {
  const compact = { value: 1_200_000, step: 100_000 };
  expect([stepOf(429_700, undefined), stepOf(429_700, 'web'), stepOf(429_700, 'exact')]).toEqual([
    null,
    100,
    1,
  ]);
  expect([stepOf(9_999, 'web'), stepOf(1_800_000, 'web'), stepOf(2_700_000_000, 'web')]).toEqual([
    1, 1e5, 1e8,
  ]);
  expect([stepOf(compact, undefined), stepOf(compact, 'exact'), stepOf(null, 'exact')]).toEqual([
    1e5,
    1e5,
    null,
  ]);
});

test('the rounding of a row', () => {
  expect(roundingOfRow(undefined, null, 100_000)).toBe('unknown');
  expect(roundingOfRow('exact', 1, 1, null)).toBe('exact');
  expect(roundingOfRow('exact', 1, 100_000)).toBe('unknown');
  expect(roundingOfRow('web', 1, 100)).toBe('nearest');
  expect(roundingOfRow('web', 1, 1)).toBe('exact');
});

test('a counter below zero is refused', () => {
  expect(refuseNegative('posts', -1)).toBeInstanceOf(Refusal);
  expect([refuseNegative('posts', 0), refuseNegative('posts', null)]).toEqual([null, null]);
});
