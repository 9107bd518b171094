import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { splitRecords } from '../../lib/store/csv.ts';
import { compareText, keyOf, RecordMerger } from '../../lib/store/merge.ts';
import { markOf } from '../../lib/store/pending.ts';
import { compareKeys, recordsOf, recordsOfTexts, textsOf } from '../../lib/store/record-keys.ts';

const spec = { key: ['id', 'at'], provenance: ['source', 'capture'] } as const;
const header = 'id,at,value,source,capture\n';

function mergeRecords(
  existing: readonly string[],
  { records, marks }: { records: readonly string[]; marks: readonly number[] },
  merger = new RecordMerger(spec, null),
) {
  const bytes = (texts: readonly string[]) => recordsOfTexts(texts);
  const { content, ...merged } = merger.merge(header, bytes(existing), { ...bytes(records), marks });
  expect(Buffer.from(content).toString('utf8').startsWith(header)).toBe(true);
  return { ...merged, records: textsOf(recordsOf(content, header.length)) };
}

const record = (id: string, at: string, value: string, capture = 'c') =>
  `${id},${at},${value},import,${capture}`;

describe('the parts of a record', () => {
  test.each([
    ['a,b,c,d', 2, 'a,b'],
    ['a,b,c,d', 1, 'a'],
    ['a,b', 2, 'a,b'],
    [',b,c', 2, ',b'],
    ['a', 2, 'a'],
  ])('key of %s with %d cells', (text, cells, expected) => {
    expect(keyOf(text, cells)).toBe(expected);
  });

  test('are compared by code units, whatever the language of the machine', () => {
    expect(['ä', 'z', 'Z', '10', '9'].sort(compareText)).toEqual(['10', '9', 'Z', 'z', 'ä']);
  });
});

describe('keys and records as bytes', () => {
  const text = fc.string({ unit: 'binary' }).map((each) => each.replaceAll(/[,\n"]/g, '-').toWellFormed());
  const key = fc.tuple(fc.oneof(text, fc.constantFrom('a', 'ab', '\ue000', '\uffff', '😀', '-', '')), text);

  test('are in the order of their texts, characters beyond 16 bits included', () => {
    fc.assert(
      fc.property(key, key, (a, b) => {
        const bytes = (cells: readonly string[], rest: string) => Buffer.from(`${cells.join(',')}${rest}\n`);
        const expected = Math.sign(compareText(a.join(','), b.join(',')));
        for (const [rest, other] of [
          [',1', ',2'],
          ['', ''],
          [',', ''],
        ] as const)
          expect(Math.sign(compareKeys(bytes(a, rest), 0, bytes(b, other), 0, 2))).toBe(expected);
      }),
      { numRuns: 300 },
    );
    expect(compareKeys(Buffer.from('1,t,5\n'), 0, Buffer.from('1,t\n'), 0, 2)).toBe(0);
    expect(compareKeys(Buffer.from('1,t\n'), 0, Buffer.from('1,t,5\n'), 0, 2)).toBe(0);
  });

  test.each([
    ['a file', '1,2\n3,"x\ny"\n4\n', ['1,2', '3,"x\ny"', '4']],
    ['no line end at the end', '1\n2', ['1', '2']],
    ['a quote nobody closed', '1,"x\ny\n', ['1,"x\ny']],
    ['nothing', '', []],
  ])('%s is cut into its records', (_, file, expected) => {
    expect(textsOf(recordsOf(Buffer.from(header + file), header.length))).toEqual(expected);
    expect(splitRecords(header + file).map((each) => each.trimEnd())).toEqual(expected);
    expect(textsOf(recordsOfTexts(expected))).toEqual(expected);
  });
});

describe('merging', () => {
  test('what is stored stays, and of new ones the first', () => {
    const merged = mergeRecords([record('1', 't', '5')], {
      records: [
        record('1', 't', '6'),
        record('2', 't', '7'),
        record('2', 't', '8'),
        record('2', 't', '7', 'other'),
      ],
      marks: [2, 3, 4, 5].map((line) => markOf(line, true)),
    });
    expect(merged.records).toEqual([record('1', 't', '5'), record('2', 't', '7')]);
    expect(merged).toMatchObject({ stored: 1, duplicates: 1, added: 1 });
    expect(merged.conflicts).toEqual([
      { record: record('1', 't', '6'), existing: record('1', 't', '5'), line: 2, counted: true },
      { record: record('2', 't', '8'), existing: record('2', 't', '7'), line: 4, counted: true },
    ]);
  });

  test('a record that does not count is merged all the same', () => {
    const merged = mergeRecords([], { records: [record('1', 't', '5')], marks: [markOf(2, false)] });
    expect(merged).toMatchObject({ stored: 0, duplicates: 0, added: 1, records: [record('1', 't', '5')] });
  });

  test('gives what going through them one by one gives, in whatever order they come', () => {
    const records = fc.array(
      fc
        .tuple(
          fc.constantFrom('1', '10', '2', 'handle:a'),
          fc.constantFrom('t', 's', ''),
          fc.constantFrom('5', '6', '"a,b"', '"a\nb"', '"\n"'),
        )
        .map(([id, at, value]) => record(id, at, value)),
    );
    // One for all: what it remembers of the merge before must not show.
    const merger = new RecordMerger(spec, null);
    fc.assert(
      fc.property(records, records, fc.infiniteStream(fc.boolean()), (stored, incoming, counting) => {
        const existing = mergeRecords([], { records: stored, marks: stored.map(() => 0) }).records;
        const marks = incoming.map((_, line) => markOf(line, counting.next().value ?? false));
        const byKey = new Map(existing.map((each) => [keyOf(each, 2), each]));
        const expected = { stored: 0, duplicates: 0, conflicts: 0 };
        incoming.forEach((each, i) => {
          const counted = (marks[i] as number) % 2;
          const known = byKey.get(keyOf(each, 2));
          if (known === undefined) {
            byKey.set(keyOf(each, 2), each);
            expected.stored += counted;
          } else if (known === each) expected.duplicates += counted;
          else expected.conflicts++;
        });
        const merged = mergeRecords(existing, { records: incoming, marks }, merger);
        expect(merged.records).toEqual(
          [...byKey].sort(([a], [b]) => compareText(a, b)).map(([, each]) => each),
        );
        expect(merged.stored).toBe(expected.stored);
        expect(merged.duplicates).toBe(expected.duplicates);
        expect(merged.conflicts).toHaveLength(expected.conflicts);
        expect(merged.added).toBe(merged.records.length - existing.length);
      }),
    );
  });
});
