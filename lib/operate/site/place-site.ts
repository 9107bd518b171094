import { copyFileSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ClipbookError } from '../../errors.ts';
import { followLinks, type PageLinks } from '../links.ts';
import { fillNow, type NowWords } from './now.ts';
import {
  type FileStamp,
  filesIn,
  isSameStamp,
  makeRoom,
  moveFile,
  stampOf,
  sweep,
  writeInto,
} from './place.ts';
import type { BuildRecord, MadeFile, PageRecord } from './record.ts';
import type { RenderedPage } from './render-pages.ts';

/** Putting a new site together from what was rendered, what is reused and what is copied, and into its folder. */

/** A site that is about to be placed. */
export interface NextSite {
  /** The folder of the site, which holds the last one. */
  out: string;
  /** Where the rendered pages are. */
  next: string;
  base: string;
  before: BuildRecord | null;
  words: NowWords;
  /** Pages in `next`, by file. */
  rendered: ReadonlyMap<string, Omit<PageRecord, 'stamp' | 'made'> & Pick<RenderedPage, 'made' | 'written'>>;
  /** Pages of the last site, by file. */
  reused: ReadonlyMap<string, PageRecord>;
  /** Files beside reused pages that are in `next` all the same, with the hash of what they are made of now. */
  renewed: ReadonlyMap<string, string>;
  /** Files that are copied as they are, and from where. */
  copies: ReadonlyMap<string, string>;
}

/** Places a site and says how its files look. Throws `ClipbookError` (`broken_links`) and leaves the last one then. */
export async function placeSite(site: NextSite): Promise<Pick<BuildRecord, 'pages' | 'copies'>> {
  const { out, next, before, copies } = site;
  const links = [...site.rendered, ...site.reused].flatMap(([file, page]): [string, PageLinks][] =>
    page.links === null ? [] : [[file, page.links]],
  );
  const beside = [...site.rendered.values(), ...site.reused.values()].flatMap(({ made }) =>
    Object.keys(made),
  );
  const files = new Set([...site.rendered.keys(), ...site.reused.keys(), ...copies.keys(), ...beside]);
  assertLinks(new Map(links), files, site.base);
  const moved = new Set([...site.rendered].flatMap(([file, { written }]) => [file, ...written]));
  for (const file of site.renewed.keys()) moved.add(file);
  const renewed = fillPages(site.reused, site);
  for (const file of renewed.keys()) moved.add(file);
  for (const file of copyChanged(copies, before, { out, next })) moved.add(file);
  sweep(out, await filesIn(out), files);
  for (const file of moved) moveFile(renewed.get(file) ?? path.join(next, file), path.join(out, file));
  const stampNow = (file: string) => stampOf(path.join(out, file)) as FileStamp;
  const pages: BuildRecord['pages'] = {};
  for (const [file, { written: _, made, ...page }] of site.rendered) {
    const known = before?.pages[file]?.made ?? {};
    pages[file] = { ...page, stamp: stampNow(file), made: {} };
    for (const [name, from] of Object.entries(made)) {
      const stamp = moved.has(name) ? stampNow(name) : (known[name] as MadeFile).stamp;
      (pages[file] as PageRecord).made[name] = { from, stamp };
    }
  }
  for (const [file, page] of site.reused) {
    const renewed = Object.keys(page.made).filter((name) => site.renewed.has(name));
    const made = renewed.map((name) => [
      name,
      { from: site.renewed.get(name) as string, stamp: stampNow(name) },
    ]);
    pages[file] = {
      ...page,
      stamp: moved.has(file) ? stampNow(file) : page.stamp,
      made: { ...page.made, ...(Object.fromEntries(made) as Record<string, MadeFile>) },
    };
  }
  return {
    pages,
    copies: Object.fromEntries(
      [...copies].map(([file, source]) => [
        file,
        { source: stampOf(source) as FileStamp, stamp: stampNow(file) },
      ]),
    ),
  };
}

/** Says what is true of now on the pages of a site that is otherwise as it was. Gives the pages as they then are. */
export function renewWords(
  pages: BuildRecord['pages'],
  site: Pick<NextSite, 'out' | 'next' | 'before' | 'words'>,
): BuildRecord['pages'] {
  const renewed = { ...pages };
  for (const [file, from] of fillPages(new Map(Object.entries(pages)), site)) {
    const to = path.join(site.out, file);
    moveFile(from, to);
    renewed[file] = { ...(pages[file] as PageRecord), stamp: stampOf(to) as FileStamp };
  }
  return renewed;
}

/** Writes anew those pages whose words of now are no longer true: where each lies until all of them are written. */
function fillPages(
  pages: ReadonlyMap<string, PageRecord>,
  { out, next, before, words }: Pick<NextSite, 'out' | 'next' | 'before' | 'words'>,
): Map<string, string> {
  const filled = new Map<string, string>();
  if (JSON.stringify(before?.words) === JSON.stringify(words)) return filled;
  // Side by side: making a folder for each would take longer than writing them.
  const folder = path.join(next, '.renewed');
  const made = new Set<string>();
  for (const [file, { marked }] of pages) {
    if (!marked) continue;
    const name = `${filled.size}.html`;
    writeInto(folder, name, fillNow(readFileSync(path.join(out, file)), words), made);
    filled.set(file, path.join(folder, name));
  }
  return filled;
}

function assertLinks(pages: ReadonlyMap<string, PageLinks>, files: ReadonlySet<string>, base: string): void {
  const { broken } = followLinks(pages, files, base);
  if (broken.length === 0) return;
  const named = broken.slice(0, 10).map(({ page, href, why }) => `${page} → ${href} (${why})`);
  throw new ClipbookError(
    'broken_links',
    `${broken.length} links of the site lead nowhere: ${named.join('; ')}.`,
    { hint: 'Correct the pages that hold them; nothing was published.' },
  );
}

/** Copies into `next` what is not in the last site as it is, and gives the files. */
function copyChanged(
  copies: ReadonlyMap<string, string>,
  before: BuildRecord | null,
  { out, next }: Pick<NextSite, 'out' | 'next'>,
): string[] {
  const changed = [...copies].filter(([file, source]) => {
    const known = before?.copies[file];
    return !(
      known &&
      isSameStamp(stampOf(source), known.source) &&
      isSameStamp(stampOf(path.join(out, file)), known.stamp)
    );
  });
  const made = new Set<string>();
  for (const [file, source] of changed) {
    makeRoom(path.join(next, file), made);
    copyFileSync(source, path.join(next, file));
  }
  return changed.map(([file]) => file);
}
