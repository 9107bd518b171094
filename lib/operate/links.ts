import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

export interface BrokenLink {
  /** The page the link is on, relative to the site's folder. */
  page: string;
  href: string;
  why: 'no such page' | 'no such anchor';
}

export interface LinkReport {
  pages: number;
  links: number;
  broken: BrokenLink[];
}

/** What links into and out of a page. */
export interface PageLinks {
  anchors: string[];
  /** Each once, without those to other hosts. */
  hrefs: string[];
}

const linkPattern = /\s(?:href|src)="([^"]*)"/g;
const idPattern = /\sid="([^"]*)"/g;
const elsewhere = /^(?:[a-z][a-z0-9+.-]*:|\/\/)/i;

/** The anchors and the internal links of a page. */
export function readLinks(html: string): PageLinks {
  const all = (pattern: RegExp) => new Set([...html.matchAll(pattern)].map((match) => match[1] as string));
  return {
    anchors: [...all(idPattern)],
    hrefs: [...all(linkPattern)].filter((href) => !elsewhere.test(href)),
  };
}

/**
 * Follows every internal link and anchor of a built site. `base` is the site's base path. Links to other hosts are not
 * followed.
 */
export async function checkLinks(out: string, base: string): Promise<LinkReport> {
  const entries = await readdir(out, { recursive: true, withFileTypes: true });
  const files = new Set(
    entries
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(out, path.join(entry.parentPath, entry.name)).split(path.sep).join('/')),
  );
  const pages = new Map<string, PageLinks>();
  for (const page of [...files].filter((file) => file.endsWith('.html')).sort())
    pages.set(page, readLinks(await readFile(path.join(out, page), 'utf8')));
  return followLinks(pages, files, base);
}

/** The same for a site whose pages were read: `pages` by file, `files` all that the site has. */
export function followLinks(
  pages: ReadonlyMap<string, PageLinks>,
  files: ReadonlySet<string>,
  base: string,
): LinkReport {
  const anchors = new Map<string, ReadonlySet<string>>();
  const withoutAnchor: BrokenLink[] = [];
  // An embedded chart is a part of a page, in a file of its own.
  const whole = [...pages.keys()].filter((page) => !page.startsWith('embed/'));
  const report: LinkReport = { pages: whole.length, links: 0, broken: [] };
  const prefix = base.endsWith('/') ? base : `${base}/`;
  for (const [page, { hrefs }] of pages)
    for (const href of hrefs) {
      report.links++;
      const target = resolve(page, unescapeHtml(href), prefix);
      const file =
        target &&
        [target.file, `${target.file}index.html`, `${target.file}/index.html`].find((name) =>
          files.has(name),
        );
      if (!target || !file) report.broken.push({ page, href, why: 'no such page' });
      else if (target.anchor !== '' && file.endsWith('.html') && !anchorsOf(file).has(target.anchor))
        withoutAnchor.push({ page, href, why: 'no such anchor' });
    }
  report.broken.push(...withoutAnchor);
  return report;

  function anchorsOf(file: string): ReadonlySet<string> {
    const known = anchors.get(file) ?? new Set(pages.get(file)?.anchors);
    anchors.set(file, known);
    return known;
  }
}

function resolve(page: string, href: string, prefix: string): { file: string; anchor: string } | null {
  const here = new URL(prefix + page.replace(/(?:^|(?<=\/))index\.html$/, ''), 'http://site');
  const url = new URL(href, here);
  if (!url.pathname.startsWith(prefix)) return null;
  try {
    return {
      file: decodeURIComponent(url.pathname.slice(prefix.length)),
      anchor: decodeURIComponent(url.hash.slice(1)),
    };
  } catch {
    return null;
  }
}

function unescapeHtml(text: string): string {
  return text
    .replaceAll('&#38;', '&')
    .replaceAll('&amp;', '&')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'");
}
