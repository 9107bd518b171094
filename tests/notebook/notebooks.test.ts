import { globSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { testNotebook } from '#lib/notebook/run';

/** The tests that the reports of this project bring with them (`ts test`), on the example ledger. */

const root = path.resolve(import.meta.dirname, '../..');
const reports = globSync('pages/reports/*/index.mdx', { cwd: root }).sort();

beforeAll(() => {
  process.env['CLIPBOOK_DATA'] = path.join(root, 'examples/ledger');
});

test.each(reports)('%s', async (file) => {
  for (const { name, fault } of await testNotebook(file, { root }))
    expect(fault?.message ?? null, name).toBeNull();
});
