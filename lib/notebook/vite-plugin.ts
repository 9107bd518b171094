import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type Plugin, transformWithOxc } from 'vite';
import { InputError } from '../errors.ts';
import { readCode } from './cell-code.ts';
import { compileCells, compilePage } from './compile.ts';
import { type NotebookGraph, readGraph } from './graph.ts';
import type { ReportMeta } from './meta.ts';
import type { NotebookOptions } from './options.ts';
import { parseReport } from './parse.ts';

/** What the module `index.mdx?meta` exports, without running a cell. */
export interface NotebookAbout {
  meta: ReportMeta;
  graph: NotebookGraph;
}

/**
 * The mark by which Astro tells data from code: a page need not be rendered again because of a module that has it. A notebook is made of its own
 * modules only, whose hash is in its page's `cacheKey`, so that another notebook's changes do not concern it.
 */
const apartFromSite = { astroIncremental: { kind: 'content-data' } };

/** The query that asks for the module of a notebook's cells instead of its page. */
export const cellsQuery = '?cells';

/**
 * What a cell gets for Observable Plot. Plot draws into a browser's document, which a build has not: here its `plot` gives the
 * options, and the page draws them in its own widths.
 */
const plotModule = 'virtual:clipbook-plot';
const plotCode = `import { Mark } from '@observablehq/plot';
export * from '@observablehq/plot';
export const plot = (options = {}) => ({ ...options, marks: options.marks ?? [] });
const drawn = Mark.prototype.plot;
Mark.prototype.plot = function (options = {}) {
  return options.document ? drawn.call(this, options) : plot({ ...options, marks: [...(options.marks ?? []), this] });
};
`;

/** The generated code runs in the site's own bundle, so it is found beside this file, before and after `tsc`. */
const runtime = fileURLToPath(new URL(`./runtime${path.extname(import.meta.url)}`, import.meta.url));

/**
 * Makes pages of notebooks (`reports/<slug>/index.mdx`): the cells become one TypeScript module, `index.mdx?cells`, which
 * exports `run`, `params` and `tests`, and the page prints the outputs of the run that it is given as `notebook`. `index.mdx?meta` is the front matter alone, without running a cell.
 * Stands before the MDX plug-in. Faults in a notebook are `NotebookError`s with file, line and column.
 */
export function notebook({
  library = '#lib',
  cell = '/pages/reports/_components/Cell.astro',
}: NotebookOptions = {}): Plugin {
  let root = '';
  let names: Promise<readonly string[]> | undefined;
  return {
    name: 'clipbook:notebook',
    enforce: 'pre',
    configResolved(config) {
      root = config.root;
    },
    resolveId: {
      filter: { id: /^virtual:clipbook-plot$/ },
      handler: () => `\0${plotModule}`,
    },
    load: {
      filter: { id: /^\0virtual:clipbook-plot$/ },
      handler: () => plotCode,
    },
    transform: {
      filter: { id: /\/reports\/[^/?]+\/index\.mdx(?:\?|$)|\.mdx\?cells$/ },
      async handler(text, id) {
        const [file = '', query] = id.split('?');
        const shown = path.relative(root, file).replaceAll(path.sep, '/');
        if (query !== undefined && query !== 'meta' && `?${query}` !== cellsQuery) return null;
        const report = parseReport(text, shown);
        const graph = await readGraph(report, file, async (specifier, importer) => {
          const found = (await this.resolve(specifier, importer))?.id.split('?')[0];
          return found === undefined || !path.isAbsolute(found) || /\/node_modules\//.test(found)
            ? null
            : found;
        });
        const meta = graph.plain ? apartFromSite : {};
        if (query === 'meta') {
          for (const name of graph.files) this.addWatchFile(name);
          const about: NotebookAbout = { meta: report.meta, graph: { ...graph, files: [] } };
          return { code: `export default ${JSON.stringify(about)};`, map: null, meta };
        }
        names ??= this.resolve(library, id).then((found) => exportedNames(library, found?.id));
        const code = readCode(report);
        const targets = {
          library: { from: library, names: await names },
          runtime,
          cell,
          plot: plotModule,
        };
        if (query === undefined) return { code: compilePage(report, code, targets), map: null, meta };
        const module = await transformWithOxc(compileCells(report, code, targets), `${file}.ts`);
        return { code: module.code, map: null, meta };
      },
    },
  };
}

async function exportedNames(library: string, file: string | undefined): Promise<readonly string[]> {
  if (file === undefined)
    throw new InputError('no_library', `The library of the notebooks, "${library}", was not found.`, {
      hint: 'Name it in package.json under "imports", or install it.',
    });
  const module: Record<string, unknown> = await import(/* @vite-ignore */ pathToFileURL(file).href);
  return Object.keys(module).filter((name) => name !== 'default');
}
