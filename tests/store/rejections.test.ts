import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DistinctLines } from '../../lib/store/distinct-lines.ts';
import { PendingRecords } from '../../lib/store/pending.ts';
import { recordsOfTexts } from '../../lib/store/record-keys.ts';
import { readRejections, stageRejections } from '../../lib/store/rejections.ts';
import { beginTransaction } from '../../lib/store/transaction.ts';
import { temporaryFolder } from '../helpers/ledger.ts';

const undated = 'rejected/undated.jsonl';

/** Stages lines for the undated file, some at a time, and carries it out. */
async function keep(root: string, parts: readonly (readonly string[])[]): Promise<void> {
  const transaction = await beginTransaction(root, 't');
  const pending = new PendingRecords(path.join(transaction.folder, 'scratch', 'rejected'));
  for (const [i, lines] of parts.entries()) {
    if (i > 0) await pending.spill();
    for (const line of lines) pending.add(undated, line, 0);
  }
  await stageRejections(root, transaction, pending);
  await pending.close();
  await transaction.commit();
}

function rootWith(text: string | null): string {
  const root = temporaryFolder();
  mkdirSync(path.join(root, 'rejected'));
  if (text !== null) writeFileSync(path.join(root, undated), text);
  return root;
}

test('lines that say the same are found wherever their digests were put away', async () => {
  const lines = new DistinctLines(path.join(temporaryFolder(), 'digests'), 0);
  for (let part = 0; part < 5; part++)
    await lines.add(
      recordsOfTexts(Array.from({ length: 100 }, (_, i) => String(part === 3 ? i : part * 100 + i))),
    );
  const repeated = await lines.repeated();
  await lines.close();
  expect(Array.from({ length: lines.count }, (_, i) => i).filter((i) => repeated.has(i))).toEqual(
    Array.from({ length: 100 }, (_, i) => 300 + i),
  );
  expect([repeated.hasAllFrom(300), repeated.hasAllFrom(500)]).toEqual([false, true]);
});

describe('stageRejections', () => {
  test('keeps each line once, where it first came, however the lines were held', async () => {
    const line = fc.constantFrom('a', 'b', 'é', '𝒳 y', '{"message":"a, b"}', 'x'.repeat(300));
    await fc.assert(
      fc.asyncProperty(
        fc.array(line, { maxLength: 8 }),
        fc.array(fc.array(line, { maxLength: 6 }), { minLength: 1, maxLength: 4 }),
        async (stored, parts) => {
          const root = rootWith(stored.map((each) => `${each}\n`).join(''));
          await keep(root, parts);
          const expected = new Set([...stored, ...parts.flat()]);
          const found = readFileSync(path.join(root, undated), 'utf8');
          // A file that gains no line is left alone.
          const text = expected.size > new Set(stored).size ? [...expected] : stored;
          expect(found).toBe(text.map((each) => `${each}\n`).join(''));
        },
      ),
      { numRuns: 25 },
    );
  });

  test('a file edited by hand: a last line without its end, empty lines and a half line stay lines', async () => {
    const root = rootWith('b\n\n{"half\n\nb\nc');
    await keep(root, [['c', 'd']]);
    expect(readFileSync(path.join(root, undated), 'utf8')).toBe('b\n{"half\nc\nd\n');
  });

  test('a stored file of more than a megabyte is known line by line, also where a line lies across two pieces of it', async () => {
    const lines = Array.from({ length: 14_000 }, (_, i) => `${i} ${'-'.repeat(70 + (i % 31))}`);
    const root = rootWith(`${lines.join('\n')}\n`);
    const before = statSync(path.join(root, undated));
    await keep(root, [lines.slice(0, 9_000), lines.slice(9_000)]);
    expect(statSync(path.join(root, undated)).mtimeMs).toBe(before.mtimeMs);
    await keep(root, [[lines[13_000] as string, 'new', lines[5] as string]]);
    expect(readFileSync(path.join(root, undated), 'utf8')).toBe(`${[...lines, 'new'].join('\n')}\n`);
  });

  test('nothing refused makes no file', async () => {
    const root = temporaryFolder();
    await keep(root, [[]]);
    expect(existsSync(path.join(root, 'rejected'))).toBe(false);
  });
});

test('readRejections passes over what is no JSON, and days before the first asked for', async () => {
  const root = temporaryFolder();
  for (const [day, text] of [
    ['2026-11-21', '{"rule":"old"}\n'],
    ['2026-11-22', '{"rule":"a"}\nnot json\n\n"text"\n{"rule":"b"}'],
  ] as const) {
    mkdirSync(path.join(root, 'rejected/2026/11'), { recursive: true });
    writeFileSync(path.join(root, `rejected/2026/11/${day}.jsonl`), text);
  }
  const found: string[] = [];
  for await (const { rule } of readRejections(root, '2026-11-22')) found.push(rule);
  expect(found).toEqual(['a', 'b']);
});
