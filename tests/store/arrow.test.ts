import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { TableName } from '../../lib/schema/index.ts';
import { temporaryFolder } from '../helpers/ledger.ts';
import { fileOf, ledger, question, rowsOfFiles, rowsScanned, writeDay } from './arrow-ledgers.ts';

const tablesTried: TableName[] = ['post', 'post_info', 'account', 'hashtag', 'owner_activity'];

/** The Arrow files of a table, with the numbers that the file system has for them. */
function arrowFiles(root: string, table: TableName): string[] {
  const folder = path.join(root, '.cache/arrow-1', table);
  return readdirSync(folder)
    .filter((name) => name.endsWith('.arrow'))
    .map((name) => `${name} ${statSync(path.join(folder, name)).ino}`)
    .sort();
}

describe('the cache never changes an answer', () => {
  test.each(tablesTried)('%s: cold, warm and without it, before and after edits by hand', async (table) => {
    const folder = temporaryFolder();
    const property = fc.asyncProperty(
      ledger(table),
      fc.array(question(table), { minLength: 1, maxLength: 4 }),
      ledger(table),
      fc.array(fc.nat(), { maxLength: 2 }),
      async (texts, questions, edits, deletions) => {
        const root = mkdtempSync(path.join(folder, 'data-'));
        for (const [day, text] of Object.entries(texts)) writeDay(root, table, day, text);
        const compare = async () => {
          await rowsScanned(root, table);
          const made = arrowFiles(root, table);
          for (const asked of [...questions, {}, ...questions]) {
            const expected = await rowsOfFiles(root, table, asked);
            expect(await rowsScanned(root, table, asked)).toEqual(expected);
            expect(await rowsScanned(root, table, asked, 'off')).toEqual(expected);
          }
          // What was made is what has answered: a file that could not be used would have been made again.
          expect(arrowFiles(root, table)).toEqual(made);
        };
        await compare();
        for (const [day, text] of Object.entries(edits)) writeDay(root, table, day, text);
        const stored = Object.keys({ ...texts, ...edits }).sort();
        for (const place of deletions)
          rmSync(fileOf(root, table, stored[place % stored.length] as string), { force: true });
        await compare();
        rmSync(root, { recursive: true });
      },
    );
    await fc.assert(property, { numRuns: 4, endOnFailure: true });
  });
});
