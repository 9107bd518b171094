import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Column } from '../../lib/schema/table.ts';
import { formatRecord } from '../../lib/store/csv.ts';
import { RecordBytes, recordWriter } from '../../lib/store/record-bytes.ts';

const columns = ['id', 'at', 'text', 'value'].map((name) => ({ name }) as Column);

const text = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    '7665075736742530317',
    '2026-11-22T03:00:00Z',
    ' x',
    'x ',
    '\u00a0x',
    'a,b',
    '"',
    'a\nb',
    '\t',
    'ü',
    '\ud800',
  ),
);
const cell = fc.oneof(
  text,
  fc.integer({ min: 0 }),
  fc.maxSafeInteger(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom(
    0,
    -0,
    9,
    10,
    999_999_999,
    1_000_000_000,
    2_147_483_648,
    Number.MAX_SAFE_INTEGER,
    true,
    false,
    null,
    undefined,
  ),
  fc.array(fc.constantFrom('été', '日本', 'a'), { maxLength: 3 }),
);
const ordered = fc.record({ id: cell, at: cell, text: cell, value: cell }, { requiredKeys: [] });
/** Values in any order, and one that is no column. */
const row = fc.oneof(
  ordered,
  ordered.map((each) => Object.fromEntries(Object.entries({ ...each, other: 1 }).reverse())),
);

describe('rows written as bytes', () => {
  test('are what formatRecord gives, whatever they hold and follow', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(row, fc.boolean())), (rows) => {
        const into = new RecordBytes();
        const write = recordWriter(columns, into);
        for (const [each, repeated] of rows) {
          if (!repeated) into.clear();
          // What was written before may be copied: twice, that it is.
          for (let again = 0; again < 2; again++) {
            const start = into.length;
            write(each);
            expect(into.bytes.toString('utf8', start, into.length)).toBe(
              `${formatRecord(columns, each)}\n`.toWellFormed(),
            );
          }
        }
      }),
      { numRuns: 500 },
    );
  });

  test('go on where the memory for them has to grow', () => {
    const into = new RecordBytes();
    const write = recordWriter(columns, into);
    const long = 'é"'.repeat(30_000);
    let expected = '';
    for (const value of [long, 'x'.repeat(70_000), long, 1, 12]) {
      write({ id: value, at: long, text: 'short', value });
      expected += `${formatRecord(columns, { id: value, at: long, text: 'short', value })}\n`;
    }
    expect(into.bytes.toString('utf8', 0, into.length) === expected).toBe(true);
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY])('%s never reaches a file', (value) => {
    expect(() => recordWriter(columns, new RecordBytes())({ id: value })).toThrow(RangeError);
  });
});
