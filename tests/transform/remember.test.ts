import { describe, expect, test } from 'vitest';
import { rememberFrom, rememberNothing } from '../../lib/transform/remember.ts';

const method = { id: 'a-method', version: 1 };

describe('rememberFrom', () => {
  test('what was made of the same inputs is not made again', () => {
    const first = new Map<string, unknown>();
    let made = 0;
    const make = (value: number) => () => {
      made++;
      return { value };
    };
    expect(rememberFrom(new Map(), first)(method, [1, 0.1, 'Asia/Tokyo', null], make(7))).toEqual({
      value: 7,
    });
    const second = new Map<string, unknown>();
    expect(rememberFrom(first, second)(method, [1, 0.1, 'Asia/Tokyo', null], make(8))).toEqual({ value: 7 });
    expect(made).toBe(1);
    expect(second).toEqual(first);
  });

  test.each([
    ['an input', method, [1, 2.0000000000000004]],
    ['the order', method, [2, 1]],
    ['a text for a number', method, ['1', 2]],
    ['one input more', method, [1, 2, null]],
    ['the version of the method', { ...method, version: 2 }, [1, 2]],
    ['the method', { ...method, id: 'another' }, [1, 2]],
  ] as const)('another thing where %s differs', (_what, other, inputs) => {
    const before = new Map<string, unknown>();
    rememberFrom(new Map(), before)(method, [1, 2], () => 'old');
    expect(rememberFrom(before, new Map())(other, inputs, () => 'new')).toBe('new');
  });

  test('null is remembered too', () => {
    const before = new Map<string, unknown>();
    rememberFrom(new Map(), before)(method, [], () => null);
    expect(rememberFrom(before, new Map())<number | null>(method, [], () => 1)).toBeNull();
  });

  test('only what was asked for in a run is there for the next', () => {
    const before = new Map<string, unknown>();
    const remember = rememberFrom(new Map(), before);
    remember(method, [1], () => 1);
    remember(method, [2], () => 2);
    const now = new Map<string, unknown>();
    rememberFrom(before, now)(method, [2], () => 3);
    expect([...now.values()]).toEqual([2]);
  });
});

test('rememberNothing makes everything', () => {
  expect(rememberNothing(method, [], () => 5)).toBe(5);
});
