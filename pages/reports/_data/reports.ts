import type { AstroComponentFactory } from 'astro/runtime/server/index.js';
import type { NotebookGraph } from '#lib/notebook/graph';
import type { ReportMeta } from '#lib/notebook/meta';
import type { NotebookModule, Params, RanNotebook } from '#lib/notebook/runtime';
import type { NotebookAbout } from '#lib/notebook/vite-plugin';

export interface ReportPage {
  /** Last part of the page's path, of a template that of the list of its pages. */
  slug: string;
  meta: ReportMeta;
  graph: NotebookGraph;
  /** Lists the pages of a template, once a build; null for a report of one page. */
  pages(): Promise<TemplatePage[] | null>;
  /** Runs the notebook's cells, of a template for one page, and gives the component that prints them. */
  load(params?: Params): Promise<{ Content: AstroComponentFactory; notebook: RanNotebook }>;
}

/** A page of a template. */
export interface TemplatePage {
  /** Last part of its path. */
  segment: string;
  /** Its name in words. */
  label: string;
  params: Params;
}

const abouts = import.meta.glob<NotebookAbout>('../*/index.mdx', {
  query: '?meta',
  import: 'default',
  eager: true,
});
const pages = import.meta.glob<AstroComponentFactory>('../*/index.mdx', { import: 'default' });
const cells = import.meta.glob<NotebookModule>('../*/index.mdx', { query: '?cells' });

/** What a glob with a query found for a file; some versions of Vite name it with the query. */
function of<T>(found: Record<string, T>, file: string, query: string): T | undefined {
  return found[file] ?? found[`${file}${query}`];
}

/** Every report, by title. Reading this list runs no cell. */
export const reports: ReportPage[] = Object.entries(pages)
  .flatMap(([file, loadPage]) => {
    const slug = file.split('/').at(-2);
    const about = of(abouts, file, '?meta');
    const loadCells = of(cells, file, '?cells');
    if (slug === undefined || !about || !loadCells) return [];
    const field = about.meta.params;
    let listed: Promise<TemplatePage[] | null> | undefined;
    const list = async () => {
      const { params } = await loadCells();
      return params === null || field === undefined
        ? null
        : (await params()).map((params) => pageOf(params, field));
    };
    return [
      {
        slug,
        ...about,
        pages() {
          // In `dev` the ledger may have changed since.
          if (import.meta.env.DEV) return list();
          listed ??= list();
          return listed;
        },
        async load(params?: Params) {
          const { run } = await loadCells();
          return { notebook: await run(params, import.meta.env.DEV), Content: await loadPage() };
        },
      },
    ];
  })
  .sort((a, b) => (a.meta.title < b.meta.title ? -1 : 1));

function pageOf(params: Params, field: string): TemplatePage {
  const segment = String(params[field]);
  return { segment, label: typeof params['label'] === 'string' ? params['label'] : segment, params };
}
