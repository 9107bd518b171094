import { describe, expect, test } from 'vitest';
import { fillerOf } from '../../lib/store/fill.ts';

/** id, instant, handle, four counters, their steps, overflowed likes, rounding, precision, source, capture. */
const record = (counters: string, steps: string, rounding: string, source = 'import', capture = 'c1') =>
  `1,2026-01-05T12:00:00Z,nasa,${counters},${steps},,${rounding},day,${source},${capture}`;
const followers = record('100,,,', ',,,', 'unknown');
const likes = record(',,7,', ',,,', 'unknown', 'import', 'c2');
const filler = fillerOf('account');
const fill = (stored: string, offered: string) => filler?.fill(stored, offered);

describe('an empty cell', () => {
  test('gets the value that another row of the same key has, and the row keeps its capture', () => {
    expect(fill(followers, likes)).toBe(record('100,,7,', ',,,', 'unknown', 'import', 'c1'));
    expect(fill(likes, followers)).toBe(record('100,,7,', ',,,', 'unknown', 'import', 'c2'));
  });

  test('gets it from a row that says all the stored one says with that row’s capture', () => {
    const both = record('100,,7,', ',,,', 'unknown', 'import', 'c3');
    expect(fill(followers, both)).toBe(both);
  });

  test('stays where the other row says nothing besides: that row is known', () => {
    const both = record('100,,7,', ',,,', 'unknown', 'import', 'c3');
    expect(fill(both, followers)).toBe(both);
    expect(fill(both, record('100,,,', ',,,', 'unknown', 'studio_csv'))).toBe(both);
  });

  test('is not filled from a row that contradicts another cell, nor from another source', () => {
    expect(fill(followers, record('101,,7,', ',,,', 'unknown'))).toBeNull();
    expect(fill(followers, likes.replace('nasa', 'esa'))).toBeNull();
    expect(fill(followers, likes.replace(',day,', ',instant,'))).toBeNull();
    expect(fill(followers, record(',,7,', ',,,', 'unknown', 'studio_csv'))).toBeNull();
    expect(fill(followers, 'cut,short')).toBeNull();
  });

  test('of a step belongs to its count: a count that is known is not said to be rounded later', () => {
    expect(fill(followers, record('100,,,', '100,,,', 'unknown'))).toBeNull();
    const wrapped = '1,2026-01-05T12:00:00Z,nasa,,,,,,,,,-5,unknown,day,import,c2';
    expect(fill(likes, wrapped)).toBeNull();
    expect(fill(followers, wrapped)).toBe('1,2026-01-05T12:00:00Z,nasa,100,,,,,,,,-5,unknown,day,import,c1');
  });
});

test('the rounding of a row is that of its rounded counts, whichever came first', () => {
  const exact = record('100,,,', '1,,,', 'exact');
  const rounded = record(',,1200000,', ',,100000,', 'nearest');
  const both = record('100,,1200000,', '1,,100000,', 'nearest');
  expect(fill(exact, rounded)).toBe(both);
  expect(fill(rounded, exact)).toBe(both);
  expect(fill(both, exact)).toBe(both);
  // Counts that were rounded in other ways cannot stand in one row.
  expect(fill(record('1200000,,,', '100000,,,', 'down'), rounded)).toBeNull();
  expect(fill(exact, record('100,,,', '1,,,', 'nearest'))).toBeNull();
});

test('texts keep their quotes', () => {
  const info = fillerOf('account_info');
  const stored = '1,2026-01-05T12:00:00Z,nasa,"a ""b"", c",,true,,,ok,,,,import,c1';
  const offered = '1,2026-01-05T12:00:00Z,nasa,,"two\nlines",,,,ok,,,,import,c2';
  expect(info?.fill(stored, offered)).toBe(
    '1,2026-01-05T12:00:00Z,nasa,"a ""b"", c","two\nlines",true,,,ok,,,,import,c1',
  );
});

test('what was issued or computed is never filled', () => {
  for (const table of ['alert', 'account_daily', 'summary'] as const) expect(fillerOf(table)).toBeNull();
});
