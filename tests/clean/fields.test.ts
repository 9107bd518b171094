import { describe, expect, test } from 'vitest';
import { field, flagOf, handleOf, idOf, instantOfSeconds, textOf } from '../../lib/clean/fields.ts';

describe('field', () => {
  test('sees own properties only', () => {
    const value: unknown = JSON.parse('{"a":{"b":null},"__proto__":{"c":1}}');
    expect(field(value, 'a', 'b')).toBeNull();
    expect(field(value, 'a', 'b', 'c')).toBeUndefined();
    expect(field(value, 'c')).toBeUndefined();
    expect(field(value, 'toString')).toBeUndefined();
    expect(field('text', 'length')).toBeUndefined();
    expect(field([1], '0')).toBeUndefined();
  });
});

test.each([
  ['7100000000000000001', '7100000000000000001'],
  [107955, '107955'],
  // A number of that size has lost its last digits.
  [7.1e18, null],
  ['', null],
  ['0', null],
  ['007', null],
  ['7.49534E+18', null],
  [1.5, null],
  [-1, null],
  [null, null],
])('idOf(%j) is %j', (value, id) => expect(idOf(value)).toBe(id));

test.each([
  ['1685700000', '2023-06-02T10:00:00Z'],
  [1577836800, '2020-01-01T00:00:00Z'],
  [0, null],
  ['0', null],
  [-5, null],
  [1.5, null],
  [1e18, null],
  ['2023-06-02', null],
  [undefined, null],
])('instantOfSeconds(%j) is %j', (value, instant) => expect(instantOfSeconds(value)).toBe(instant));

test('texts, flags and handles', () => {
  expect([textOf(' '), textOf(' a '), textOf(5)]).toEqual([null, ' a ', null]);
  expect([flagOf(1), flagOf(0), flagOf(false), flagOf('true'), flagOf(2)]).toEqual([
    true,
    false,
    false,
    null,
    null,
  ]);
  expect([handleOf('@Clay.Workshop'), handleOf(''), handleOf(7)]).toEqual(['clay.workshop', null, null]);
});
