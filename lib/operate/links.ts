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

const linkPattern = /\s(?:href|src)="([^"]*)"/g;
const idPattern = /\sid="([^"]*)"/g;

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
  const pages = [...files].filter((file) => file.endsWith('.html')).sort();
  const anchors = new Map<string, ReadonlySet<string>>();
  const wanted: { page: string; href: string; file: string; anchor: string }[] = [];
  const report: LinkReport = { pages: pages.length, links: 0, broken: [] };
  const prefix = base.endsWith('/') ? base : `${base}/`;
  for (const page of pages) {
    const html = await readFile(path.join(out, page), 'utf8');
    anchors.set(page, new Set([...html.matchAll(idPattern)].map((match) => match[1] as string)));
    // A link repeated on a page is followed once.
    for (const href of new Set([...html.matchAll(linkPattern)].map((match) => match[1] as string))) {
      if (/^(?:[a-z][a-z0-9+.-]*:|\/\/)/i.test(href)) continue;
      report.links++;
      const target = resolve(page, unescapeHtml(href), prefix);
      const file =
        target &&
        [target.file, `${target.file}index.html`, `${target.file}/index.html`].find((name) =>
          files.has(name),
        );
      if (!target || !file) report.broken.push({ page, href, why: 'no such page' });
      else if (target.anchor !== '' && file.endsWith('.html'))
        wanted.push({ page, href, file, anchor: target.anchor });
    }
  }
  for (const { page, href, file, anchor } of wanted)
    if (!anchors.get(file)?.has(anchor)) report.broken.push({ page, href, why: 'no such anchor' });
  return report;
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
