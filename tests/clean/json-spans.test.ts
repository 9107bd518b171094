import fc from 'fast-check';
import { expect, test } from 'vitest';
import { spansAt, spansIn } from '../../lib/clean/json-spans.ts';

const plainKey = fc.string().filter((key) => JSON.stringify(key) === `"${key}"`);

test('every member of any object is found where JSON.parse finds it', () => {
  fc.assert(
    fc.property(
      fc.dictionary(plainKey, fc.jsonValue(), { noNullPrototype: true }),
      fc.constantFrom(undefined, 1, '\t'),
      (object, indent) => {
        const json = JSON.stringify(object, null, indent);
        const found = spansAt(json, 0, []);
        expect(found?.end).toBe(json.length);
        const read = [...(found?.members ?? [])].map(([key, { start, end }]) => [
          key,
          JSON.parse(json.slice(start, end)),
        ]);
        expect(read).toEqual(Object.entries(JSON.parse(json) as object));
      },
    ),
  );
});

test('an object cut anywhere is told from a whole one', () => {
  const json = JSON.stringify({ a: 'x"\\', b: [1, { c: null }], d: -1.5e3, e: {} });
  for (let length = 0; length < json.length; length++)
    expect(spansAt(json.slice(0, length), 0, [])).toBeNull();
  expect(spansAt(json, 0, [])?.end).toBe(json.length);
});

test('of a doubled key the last holds, as in JSON.parse', () => {
  const json = '{"a":1,"a":2}';
  const span = spansAt(json, 0, [])?.members.get('a');
  expect(json.slice(span?.start, span?.end)).toBe('2');
});

test('members at a path are found in one pass', () => {
  const json = '{"a":{"b":1,"c":{"b":2}},"b":3,"d":[{"b":4}]}';
  const found = spansIn(json, [new Set(['a']), new Set(['b', 'c'])]);
  const texts = [...(found?.members ?? [])].map(([key, { start, end }]) => [key, json.slice(start, end)]);
  expect(texts).toEqual([
    ['b', '1'],
    ['c', '{"b":2}'],
  ]);
  expect(spansIn(json, [new Set(['b']), new Set(['c'])])?.astray).toBe(true);
  expect(spansIn(json, [new Set(['x']), new Set(['c'])])).toMatchObject({ astray: false });
  expect(spansIn(`${json} x`, [new Set(['a'])])).toBeNull();
});

test('a doubled key on the way: the last one leads', () => {
  const json = '{"a":{"b":1},"a":{"c":2}}';
  expect([...(spansIn(json, [new Set(['a']), new Set(['b', 'c'])])?.members.keys() ?? [])]).toEqual(['c']);
});
