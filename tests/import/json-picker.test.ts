import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { JsonPicker, type WantedPart } from '../../lib/import/json-picker.ts';

const wanted: readonly WantedPart[] = [
  { id: 'list', path: [['a', 'A'], ['list']], each: true },
  { id: 'map', path: [['b'], ['map']], each: false },
];

/** What is picked from a text that comes in pieces of so many characters. */
function pick(text: string, size = text.length) {
  const picker = new JsonPicker(wanted);
  const found: [string, unknown, number][] = [];
  for (let i = 0; i < text.length; i += Math.max(1, size))
    for (const part of picker.push(text.slice(i, i + size)))
      found.push([part.id, JSON.parse(part.text), part.line]);
  return { found, problem: picker.end() };
}

describe('JsonPicker', () => {
  const text = `{
 "z": [{"a": {"list": [9]}}, "]}", null],
 "a": {"other": {"list": [8]}, "list": [{"x": "]}\\"{"},
   2, "s"], "list2": [7]},
 "b": {"map": {"k": [1, {"l": "}"}]}, "map2": {"k": 2}},
 "A": {"list": []},
 "list": [6], "map": 5
}
`;
  const expected = [
    ['list', { x: ']}"{' }, 3],
    ['list', 2, 4],
    ['list', 's', 4],
    ['map', { k: [1, { l: '}' }] }, 5],
  ];

  test('gives the wanted values with their lines, and nothing else', () => {
    expect(pick(text)).toEqual({ found: expected, problem: null });
  });

  test('wherever the pieces are cut', () => {
    for (let size = 1; size < 40; size++)
      expect(pick(text, size)).toEqual({ found: expected, problem: null });
  });

  test('lists that are null, empty or no lists give nothing', () => {
    for (const value of ['null', '[]', '{}', '"x"', '5', 'true'])
      expect(pick(`{"a": {"list": ${value}}, "b": null}`)).toEqual({ found: [], problem: null });
  });

  test.each([
    ['[]', /not an object/],
    ['{"a": {"list": [1, 2', /middle of a value/],
    ['{"a": 1] ', /bracket/],
    ['{"a" 1}', /colon/],
    ['{a: 1}', /key/],
    ['{} {}', /follows its end/],
    ['', /middle of a value/],
  ])('%j is not whole', (broken, why) => {
    expect(pick(broken).problem).toMatch(why);
  });

  test('a value without end is not gathered for ever', () => {
    expect(pick(`{"b": {"map": "${'x'.repeat(1_100_000)}`).problem).toMatch(/million/);
  });

  test('what is passed over may be of any depth and size', () => {
    const deep = `{"z": ${'['.repeat(200_000)}${']'.repeat(200_000)}, "a": {"list": [1]}}`;
    expect(pick(deep)).toEqual({ found: [['list', 1, 1]], problem: null });
  });

  test('agrees with JSON.parse on any object', () => {
    const any = fc.json({ maxDepth: 3 });
    const object = fc.record({ z: any, a: any, list: any, items: fc.array(any, { maxLength: 4 }), map: any });
    fc.assert(
      fc.property(object, fc.integer({ min: 1, max: 50 }), ({ z, a, list, items, map }, size) => {
        const whole = `{"z":${z},"q":{"a":${a},"list":${list}},"a":{"map":${map},"list":[${items.join(',')}]},"b":{"list":${list},"map":${map}}}`;
        const { found, problem } = pick(whole, size);
        expect(problem).toBeNull();
        expect(found.map(([id, value]) => [id, value])).toEqual([
          ...items.map((item) => ['list', JSON.parse(item)]),
          ['map', JSON.parse(map)],
        ]);
      }),
      { seed: 4, numRuns: 200 },
    );
  });
});
