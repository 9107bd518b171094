import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { type NotebookGraph, readGraph } from '#lib/notebook/graph';
import { parseReport } from '#lib/notebook/parse';
import { temporaryFolder } from '../helpers/ledger.ts';

/** The graph of a notebook with this cell and prose, beside these modules. */
async function graphOf(
  cell: string,
  prose = '',
  modules: Record<string, string> = {},
): Promise<NotebookGraph> {
  const folder = temporaryFolder();
  for (const [name, text] of Object.entries(modules)) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), text);
  }
  const report = parseReport(`---\ntitle: T\n---\n\n${prose}\n\n\`\`\`ts cell\n${cell}\n\`\`\`\n`, 'x.mdx');
  return readGraph(report, path.join(folder, 'index.mdx'), async (specifier, importer) =>
    path.resolve(path.dirname(importer), specifier),
  );
}

describe('readGraph', () => {
  test('follows imports from module to module, and hashes every text', async () => {
    const cell = "import { a } from './a.ts'\nimport 'arquero'\na";
    const modules = { 'a.ts': "export * from './deep/b.ts'", 'deep/b.ts': "import('../a.ts')" };
    const graph = await graphOf(cell, '', modules);
    expect(graph.files.map((file) => path.basename(file))).toEqual(['a.ts', 'b.ts']);
    expect(graph).toMatchObject({ plain: true, clock: false, untold: null });
    const changed = await graphOf(cell, '', { ...modules, 'deep/b.ts': "import('../a.ts') " });
    expect(changed.hash).not.toBe(graph.hash);
    expect((await graphOf(cell, '', modules)).hash).toBe(graph.hash);
    expect((await graphOf(cell, 'words', modules)).hash).not.toBe(graph.hash);
  });

  test('styles and components belong to the site too', async () => {
    const modules = { 'Own.astro': "---\nimport './own.css'\n---\n<b/>", 'own.css': 'b {}' };
    expect(await graphOf('1', "import Own from './Own.astro'\n\n<Own />", modules)).toMatchObject({
      plain: false,
      untold: null,
    });
  });

  test.each([
    ['Date.now()', { clock: true }],
    ['new Date( )', { clock: true }],
    ["new Date('2026-11-01')", { clock: false }],
    ['readSettings().as_of', { clock: true }],
    ['readSettings().data', { clock: false }],
    ["await fetch('https://example.org')", { untold: 'outside-the-ledger' }],
    ['Math.random()', { untold: 'outside-the-ledger' }],
    ["await readTable('account')", { untold: null }],
  ])('what a cell says of its inputs: %s', async (cell, expected) => {
    expect(await graphOf(cell)).toMatchObject(expected);
  });

  test('reading outside the cells cannot be told', async () => {
    const untold = 'ledger-outside-cells';
    expect(await graphOf('1', "{readTable('account').length}")).toMatchObject({ untold });
    const modules = { 'a.ts': "import { readTable } from '#lib'" };
    expect(await graphOf("import './a.ts'", '', modules)).toMatchObject({ untold });
  });
});
