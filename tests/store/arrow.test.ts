import { mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { TableName } from '../../lib/schema/index.ts';
import { temporaryFolder } from '../helpers/ledger.ts';
import { fileOf, ledger, question, rowsOfFiles, rowsScanned, writeDay } from './arrow-ledgers.ts';

const tablesTried: TableName[] = ['post', 'post_info', 'account', 'hashtag', 'owner_activity'];

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
          for (const asked of [...questions, {}, ...questions]) {
            const expected = await rowsOfFiles(root, table, asked);
            expect(await rowsScanned(root, table, asked)).toEqual(expected);
            expect(await rowsScanned(root, table, asked, 'off')).toEqual(expected);
          }
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
