import { copyFile, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ClipbookError } from '../../errors.ts';
import { followLinks, type PageLinks } from '../links.ts';
import { fillNow, type NowWords } from './now.ts';
import { type FileStamp, filesIn, isSameStamp, makeRoom, moveFile, stampOf, sweep } from './place.ts';
import type { BuildRecord, PageRecord } from './record.ts';

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
  rendered: ReadonlyMap<string, Omit<PageRecord, 'stamp'>>;
  /** Pages of the last site, by file. */
  reused: ReadonlyMap<string, PageRecord>;
  /** Files that are copied as they are, and from where. */
  copies: ReadonlyMap<string, string>;
}

/** Places a site and says how its files look. Throws `ClipbookError` (`broken_links`) and leaves the last one then. */
export async function placeSite(site: NextSite): Promise<Pick<BuildRecord, 'pages' | 'copies'>> {
  const { out, next, before, copies } = site;
  const links = [...site.rendered, ...site.reused].flatMap(([file, page]): [string, PageLinks][] =>
    page.links === null ? [] : [[file, page.links]],
  );
  const files = new Set([...site.rendered.keys(), ...site.reused.keys(), ...copies.keys()]);
  assertLinks(new Map(links), files, site.base);
  const moved = new Set(site.rendered.keys());
  for (const file of await fillPages(site.reused, site)) moved.add(file);
  for (const file of await copyChanged(copies, before, { out, next })) moved.add(file);
  sweep(out, await filesIn(out), files);
  await moveFiles(moved, { out, next });
  const stampNow = (file: string) => stampOf(path.join(out, file)) as FileStamp;
  return {
    pages: Object.fromEntries(
      [...site.rendered, ...site.reused].map(([file, page]) => [
        file,
        { ...page, stamp: moved.has(file) ? stampNow(file) : (site.reused.get(file) as PageRecord).stamp },
      ]),
    ),
    copies: Object.fromEntries(
      [...copies].map(([file, source]) => [
        file,
        { source: stampOf(source) as FileStamp, stamp: stampNow(file) },
      ]),
    ),
  };
}

/** Says what is true of now on the pages of a site that is otherwise as it was. Gives the pages as they then are. */
export async function renewWords(
  pages: BuildRecord['pages'],
  site: Pick<NextSite, 'out' | 'next' | 'before' | 'words'>,
): Promise<BuildRecord['pages']> {
  const moved = await fillPages(new Map(Object.entries(pages)), site);
  await moveFiles(new Set(moved), site);
  const renewed = { ...pages };
  for (const file of moved) {
    const page = pages[file] as PageRecord;
    renewed[file] = { ...page, stamp: stampOf(path.join(site.out, file)) as FileStamp };
  }
  return renewed;
}

/** Writes those pages into `next` whose words of now are no longer true, and gives their files. */
async function fillPages(
  pages: ReadonlyMap<string, PageRecord>,
  { out, next, before, words }: Pick<NextSite, 'out' | 'next' | 'before' | 'words'>,
): Promise<string[]> {
  if (JSON.stringify(before?.words) === JSON.stringify(words)) return [];
  const marked = [...pages].filter(([, page]) => page.marked).map(([file]) => file);
  const made = new Set<string>();
  for (const file of marked) {
    const page = await readFile(path.join(out, file), 'utf8');
    await makeRoom(path.join(next, file), made);
    await writeFile(path.join(next, file), fillNow(page, words));
  }
  return marked;
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

const copiedAtOnce = 16;

/** Copies into `next` what is not in the last site as it is, and gives the files. */
async function copyChanged(
  copies: ReadonlyMap<string, string>,
  before: BuildRecord | null,
  { out, next }: Pick<NextSite, 'out' | 'next'>,
): Promise<string[]> {
  const changed = [...copies].filter(([file, source]) => {
    const known = before?.copies[file];
    return !(
      known &&
      isSameStamp(stampOf(source), known.source) &&
      isSameStamp(stampOf(path.join(out, file)), known.stamp)
    );
  });
  const made = new Set<string>();
  for (let i = 0; i < changed.length; i += copiedAtOnce)
    await Promise.all(
      changed.slice(i, i + copiedAtOnce).map(async ([file, source]) => {
        await makeRoom(path.join(next, file), made);
        await copyFile(source, path.join(next, file));
      }),
    );
  return changed.map(([file]) => file);
}

async function moveFiles(
  files: ReadonlySet<string>,
  { out, next }: Pick<NextSite, 'out' | 'next'>,
): Promise<void> {
  const made = new Set<string>();
  for (const file of files) {
    await makeRoom(path.join(out, file), made);
    await moveFile(path.join(next, file), path.join(out, file));
  }
}
