import type { AstroComponentFactory } from 'astro/runtime/server/index.js';
import type { ReportMeta } from '#lib/notebook/meta';

export interface ReportPage {
  /** Last part of the page's path. */
  slug: string;
  meta: ReportMeta;
  /** Runs the notebook's cells, once a build, and gives the component of its page. */
  load(): Promise<AstroComponentFactory>;
}

const metas = import.meta.glob<ReportMeta>('../*/index.mdx', {
  query: '?meta',
  import: 'default',
  eager: true,
});
const loaders = import.meta.glob<AstroComponentFactory>('../*/index.mdx', { import: 'default' });

/** Every report, by title. Reading this list runs no cell. */
export const reports: ReportPage[] = Object.entries(loaders)
  .flatMap(([file, load]) => {
    const slug = file.split('/').at(-2);
    const meta = metas[file] ?? metas[`${file}?meta`];
    return slug !== undefined && meta ? [{ slug, meta, load }] : [];
  })
  .sort((a, b) => (a.meta.title < b.meta.title ? -1 : 1));
