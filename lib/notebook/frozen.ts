import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseMeta } from './meta.ts';

/** A report that says it is frozen. */
export interface FrozenReport {
  slug: string;
  /** `YYYY-MM`, as they stand in the front matter. */
  months: string[];
}

const folder = 'pages/reports';

/** The reports of a project that say they are frozen (`freeze` in their front matter). Throws `NotebookError` as `parseMeta`. */
export async function readFrozenReports(root: string): Promise<FrozenReport[]> {
  const slugs = await readdir(path.join(root, folder)).catch((): string[] => []);
  const reports = await Promise.all(
    slugs.sort().map(async (slug) => {
      const file = `${folder}/${slug}/index.mdx`;
      const text = await readFile(path.join(root, file), 'utf8').catch(() => null);
      return { slug, months: (text !== null && parseMeta(text, file).freeze) || [] };
    }),
  );
  return reports.filter(({ months }) => months.length > 0);
}
