import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Column } from '../../lib/schema/table.ts';
import { ColumnsBuilder } from '../../lib/store/arrow/build.ts';
import { textsOf } from '../../lib/store/arrow/column.ts';
import { parseCells } from '../../lib/store/csv.ts';

const kinds = { a: 'text', b: 'integer', c: 'instant', d: 'number' };
const columns = Object.entries(kinds).map(([name, kind]) => ({ name, kind }) as unknown as Column);

const cell = fc.constantFrom(
  '',
  '1',
  '007',
  '-5',
  '12345678901234567',
  'x',
  'é',
  '2026-01-01T00:00:00Z',
  '2026-01-02T00:00:01Z',
);
const line = fc.array(cell, { maxLength: 6 }).map((cells) => cells.join(','));
/** Lines that are too short or too long, columns that are unknown, missing or there twice, and a last line with and without its end. */
const file = fc
  .tuple(
    fc.constantFrom('a,b,c,d', 'b,a', 'd,x,a,a,c', 'a', ''),
    fc.array(line, { maxLength: 6 }),
    fc.boolean(),
    fc.boolean(),
  )
  .map(([header, lines, isEnded, isQuoted]) =>
    [header, ...lines, ...(isQuoted ? ['"1",1'] : [])].join('\n').concat(isEnded ? '\n' : ''),
  );

/** A cell as it is told by a column: numbers as such. */
function told(builder: ColumnsBuilder, name: string): unknown[] {
  const cells = builder.cells(name);
  if (cells.is !== 'numbers')
    return Array.from({ length: builder.rows }, (_, i) => textsOf(cells, builder.rows)(i));
  return Array.from(cells.values, (value, i) => (cells.nulls?.[i] === 1 ? '' : value));
}

test('columns hold every cell of every file', () => {
  fc.assert(
    fc.property(fc.array(file, { maxLength: 3 }), (files) => {
      const builder = new ColumnsBuilder(columns);
      for (const text of files) builder.addBytes(Buffer.from(text));
      const parsed = files.map(parseCells);
      for (const [name, kind] of Object.entries(kinds)) {
        const cells = parsed.flatMap(({ header, lines }) =>
          lines.map((each) => each[header.indexOf(name)] ?? ''),
        );
        const isNumber = builder.cells(name).is === 'numbers' && kind !== 'text';
        expect(told(builder, name)).toEqual(
          cells.map((each) => (isNumber && each !== '' ? Number(each) : each)),
        );
      }
    }),
    { numRuns: Number(process.env['ARROW_BUILD_RUNS'] ?? 300) },
  );
});

test('thousands of ids that differ in one place are told apart', () => {
  const ids = Array.from({ length: 5000 }, (_, i) => String(7_482_931_947_515_277_209n + BigInt(i * 65_536)));
  const builder = new ColumnsBuilder(columns);
  const lines = [...ids, ...ids.toReversed(), ...ids.map((id) => id.slice(0, -1))];
  builder.addBytes(Buffer.from(['a,b,c,d', ...lines.map((id) => `${id},1,,`), ''].join('\n')));
  const cells = builder.cells('a');
  expect(told(builder, 'a')).toEqual(lines);
  expect(cells.is === 'keyed' && cells.texts.length).toBe(new Set(lines).size);
});
