import { expect, test } from 'vitest';
import { type ModuleGraph, modulesOfRoute, sourcesOf } from '../../../lib/operate/site/sources.ts';

/** A graph of modules, each with what it imports; those of reports have Astro's mark for data. */
function graphOf(modules: Record<string, string[]>): ModuleGraph {
  const infos = new Map(
    Object.entries(modules).map(([name, imports]) => [
      `/site/${name}`,
      {
        code: name,
        importedIds: imports.map((each) => `/site/${each}`),
        dynamicallyImportedIds: [],
        ...(name.includes('index.mdx') && { meta: { astroIncremental: { kind: 'content-data' } } }),
      },
    ]),
  );
  return { getModuleIds: () => infos.keys(), getModuleInfo: (id) => infos.get(id) ?? null };
}

test('modules with the mark for data, and what only they import, are no code of the route; the library is', () => {
  const sources = sourcesOf(
    graphOf({
      'pages/reports/[slug].astro': ['pages/reports/_data/reports.ts'],
      'pages/reports/_data/reports.ts': ['pages/reports/a/index.mdx', 'lib/index.ts'],
      'pages/reports/a/index.mdx': ['pages/reports/a/_words.ts', 'lib/own.ts'],
      'pages/reports/a/_words.ts': [],
      'lib/index.ts': [],
      'lib/own.ts': [],
    }),
    '/site',
  );
  expect([...modulesOfRoute(sources, 'pages/reports/[slug].astro').keys()].sort()).toEqual([
    'lib/index.ts',
    'lib/own.ts',
    'pages/reports/[slug].astro',
    'pages/reports/_data/reports.ts',
  ]);
});
