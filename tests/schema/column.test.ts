import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { tableNames, tables } from '../../lib/schema/index.ts';
import { columnsOf, type TableSpec } from '../../lib/schema/table.ts';

/** Values that sit at the edges of what columns hold, besides anything at all. */
const edges = [
  null,
  undefined,
  '',
  ' ',
  'a',
  '107955',
  '7665075736742530317',
  '123456789012345678901',
  'handle:some.one_1',
  'handle:a/b',
  'some.one_1',
  '..',
  'UPPER',
  '2026-02-28',
  '2024-02-29',
  '2026-02-29',
  '2026-02-28T23:59:59Z',
  '2026-02-28T24:00:00Z',
  '2026-02-30T00:00:00Z',
  '2026-02-28T00:00:00.000Z',
  'ok',
  'exact',
  0,
  -0,
  -1,
  1,
  1.5,
  2 ** 53 - 1,
  2 ** 53,
  -(2 ** 53 - 1),
  Number.NaN,
  Number.POSITIVE_INFINITY,
  true,
  false,
  [],
  ['a', 'b'],
  ['a b'],
  [''],
  [1],
  {},
];
const anything = fc.oneof(fc.constantFrom(...edges), fc.anything(), fc.string(), fc.integer(), fc.double());

describe('the quick check of a column', () => {
  for (const name of tableNames) {
    const spec = tables[name] as TableSpec;
    test(`${name}: gives the answer of the schema for every column`, () => {
      for (const column of columnsOf(spec)) {
        const schema = spec.row.shape[column.name] as z.ZodType;
        const agrees = (value: unknown) => column.holds(value) === schema.safeParse(value).success;
        for (const value of edges)
          expect([column.name, value, agrees(value)]).toEqual([column.name, value, true]);
        fc.assert(fc.property(anything, agrees), { numRuns: 200 });
      }
    });
  }
});
