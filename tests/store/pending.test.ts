import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { HeldRecords } from '../../lib/store/held-records.ts';
import { isCounted, lineOf, markOf, PendingRecords } from '../../lib/store/pending.ts';
import { textsOf } from '../../lib/store/record-keys.ts';
import { temporaryFolder } from '../helpers/ledger.ts';

describe('PendingRecords', () => {
  test('gives back what it was given, in order, wherever it was spilled', async () => {
    const folder = temporaryFolder();
    let run = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.constantFrom('a', 'b/c', ''), fc.string({ unit: 'grapheme' }), fc.boolean())),
        async (steps) => {
          const pending = new PendingRecords(path.join(folder, String(run++)));
          const expected = new Map<string, string[]>();
          const lines = new Map<string, number[]>();
          for (const [line, [file, text, spill]] of steps.entries()) {
            const record = text.replaceAll('\t', '\\\n');
            pending.add(file, record, markOf(line, true));
            expected.set(file, [...(expected.get(file) ?? []), record]);
            lines.set(file, [...(lines.get(file) ?? []), line]);
            if (spill) await pending.spill();
          }
          expect(pending.files()).toEqual([...expected.keys()].sort());
          for (const [file, records] of expected) {
            const batch = await pending.take(file);
            expect(textsOf(batch)).toEqual(records);
            expect(Array.from(batch.marks, lineOf)).toEqual(lines.get(file));
          }
          await pending.close();
        },
      ),
      { numRuns: 60 },
    );
  });

  test('blocks of another thread and spilled rows go to one scratch file, whoever writes first', async () => {
    const pending = new PendingRecords(path.join(temporaryFolder(), 'blocks'));
    const expected = new Map<string, string[]>();
    const writes: Promise<void>[] = [];
    for (let turn = 0; turn < 20; turn++) {
      const held = new HeldRecords([]);
      for (const [number, file] of ['a', 'b'].entries()) {
        const records = [`own ${turn} ${file}`, `block ${turn} ${file}`.repeat(turn + 1)];
        expected.set(file, [...(expected.get(file) ?? []), ...records]);
        pending.add(file, records[0] as string, 0);
        held.add(number, records[1] as string, 0);
      }
      const { block, pieces } = held.group(2, new ArrayBuffer(0));
      const named = pieces.flatMap((piece, number) =>
        piece ? [['ab'[number] as string, piece] as const] : [],
      );
      // Nobody waits for the one before the other begins.
      writes.push(pending.addBlock(block, named));
      if (turn % 3 === 0) await pending.spill();
    }
    await Promise.all(writes);
    for (const [file, records] of expected)
      expect(textsOf(await pending.take(file)).sort()).toEqual(records.sort());
    await pending.close();
  });

  test('what is added once others were taken is an error, not a loss', async () => {
    const pending = new PendingRecords(path.join(temporaryFolder(), 'late'));
    pending.add('a', 'first', 0);
    pending.add('b', 'second', 0);
    await pending.take('a');
    pending.add('a', 'late', 0);
    await expect(pending.take('b')).rejects.toThrow('after the first were taken');
  });

  test('a mark keeps line and counting', () => {
    for (const line of [0, 1, 7, 5_000_000])
      for (const counted of [true, false]) {
        const mark = markOf(line, counted);
        expect([lineOf(mark), isCounted(mark)]).toEqual([line, counted]);
      }
  });
});
