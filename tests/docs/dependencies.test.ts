import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { manifest, root } from '../package/packed.ts';
import { readDocument, tableRows } from './documents.ts';

const names = {
  dependencies: Object.keys(manifest.dependencies),
  optional: Object.keys(manifest.optionalDependencies),
  development: Object.keys(manifest.devDependencies),
};

/** What uses a package that no module imports: a file, and what stands in it. */
const usedBy: Record<string, readonly [file: string, text: string]> = {
  '@types/d3': ['node_modules/@observablehq/plot/src/context.d.ts', 'from "d3"'],
  '@fontsource-variable/source-sans-3': ['pages/styles/tokens.css', '@fontsource-variable/source-sans-3/'],
  '@arethetypeswrong/cli': ['tests/package/package.test.ts', "'@arethetypeswrong/cli'"],
  '@astrojs/check': ['scripts/typecheck.ts', "'check'"],
  '@biomejs/biome': ['package.json', 'biome check'],
  '@types/node': ['tsconfig.json', '"node"'],
  '@types/papaparse': ['lib/store/csv.ts', "'papaparse'"],
  '@types/yauzl': ['package.json', '"yauzl"'],
  'axe-core': ['tests/browser/pages.test.ts', 'axe-core'],
  node: ['package.json', 'node scripts/bin.mjs'],
  publint: ['tests/package/package.test.ts', "'publint'"],
};

const imported = new Set(
  ['lib', 'scripts', 'pages', 'tests']
    .flatMap((folder) =>
      readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' }).map(
        (file) => `${folder}/${file}`,
      ),
    )
    .concat('astro.config.mjs', 'vitest.config.ts')
    .filter((file) => /\.(?:ts|mjs|astro|mdx)$/.test(file))
    .flatMap((file) => [
      ...readFileSync(path.join(root, file), 'utf8').matchAll(/(?:from|import|import\()\s*'([^'.#/][^']*)'/g),
    ])
    .map((match) => match[1] as string)
    .map((name) =>
      name
        .split('/')
        .slice(0, name.startsWith('@') ? 2 : 1)
        .join('/'),
    ),
);

describe('docs/dependencies.md', () => {
  test('gives each dependency a reason, and nothing else', () => {
    const rows = tableRows(readDocument('docs/dependencies.md'));
    expect(rows.map(([name = '']) => name.replaceAll('`', ''))).toEqual([
      ...names.dependencies.toSorted(),
      ...names.optional.toSorted(),
      ...names.development.toSorted(),
    ]);
    for (const [name, reason = ''] of rows) expect(reason.length, name).toBeGreaterThan(10);
  });
});

describe('package.json', () => {
  test.each(Object.values(names).flat())('%s is used', (name) => {
    const [file, text] = usedBy[name] ?? [];
    if (file === undefined) expect(imported).toContain(name);
    else expect(readFileSync(path.join(root, file), 'utf8')).toContain(text);
  });

  test('versions are exact', () => {
    const loose = Object.entries({
      ...manifest.dependencies,
      ...manifest.optionalDependencies,
      ...manifest.devDependencies,
    }).filter(([, version]) => !/^\d+\.\d+\.\d+(?:-r\.\d+)?$/.test(version));
    expect(loose).toEqual([]);
  });
});
