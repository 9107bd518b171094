import { table } from 'arquero';
import { describe, expect, test } from 'vitest';
import { withUnit } from '#lib/format';
import { outputOf, textOf } from '#lib/notebook/output';

describe('outputOf', () => {
  test('nothing, charts, values', () => {
    expect(outputOf(undefined)).toEqual({ kind: 'nothing' });
    const chart = { svg: '<svg/>', alt: 'A line.', table: { columns: [], rows: [] } };
    expect(outputOf(chart)).toEqual({ kind: 'chart', chart });
    expect(outputOf(-1243906.5)).toEqual({ kind: 'value', text: '−1,243,906.5', unit: null });
    expect(outputOf(null)).toEqual({ kind: 'value', text: 'not observed', unit: null });
    expect(outputOf(false)).toEqual({ kind: 'value', text: 'no', unit: null });
    expect(outputOf('<b>')).toEqual({ kind: 'value', text: '<b>', unit: null });
  });

  test('lists of objects, Arquero tables and plain objects are tables', () => {
    const columns = [
      { key: 'day', title: 'day', numeric: false },
      { key: 'net_7d', title: 'net 7d', numeric: true },
    ];
    const rows = [
      ['2026-11-01', 3],
      ['2026-11-02', null],
    ];
    expect(outputOf([{ day: '2026-11-01', net_7d: 3 }, { day: '2026-11-02' }])).toEqual({
      kind: 'table',
      columns,
      rows,
    });
    expect(outputOf(table({ day: ['2026-11-01', '2026-11-02'], net_7d: [3, undefined] }))).toEqual({
      kind: 'table',
      columns,
      rows,
    });
    expect(outputOf({ a: 1 })).toMatchObject({ kind: 'table', rows: [['a', 1]] });
  });

  test('lists of plain values are lists', () => {
    expect(outputOf(['x', 1200, null, withUnit(2, 'days')])).toEqual({
      kind: 'list',
      items: ['x', '1,200', 'not observed', '2 days'],
    });
    expect(outputOf([])).toEqual({ kind: 'list', items: [] });
  });

  test('a number has its unit', () => {
    expect(outputOf(withUnit(3.2, 'percent'))).toEqual({ kind: 'value', text: '3.2%', unit: 'percent' });
    expect(outputOf(withUnit(-1204, 'followers'))).toMatchObject({ text: '−1,204 followers' });
    expect(outputOf(withUnit(null, 'followers'))).toMatchObject({ text: 'not observed' });
    expect(() => withUnit(Number.NaN, 'followers')).toThrow(/NaN/);
  });

  test('dates and lists within a row are written out', () => {
    expect(outputOf([{ at: new Date(0), tags: ['a', 'b'], id: 7n }])).toMatchObject({
      rows: [['1970-01-01T00:00:00.000Z', 'a, b', '7']],
    });
  });

  test.each([
    ['NaN', Number.NaN, /NaN/],
    ['an infinity', Number.NEGATIVE_INFINITY, /-Infinity/],
    ['a function', () => 1, /function/],
    ['a map', new Map(), /Map/],
    ['an invalid date', new Date(Number.NaN), /Date/],
    ['NaN in a table', [{ ok: 1, share: Number.NaN }], /Column "share".*NaN/],
    ['a list with an object', [1, { a: 1 }], /Object/],
    ['an object in a table', [{ inner: { a: 1 } }], /Column "inner".*Object/],
  ])('%s has no honest printing', (_, value, message) => {
    expect(() => outputOf(value)).toThrow(message);
  });

  test('minus signs are minus signs', () => {
    expect(textOf(-1)).toBe('−1');
    expect(textOf(-0)).toBe('0');
  });
});
