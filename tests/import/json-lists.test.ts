import { describe, expect, test } from 'vitest';
import { flatten } from '../../lib/import/json-flat.ts';
import { ListCutter, opensList } from '../../lib/import/json-lists.ts';

/** The pieces of a text that comes in slices of that length. */
function cut(text: string, length: number) {
  const cutter = new ListCutter();
  const pieces = [];
  for (let i = 0; i < text.length; i += length) pieces.push(...cutter.push(text.slice(i, i + length)));
  return { pieces, problem: cutter.problem() };
}

const wrapped = `{"headers": {"user-agent": "x", "items": "[{"}, "cursor": [1, [2]],
 "collector": [
  {"id": "1", "text": "a ] } \\" , {", "tags": [{"name": "x"}]},
  {"id": "2", "nested": {"list": [[], {}]}} , 7, "s,]", null
 ], "zip": "", "data": {"other": [{"id": "9"}], "videos": [{"id": "3"}]}}`;

describe('lists within one JSON object', () => {
  test.each([1, 2, 3, 7, 64, 10_000])(
    'are found whatever the pieces it comes in (%i characters)',
    (length) => {
      const { pieces, problem } = cut(wrapped, length);
      expect(problem).toBeNull();
      expect(pieces.map(({ text }) => text.trim())).toEqual([
        '{"id": "1", "text": "a ] } \\" , {", "tags": [{"name": "x"}]}',
        '{"id": "2", "nested": {"list": [[], {}]}}',
        '7',
        '"s,]"',
        'null',
        '{"id": "3"}',
      ]);
      expect(pieces.map(({ line }) => line)).toEqual([3, 4, 4, 4, 4, 5]);
    },
  );

  test('are told from an object that is a record itself', () => {
    expect(opensList(wrapped)).toBe(true);
    expect(opensList('{"user":[{"userId":"1"}],"hashtag":[]}')).toBe(true);
    expect(opensList('{"data":{"videos":[{"id":1')).toBe(true);
    // Lists of a record of its own, at any depth; lists without objects; an array.
    expect(opensList('{"id":"1","hashtags":[{"name":"x"}],"video":{"items":[{"a":1}]}}')).toBe(false);
    expect(opensList('{"x":{"data":{"videos":[{"id":1}]}}}')).toBe(false);
    expect(opensList('{"data":{},"x":["videos",[{"id":1}]]}')).toBe(false);
    expect(opensList('{"items":[1,2,3]}')).toBe(false);
    expect(opensList('[{"items":[{"a":1}]}]')).toBe(false);
  });

  test('a file that ends within them says so', () => {
    expect(cut('{"collector":[{"id":"1"},{"id":', 5).problem).toMatch(/not closed/);
    expect(cut('{"collector":[{"id":"1"}', 5).problem).toMatch(/not closed/);
    expect(cut('{"collector":[{"id":"1"}]', 5).problem).toMatch(/not closed/);
  });
});

describe('an object as columns', () => {
  test('names nested values by their path; lists, nulls and what lies deep stay one value', () => {
    const flat = flatten({ id: 1, author: { name: 'x', none: null, empty: {} }, tags: [{ a: 1 }] });
    expect([...flat]).toEqual([
      ['id', 1],
      ['author.name', 'x'],
      ['author.none', null],
      ['tags', [{ a: 1 }]],
    ]);
    expect([...flatten({ a: { b: { c: { d: { e: 1 } } } } })]).toEqual([['a.b.c.d', { e: 1 }]]);
  });

  test('keys that mean something to the language are names like others', () => {
    const flat = flatten(JSON.parse('{"__proto__":{"polluted":1},"constructor":{"prototype":2}}'));
    expect([...flat.keys()]).toEqual(['__proto__.polluted', 'constructor.prototype']);
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });
});
