import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isCounted, lineOf, markOf, PendingRecords } from '../../lib/store/pending.ts';
import { temporaryFolder } from '../helpers/ledger.ts';

describe('PendingRecords', () => {
  test('gives back what it was given, in order, wherever it was spilled', async () => {
    const folder = temporaryFolder();
    let run = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.constantFrom('a', 'b/c', ''), fc.string(), fc.boolean())),
        async (steps) => {
          const pending = new PendingRecords(path.join(folder, String(run++)));
          const expected = new Map<string, string[]>();
          for (const [file, text, spill] of steps) {
            const record = text.replaceAll('\t', '\\\n');
            pending.add(file, record, markOf(1, true));
            expected.set(file, [...(expected.get(file) ?? []), record]);
            if (spill) await pending.spill();
          }
          expect(pending.files()).toEqual([...expected.keys()].sort());
          for (const [file, records] of expected) expect((await pending.take(file)).records).toEqual(records);
          await pending.close();
        },
      ),
      { numRuns: 60 },
    );
  });

  test('a mark keeps line and counting', () => {
    for (const line of [0, 1, 7, 5_000_000])
      for (const counted of [true, false]) {
        const mark = markOf(line, counted);
        expect([lineOf(mark), isCounted(mark)]).toEqual([line, counted]);
      }
  });
});
