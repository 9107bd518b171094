import type { AstroComponentFactory } from 'astro/runtime/server/index.js';
import type { NotebookGraph } from '#lib/notebook/graph';
import type { ReportMeta } from '#lib/notebook/meta';
import type { RanNotebook } from '#lib/notebook/runtime';
import type { NotebookAbout } from '#lib/notebook/vite-plugin';

export interface ReportPage {
  /** Last part of the page's path. */
  slug: string;
  meta: ReportMeta;
  graph: NotebookGraph;
  /** Runs the notebook's cells, once a build, and gives the component of its page. */
  load(): Promise<{ Content: AstroComponentFactory; notebook: RanNotebook }>;
}

const abouts = import.meta.glob<NotebookAbout>('../*/index.mdx', {
  query: '?meta',
  import: 'default',
  eager: true,
});
const pages = import.meta.glob<AstroComponentFactory>('../*/index.mdx', { import: 'default' });
const cells = import.meta.glob<RanNotebook>('../*/index.mdx', { query: '?cells', import: 'notebook' });

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
    const load = async () => {
      const notebook = await loadCells();
      return { Content: await loadPage(), notebook };
    };
    return [{ slug, ...about, load }];
  })
  .sort((a, b) => (a.meta.title < b.meta.title ? -1 : 1));
